"""What an organisation offers: added, changed, taken off the map."""

from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action
from partners.memberships import require_keeper
from partners.models import Partner, Service


@action(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL, says="aanbod toegevoegd")
def add_service(partner: Partner, *, by: User, **fields) -> Service:
    """Put something they do on the social map: by us, or by their own lead."""
    require_keeper(partner, by)
    service = Service(partner=partner, **fields)
    service.make_searchable()
    service.save()
    return service


@action(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL, says="aanbod gewijzigd")
def change_service(service: Service, *, by: User, **fields) -> Service:
    """Bring it up to date; whoever changes it has checked it today."""
    require_keeper(service.partner, by)
    fields["assured_on"] = timezone.localdate()
    for field, value in fields.items():
        setattr(service, field, value)
    service.make_searchable()
    service.save(update_fields=[*fields, "search"])
    return service


@action(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL, says="aanbod weggehaald")
def remove_service(service: Service, *, by: User) -> Partner:
    """Take it off the map: it was a mistake. What stopped gets another status instead."""
    require_keeper(service.partner, by)
    partner = service.partner
    service.delete()
    return partner
