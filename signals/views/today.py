"""Vandaag: what must I do now?"""

from datetime import date, timedelta

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.doors import requires
from accounts.models import User
from accounts.roles import Can
from audit.models import list_seen
from signals import actions
from signals.forms import FinishForm
from signals.models import FollowUp, Signal

MOST_ROWS = 100
FINISHED = [FollowUp.Outcome.SPOKEN, FollowUp.Outcome.NOT_HOME, FollowUp.Outcome.MOVED]
WINDOWS = {"nu": "Nu", "week": "Deze week", "alles": "Alles"}


def my_open(user: User) -> QuerySet[FollowUp]:
    return FollowUp.objects.owned_by(user).open()


def until(window: str, today: date) -> Q:
    """Which due dates a window shows."""
    last = {"nu": today, "week": today + timedelta(days=6 - today.weekday())}.get(window)
    return Q(due_on__lte=last) if last else Q()


def counts(user: User, today: date) -> list[dict]:
    """The three windows with how much is in each, in one query."""
    totals = my_open(user).aggregate(
        **{window: Count("pk", filter=until(window, today)) for window in WINDOWS}
    )
    return [{"key": key, "label": label, "count": totals[key]} for key, label in WINDOWS.items()]


def rows(steps: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """Steps with all that a row shows."""
    related = ("signal__home__area", "signal__tenant", "owner")
    return steps.select_related(*related).prefetch_related("signal__signs")


@requires(Can.WORK_SIGNALS)
def today(request: HttpRequest) -> HttpResponse:
    """Late first, then today; the route, what is new in the own areas, and good news beside it."""
    user, day = request.user, timezone.localdate()
    window = request.GET.get("toon", "nu")
    window = window if window in WINDOWS else "nu"
    steps = rows(my_open(user).filter(until(window, day)))
    steps = list(steps.order_by("due_on", "at_time", "pk")[:MOST_ROWS])
    new = Signal.objects.visible_to(user).filter(status=Signal.Status.NEW)
    new = list(new.select_related("home", "tenant", "logged_by").prefetch_related("signs")[:4])
    list_seen("signals.today", FollowUp, [step.pk for step in steps], by=user)
    context = {
        "day": day,
        "areas": user.areas.all(),
        "late": [step for step in steps if step.due_on < day],
        "due": [step for step in steps if step.due_on == day],
        "later": [step for step in steps if step.due_on > day],
        "windows": counts(user, day),
        "window": window,
        "route": [s for s in steps if s.due_on == day and s.at_time],
        "new": new[:3],
        "more_new": len(new) > 3,
        "just_done": just_done(user),
    }
    return render(request, "signals/today.html", context)


def just_done(user: User) -> FollowUp | None:
    """The step that this person finished a moment ago, while it can be taken back."""
    since = timezone.now() - settings.UNDO_FOR
    mine = FollowUp.objects.visible_to(user).filter(
        done_by=user, done_at__gt=since, outcome__in=FINISHED
    )
    return rows(mine).order_by("-done_at").first()


@requires(Can.WORK_SIGNALS)
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Finish or move a step: in the row with htmx, on a page of its own without."""
    step = get_object_or_404(rows(FollowUp.objects.visible_to(request.user)), pk=pk)
    asked = request.GET.get("uitkomst")
    initial = {"outcome": asked} if asked in FollowUp.Outcome.values else {}
    form = FinishForm(request.POST or None, initial=initial)
    if form.is_valid():
        actions.finish(step, by=request.user, **form.for_action)
        messages.success(request, f"Afgerond: {step.signal.about}.")
        return redirect("signals:today")
    context = {"step": step, "form": form}
    template = "signals/finish.html#panel" if request.htmx else "signals/finish.html"
    return render(request, template, context, status=422 if form.errors else 200)


@requires(Can.WORK_SIGNALS)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a step that was finished a moment ago."""
    step = get_object_or_404(FollowUp.objects.visible_to(request.user), pk=pk)
    actions.undo(step, by=request.user)
    messages.success(request, "Ongedaan gemaakt. De stap staat weer op je lijst.")
    return redirect("signals:today")
