"""Voluntary questionnaires of a group, and estimates of neighbourhoods."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.roles import Can
from outbox import pdf
from tenants import actions
from tenants.djg6 import VERSION
from tenants.estimates import ADULTS, AGES, SOURCE, neighbourhoods
from tenants.forms.measurements import MeasureForm, PermissionForm
from tenants.group_results import FEWEST_PAIRS, group
from tenants.letters import answer_sheet_data
from tenants.models import Permission


@requires(Can.MEASURE)
def enter_form(request: HttpRequest) -> HttpResponse:
    """Enter a form; without the author's permission the page asks for that permission first."""
    permission = Permission.objects.visible_to(request.user).filter(instrument=VERSION).first()
    form = MeasureForm(request.POST or None) if permission else PermissionForm()
    if permission and form.is_valid():
        actions.enter_form(by=request.user, **form.for_action)
        messages.success(request, "Ingevoerd. Vernietig het formulier of bewaar het achter slot.")
        return redirect("tenants:enter_form")
    context = {
        "form": form,
        "permission": permission,
        "version": VERSION,
        "group": group() if permission else None,
        "fewest": FEWEST_PAIRS,
    }
    return render(request, "tenants/measure.html", context, status=422 if form.errors else 200)


@requires(Can.MEASURE)
def answer_sheet(request: HttpRequest) -> HttpResponse:
    """Return the paper on which somebody answers the author's questionnaire, with a code."""
    if not Permission.objects.visible_to(request.user).filter(instrument=VERSION).exists():
        return redirect("tenants:enter_form")
    response = HttpResponse(
        pdf.render("questions", answer_sheet_data()), content_type="application/pdf"
    )
    response["Content-Disposition"] = 'inline; filename="antwoordblad.pdf"'
    return response


@requires(Can.MEASURE)
@require_POST
def record_permission(request: HttpRequest) -> HttpResponse:
    """Record the author's permission."""
    form = PermissionForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "permission": None, "version": VERSION}
        return render(request, "tenants/measure.html", context, status=422)
    actions.record_permission(by=request.user, **form.cleaned_data)
    messages.success(request, "Vastgelegd. De vragenlijst staat aan.")
    return redirect("tenants:enter_form")


@requires(Can.SEE_FIGURES)
def areas(request: HttpRequest) -> HttpResponse:
    """Show the estimates of neighbourhoods with homes, by code, as context."""
    context = {
        "areas": neighbourhoods(),
        "source": SOURCE,
        "age": AGES[ADULTS],
        "may_measure": request.user.can(Can.MEASURE),
    }
    return render(request, "tenants/areas.html", context)
