"""People of an organisation: invite, accept an invitation, lead, leave."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can, Role
from audit.guards import action, create_action
from ground.refusals import Refused
from outbox import actions as outbox
from partners.hooks import on_mails_chosen, on_worker_left
from partners.inboxes import require_no_inbox
from partners.memberships import require_keeper
from partners.models import Invitation, Partner, Worker
from partners.models.people import VALID


@action(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL, says="uitgenodigd")
def invite(partner: Partner, *, email: str, is_lead: bool = False, by: User) -> Invitation:
    """Invite a colleague by mail; an earlier invitation to the same address is revoked.

    By the coordinator or the partner's own lead. The link is for one use within three days.
    """
    require_keeper(partner, by)
    email = email.lower()
    if partner.switched_off_at:
        raise Refused(f"{partner} staat uit. Zet de organisatie eerst aan.")
    require_no_inbox(email, of=partner)
    if User.objects.filter(email=email).exists():
        raise Refused("Dit e-mailadres heeft al een account. Inloggen kan dus al.")
    now = timezone.now()
    earlier = partner.invitations.filter(email=email, used_at=None, revoked_at=None)
    for old in earlier:
        outbox.drop(f"invitation:{old.pk}")
    earlier.update(revoked_at=now)
    invitation = Invitation.objects.create(
        partner=partner, email=email, is_lead=is_lead, made_by=by, expires_at=now + VALID
    )
    outbox.queue(f"invitation:{invitation.pk}", email, "partner_invited", invitation=invitation.pk)
    return invitation


@action(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL, says="uitnodiging ingetrokken")
def revoke_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Revoke an invitation: the link does not work any more."""
    require_keeper(invitation.partner, by)
    if not Invitation.objects.open().filter(pk=invitation.pk).update(revoked_at=timezone.now()):
        raise Refused("Deze uitnodiging geldt al niet meer.")
    outbox.drop(f"invitation:{invitation.pk}")
    return invitation


@create_action(Can.ACCEPT_INVITATION, says="binnengekomen")
def accept_invitation(*, invitation: Invitation, name: str, password: str, by: User) -> Worker:
    """Create the account for an invitation. Of two concurrent requests only one succeeds."""
    now = timezone.now()
    if not Invitation.objects.open().filter(pk=invitation.pk).update(used_at=now):
        raise Refused("Deze uitnodiging geldt niet meer. Vraag een nieuwe aan je collega.")
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                invitation.email, password, name=name, role=Role.PARTNER_WORKER
            )
    except IntegrityError:
        raise Refused("Dit e-mailadres heeft al een account. Log daarmee in.") from None
    return Worker.objects.create(partner=invitation.partner, user=user, is_lead=invitation.is_lead)


@action(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL, says="aanspreekpunt gewijzigd")
def make_lead(worker: Worker, *, is_lead: bool, by: User) -> Worker:
    """Make somebody lead or not. Only our coordinator can remove the last lead."""
    require_keeper(worker.partner, by)
    others = worker.partner.workers.present().filter(is_lead=True).exclude(pk=worker.pk)
    if not is_lead and not by.can(Can.MANAGE_PARTNERS) and not others.exists():
        raise Refused("Wijs eerst een ander aanspreekpunt aan.")
    Worker.objects.filter(pk=worker.pk).update(is_lead=is_lead)
    return worker


@action(Can.ANSWER_REFERRAL, says="mail gekozen")
def choose_mails(worker: Worker, *, mails: str, by: User) -> Worker:
    """Choose how often to get mail about referrals: each worker for themselves."""
    if worker.user_id != by.pk:
        raise Refused("Je kiest alleen voor jezelf hoe vaak je mail krijgt.")
    Worker.objects.filter(pk=worker.pk).update(mails=mails)
    worker.mails = mails
    on_mails_chosen.run(worker, by)
    return worker


@action(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL, says="vertrokken")
def leave(worker: Worker, *, by: User) -> Worker:
    """Record that a worker has left: no access from the next request on, and `on_worker_left`
    returns their work to the organisation."""
    require_keeper(worker.partner, by)
    if worker.left_at or worker.is_mailbox:
        raise Refused("Deze collega is al weg.")
    end_work(worker)
    worker.partner.invitations.open().filter(made_by=worker.user).update(revoked_at=timezone.now())
    on_worker_left.run(worker, by)
    return worker


def end_work(worker: Worker) -> None:
    """Switch the account off and end its sessions."""
    worker.left_at, worker.is_lead = timezone.now(), False
    worker.save(update_fields=["left_at", "is_lead"])
    worker.user.switch_off()
