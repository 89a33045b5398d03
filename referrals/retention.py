"""Retention of referrals and access links."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.db.models.functions import TruncDate

from audit.retention import register_need, register_term
from ground.months import latest_due
from referrals.models import AccessLink, Referral
from signals.models import Signal
from tenants.models import Consent, Tenant

MONTHS = 24


@register_term("referrals", "Verwijzingen", rule="referral", model=Referral, tenant="tenant_id")
def ended_referrals(today: date):
    """Two years after the end, with shares, messages and feedback."""
    ended = Referral.objects.exclude(status__in=[*Referral.OPEN, Referral.Status.DRAFT])
    ended = ended.annotate(ended_on=TruncDate("status_since"))
    return ended.filter(ended_on__lte=latest_due(today, MONTHS))


@register_term("access_links", "Links voor partners", rule="post", model=AccessLink, at_once=True)
def expired_access_links(today: date):
    """Like the mail that contained them: 90 days after they expired."""
    return AccessLink.objects.filter(expires_at__date__lte=today - timedelta(days=90))


register_need(Signal, lambda: Exists(Referral.objects.filter(signal=OuterRef("pk"))))
register_need(Consent, lambda: Exists(Referral.objects.filter(consent=OuterRef("pk"))))
register_need(Tenant, lambda: Exists(Referral.objects.filter(tenant=OuterRef("pk"))))
