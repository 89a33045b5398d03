"""Views for rounds: the list, one round, and the outcome for each person."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.models import User
from accounts.roles import Can
from audit.models import list_seen, seen
from ground.paging import one_page, requested_key
from ground.refusals import refusal_shown_in
from signals import actions
from signals.forms.settings import CorrectStopForm, EndRoundForm, RoundForm, RoundStopForm
from signals.models import Round, RoundStop, Signal
from tenants.shielding import require_reason


@requires(Can.WALK_ROUNDS)
def round_list(request: HttpRequest) -> HttpResponse:
    """The user's rounds, newest first, with their progress; a caretaker's are those to walk."""
    rounds = Round.objects.visible_to(request.user).order_by("-pk")
    if after := requested_key(request):
        rounds = rounds.filter(pk__lt=after)
    todo = Count("stops", filter=Q(stops__outcome__in=RoundStop.TO_DO))
    rounds = rounds.annotate(people=Count("stops"), todo=todo).select_related("owner", "walker")
    page, more = one_page(rounds)
    context = {"rounds": page, "more": more, "works": request.user.can(Can.WORK_SIGNALS)}
    return render(request, "signals/rounds.html", context)


@requires(Can.WORK_SIGNALS)
def start_round(request: HttpRequest) -> HttpResponse:
    """Choose whom the round is for."""
    form = RoundForm(request.POST or None, user=request.user)
    if form.is_valid():
        with refusal_shown_in(form):
            return redirect(actions.start_round(by=request.user, **form.for_action))
    status = 422 if form.errors else 200
    return render(request, "signals/round_start.html", {"form": form}, status=status)


@requires(Can.WALK_ROUNDS)
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One round, with the people still to approach first."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    stops = list(
        RoundStop.objects.visible_to(request.user)
        .filter(round=round_, tenant__shielded_at=None)
        .with_approachable()
        .select_related("tenant", "home__area", "done_by")
        .order_by("home__search", "pk")
    )
    # Tenants who died or moved since the round was made, or asked for rest, are not approached.
    todo = [s for s in stops if s.outcome in RoundStop.TO_DO and s.is_approachable]
    named = [stop.tenant_id for stop in stops]
    list_seen(
        "signals.round", RoundStop, [stop.pk for stop in stops], by=request.user, tenants=named
    )
    works = request.user.can(Can.WORK_SIGNALS)
    context = {
        "round": round_,
        "works": works,
        "todo": with_open_signal(todo, request.user),
        "done": [s for s in stops if s.outcome not in RoundStop.TO_DO],
        "outcomes": [
            choice for choice in RoundStop.Outcome.choices if choice[0] != RoundStop.Outcome.TO_DO
        ],
    }
    return render(request, "signals/round.html", context)


def with_open_signal(stops: list[RoundStop], user: User) -> list[RoundStop]:
    """Set `open_signal` on each stop: a signal about the tenant that is open already, or None."""
    signals = Signal.objects.visible_to(user).open().filter(tenant__in=[s.tenant_id for s in stops])
    about = {signal.tenant_id: signal for signal in signals.order_by("pk")}
    for stop in stops:
        stop.open_signal = about.get(stop.tenant_id)
    return stops


@requires(Can.WALK_ROUNDS)
@require_POST
def finish_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the outcome for one person. 'Signaal' opens the form with the address filled in; the
    stop is done when that signal is saved."""
    stop = get_object_or_404(RoundStop.objects.visible_to(request.user), pk=pk)
    if request.POST.get("outcome") == RoundStop.Outcome.SIGNAL:
        filled_in = urlencode({"choice": f"{stop.home_id}:{stop.tenant_id}", "stop": stop.pk})
        return redirect(f"{reverse('signals:log')}?{filled_in}")
    form = RoundStopForm(request.POST)
    if form.is_valid():
        actions.finish_stop(stop, by=request.user, **form.cleaned_data)
        said = RoundStop.Outcome(form.cleaned_data["outcome"]).label.lower()
        url = reverse("signals:correct_stop", args=[stop.pk])
        noted = '{} Klopt het niet? <a href="{}">Verbeteren</a>'
        said = f"Genoteerd bij {stop.tenant.called}: {said}."
        messages.success(request, format_html(noted, said, url))
    else:
        messages.warning(request, f"Kies hoe het ging bij {stop.tenant.called}.")
    return redirect(stop.round.get_absolute_url() + "#te-doen")


@requires(Can.WALK_ROUNDS)
def correct_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the outcome for one person."""
    stops = RoundStop.objects.visible_to(request.user).select_related("round", "tenant", "home")
    stop = get_object_or_404(stops, pk=pk)
    require_reason(stop.tenant, request.user)
    seen(stop, by=request.user)
    form = CorrectStopForm(request.POST or None, outcomes=actions.corrections(stop))
    if form.is_valid():
        with refusal_shown_in(form):
            actions.correct_stop(stop, by=request.user, **form.cleaned_data)
            messages.success(request, f"Verbeterd bij {stop.tenant.called}.")
            return redirect(stop.round)
    context = {"stop": stop, "form": form}
    status = 422 if form.errors else 200
    return render(request, "signals/correct_stop.html", context, status=status)


@requires(Can.WORK_SIGNALS)
def end_round(request: HttpRequest, pk: int) -> HttpResponse:
    """End the round, after asking: it says how many people are still to be approached."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    to_do = actions.people_to_do(round_)
    form = EndRoundForm(request.POST or None, initial={"to_do": to_do})
    if form.is_valid():
        actions.end_round(round_, by=request.user, **form.cleaned_data)
        messages.success(request, "De ronde is afgerond.")
        return redirect("signals:round_list")
    context = {"round": round_, "form": form, "to_do": to_do}
    return render(request, "signals/round_end.html", context, status=422 if form.errors else 200)
