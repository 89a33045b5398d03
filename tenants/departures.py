"""What ends with an account: files that were opened with a reason."""

from django.utils import timezone

from accounts.models import User
from grants.hooks import on_switched_off
from tenants.models import FileAccess


@on_switched_off
def close_files(account: User, by: User) -> None:
    """Close the files at once, so that they are not open either when the account is switched on
    again today."""
    FileAccess.objects.in_force(account).update(until=timezone.now())
