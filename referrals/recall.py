"""A withdrawn consent takes effect at once, in the transaction of the withdrawal itself."""

from accounts.models import User
from audit.models import record
from referrals.loop import take_back
from referrals.models import Referral, Share
from tenants.models import Consent
from tenants.recall import on_withdrawal


@on_withdrawal
def recall(consent: Consent, by: User) -> None:
    """Withdraw what is open at this recipient, and empty what had ended there.

    Also what went there under an earlier yes: who stops, stops. The rows are locked, so that a
    partner who answers at this moment comes before or after, and the withdrawal never fails.
    """
    there = {"consent__tenant": consent.tenant_id, "consent__recipient": consent.recipient}
    related = ("partner", "sender", "signal__owner", "taken_by")
    referrals = Referral.objects.open().filter(**there).select_related(*related).order_by("pk")
    for referral in referrals.select_for_update(of=("self",)):
        referral.move(Referral.Status.WITHDRAWN, by=by)
        take_back(referral, by=by)
        record("referrals.recall", referral, by=by)
    Share.objects.filter(referral__in=Referral.objects.filter(**there)).delete()
