"""The register of a housing form: phases, decisions, agreements and lessons."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.guards import part_of, requires
from accounts.models import User
from accounts.roles import Can
from housing import actions
from housing.forms import MixForm, PhasesForm, RecordForm
from housing.models import HousingForm, Phase, Record
from housing.views.forms import visible_form

# The most late phases on somebody's day.
MOST_LATE = 5


@requires(Can.HOUSE)
def plan_phases(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sees to each phase, and by when."""
    housing_form = visible_form(request.user, pk)
    form = PhasesForm(request.POST or None, form=housing_form)
    if request.method == "POST" and form.is_valid():
        actions.plan_phases(housing_form, phases=form.phases, by=request.user)
        messages.success(request, "De fasen zijn gepland.")
        return redirect(housing_form)
    context = {"housing_form": housing_form, "form": form}
    return render(request, "housing/phases.html", context, status=422 if form.errors else 200)


@requires(Can.HOUSE)
def plan_mix(request: HttpRequest, pk: int) -> HttpResponse:
    """For how many homes people of each age are meant."""
    housing_form = visible_form(request.user, pk)
    form = MixForm(request.POST or None, form=housing_form)
    if request.method == "POST" and form.is_valid():
        actions.plan_mix(housing_form, homes=form.cleaned_data, by=request.user)
        messages.success(request, "De mix is bewaard.")
        return redirect(housing_form)
    context = {"housing_form": housing_form, "form": form}
    return render(request, "housing/plan_mix.html", context, status=422 if form.errors else 200)


@requires(Can.HOUSE)
@require_POST
def finish_evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that an evaluation was done."""
    phase = get_object_or_404(Phase.objects.visible_to(request.user), pk=pk)
    form = actions.finish_evaluation(phase, by=request.user)
    messages.success(request, "De evaluatie is gedaan. Leg vast wat jullie leerden.")
    return redirect(form)


@requires(Can.HOUSE)
def add_record(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Write down a decision, an agreement or a lesson."""
    housing_form = visible_form(request.user, pk)
    if kind not in Record.Kind.values:
        raise Http404
    form = RecordForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        actions.add_record(form=housing_form, kind=kind, by=request.user, **form.cleaned_data)
        messages.success(request, "Vastgelegd.")
        return redirect(housing_form)
    return show(request, housing_form, form, None)


def show(
    request: HttpRequest, housing_form: HousingForm, form: RecordForm, entry: Record | None
) -> HttpResponse:
    context = {
        "housing_form": housing_form,
        "form": form,
        "kind": Record.Kind(form.kind),
        "entry": entry,
    }
    return render(request, "housing/record.html", context, status=422 if form.errors else 200)


def visible_record(user: User, pk: int) -> Record:
    records = Record.objects.visible_to(user).select_related("form")
    return get_object_or_404(records, pk=pk)


@requires(Can.HOUSE)
def change_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a decision, an agreement or a lesson."""
    entry = visible_record(request.user, pk)
    form = RecordForm(request.POST or None, instance=entry, kind=entry.kind)
    if request.method == "POST" and form.is_valid():
        actions.change_record(entry, by=request.user, **form.for_change)
        messages.success(request, "Bewaard.")
        return redirect(entry.form)
    return show(request, entry.form, form, entry)


@requires(Can.HOUSE)
@require_POST
def remove_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove what was written down by mistake."""
    form = actions.remove_record(visible_record(request.user, pk), by=request.user)
    messages.success(request, "Weggehaald.")
    return redirect(form)


@requires(Can.HOUSE)
@part_of("signals:today")
def late_phases(request: HttpRequest) -> HttpResponse:
    """Fragment: the late phases that this user sees to, and the forms for which somebody waits to
    be called; empty when there are none."""
    phases = Phase.objects.visible_to(request.user).late().filter(owner=request.user)
    phases = phases.exclude(form__status=HousingForm.Status.STOPPED)
    phases = list(phases.select_related("form").order_by("planned_on", "pk")[:MOST_LATE])
    own = HousingForm.objects.visible_to(request.user).filter(contact=request.user)
    to_call = own.with_to_call().filter(to_call__gt=0).order_by("name", "pk")[:MOST_LATE]
    context = {"phases": phases, "to_call": list(to_call)}
    return render(request, "housing/late_phases.html", context)
