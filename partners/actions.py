"""What can happen to a partner: added, kept up to date, switched off and on."""

from datetime import date

from django.utils import timezone

from accounts.doors import Refused
from accounts.models import Area, User
from accounts.roles import Can
from audit.doors import action
from partners.models import Partner


@action(Can.MANAGE_PARTNERS)
def add(
    nothing_yet: None,
    *,
    name: str,
    kind: str,
    offers: str,
    inbox: str,
    phone: str,
    areas: list[Area],
    capacity: str,
    agreement_until: date,
    by: User,
) -> Partner:
    """Add an organisation that can be asked from now on."""
    partner = Partner.objects.create(
        name=name,
        kind=kind,
        offers=offers,
        inbox=inbox,
        phone=phone,
        capacity=capacity,
        agreement_until=agreement_until,
    )
    partner.areas.set(areas)
    return partner


@action(Can.MANAGE_PARTNERS)
def edit(partner: Partner, *, areas: list[Area], by: User, **fields) -> Partner:
    """Bring what we know up to date; whoever edits has checked it today."""
    fields |= {"assured_on": timezone.localdate()}
    for field, value in fields.items():
        setattr(partner, field, value)
    partner.save(update_fields=list(fields))
    partner.areas.set(areas)
    return partner


@action(Can.MANAGE_PARTNERS)
def assure(partner: Partner, *, by: User) -> Partner:
    """Say that everything was checked today and still holds."""
    Partner.objects.filter(pk=partner.pk).update(assured_on=timezone.localdate())
    return partner


@action(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL)
def change_capacity(partner: Partner, *, capacity: str, by: User) -> Partner:
    """Say whether there is room: by the coordinator, or by the partner's own people."""
    Partner.objects.filter(pk=partner.pk).update(capacity=capacity)
    partner.capacity = capacity
    return partner


@action(Can.MANAGE_PARTNERS)
def switch_off(partner: Partner, *, by: User) -> Partner:
    """Ask this partner no more, and close its inbox from the next request on."""
    off = Partner.objects.filter(pk=partner.pk, switched_off_at=None)
    if not off.update(switched_off_at=timezone.now()):
        raise Refused("Deze partner staat al uit.")
    return partner


@action(Can.MANAGE_PARTNERS)
def switch_on(partner: Partner, *, by: User) -> Partner:
    """Ask this partner again; what was in its inbox is there again as well."""
    off = Partner.objects.filter(pk=partner.pk).exclude(switched_off_at=None)
    if not off.update(switched_off_at=None):
        raise Refused("Deze partner staat al aan.")
    return partner
