"""Withdrawn consent takes effect at once, in the transaction of the withdrawal itself."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from accounts.roles import Role
from audit.models import Event, record
from referrals.models import PartnerNote, Referral, Share
from referrals.turns import withdraw_sent
from tenants.consent_wording import enumerate_words
from tenants.hooks import on_withdrawal, on_withdrawal_preview
from tenants.models import Consent, Field

# What the inbox shows of a referral that was not opened.
ON_A_LIST = (Field.NAME, Field.WISH)


@on_withdrawal
def withdraw_shared(consent: Consent, by: User) -> None:
    """Withdraw open referrals to this recipient for this purpose, and delete all shares there, with
    what the partner noted for itself.

    This includes shares under an earlier consent. The rows are locked, so that a partner who
    answers concurrently comes before or after, and the withdrawal never fails.
    """
    same = ("tenant", "recipient", "purpose")
    there = {f"consent__{name}": getattr(consent, name) for name in same}
    related = ("partner", "sender", "signal__owner", "taken_by")
    referrals = Referral.objects.open().filter(**there).select_related(*related).order_by("pk")
    for referral in referrals.select_for_update(of=("self",)):
        withdraw_sent(referral, by=by)
        record("referrals.recall", referral, by=by)
    for model in (Share, PartnerNote):
        model.objects.filter(referral__in=Referral.objects.filter(**there)).delete()


@on_withdrawal_preview
def known_to_partner(consent: Consent) -> list[str]:
    """List what the partner knows already of each referral: the fields and our messages that it
    opened, or may have heard on the telephone. What was read stays known."""
    sent = Referral.objects.filter(
        consent__tenant=consent.tenant_id,
        consent__recipient=consent.recipient,
        consent__purpose=consent.purpose,
    ).exclude(offered_at=None)
    related = ("shares", "messages__author")
    sent = list(sent.select_related("consent").prefetch_related(*related).order_by("pk"))
    opened = _opened_at(sent)
    who = consent.recipient_name
    lines = []
    for referral in sent:
        reads, lists = opened[referral.pk], _listed_at(referral)
        if reads:
            lines.append(f"{who} las op {_day(reads[0])}: {_fields(referral)}.")
        elif lists:
            lines.append(f"{who} zag op {_day(lists)} in de lijst: {_fields(referral, ON_A_LIST)}.")
        if referral.answered_via == Referral.Via.PHONE:
            lines.append(
                f"{who} belde op {_day(referral.answered_at)}, en kan toen gehoord hebben: "
                f"{_fields(referral)}."
            )
        for message in referral.messages.all():
            read_at = next((at for at in reads if at >= message.sent_at), None)
            ours = message.author.role != Role.PARTNER_WORKER and not message.said_by
            if read_at and ours:
                lines.append(
                    f"{who} las op {_day(read_at)} het bericht van {message.author.first_name}: "
                    f"“{message.text}”"
                )
    return lines


def _opened_at(referrals: list[Referral]) -> dict[int, list[datetime]]:
    """The moments when the partner opened each referral, in order."""
    ids = [str(referral.pk) for referral in referrals]
    reads = Event.objects.filter(
        verb="seen", subject_type="referrals.Referral", subject_id__in=ids,
        actor_role=Role.PARTNER_WORKER,
    )  # fmt: skip
    opened: dict[int, list[datetime]] = {referral.pk: [] for referral in referrals}
    for pk, at in reads.order_by("pk").values_list("subject_id", "at"):
        opened[int(pk)].append(at)
    return opened


def _listed_at(referral: Referral) -> datetime | None:
    """When the referral first stood on a list that the partner saw."""
    shown = Event.objects.filter(
        verb="referrals.inbox", subject_id="", details__contains={"ids": [str(referral.pk)]}
    )
    return shown.order_by("pk").values_list("at", flat=True).first()


def _fields(referral: Referral, only: Collection[str] = Field.values) -> str:
    """The names of the fields that were shared; those agreed to once the shares are gone."""
    shared = [share.field for share in referral.shares.all()] or referral.consent.fields
    return enumerate_words([Field(field).label.lower() for field in shared if field in only])


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y")
