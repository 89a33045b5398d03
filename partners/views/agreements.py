"""Agreements with a partner: record, download, end."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.roles import Can
from audit.models import seen
from partners import actions
from partners.forms.agreements import AgreementForm
from partners.models import Agreement
from partners.views.organisations import show_page, visible_partner


@requires(Can.MANAGE_PARTNERS)
@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an agreement."""
    partner = visible_partner(request.user, pk)
    form = AgreementForm(request.POST, request.FILES, auto_id="afspraak_%s")
    if not form.is_valid():
        return show_page(request, partner, agree_form=form)
    agreement = actions.agree(partner, by=request.user, **form.for_action)
    messages.success(request, f"Vastgelegd: {agreement}.")
    return redirect(partner)


@requires(Can.SEE_PARTNERS)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed document, as a download."""
    agreement = get_object_or_404(Agreement.objects.visible_to(request.user), pk=pk)
    if not agreement.document:
        raise Http404
    seen(agreement, by=request.user)
    response = HttpResponse(bytes(agreement.document), content_type="application/pdf")
    name = slugify(f"{agreement.partner} {agreement.get_kind_display()} {agreement.pk}")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


@requires(Can.MANAGE_PARTNERS)
@require_POST
def end_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """End an agreement today."""
    agreements = Agreement.objects.visible_to(request.user).select_related("partner")
    agreement = get_object_or_404(agreements, pk=pk)
    actions.end_agreement(agreement, by=request.user)
    messages.success(request, "Deze afspraak stopt vandaag.")
    return redirect(agreement.partner)
