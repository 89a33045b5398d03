"""A warm handover: an appointment of sender, tenant and partner, with a neutral calendar title."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action
from ground.days import day_in_words
from ground.refusals import Refused
from outbox import actions as outbox
from referrals.actions.answers import write_to_sender
from referrals.models import Handover, Message, Referral
from referrals.recipients import partner_address
from referrals.withheld import refuse_withheld_from_partner
from signals import actions as signals

PURPOSE = "Kennismaken met z’n drieën"


@action(Can.REFER, says="kennismaking gepland")
def plan_handover(
    referral: Referral,
    *,
    starts_at: datetime,
    minutes: int,
    place: str,
    who: str = "",
    told: str,
    by: User,
) -> Handover:
    """Plan the appointment, or move the current one. It is a visit in the sender's planning; the
    partner gets a mail that links to a calendar file, and another when it moves."""
    if not referral.is_running:
        raise Refused("Eerst pakt de partner het op; dan spreek je samen een moment af.")
    others = Handover.objects.not_cancelled().filter(
        visit__signal=referral.signal_id, visit__starts_at__gt=timezone.now()
    )
    if other := others.exclude(referral=referral).select_related("referral__partner").first():
        raise Refused(
            f"Er staat al een afspraak met {other.referral.partner}. Laat die eerst doorgaan, of "
            "zeg hem af."
        )
    refuse_withheld_from_partner(referral, who=who)
    if referral.signal.tenant_id != referral.tenant_id:
        raise Refused("Aan het signaal is nu een andere huurder gekoppeld. Trek dit eerst in.")
    visit = signals.plan_visit(
        referral.signal,
        starts_at=starts_at,
        minutes=minutes,
        companion=None,
        told=told,
        purpose=PURPOSE,
        by=by,
    )
    fields = {"referral": referral, "place": place, "who": who}
    handover, _ = Handover.objects.update_or_create(visit=visit, defaults=fields)
    tell_handover(handover)
    return handover


@action(Can.ANSWER_REFERRAL, Can.ANSWER_BY_PHONE, says="afspraak bevestigd")
def confirm_handover(referral: Referral, *, said_by: str = "", by: User) -> Message:
    """Confirm the appointment as it stands; the sender hears it. Idempotent, whoever confirms."""
    handover = _standing(referral)
    if there := referral.messages.filter(key=handover.confirmation_key).first():
        return there
    when = day_in_words(timezone.localtime(handover.visit.starts_at), "l j F, H.i")
    words = f"Wij zijn erbij: {when} uur."
    return write_to_sender(referral, words, handover.confirmation_key, said_by=said_by, by=by)


@action(Can.ANSWER_REFERRAL, Can.ANSWER_BY_PHONE, says="andere tijd voorgesteld")
def propose_time(
    referral: Referral, *, key: UUID, starts_at: datetime, text: str = "", said_by: str = "",
    by: User,
) -> Message:  # fmt: skip
    """Propose a time to meet, or another one than was planned. The sender asks the tenant, and
    plans it."""
    if not referral.is_running:
        raise Refused("Eerst pakken jullie het op; dan spreken jullie samen een moment af.")
    when = day_in_words(timezone.localtime(starts_at), "l j F, H.i")
    words = f"Kan het kennismaken op {when} uur? {text}".strip()
    return write_to_sender(referral, words, key, said_by=said_by, by=by)


def _standing(referral: Referral) -> Handover:
    """Return the appointment that is still to come; Refused without one."""
    coming = referral.handovers.not_cancelled().filter(visit__starts_at__gt=timezone.now())
    if handover := coming.select_related("visit", "referral").first():
        return handover
    raise Refused("Er staat geen afspraak meer die nog komt. Stel zelf een moment voor.")


def tell_handover(handover: Handover) -> None:
    """Mail the partner about this version of the appointment, once."""
    version = handover.visit.sequence
    behind = Handover.objects.filter(pk=handover.pk)
    if not behind.exclude(told_sequence=version, told_sequence__isnull=False).update(
        told_sequence=version
    ):
        return
    referral = handover.referral
    outbox.queue(
        f"referral:{referral.pk}:handover:{handover.pk}:{version}",
        partner_address(referral),
        "referral_handover",
        referral=referral.pk,
        handover=handover.pk,
    )
