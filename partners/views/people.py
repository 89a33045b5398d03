"""People of a partner: invite, accept an invitation, lead, leave."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.guards import public, requires
from accounts.models import stranger
from accounts.roles import Can
from ground.durations import days_in_words
from ground.mailed_codes import masked
from ground.refusals import refusal_shown_in
from partners import actions
from partners.forms.people import AcceptInvitationForm, CodeForm, InviteForm, MailsForm
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


# Session key: which invitations were opened with a code, and when.
PROVEN = "partner_invitation"
OPEN_FOR = timedelta(hours=1)


def by_token(token: str) -> Invitation | None:
    return Invitation.objects.open().by_token(token).select_related("partner").first()


def over(request: HttpRequest) -> HttpResponse:
    """The same page for used, expired, revoked and unknown invitations."""
    context = {"valid": days_in_words(VALID)}
    return render(request, "partners/invitation_over.html", context, status=410)


def is_proven(request: HttpRequest, invitation: Invitation) -> bool:
    """Whether this browser gave the code that was sent to the invited address."""
    at = request.session.get(PROVEN, {}).get(str(invitation.pk), 0)
    return timezone.now().timestamp() - at < OPEN_FOR.total_seconds()


def ask_code(
    request: HttpRequest, token: str, invitation: Invitation, form: CodeForm
) -> HttpResponse:
    context = {
        "invitation": invitation,
        "token": token,
        "to": masked(invitation.email),
        "sent": invitation.code_sent_at,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "partners/invitation_code.html", context, status=status)


@public
@never_cache
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the code, or make the account for an invitation."""
    invitation = by_token(token)
    if invitation is None:
        return over(request)
    if not is_proven(request, invitation):
        return ask_code(request, token, invitation, CodeForm())
    form = AcceptInvitationForm(request.POST or None, email=invitation.email)
    if form.is_valid():
        actions.accept_invitation(invitation=invitation, by=stranger(), **form.cleaned_data)
        messages.success(request, "Je account is gemaakt. Log in met je nieuwe wachtwoord.")
        return redirect("account_login")
    context = {"invitation": invitation, "form": form}
    return render(
        request, "partners/accept_invitation.html", context, status=422 if form.errors else 200
    )


@public
@never_cache
@require_POST
def send_invitation_code(request: HttpRequest, token: str) -> HttpResponse:
    """Send the code to the invited address."""
    invitation = by_token(token)
    if invitation is None:
        return over(request)
    actions.send_invitation_code(invitation, by=stranger())
    messages.success(request, f"De code is onderweg naar {masked(invitation.email)}.")
    return redirect("partners:accept_invitation", token)


@public
@never_cache
@require_POST
def use_invitation_code(request: HttpRequest, token: str) -> HttpResponse:
    """Open the invitation with the code."""
    invitation = by_token(token)
    if invitation is None:
        return over(request)
    form = CodeForm(request.POST)
    if form.is_valid():
        if actions.use_invitation_code(invitation, by=stranger(), **form.cleaned_data):
            request.session.cycle_key()
            proven = request.session.get(PROVEN, {})
            request.session[PROVEN] = proven | {str(invitation.pk): timezone.now().timestamp()}
            return redirect("partners:accept_invitation", token)
        form.add_error(
            "code", "Deze code klopt niet, of is te oud. Kijk nog eens, of vraag een nieuwe."
        )
    return ask_code(request, token, invitation, form)
