"""Among the workers of one partner: a note for themselves, take over, hand over."""

from uuid import UUID, uuid4

from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action, create_action
from audit.models import list_seen
from ground.citizen_numbers import remove_bsn
from ground.refusals import Refused
from outbox import actions as outbox
from partners.models import Worker
from referrals.actions.answers import require_same_form
from referrals.models import PartnerNote, Referral
from referrals.turns import remind

NOT_RUNNING = "Dit kan bij wat is opgepakt en nog loopt."


@action(Can.ANSWER_REFERRAL, says="notitie gemaakt")
def write_note(referral: Referral, *, text: str, key: UUID | None = None, by: User) -> PartnerNote:
    """Write a note for the workers of the partner; the sender does not read it."""
    if not referral.shared:
        raise Refused("Jullie zien niets meer van deze huurder. Een notitie kan dan ook niet meer.")
    return _note(referral, text, key, by=by)


@action(Can.ANSWER_REFERRAL, says="overgenomen")
def take_over(referral: Referral, *, by: User) -> Referral:
    """Take over a referral from a colleague, who hears of it, or one whose worker has left."""
    if not referral.is_running:
        raise Refused(NOT_RUNNING)
    if referral.taken_by_id == by.pk:
        raise Refused("Je hebt dit zelf al.")
    return _give(referral, by, by=by)


@action(Can.ANSWER_REFERRAL, says="overgedragen aan een collega")
def hand_over(
    referral: Referral, *, to: Worker, text: str = "", key: UUID | None = None, by: User
) -> Referral:
    """Hand over a running referral to a colleague of the same partner, who hears of it at once;
    `text` is a word with it."""
    if not referral.is_running:
        raise Refused(NOT_RUNNING)
    colleagues = Worker.objects.present().filter(partner=referral.partner_id)
    if not colleagues.filter(pk=to.pk, user__is_active=True).exists():
        raise Refused("Deze collega werkt hier niet meer. Kies een andere.", field="to")
    if referral.taken_by_id == to.user_id:
        raise Refused(f"{to} heeft dit al. Kies een andere collega.", field="to")
    if text:
        _note(referral, text, key, to=to.user, by=by)
    return _give(referral, to.user, by=by)


@create_action(Can.ANSWER_REFERRAL, says="eigen werk meegenomen", recorded=False)
def export_own(*, referrals: list[Referral], reason: str, by: User) -> None:
    """Record the export of these referrals and its reason, before the file is made."""
    ids = [referral.pk for referral in referrals]
    about = [referral.tenant_id for referral in referrals]
    list_seen("referrals.export_own", Referral, ids, by=by, tenants=about, reason=reason)


def _note(
    referral: Referral, text: str, key: UUID | None, *, to: User | None = None, by: User
) -> PartnerNote:
    note, _ = PartnerNote.objects.get_or_create(
        key=key or uuid4(),
        defaults={"referral": referral, "author": by, "to": to, "text": remove_bsn(text)},
    )
    require_same_form(note, referral, by=by)
    return note


def _give(referral: Referral, to: User, *, by: User) -> Referral:
    """Make this user the one who answers; whoever gets or loses the work hears of it."""
    was = referral.taken_by
    same = Referral.objects.filter(
        pk=referral.pk, status=referral.status, taken_by=referral.taken_by_id
    )
    if not same.update(taken_by=to, taken_name=to.display_name):
        raise Refused("Iemand anders was je net voor. Open de pagina opnieuw.")
    referral.taken_by, referral.taken_name = to, to.display_name
    remind(referral)
    at = timezone.now().isoformat()
    if to != by:
        _tell(referral, to, "referral_handed_over", at)
    if was and was not in (by, to) and was.can(Can.ANSWER_REFERRAL):
        _tell(referral, was, "referral_taken_over", at)
    return referral


def _tell(referral: Referral, user: User, kind: str, at: str) -> None:
    key = f"referral:{referral.pk}:colleague:{user.pk}:{at}"
    outbox.queue(key, user.email, kind, referral=referral.pk, user=user.pk)
