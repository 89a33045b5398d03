"""How long it stays who came."""

from datetime import date

from django.db.models.functions import TruncDate

from accounts.months import latest_due
from activities.models import SignUp
from audit.keeping import keeps_until

MONTHS = 12


@keeps_until("guests", "Aanmeldingen", rule="guest", model=SignUp, tenant="tenant_id")
def old_guests(today: date):
    """A year after the meetup."""
    was_on = SignUp.objects.annotate(was_on=TruncDate("meetup__starts_at"))
    return was_on.filter(was_on__lte=latest_due(today, MONTHS))
