"""The partners: who does what and where, and whether there is room."""

from copy import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.doors import requires
from accounts.models import User
from accounts.roles import Can
from partners import actions
from partners.forms import CapacityForm, PartnerForm
from partners.models import Partner

# A corporation has tens of partners; more than this is a mistake, and the page says so.
MOST = 200


def visible_partner(user: User, pk: int) -> Partner:
    return get_object_or_404(Partner.objects.visible_to(user), pk=pk)


@requires(Can.SEE_PARTNERS)
def partner_list(request: HttpRequest) -> HttpResponse:
    """All partners by name, those that are switched off last."""
    partners = Partner.objects.visible_to(request.user).prefetch_related("areas")
    partners = list(partners[:MOST])
    context = {
        "on": [partner for partner in partners if partner.switched_off_at is None],
        "off": [partner for partner in partners if partner.switched_off_at],
        "may_manage": request.user.can(Can.MANAGE_PARTNERS),
        "most": MOST if len(partners) == MOST else None,
    }
    return render(request, "partners/list.html", context)


@requires(Can.SEE_PARTNERS)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One partner."""
    partner = visible_partner(request.user, pk)
    return show_page(request, partner, CapacityForm(initial={"capacity": partner.capacity}))


def show_page(request: HttpRequest, partner: Partner, form: CapacityForm) -> HttpResponse:
    context = {
        "partner": partner,
        "areas": partner.areas.all(),
        "workers": partner.workers.select_related("user").order_by("user__name"),
        "may_manage": request.user.can(Can.MANAGE_PARTNERS),
        "form": form,
    }
    return render(request, "partners/page.html", context, status=422 if form.errors else 200)


@requires(Can.MANAGE_PARTNERS)
def add(request: HttpRequest) -> HttpResponse:
    """Add a partner."""
    form = PartnerForm(request.POST or None)
    if form.is_valid():
        partner = actions.add(None, by=request.user, **form.for_action)
        messages.success(request, f"Toegevoegd: {partner}.")
        return redirect(partner)
    return render(request, "partners/form.html", {"form": form}, status=422 if form.errors else 200)


@requires(Can.MANAGE_PARTNERS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what we know about a partner."""
    partner = visible_partner(request.user, pk)
    # A copy for the form, which writes on it what was typed: the heading keeps the real name.
    form = PartnerForm(request.POST or None, instance=copy(partner))
    if form.is_valid():
        actions.edit(partner, by=request.user, **form.for_action)
        messages.success(request, "Bewaard.")
        return redirect(partner)
    context = {"form": form, "partner": partner}
    return render(request, "partners/form.html", context, status=422 if form.errors else 200)


@requires(Can.MANAGE_PARTNERS)
@require_POST
def change_capacity(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether there is room."""
    partner = visible_partner(request.user, pk)
    form = CapacityForm(request.POST)
    if not form.is_valid():
        return show_page(request, partner, form)
    actions.change_capacity(partner, by=request.user, **form.cleaned_data)
    messages.success(request, f"{partner}: {partner.get_capacity_display()}.")
    return redirect(partner)


@requires(Can.MANAGE_PARTNERS)
@require_POST
def assure(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything was checked and still holds."""
    partner = actions.assure(visible_partner(request.user, pk), by=request.user)
    messages.success(request, "Gecontroleerd op vandaag gezet.")
    return redirect(partner)


@requires(Can.MANAGE_PARTNERS)
@require_POST
def switch_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask this partner no more."""
    partner = actions.switch_off(visible_partner(request.user, pk), by=request.user)
    messages.success(request, f"{partner} staat uit. Hun postvak is nu dicht.")
    return redirect(partner)


@requires(Can.MANAGE_PARTNERS)
@require_POST
def switch_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask this partner again."""
    partner = actions.switch_on(visible_partner(request.user, pk), by=request.user)
    messages.success(request, f"{partner} staat weer aan.")
    return redirect(partner)
