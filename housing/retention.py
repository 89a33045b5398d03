"""Retention of candidates."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from audit.retention import register_need, register_term
from ground.months import latest_due
from housing.models import Candidate, Outsider
from tenants.models import Tenant

# They are asked again after 12 months; without an answer within 3 more, the row is deleted.
MONTHS = 15


@register_term("candidates", "Belangstellenden", rule="interest", model=Candidate,
             tenant="tenant_id")  # fmt: skip
def old_candidates(today: date):
    """Fifteen months after the last confirmation, or after the interest ended."""
    last = latest_due(today, MONTHS)
    return Candidate.objects.filter(Q(confirmed_on__lte=last) | Q(ended_on__lte=last))


@register_term("outsiders", "Belangstellenden van buiten", rule="interest", model=Outsider)
def outsiders_without_interest(today: date):
    """As soon as no interest is left."""
    return Outsider.objects.filter(candidacies=None)


register_need(Tenant, lambda: Exists(Candidate.objects.filter(tenant=OuterRef("pk"))))
