"""How long the trail itself stays."""

from datetime import date, timedelta

from accounts.months import latest_due
from audit.keeping import keeps_until
from audit.models import Event, midnight

MONTHS = 60


@keeps_until("trail", "Logregels", rule="trail", model=Event)
def old_trail(today: date):
    """Five years; the database itself refuses to let a younger row go."""
    return Event.objects.filter(at__lt=midnight(latest_due(today, MONTHS) + timedelta(days=1)))
