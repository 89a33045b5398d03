"""Letters from a tenant's file, and the address after one came back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.models import User
from accounts.roles import Can
from audit.models import seen
from ground.refusals import refusal_shown_in
from outbox import pdf
from tenants import actions
from tenants.forms.letters import LetterForm
from tenants.letters import letter_to_tenant
from tenants.models import Letter
from tenants.shared_fields import current_home
from tenants.views.file import visible_tenant


def visible_letter(user: User, pk: int) -> Letter:
    letters = Letter.objects.visible_to(user).select_related("tenant", "written_by")
    return get_object_or_404(letters, pk=pk)


@requires(Can.SEE_TENANTS)
def write_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a letter; it is ready to print at once."""
    tenant = visible_tenant(request.user, pk)
    seen(tenant, by=request.user, form="brief")
    form = LetterForm(request.POST or None)
    if form.is_valid():
        with refusal_shown_in(form):
            letter = actions.write_letter(tenant, by=request.user, **form.cleaned_data)
            ready = 'De brief staat klaar. <a href="{}">Open en print</a>'
            messages.success(request, format_html(ready, letter.get_absolute_url()))
            return redirect(tenant)
    context = {"tenant": tenant, "form": form, "home": current_home(tenant)}
    return render(request, "tenants/letter.html", context, status=422 if form.errors else 200)


@requires(Can.SEE_TENANTS)
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a letter as PDF."""
    found = visible_letter(request.user, pk)
    seen(found, by=request.user)
    response = HttpResponse(
        pdf.render("letter", letter_to_tenant(found)), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'inline; filename="brief-{found.pk}.pdf"'
    return response


@requires(Can.SEE_TENANTS)
@require_POST
def mark_letter_returned(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a letter came back."""
    found = visible_letter(request.user, pk)
    actions.mark_letter_returned(found, by=request.user)
    messages.success(request, "Genoteerd. ‘Adres nakijken’ staat nu bij Vandaag.")
    return redirect(found.tenant)


@requires(Can.SEE_TENANTS)
@require_POST
def confirm_address(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the address is right."""
    tenant = visible_tenant(request.user, pk)
    actions.confirm_address(tenant, by=request.user)
    messages.success(request, f"Genoteerd: het adres van {tenant.called} klopt.")
    return redirect(tenant)
