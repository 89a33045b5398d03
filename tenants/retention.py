"""Retention terms of tenants, consents, rights requests and sent messages."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate

from audit.retention import register_term
from ground.months import latest_due
from outbox.models import Message
from tenants.models import Consent, FileAccess, RightsRequest, Tenancy, Tenant, VitalInterest

MONTHS, CONSENT_MONTHS, PROOF_MONTHS = 24, 12, 60
POST_DAYS = timedelta(days=90)


@register_term("consents", "Toestemmingen", rule="consent", model=Consent, tenant="tenant_id")
def old_consents(today: date):
    """Consents that expired or were withdrawn a year ago or longer."""
    last = latest_due(today, CONSENT_MONTHS)
    withdrawn = Consent.objects.annotate(withdrawn_on=TruncDate("withdrawn_at"))
    return withdrawn.filter(Q(withdrawn_on__lte=last) | Q(expires_on__lte=last))


@register_term("tenants", "Oud-huurders", rule="tenant", model=Tenant, tenant="pk")
def former_tenants(today: date):
    """Tenants whose last tenancy ended two years ago or longer."""
    renting = Tenancy.objects.filter(tenant=OuterRef("pk"))
    lately = renting.filter(Q(ends_on=None) | Q(ends_on__gt=latest_due(today, MONTHS)))
    return Tenant.objects.filter(Exists(renting), ~Exists(lately))


@register_term("vital", "Gedeeld uit noodzaak", rule="proof", model=VitalInterest,
             tenant="tenant_id")  # fmt: skip
def old_vital(today: date):
    asked = VitalInterest.objects.annotate(on=TruncDate("asked_at"))
    return asked.filter(on__lte=latest_due(today, PROOF_MONTHS))


@register_term(
    "file_accesses", "Inzagen met reden", rule="trail", model=FileAccess, tenant="tenant_id"
)
def old_file_accesses(today: date):
    accesses = FileAccess.objects.annotate(on=TruncDate("at"))
    return accesses.filter(on__lte=latest_due(today, PROOF_MONTHS))


@register_term("requests", "Verzoeken over rechten", rule="proof", model=RightsRequest,
             tenant="tenant_number")  # fmt: skip
def old_requests(today: date):
    answered = RightsRequest.objects.exclude(status=RightsRequest.Status.OPEN)
    answered = answered.annotate(answered_on=TruncDate("status_since"))
    return answered.filter(answered_on__lte=latest_due(today, PROOF_MONTHS))


@register_term("post", "Verstuurde post", rule="post", model=Message, at_once=True)
def old_post(today: date):
    """Messages sent or dropped ninety days ago or longer; those a person must look at stay."""
    ended = [Message.Status.SENT, Message.Status.DROPPED, Message.Status.DONE]
    messages = Message.objects.filter(status__in=ended).annotate(on=TruncDate("status_since"))
    return messages.filter(on__lte=today - POST_DAYS)
