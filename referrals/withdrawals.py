"""Withdrawn consent takes effect at once, in the transaction of the withdrawal itself."""

from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from accounts.roles import Role
from audit.models import Event, record
from referrals.models import Referral, Share
from referrals.turns import withdraw_sent
from tenants.hooks import on_withdrawal, on_withdrawal_preview
from tenants.models import Consent, Field


@on_withdrawal
def withdraw_shared(consent: Consent, by: User) -> None:
    """Withdraw open referrals to this recipient for this purpose, and delete all shares there.

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
    Share.objects.filter(referral__in=Referral.objects.filter(**there)).delete()


@on_withdrawal_preview
def read_by_partner(consent: Consent) -> list[str]:
    """List when the partner first opened each referral, and its fields: what was read stays
    known."""
    sent = Referral.objects.filter(
        consent__tenant=consent.tenant_id,
        consent__recipient=consent.recipient,
        consent__purpose=consent.purpose,
    ).exclude(status=Referral.Status.DRAFT)
    numbers = {str(referral.pk): referral for referral in sent.prefetch_related("shares")}
    read = Event.objects.filter(
        verb="seen", subject_type="referrals.Referral", subject_id__in=numbers,
        actor_role=Role.PARTNER_WORKER,
    )  # fmt: skip
    first = dict(read.order_by("subject_id", "pk").distinct("subject_id").values_list(
        "subject_id", "at"
    ))  # fmt: skip
    return [
        f"{consent.recipient_name} las op {date_format(timezone.localtime(at), 'j F Y')}: "
        f"{', '.join(Field(s.field).label.lower() for s in numbers[pk].shares.all())}."
        for pk, at in first.items()
    ]
