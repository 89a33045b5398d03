"""Retention of the trail itself, and of the accounts it refers to."""

from datetime import date, timedelta

from accounts.anonymisation import anonymise
from accounts.models import User
from audit.models import Event, midnight
from audit.retention import register_term
from audit.triggers import MONTHS
from ground.months import latest_due


@register_term("trail", "Logregels", rule="trail", model=Event)
def old_trail(today: date):
    """Rows older than five years; a database trigger refuses to delete younger ones."""
    return Event.objects.filter(at__lt=midnight(latest_due(today, MONTHS) + timedelta(days=1)))


@register_term("accounts", "Accounts", rule="account", model=User, execute=anonymise)
def old_accounts(today: date):
    """Accounts switched off five years ago; they are anonymised, not deleted."""
    before = midnight(latest_due(today, MONTHS) + timedelta(days=1))
    return User.objects.named().filter(switched_off_at__lt=before)
