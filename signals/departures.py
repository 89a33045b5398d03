"""What ends with an account: the private calendar."""

from django.utils import timezone

from accounts.models import User
from grants.hooks import on_switched_off
from signals.models import Feed


@on_switched_off
def revoke_calendar(account: User, by: User) -> None:
    """Revoke the address, so that it does not work again when the account is switched on."""
    Feed.objects.filter(user=account, revoked_at=None).update(revoked_at=timezone.now())
