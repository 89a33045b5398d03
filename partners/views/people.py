"""People of a partner: invite, accept an invitation, lead, leave."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.guards import public, requires
from accounts.models import stranger
from accounts.roles import Can
from ground.durations import days_in_words
from ground.refusals import refusal_shown_in
from partners import actions
from partners.forms.people import AcceptInvitationForm, InviteForm, MailsForm
from partners.models import Invitation, Worker
from partners.models.people import VALID
from partners.views.organisations import back_to, show_page, visible_partner


@requires(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL)
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite a colleague of this partner."""
    partner = visible_partner(request.user, pk)
    form = InviteForm(request.POST, auto_id="nodig_%s")
    if not form.is_valid():
        return show_page(request, partner, invite_form=form)
    with refusal_shown_in(form):
        actions.invite(partner, by=request.user, **form.cleaned_data)
    if form.errors:
        return show_page(request, partner, invite_form=form)
    valid = days_in_words(VALID)
    messages.success(request, f"Uitgenodigd. De link in de mail werkt één keer, {valid} lang.")
    return back_to(partner, request.user)


@requires(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL)
@require_POST
def revoke_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke an invitation."""
    invitations = Invitation.objects.visible_to(request.user).select_related("partner")
    invitation = get_object_or_404(invitations, pk=pk)
    actions.revoke_invitation(invitation, by=request.user)
    messages.success(request, "Ingetrokken. De link werkt niet meer.")
    return back_to(invitation.partner, request.user)


@requires(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL)
@require_POST
def make_lead(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a worker lead of the organisation, or not."""
    worker = visible_worker(request, pk)
    actions.make_lead(worker, is_lead="aan" in request.POST, by=request.user)
    messages.success(request, "Bewaard.")
    return back_to(worker.partner, request.user)


@requires(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL)
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a worker has left."""
    worker = visible_worker(request, pk)
    actions.leave(worker, by=request.user)
    messages.success(request, f"{worker} kan niet meer inloggen. Het werk is weer van het team.")
    return back_to(worker.partner, request.user)


@requires(Can.ANSWER_REFERRAL)
@require_POST
def choose_mails(request: HttpRequest) -> HttpResponse:
    """Choose how often one gets mail about referrals."""
    workers = Worker.objects.visible_to(request.user).present().select_related("partner", "user")
    worker = get_object_or_404(workers, user=request.user)
    form = MailsForm(request.POST, auto_id="mail_%s")
    if not form.is_valid():
        partner = visible_partner(request.user, worker.partner_id)
        return show_page(request, partner, mails_form=form)
    actions.choose_mails(worker, by=request.user, **form.cleaned_data)
    messages.success(request, "Bewaard.")
    return redirect("partners:own")


def visible_worker(request: HttpRequest, pk: int) -> Worker:
    workers = Worker.objects.visible_to(request.user).present()
    return get_object_or_404(workers.select_related("partner", "user"), pk=pk)


@public
@never_cache
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page of an invitation; used, expired, revoked and unknown ones look the same."""
    invitation = Invitation.objects.open().by_token(token).select_related("partner").first()
    if invitation is None:
        context = {"valid": days_in_words(VALID)}
        return render(request, "partners/invitation_over.html", context, status=410)
    form = AcceptInvitationForm(request.POST or None, email=invitation.email)
    if form.is_valid():
        actions.accept_invitation(invitation=invitation, by=stranger(), **form.cleaned_data)
        messages.success(request, "Je account is gemaakt. Log in met je nieuwe wachtwoord.")
        return redirect("account_login")
    context = {"invitation": invitation, "form": form}
    return render(
        request, "partners/accept_invitation.html", context, status=422 if form.errors else 200
    )
