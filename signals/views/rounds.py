"""Views for rounds: the list, one round, and the outcome for each person."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.roles import Can
from audit.models import list_seen
from ground.paging import one_page, requested_key
from ground.refusals import refusal_shown_in
from signals import actions
from signals.forms.settings import RoundForm, RoundStopForm
from signals.models import Round, RoundStop


@requires(Can.WORK_SIGNALS)
def round_list(request: HttpRequest) -> HttpResponse:
    """The user's rounds, newest first, with their progress."""
    rounds = Round.objects.visible_to(request.user).order_by("-pk")
    if after := requested_key(request):
        rounds = rounds.filter(pk__lt=after)
    todo = Count("stops", filter=Q(stops__outcome__in=RoundStop.TO_DO))
    rounds = rounds.annotate(people=Count("stops"), todo=todo).select_related("owner")
    page, more = one_page(rounds)
    return render(request, "signals/rounds.html", {"rounds": page, "more": more})


@requires(Can.WORK_SIGNALS)
def start_round(request: HttpRequest) -> HttpResponse:
    """Choose whom the round is for."""
    form = RoundForm(request.POST or None, user=request.user)
    if form.is_valid():
        with refusal_shown_in(form):
            return redirect(actions.start_round(by=request.user, **form.for_action))
    status = 422 if form.errors else 200
    return render(request, "signals/round_start.html", {"form": form}, status=status)


@requires(Can.WORK_SIGNALS)
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One round, with the people still to approach first."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    stops = list(
        RoundStop.objects.visible_to(request.user)
        .filter(round=round_, tenant__shielded_at=None)
        .select_related("tenant", "home__area", "done_by")
        .order_by("home__search", "pk")
    )
    # Tenants who died or moved since the round was made are not approached any more.
    todo = [s for s in stops if s.outcome in RoundStop.TO_DO and not s.tenant.died_on]
    named = [stop.tenant_id for stop in stops]
    list_seen(
        "signals.round", RoundStop, [stop.pk for stop in stops], by=request.user, tenants=named
    )
    context = {
        "round": round_,
        "todo": todo,
        "done": [s for s in stops if s.outcome not in RoundStop.TO_DO],
        "died": sum(1 for s in stops if s.tenant.died_on),
    }
    return render(request, "signals/round.html", context)


@requires(Can.WORK_SIGNALS)
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
        messages.success(request, f"Genoteerd bij {stop.tenant.called}: {said}.")
    else:
        messages.warning(request, f"Kies hoe het ging bij {stop.tenant.called}.")
    return redirect(reverse("signals:round_page", args=[stop.round_id]) + "#te-doen")


@requires(Can.WORK_SIGNALS)
@require_POST
def end_round(request: HttpRequest, pk: int) -> HttpResponse:
    """End the round."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    actions.end_round(round_, by=request.user)
    messages.success(request, "De ronde is afgerond.")
    return redirect("signals:round_list")
