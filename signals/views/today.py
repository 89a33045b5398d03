"""Vandaag: what must I do now?"""

from bisect import bisect_right
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.models import User
from accounts.roles import Can
from audit.models import list_seen, seen
from ground.days import day_in_words
from outbox import pdf
from signals import actions
from signals.forms.follow_ups import ConversationForm, CorrectForm, FinishForm
from signals.forms.visits import appointments
from signals.models import Cover, FollowUp, OtherService, Signal, Visit
from signals.models.covers import whose_work
from signals.models.follow_ups import IN_ORDER
from signals.question_sheet import question_sheet_data
from tenants.models import Tenant, VitalInterest
from tenants.shielding import require_reason

MOST_ROWS = 100
MOST_COUNTED = 999
MOST_URGENT, MOST_ESCALATED = 20, 8
MOST_TO_CHECK = 20
WINDOWS = {"nu": "Nu", "week": "Deze week", "alles": "Alles"}
# The pages besides this list from which a step is finished, as the links name them.
SOURCE_FILE, SOURCE_SIGNAL = SOURCES = "dossier", "signaal"
Outcome = FollowUp.Outcome


def my_open(user: User) -> QuerySet[FollowUp]:
    return FollowUp.objects.owned_by(user).open()


def last_day(window: str, today: date) -> date | None:
    """Return the last due date in a window; None for the last window, which has no end."""
    return {"nu": today, "week": today + timedelta(days=6 - today.weekday())}.get(window)


def until(window: str, today: date) -> Q:
    """Return the condition for the due dates in a window."""
    last = last_day(window, today)
    return Q(due_on__lte=last) if last else Q()


def counts(user: User, today: date) -> list[dict]:
    """Return the three windows with their counts, in one query: the earliest due dates serve all
    three, because the windows are cumulative. Above `MOST_COUNTED` the count is '999+'."""
    first = my_open(user).order_by("due_on").values_list("due_on", flat=True)
    days = list(first[: MOST_COUNTED + 1])
    entries = []
    for key, label in WINDOWS.items():
        last = last_day(key, today)
        n = bisect_right(days, last) if last else len(days)
        count = f"{MOST_COUNTED}+" if n > MOST_COUNTED else str(n)
        entries.append({"key": key, "label": label, "count": count})
    return entries


def rows(steps: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """Select and prefetch what a row shows."""
    related = ("signal__home__area", "signal__tenant", "signal__report", "owner")
    return steps.with_attempts().select_related(*related).prefetch_related("signal__signs")


@requires(Can.WORK_SIGNALS)
def today(request: HttpRequest) -> HttpResponse:
    """Urgent steps first, then late ones, then today's; beside them the route, what nobody did yet
    (when the user assigns work), new signals in the user's areas, and good news."""
    user, day = request.user, timezone.localdate()
    window = request.GET.get("toon", "nu")
    window = window if window in WINDOWS else "nu"
    is_urgent = Q(kind=FollowUp.Kind.URGENT)
    urgent = list(rows(my_open(user).filter(is_urgent)).order_by(*IN_ORDER)[:MOST_URGENT])
    steps = rows(my_open(user).filter(until(window, day)).exclude(is_urgent))
    steps = list(steps.order_by(*IN_ORDER)[:MOST_ROWS])
    neglected = escalated(user)
    fresh = [Signal.Status.NEW, Signal.Status.UNVERIFIED]
    shown = [*urgent, *steps]
    new = Signal.objects.visible_to(user).filter(status__in=fresh)
    new = new.exclude(pk__in=[step.signal_id for step in shown])
    related = ("home", "tenant", "logged_by", "report")
    new = list(new.select_related(*related).prefetch_related("signs").order_by("-pk")[:4])
    done, visits, calls, doubted = (
        just_done(user), appointments(user, day), to_tell(user), addresses_to_check(user),
    )  # fmt: skip
    listed = [*shown, *neglected, *([done] if done else [])]
    about = [*new[:3], *(step.signal for step in listed), *(v.signal for v in [*visits, *calls])]
    list_seen(
        "signals.today",
        FollowUp,
        [step.pk for step in listed],
        by=user,
        tenants=[*(signal.tenant_id for signal in about), *(tenant.pk for tenant in doubted)],
        signals=[str(signal.pk) for signal in new[:3]],
    )
    vital = VitalInterest.objects.visible_to(user).to_decide(user)
    context = {
        "day": day,
        "areas": user.areas.all(),
        "urgent": urgent,
        "escalated": neglected,
        "late": [step for step in steps if step.due_on < day],
        "due": [step for step in steps if step.due_on == day],
        "later": [step for step in steps if step.due_on > day],
        "windows": counts(user, day),
        "window": window,
        "route": visits,
        "to_tell": calls,
        "to_check": doubted,
        "covers": Cover.objects.visible_to(user).in_force().select_related("away", "cover"),
        "new": new[:3],
        "more_new": len(new) > 3,
        "just_done": done,
        "vital": vital.select_related("asked_by").order_by("pk").first(),
    }
    return render(request, "signals/today.html", context)


def escalated(user: User) -> list[FollowUp]:
    """Return what is late for so long that users who assign work see it; nothing for others."""
    if not user.can(Can.ASSIGN_WORK):
        return []
    late = FollowUp.objects.visible_to(user).open().not_resting().exclude(escalated_at=None)
    return list(rows(late.exclude(owner=user)).order_by("due_on", "pk")[:MOST_ESCALATED])


def to_tell(user: User) -> list[Visit]:
    """Return visits that the tenant must still be called about, also those of absent colleagues."""
    mine = whose_work(user)
    # Who cancelled it may be gone: the owner of the signal calls.
    calls = Q(visitor__in=mine, cancelled_at=None)
    calls |= Q(signal__owner__in=mine, cancelled_at__isnull=False)
    visits = Visit.objects.visible_to(user).to_tell().filter(calls)
    return list(visits.select_related("signal__tenant", "signal__home").order_by("starts_at")[:10])


def addresses_to_check(user: User) -> list[Tenant]:
    """Return tenants in the user's own areas to whom a letter came back, longest ago first; for
    users who see all areas everybody."""
    doubted = Tenant.objects.listed_to(user).exclude(address_doubted_at=None).filter(died_on=None)
    if not user.can(Can.SEE_ALL_AREAS):
        doubted = doubted.filter(area__in=user.area_ids)
    return list(doubted.order_by("address_doubted_at", "pk")[:MOST_TO_CHECK])


def just_done(user: User) -> FollowUp | None:
    """Return the step this user finished a moment ago, while it can be undone."""
    since = timezone.now() - settings.UNDO_FOR
    mine = FollowUp.objects.visible_to(user).filter(
        done_by=user, done_at__gt=since, outcome__in=FollowUp.BY_HAND
    )
    return rows(mine).order_by("-done_at").first()


@requires(Can.WORK_SIGNALS)
def route(request: HttpRequest) -> HttpResponse:
    """The visits of one day in order, to print or to keep open during the day."""
    day = timezone.localdate()
    if asked := request.GET.get("dag"):
        day = near(asked, day)
        if day is None:
            day = timezone.localdate()
            messages.warning(request, "Die dag bestaat niet. Je ziet de route van vandaag.")
    visits = appointments(request.user, day)
    named = [visit.signal.tenant_id for visit in visits]
    list_seen(
        "signals.route", Visit, [visit.pk for visit in visits], by=request.user, tenants=named
    )
    context = {
        "day": day,
        "visits": visits,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
    }
    return render(request, "signals/route.html", context)


def near(text: str, day: date) -> date | None:
    """Parse the day in a URL; None when it is invalid or many years away."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return None
    return asked if abs(asked - day) < timedelta(days=5 * 365) else None


def visible_step(user: User, pk: int) -> FollowUp:
    """Return a step with all that its form shows; 404 when this user may not see it.

    The read is recorded in the audit trail.
    """
    step = get_object_or_404(rows(FollowUp.objects.visible_to(user)), pk=pk)
    require_reason(step.signal.tenant, user)
    seen(step, by=user)
    return step


@requires(Can.WORK_SIGNALS)
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Finish or move a step: in the row with htmx, on its own page without."""
    step = visible_step(request.user, pk)
    if step.kind == FollowUp.Kind.TRIAGE and not step.done_at:
        return on_to(request, reverse("signals:verify", args=[step.signal_id]))
    asked = request.GET.get("uitkomst")
    form = FinishForm(
        request.POST or None,
        initial={"outcome": asked} if asked in Outcome.values else {},
        step=step,
        user=request.user,
        attempts=step.attempts,
    )
    if form.is_valid():
        after = actions.finish(step, by=request.user, **form.for_action)
        messages.success(request, finished(step, form.cleaned_data["outcome"], after))
        return redirect(came_from(request, step) or list_again(request))
    source = request.GET.get("van", "")
    context = {
        "step": step,
        "form": form,
        "services": OtherService.objects.all(),
        "source": source if source in SOURCES else "",
        "came_from": came_from(request, step),
    }
    template = "signals/finish.html#panel" if request.htmx else "signals/finish.html"
    response = render(request, template, context, status=422 if form.errors else 200)
    if form.errors and request.htmx:
        # Errors replace the panel in the row, not the list.
        response["HX-Retarget"] = f"#paneel-{step.pk}"
        response["HX-Reselect"] = "form.panel"
        response["HX-Reswap"] = "innerHTML"
    return response


def came_from(request: HttpRequest, step: FollowUp) -> str:
    """Return the URL of the page whose link to this form names it in `van`; empty for another
    page, and for the file when the signal has no tenant."""
    source = request.GET.get("van", "")
    about = step.signal.tenant if source == SOURCE_FILE else step.signal
    return about.get_absolute_url() if source in SOURCES and about else ""


def list_again(request: HttpRequest) -> str:
    """Return the URL of the list, in the window that was open."""
    url = reverse("signals:today")
    page = urlsplit(request.htmx.current_url or "")
    window = parse_qs(page.query).get("toon", [""])[0]
    return f"{url}?toon={window}" if page.path == url and window in WINDOWS else url


def on_to(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect to another page; return a link to it for a panel in a row."""
    if not request.htmx:
        return redirect(url)
    return render(request, "signals/_elsewhere.html", {"url": url})


def finished(step: FollowUp, outcome: str, after: FollowUp) -> str:
    """Return the confirmation, e.g. 'Afgerond: mevr. Van Dijk.'. After a conversation it links to
    the form to record it; after a move it says the new day."""
    if outcome == Outcome.MOVED:
        return f"Verzet naar {day_in_words(after.due_on, 'l j F')}: {step.signal.about}."
    said = f"Afgerond: {step.signal.about}."
    if outcome != Outcome.SPOKEN:
        return said
    url = reverse("signals:record_conversation", args=[step.pk])
    return format_html('{} <a href="{}">Leg het gesprek vast</a>', said, url)


@requires(Can.WORK_SIGNALS)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a step that was finished a moment ago."""
    step = get_object_or_404(FollowUp.objects.visible_to(request.user), pk=pk)
    actions.undo(step, by=request.user)
    messages.success(request, "Ongedaan gemaakt. De stap staat weer op je lijst.")
    return redirect("signals:today")


@requires(Can.WORK_SIGNALS)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the outcome of a finished step, and the step that followed if it no longer fits."""
    step = visible_step(request.user, pk)
    initial = {"outcome": step.outcome, "words": step.words}
    following = FollowUp.objects.visible_to(request.user).open().filter(signal=step.signal_id)
    after = following.select_related("owner").first()
    form = CorrectForm(request.POST or None, initial=initial, step=step, after=after)
    if form.is_valid():
        actions.correct(step, by=request.user, **form.for_action)
        messages.success(request, "Verbeterd.")
        return redirect(step.signal)
    context = {"step": step, "form": form}
    return render(request, "signals/correct.html", context, status=422 if form.errors else 200)


@requires(Can.WORK_SIGNALS)
def record_conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a conversation, with the OEN and LSD guides beside it; finish the step if it
    is open."""
    step = visible_step(request.user, pk)
    earlier = getattr(step, "conversation", None)
    names = ("present", "own_words", "agreed", "often", "content")
    initial = {name: getattr(earlier, name) for name in names} if earlier else {}
    initial = initial or {"own_words": step.words}
    form = ConversationForm(request.POST or None, initial=initial, step=step)
    if form.is_valid():
        actions.record_conversation(step, by=request.user, **form.for_action)
        messages.success(request, "Het gesprek is vastgelegd.")
        return redirect(step.signal)
    context = {"step": step, "form": form, "services": OtherService.objects.all()}
    status = 422 if form.errors else 200
    return render(request, "signals/conversation.html", context, status=status)


@requires(Can.WORK_SIGNALS)
def question_sheet(request: HttpRequest) -> HttpResponse:
    """The two plain questions on paper."""
    response = HttpResponse(
        pdf.render("questions", question_sheet_data()), content_type="application/pdf"
    )
    response["Content-Disposition"] = 'inline; filename="twee-vragen.pdf"'
    return response
