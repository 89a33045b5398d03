"""How long the trail itself stays, and who did what in it."""

from datetime import date, timedelta

from accounts.anonymisation import forget
from accounts.models import User
from audit.models import Event, midnight
from audit.retention import keeps_until
from audit.triggers import MONTHS
from ground.months import latest_due


@keeps_until("trail", "Logregels", rule="trail", model=Event)
def old_trail(today: date):
    """Five years; the database itself refuses to let a younger row go."""
    return Event.objects.filter(at__lt=midnight(latest_due(today, MONTHS) + timedelta(days=1)))


@keeps_until("accounts", "Accounts", rule="account", model=User, go=forget)
def old_accounts(today: date):
    """Five years after they were switched off they have no name any more."""
    before = midnight(latest_due(today, MONTHS) + timedelta(days=1))
    return User.objects.named().filter(switched_off_at__lt=before)
