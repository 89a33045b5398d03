"""Views for home visits, and for the user's own calendar feed."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.guards import public, requires
from accounts.models import User
from accounts.roles import Can
from activities.models import SignUp
from audit.models import seen
from ground.days import day_in_words
from ground.refusals import refusal_shown_in
from signals import actions
from signals.calendar import feed_of
from signals.forms.visits import TIMES, CancelVisitForm, VisitForm, appointments, next_days
from signals.models import Feed, Signal, Visit
from signals.next_step import moment
from signals.views.signals import visible_signal
from tenants.shielding import require_reason

# The shortest duration of a visit.
SHORTEST = timedelta(minutes=30)


@requires(Can.WORK_SIGNALS)
def plan_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan or move a home visit; the available times follow the chosen day."""
    signal = visible_signal(request.user, pk)
    standing = (
        Visit.objects.visible_to(request.user)
        .not_cancelled()
        .filter(signal=signal, follow_up__done_at=None, starts_at__gt=timezone.now())
        .first()
    )
    form = VisitForm(
        request.POST or None, initial=as_it_stands(standing), user=request.user, signal=signal
    )
    if form.is_bound and "tijden" not in request.POST and form.is_valid():
        visit = actions.plan_visit(signal, by=request.user, **form.for_action)
        at = day_in_words(visit.starts_at, "l j F, G.i")
        messages.success(request, f"Het huisbezoek staat in je agenda: {at} uur.")
        return redirect(signal)
    if "tijden" in request.POST:
        form.errors.clear()
    days = days_with_load(request.user, form)
    chosen_day = day_chosen(form, days)
    taken = appointments(request.user, chosen_day, besides=signal)
    times = times_of(form, chosen_day, taken)
    context = {
        "signal": signal,
        "form": form,
        "standing": standing,
        "days": days,
        "times": times,
        "chosen_day": chosen_day,
        "chosen_at": time_chosen(form, times),
        "taken": taken,
        "busy": tenant_is_out(request.user, signal),
    }
    piece = "summary" if request.htmx.target == "samen" else "times"
    template = f"signals/visit.html#{piece}" if request.htmx else "signals/visit.html"
    return render(request, template, context, status=422 if form.errors else 200)


def as_it_stands(visit: Visit | None) -> dict:
    """Return the initial form values of the visit that is planned already."""
    if visit is None:
        return {}
    local = timezone.localtime(visit.starts_at)
    fields = {
        "minutes": visit.minutes,
        "alone": "no" if visit.companion_id else "outside" if visit.other_companion else "yes",
        "companion": visit.companion_id,
        "other_companion": visit.other_companion,
        "purpose": visit.purpose,
    }
    if visit.told != Visit.Told.AGREED:
        # What was agreed is the time that may now change.
        fields["told"] = visit.told
    near = local.date() in next_days()
    fields |= {"day": local.date().isoformat()} if near else {"other_day": local.date()}
    if local.time() in TIMES:
        return fields | {"at": f"{local:%H:%M}"}
    return fields | {"other_time": local.time()}


def days_with_load(user: User, form: VisitForm) -> list[dict]:
    """Return the days to choose from, with the number of visits the user has on each."""
    visits = (
        Visit.objects.visible_to(user)
        .not_cancelled()
        .attended_by(user)
        .filter(starts_at__date__gte=form.days[0], starts_at__date__lte=form.days[-1])
    )
    starts = [timezone.localdate(start) for start in visits.values_list("starts_at", flat=True)]
    loads = {day: starts.count(day) for day in form.days}
    calmest = min(loads, key=loads.get)
    picked = form["day"].value() or ("" if form["other_day"].value() else calmest.isoformat())
    return [
        {
            "day": day,
            "value": day.isoformat(),
            "load": loads[day],
            "checked": day.isoformat() == picked,
        }
        for day in form.days
    ]


def day_chosen(form: VisitForm, days: list[dict]) -> date:
    """Return the day that was chosen or typed; else the day with the fewest visits."""
    ticked = next((entry["day"] for entry in days if entry["checked"]), None)
    return form.chosen_day or ticked or form.days[0]


def time_chosen(form: VisitForm, times: list[dict]) -> str:
    """Return the chosen time as '10.30'; empty when there is none, or it is taken on that day."""
    label = f"{form.chosen_time:%-H.%M}" if form.chosen_time else ""
    return "" if any(time["taken"] and time["label"] == label for time in times) else label


def times_of(form: VisitForm, day: date, taken: list[Visit]) -> list[dict]:
    """Return the times of a day; times that conflict cannot be chosen."""
    now = timezone.now()
    times = []
    for at in TIMES:
        starts_at = moment(day, at)
        ends_at = starts_at + SHORTEST
        clash = any(v.starts_at < ends_at and v.ends_at > starts_at for v in taken)
        is_taken = clash or starts_at < now
        value = f"{at:%H:%M}"
        times.append(
            {
                "value": value,
                "label": f"{at:%-H.%M}",
                "taken": is_taken,
                "checked": form["at"].value() == value and not is_taken,
            }
        )
    return times


def tenant_is_out(user: User, signal: Signal) -> list[SignUp]:
    """Return the tenant's activities in the next two weeks, to plan around them."""
    if signal.tenant_id is None:
        return []
    now = timezone.now()
    return list(
        SignUp.objects.visible_to(user)
        .coming()
        .filter(
            tenant=signal.tenant_id,
            meetup__starts_at__gt=now,
            meetup__starts_at__lt=now + timedelta(days=14),
            meetup__cancelled_at=None,
        )
        .select_related("meetup")
        .order_by("meetup__starts_at")[:3]
    )


@requires(Can.WORK_SIGNALS)
def cancel_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a coming visit: how the tenant hears it, and the step that comes instead."""
    related = ("signal__tenant", "signal__home", "companion", "follow_up")
    visits = Visit.objects.visible_to(request.user).select_related(*related)
    visit = get_object_or_404(visits, pk=pk)
    require_reason(visit.signal.tenant, request.user)
    seen(visit, by=request.user)
    form = CancelVisitForm(request.POST or None, visit=visit)
    if form.is_valid():
        with refusal_shown_in(form):
            actions.cancel_visit(visit, by=request.user, **form.for_action)
            messages.success(request, "Het huisbezoek is afgezegd. De volgende stap staat klaar.")
            return redirect(visit.signal)
    context = {"visit": visit, "form": form, "knows": "told_off" in form.fields}
    status = 422 if form.errors else 200
    return render(request, "signals/cancel_visit.html", context, status=status)


@requires(Can.WORK_SIGNALS)
@require_POST
def mark_told(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the tenant has been called about the visit."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)
    actions.mark_told(visit, by=request.user)
    what = "dat het bezoek niet doorgaat" if visit.cancelled_at else "van het bezoek"
    messages.success(request, f"Genoteerd: de huurder weet {what}.")
    return redirect("signals:today")


@requires(Can.WORK_SIGNALS)
def calendar(request: HttpRequest) -> HttpResponse:
    """Create or revoke the user's calendar feed. Its URL is shown once."""
    token = ""
    if request.method == "POST":
        if "stop" in request.POST:
            actions.revoke_feed(request.user, by=request.user)
            messages.success(request, "De koppeling is gestopt.")
            return redirect("signals:calendar")
        token = actions.open_feed(request.user, by=request.user)
    feed = Feed.objects.visible_to(request.user).in_use().first()
    url = request.build_absolute_uri(reverse("signals:feed", args=[token])) if token else ""
    return render(request, "signals/calendar.html", {"feed": feed, "url": url})


@public
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar file for a private URL; 404 after it was revoked or its owner left."""
    feed = Feed.objects.by_token(token).select_related("user").first()
    if feed is None or not feed.user.can(Can.WORK_SIGNALS):
        raise Http404
    response = HttpResponse(feed_of(feed.user), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = 'inline; filename="afspraken.ics"'
    return response
