"""How a partner answers: accept, ask first, decline; and messages from both sides.

The answer comes from an account, from an access link with a code (then `by` is the partner's
mailbox user), or from a colleague who has the partner on the telephone. `said_by` is the name of
the person at the partner, for the last two.
"""

from datetime import timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action
from audit.models import record
from ground.refusals import Refused
from outbox import actions as outbox
from partners.models import Partner
from referrals.models import Attempt, Feedback, Message, PartnerNote, Referral
from referrals.recipients import notify_partner, notify_sender
from referrals.tenant_notices import notify_tenant
from referrals.turns import begin_turn, end_turn, return_to_consultant
from referrals.withheld import refuse_withheld_from_partner
from signals.models import FollowUp

Kind, Status, Via = FollowUp.Kind, Referral.Status, Referral.Via


# How long a partner that declined for lack of room counts as full, until it says otherwise.
FULL_FOR = timedelta(weeks=4)


def channel_of(by: User) -> str:
    """Return the channel (`Referral.Via`) by which an answer of this user comes in."""
    if not by.can(Can.ANSWER_REFERRAL):
        return Via.PHONE
    return Via.LINK if by.worker.is_mailbox else Via.ACCOUNT


@action(Can.ANSWER_REFERRAL, Can.ANSWER_BY_PHONE, says="aangenomen")
def accept(referral: Referral, *, said_by: str = "", by: User) -> Referral:
    """Accept the referral. When two workers accept, the second is told who was first, and when."""
    _require_going_on(referral)
    way = channel_of(by)
    try:
        begin_turn(
            referral,
            Status.ACCEPTED,
            by=by,
            taken_by=by if way == Via.ACCOUNT else None,
            taken_name=said_by or by.display_name,
            answered_via=way,
            answered_at=timezone.now(),
        )
    except Refused:
        _say_who_was_first(referral, by)
        raise
    notify_sender(referral, "referral_answered", "accepted")
    notify_tenant(referral, "taken")
    return referral


def _require_going_on(referral: Referral) -> None:
    """Refuse when the consent is no longer active, the partner is switched off, or the tenant died
    or restricted processing. The partner gets the same sentence for all of these."""
    now = Referral.objects.select_related("consent", "partner", "tenant").get(pk=referral.pk)
    gone = now.tenant.died_on or now.tenant.restricted_at or now.partner.switched_off_at
    if gone or not now.consent.is_active:
        raise Refused(
            "Dit kan nu niet meer worden opgepakt. De verwijzer kijkt hoe het verder gaat."
        )


def _say_who_was_first(referral: Referral, by: User) -> None:
    now = Referral.objects.get(pk=referral.pk)
    if not now.is_running:
        return
    if now.taken_by_id == by.pk:
        raise Refused("Je hebt dit zelf al opgepakt.") from None
    at = timezone.localtime(now.answered_at)
    raise Refused(
        f"{now.taken_name} was je net voor en heeft dit opgepakt, op {at:%d-%m} om {at:%H.%M} uur. "
        "Je hoeft niets meer te doen."
    ) from None


@action(Can.ANSWER_REFERRAL, Can.ANSWER_BY_PHONE, says="vraag gesteld")
def ask(
    referral: Referral, *, text: str, key: UUID | None = None, said_by: str = "", by: User
) -> Message:
    """Ask the sender a question; it is the sender's turn until the reply."""
    message, new = _write_message(referral, text, key, said_by=said_by, by=by)
    if new:
        begin_turn(referral, Status.QUESTION, by=by)
        notify_sender(referral, "referral_question", f"question:{message.pk}")
    return message


@action(Can.REFER, says="antwoord gegeven")
def reply(referral: Referral, *, text: str, key: UUID | None = None, by: User) -> Message:
    """Write to the partner. When the partner had asked a question, this is the reply and the
    partner's term starts again."""
    _require_open(referral)
    if Partner.objects.exclude(switched_off_at=None).filter(pk=referral.partner_id).exists():
        raise Refused("Deze partner is uitgezet: daar leest niemand het. Trek de verwijzing in.")
    refuse_withheld_from_partner(referral, text=text)
    message, new = _write_message(referral, text, key, by=by)
    if new:
        if referral.status == Status.QUESTION:
            begin_turn(referral, Status.OFFERED, by=by)
        notify_partner(referral, "referral_message", f"message:{message.pk}")
    return message


@action(Can.ANSWER_REFERRAL, Can.ANSWER_BY_PHONE, says="bericht geschreven")
def say(
    referral: Referral, *, text: str, key: UUID | None = None, said_by: str = "", by: User
) -> Message:
    """Write to the sender; the turn does not change."""
    return write_to_sender(referral, text, key, said_by=said_by, by=by)


def write_to_sender(
    referral: Referral, text: str, key: UUID | None, *, said_by: str, by: User
) -> Message:
    """Write one message to the sender, who gets a mail of it once."""
    _require_open(referral)
    message, new = _write_message(referral, text, key, said_by=said_by, by=by)
    if new:
        notify_sender(referral, "referral_message", f"message:{message.pk}")
    return message


@action(Can.ANSWER_REFERRAL, Can.ANSWER_BY_PHONE, says="niet aangenomen")
def decline(
    referral: Referral, *, why: str, text: str = "", said_by: str = "", by: User
) -> Referral:
    """Decline with a reason. The shares are deleted, and the consultant looks for another way."""
    if not why:
        raise Refused("Kies waarom het niet past. Dan kan er verder gezocht worden.")
    if why == Referral.Declined.OTHER and not text:
        raise Refused("Schrijf kort waarom het niet past.", field="text")
    now = timezone.now()
    referral.move(
        Status.DECLINED, by=by, declined_why=why, answered_at=now, answered_via=channel_of(by)
    )
    if text:
        Message.objects.create(referral=referral, author=by, said_by=said_by, text=text)
    if why == Referral.Declined.FULL:
        _full_for_now(referral.partner, by=by)
    outbox.drop(f"referral:{referral.pk}:")
    end_turn(referral)
    return_to_consultant(referral, Kind.CALL, by=by)
    notify_sender(referral, "referral_answered", "declined")
    return referral


def _full_for_now(partner: Partner, *, by: User) -> None:
    """Say of a partner without room that it is full for `FULL_FOR`; a later day that the partner
    gave itself stays."""
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    until = timezone.localdate() + FULL_FOR
    standing = partner.capacity_now == Partner.Capacity.FULL
    if standing and (partner.full_until is None or partner.full_until >= until):
        return
    Partner.objects.filter(pk=partner.pk).update(capacity=Partner.Capacity.FULL, full_until=until)
    record("partners.change_capacity", partner, by=by)


def _write_message(
    referral: Referral, text: str, key: UUID | None, *, said_by: str = "", by: User
) -> tuple[Message, bool]:
    """Create one message per form key, however often it is sent; also return whether it is new."""
    message, new = Message.objects.get_or_create(
        key=key or uuid4(),
        defaults={"referral": referral, "author": by, "said_by": said_by, "text": text},
    )
    require_same_form(message, referral, by=by)
    return message, new


def require_same_form(
    row: Message | Feedback | Attempt | PartnerNote, referral: Referral, *, by: User
) -> None:
    """Refuse a reused form key unless it is the same author resending the same referral's form."""
    if (row.referral_id, row.author_id) != (referral.pk, by.pk):
        raise Refused("Dit formulier is al eens verstuurd. Open een nieuw formulier.")


def _require_open(referral: Referral) -> None:
    if not referral.is_open:
        raise Refused("Deze verwijzing loopt niet meer. Schrijven kan niet meer.")
