"""Sharing without consent in vital interest: one user asks, another decides, always reported."""

from accounts.models import User
from accounts.roles import Can
from audit.guards import action
from ground.citizen_numbers import remove_bsn
from ground.refusals import Refused
from tenants.messages import ask_second_colleague, report_vital_interest, tell_decision
from tenants.models import Tenant, VitalInterest

Status = VitalInterest.Status


@action(Can.RECORD_CONSENT, says="noodzaak gevraagd")
def ask_vital(
    tenant: Tenant,
    *,
    recipient_name: str,
    fields: list[str],
    danger: str,
    why_not_asked: str,
    by: User,
) -> VitalInterest:
    """Ask a second colleague to decide; nothing is disclosed before that. All who may decide hear
    it at once."""
    asked = VitalInterest.objects.create(
        tenant=tenant,
        recipient_name=recipient_name,
        fields=fields,
        danger=remove_bsn(danger),
        why_not_asked=remove_bsn(why_not_asked),
        asked_by=by,
    )
    ask_second_colleague(asked)
    return asked


@action(Can.DECIDE_VITAL, says="over noodzaak beslist")
def decide_vital(asked: VitalInterest, *, yes: bool, by: User) -> VitalInterest:
    """Confirm or decline; the user who asked hears it, and a yes is reported to the privacy
    officers at once. Raises Refused for the user who asked."""
    if asked.asked_by_id == by.pk:
        raise Refused("Je vroeg dit zelf. Een tweede collega moet beslissen.")
    asked.move(Status.CONFIRMED if yes else Status.DECLINED, by=by, decided_by=by)
    tell_decision(asked)
    if yes:
        report_vital_interest(asked)
    return asked


@action(Can.KEEP_TERMS, says="noodzaak beoordeeld")
def review_vital(used: VitalInterest, *, review: str, by: User) -> VitalInterest:
    """Record the privacy officer's review afterwards."""
    used.move(Status.REVIEWED, by=by, review=remove_bsn(review))
    return used
