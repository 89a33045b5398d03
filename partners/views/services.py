"""The social map (sociale kaart): services for people, and their maintenance."""

from copy import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.roles import Can
from ground.paging import one_page, requested_key, rows_after
from partners import actions
from partners.forms.services import MapForm, ServiceForm
from partners.memberships import require_keeper
from partners.models import Service
from partners.models.organisations import assured_since
from partners.service_search import found_on_the_map
from partners.views.organisations import back_to, visible_partner


@requires(Can.SEE_PARTNERS)
def social_map(request: HttpRequest) -> HttpResponse:
    """Active services by name; filtered by words, need, area and language."""
    form = MapForm(request.GET)
    form.is_valid()
    services = found_on_the_map(request.user, **form.cleaned_data)
    page, more = one_page(rows_after(services, requested_key(request), "name", "pk"))
    context = {"form": form, "services": page, "more": more, "since": assured_since()}
    return render(request, "partners/social_map.html", context)


@requires(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL)
def add_service(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a service to the social map."""
    partner = visible_partner(request.user, pk)
    require_keeper(partner, request.user)
    form = ServiceForm(request.POST or None, partner=partner)
    if form.is_valid():
        service = actions.add_service(partner, by=request.user, **form.cleaned_data)
        messages.success(request, f"Toegevoegd: {service}.")
        return back_to(partner, request.user)
    context = {"form": form, "partner": partner, "ours": request.user.can(Can.SEE_PARTNERS)}
    return render(request, "partners/service.html", context, status=422 if form.errors else 200)


@requires(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL)
def change_service(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a service."""
    service = visible_service(request, pk)
    form = ServiceForm(request.POST or None, partner=service.partner, instance=copy(service))
    if form.is_valid():
        actions.change_service(service, by=request.user, **form.cleaned_data)
        messages.success(request, "Bewaard.")
        return back_to(service.partner, request.user)
    context = {
        "form": form,
        "partner": service.partner,
        "service": service,
        "ours": request.user.can(Can.SEE_PARTNERS),
    }
    return render(request, "partners/service.html", context, status=422 if form.errors else 200)


@requires(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL)
@require_POST
def remove_service(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a service from the social map."""
    service = visible_service(request, pk)
    partner = actions.remove_service(service, by=request.user)
    messages.success(request, f"Weggehaald: {service.name}.")
    return back_to(partner, request.user)


def visible_service(request: HttpRequest, pk: int) -> Service:
    services = Service.objects.visible_to(request.user).select_related("partner")
    service = get_object_or_404(services, pk=pk)
    require_keeper(service.partner, request.user)
    return service
