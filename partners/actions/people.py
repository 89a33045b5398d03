"""People of an organisation: invite, accept an invitation, lead, leave."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can, Role, roles_with
from audit.guards import action, create_action
from ground import mailed_codes
from ground.refusals import Refused
from outbox import actions as outbox
from partners.domains import require_agreed_domain
from partners.hooks import on_mails_chosen, on_worker_left
from partners.inboxes import require_no_inbox
from partners.memberships import require_keeper
from partners.models import Invitation, Partner, Worker
from partners.models.people import VALID

HAS_ACCOUNT = (
    "Dit e-mailadres heeft al een account. Log daarmee in. Hoort het bij een andere organisatie? "
    "Bel de coördinator."
)


@action(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL, says="uitgenodigd")
def invite(partner: Partner, *, email: str, is_lead: bool = False, by: User) -> Invitation:
    """Invite a colleague by mail; an earlier invitation to the same address is revoked.

    By the coordinator, or by the partner's own lead within the agreed mail domains. The link is for
    one use within three days. Whether the address has an account is told to its mailbox only.
    """
    require_keeper(partner, by)
    ours = by.can(Can.MANAGE_PARTNERS)
    if not ours:
        require_agreed_domain(partner, email)
    email = email.lower()
    if partner.switched_off_at:
        raise Refused(f"{partner} staat uit. Zet de organisatie eerst aan.")
    require_no_inbox(email, of=partner)
    now = timezone.now()
    earlier = partner.invitations.filter(email=email, used_at=None, revoked_at=None)
    for old in earlier:
        outbox.drop(f"invitation:{old.pk}")
    earlier.update(revoked_at=now)
    invitation = Invitation.objects.create(
        partner=partner, email=email, is_lead=is_lead, made_by=by, expires_at=now + VALID
    )
    outbox.queue(f"invitation:{invitation.pk}", email, "partner_invited", invitation=invitation.pk)
    if not ours:
        tell_coordinators(invitation)
    return invitation


def tell_coordinators(invitation: Invitation) -> None:
    """Tell our coordinators that a partner invited somebody: they can still revoke it."""
    keepers = User.objects.filter(role__in=roles_with(Can.MANAGE_PARTNERS), is_active=True)
    for keeper in keepers.order_by("pk"):
        key = f"invitation:{invitation.pk}:told:{keeper.pk}"
        outbox.queue(key, keeper.email, "partner_invites", invitation=invitation.pk)


@action(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL, says="uitnodiging ingetrokken")
def revoke_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Revoke an invitation: the link does not work any more."""
    require_keeper(invitation.partner, by)
    if not Invitation.objects.open().filter(pk=invitation.pk).update(revoked_at=timezone.now()):
        raise Refused("Deze uitnodiging geldt al niet meer.")
    outbox.drop(f"invitation:{invitation.pk}")
    return invitation


def open_invitations(user: User) -> QuerySet[Invitation]:
    """Every open invitation: whoever holds the token may ask the code for it."""
    return Invitation.objects.open()


@action(
    Can.ACCEPT_INVITATION,
    says="code gestuurd voor een uitnodiging",
    visible=open_invitations,
    recorded=False,
)
def send_invitation_code(invitation: Invitation, *, by: User) -> None:
    """Send a code to the invited address: a link that was passed on is not enough."""
    mailed_codes.ask_for_code(invitation)
    key = f"invitation-code:{invitation.pk}:{invitation.codes}"
    outbox.queue(key, invitation.email, "partner_code", invitation=invitation.pk)


@action(
    Can.ACCEPT_INVITATION,
    says="code gebruikt voor een uitnodiging",
    visible=open_invitations,
    recorded=False,
)
def use_invitation_code(invitation: Invitation, *, code: str, by: User) -> bool:
    """Whether the code is correct. It works once, and is blocked after a few attempts."""
    return mailed_codes.use(invitation, code)


@create_action(Can.ACCEPT_INVITATION, says="binnengekomen")
def accept_invitation(*, invitation: Invitation, name: str, password: str, by: User) -> Worker:
    """Create the account for an invitation, or give somebody who left a partner their account back.

    Of two concurrent requests only one succeeds.
    """
    now = timezone.now()
    if not Invitation.objects.open().filter(pk=invitation.pk).update(used_at=now):
        raise Refused("Deze uitnodiging geldt niet meer. Vraag een nieuwe aan je collega.")
    if left := who_left(invitation.email):
        return come_back(left, invitation, name=name, password=password)
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                invitation.email, password, name=name, role=Role.PARTNER_WORKER
            )
    except IntegrityError:
        raise Refused(HAS_ACCOUNT) from None
    return Worker.objects.create(partner=invitation.partner, user=user, is_lead=invitation.is_lead)


def who_left(email: str) -> Worker | None:
    """Return the worker with this address who left a partner, or None."""
    left = Worker.objects.exclude(left_at=None).filter(is_mailbox=False, user__is_active=False)
    return left.select_related("user").filter(user__email=email).first()


def come_back(worker: Worker, invitation: Invitation, *, name: str, password: str) -> Worker:
    """Give the account of somebody who left back, at the organisation that invited them."""
    worker.user.name, worker.user.is_active = name, True
    worker.user.set_password(password)
    worker.user.save(update_fields=["name", "password", "is_active"])
    worker.partner, worker.is_lead, worker.left_at = invitation.partner, invitation.is_lead, None
    worker.save(update_fields=["partner", "is_lead", "left_at"])
    return worker


@action(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL, says="aanspreekpunt gewijzigd")
def make_lead(worker: Worker, *, is_lead: bool, by: User) -> Worker:
    """Make somebody lead or not. Only our coordinator can remove the last lead."""
    require_keeper(worker.partner, by)
    if not is_lead:
        require_another_lead(worker, by)
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
    require_another_lead(worker, by)
    worker.refresh_from_db(fields=["left_at"])
    if worker.left_at or worker.is_mailbox:
        raise Refused("Deze collega is al weg.")
    end_work(worker)
    worker.partner.invitations.open().filter(made_by=worker.user).update(revoked_at=timezone.now())
    on_worker_left.run(worker, by)
    return worker


def require_another_lead(worker: Worker, by: User) -> None:
    """Refuse what would leave a partner without a lead; our coordinator may.

    Locks the partner, so that of two leads who let each other go one stays.
    """
    if by.can(Can.MANAGE_PARTNERS):
        return
    Partner.objects.select_for_update().get(pk=worker.partner_id)
    leads = worker.partner.workers.present().filter(is_lead=True)
    if leads.filter(pk=worker.pk).exists() and not leads.exclude(pk=worker.pk).exists():
        raise Refused("Wijs eerst een ander aanspreekpunt aan. Of bel de coördinator.")


def end_work(worker: Worker) -> None:
    """Switch the account off and end its sessions."""
    worker.left_at, worker.is_lead = timezone.now(), False
    worker.save(update_fields=["left_at", "is_lead"])
    worker.user.switch_off()
