"""Services of an organisation: add, change, remove from the social map."""

from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action
from partners.memberships import require_keeper
from partners.models import Partner, Service


@action(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL, says="aanbod toegevoegd")
def add_service(partner: Partner, *, by: User, **fields) -> Service:
    """Add a service to the social map: by the coordinator, or by the partner's own lead."""
    require_keeper(partner, by)
    service = Service(partner=partner, **fields)
    service.make_searchable()
    service.save()
    return service


@action(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL, says="aanbod gewijzigd")
def change_service(service: Service, *, by: User, **fields) -> Service:
    """Change a service; this also confirms it as of today."""
    require_keeper(service.partner, by)
    fields["assured_on"] = timezone.localdate()
    for field, value in fields.items():
        setattr(service, field, value)
    service.make_searchable()
    service.save(update_fields=[*fields, "search"])
    return service


@action(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL, says="aanbod weggehaald")
def remove_service(service: Service, *, by: User) -> Partner:
    """Remove a service that was added by mistake. A stopped one gets another status instead."""
    require_keeper(service.partner, by)
    partner = service.partner
    service.delete()
    return partner
