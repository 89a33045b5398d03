"""Agreements: record, end early, and warn in time that one ends."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from accounts.roles import Can, Role
from audit.guards import action
from ground.refusals import Refused
from outbox import actions as outbox
from partners.models import Agreement, Partner
from partners.models.agreements import MOST_YEARS

# Days before the last day on which the coordinators are warned.
AHEAD = (60, 14)
# A partner that does not answer is asked again after this time.
ASK_AGAIN = timedelta(days=14)


@action(Can.MANAGE_PARTNERS, says="afspraak vastgelegd")
def agree(
    partner: Partner,
    *,
    kind: str,
    starts_on: date,
    ends_on: date,
    contact: str = "",
    document: bytes | None = None,
    document_name: str = "",
    by: User,
) -> Agreement:
    """Record a signed agreement, optionally with the document itself."""
    if (ends_on - starts_on).days > MOST_YEARS * 366:
        raise Refused(f"Een afspraak geldt hooguit {MOST_YEARS} jaar. Kijk de dagen na.")
    return Agreement.objects.create(
        partner=partner,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        contact=contact,
        document=document,
        document_name=document_name,
        added_by=by,
    )


@action(Can.MANAGE_PARTNERS, says="afspraak gestopt")
def end_agreement(agreement: Agreement, *, by: User) -> Agreement:
    """End an agreement today, before its last day: from tomorrow on no new referral uses it."""
    today = timezone.localdate()
    if agreement.ends_on <= today or agreement.starts_on > today:
        raise Refused("Deze afspraak geldt vandaag niet, of stopt vandaag al.")
    Agreement.objects.filter(pk=agreement.pk).update(ends_on=today)
    return agreement


def keep_up() -> int:
    """Mail which agreements end soon, and ask partners to confirm their details.

    Idempotent: each occasion has its own message key. Returns the number of new messages.
    """
    return _say_what_ends() + _ask_to_assure()


def _say_what_ends() -> int:
    today, new = timezone.localdate(), 0
    coordinators = User.objects.filter(role=Role.COORDINATOR, is_active=True)
    ending = Agreement.objects.in_force().filter(
        ends_on__lte=today + timedelta(days=max(AHEAD)), partner__switched_off_at=None
    )
    for agreement in ending.order_by("pk"):
        if agreement.partner.agreements.filter(ends_on__gt=agreement.ends_on).exists():
            continue  # another one follows
        days = min(d for d in AHEAD if agreement.ends_on <= today + timedelta(days=d))
        for coordinator in coordinators:
            key = f"agreement:{agreement.pk}:{agreement.ends_on:%Y%m%d}:{days}:{coordinator.pk}"
            new += outbox.queue(key, coordinator.email, "agreement_ends", agreement=agreement.pk)
    return new


def _ask_to_assure() -> int:
    today, new = timezone.localdate(), 0
    for partner in Partner.objects.stale().order_by("pk"):
        asked = partner.asked_to_assure_on
        if asked and asked > today - ASK_AGAIN:
            continue
        changed = Partner.objects.filter(pk=partner.pk, asked_to_assure_on=asked)
        if changed.update(asked_to_assure_on=today):
            key = f"assure:{partner.pk}:{today:%Y%m%d}"
            new += outbox.queue(key, partner.inbox, "partner_assure", partner=partner.pk)
    return new
