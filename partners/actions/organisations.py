"""A partner organisation: add, edit, confirm, switch off and on, merge."""

from datetime import date

from django.utils import timezone

from accounts.models import Area, User
from accounts.roles import Can
from audit.guards import action, create_action
from ground.refusals import Refused
from partners.actions.people import end_work
from partners.hooks import on_partner_deactivated, on_partners_merged
from partners.inboxes import require_own_inbox
from partners.models import Agreement, Partner

ROOM = Partner.Capacity.ROOM


@create_action(Can.MANAGE_PARTNERS, says="toegevoegd")
def add(*, areas: list[Area], agreement_until: date, by: User, **fields) -> Partner:
    """Add an organisation with a covenant that begins today, so that it can be chosen at once."""
    today = timezone.localdate()
    if agreement_until < today:
        raise Refused("De afspraken zijn al voorbij. Vul een dag in die nog komt.")
    require_own_inbox(None, fields["inbox"])
    partner = Partner.objects.create(**fields)
    partner.areas.set(areas)
    Agreement.objects.create(
        partner=partner,
        kind=Agreement.Kind.COVENANT,
        starts_on=today,
        ends_on=agreement_until,
        added_by=by,
    )
    return partner


@action(Can.MANAGE_PARTNERS, says="gewijzigd")
def edit(partner: Partner, *, areas: list[Area], by: User, **fields) -> Partner:
    """Update the details; editing also confirms them as of today."""
    if fields.get("inbox", partner.inbox) != partner.inbox:
        require_own_inbox(partner, fields["inbox"])
    fields |= _assured()
    for field, value in fields.items():
        setattr(partner, field, value)
    partner.save(update_fields=list(fields))
    partner.areas.set(areas)
    return partner


@action(Can.MANAGE_PARTNERS, Can.REFER, Can.ANSWER_REFERRAL, says="afspraken nagekeken")
def assure(partner: Partner, *, by: User) -> Partner:
    """Confirm that the details were checked today: by staff, or by the partner's own people."""
    Partner.objects.filter(pk=partner.pk).update(**_assured())
    partner.services.update(assured_on=timezone.localdate())
    return partner


@action(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL, says="ruimte gewijzigd")
def change_capacity(
    partner: Partner, *, capacity: str, full_until: date | None = None, by: User
) -> Partner:
    """Set whether there is room: by the coordinator, or by the partner's own people."""
    if capacity != Partner.Capacity.FULL:
        full_until = None
    Partner.objects.filter(pk=partner.pk).update(capacity=capacity, full_until=full_until)
    partner.capacity, partner.full_until = capacity, full_until
    return partner


@action(Can.MANAGE_PARTNERS, says="uitgezet")
def switch_off(partner: Partner, *, by: User) -> Partner:
    """Switch the partner off: it cannot be chosen any more, and its inbox is closed from the next
    request on. `on_partner_deactivated` informs the senders of open referrals."""
    _close(partner)
    on_partner_deactivated.run(partner, by)
    return partner


@action(Can.MANAGE_PARTNERS, says="aangezet")
def switch_on(partner: Partner, *, by: User) -> Partner:
    """Switch the partner on again; its inbox shows its referrals again."""
    if partner.merged_into_id:
        raise Refused(f"{partner} is samengegaan met {partner.merged_into} en blijft uit.")
    require_own_inbox(partner, partner.inbox)
    off = Partner.objects.filter(pk=partner.pk).exclude(switched_off_at=None)
    if not off.update(switched_off_at=None):
        raise Refused("Deze partner staat al aan.")
    return partner


@action(Can.MANAGE_PARTNERS, says="samengevoegd")
def merge(partner: Partner, *, into: Partner, by: User) -> Partner:
    """Merge two organisations: people, areas and services move; open work goes back to the senders.

    A tenant's consent names the first organisation only, so the senders ask again.
    """
    if partner == into:
        raise Refused("Kies een andere organisatie om mee samen te gaan.")
    # Lock both in one order: of two concurrent merges of A and B into each other one is refused.
    both = Partner.objects.select_for_update().filter(pk__in=[partner.pk, into.pk]).order_by("pk")
    now = {one.pk: one for one in both}
    into = now[into.pk]
    if now[partner.pk].switched_off_at:
        raise Refused("Deze partner staat al uit.")
    if into.switched_off_at:
        raise Refused(f"{into} staat uit. Zet die eerst aan.")
    on_partners_merged.run(partner, into, by)
    for service in partner.services.all():
        if into.services.filter(name=service.name).exists():
            service.name = f"{service.name[:100]} (nr. {service.pk})"
        service.partner = into
        service.make_searchable()
        service.save(update_fields=["name", "partner", "search"])
    if not into.areas.exists() or not partner.areas.exists():
        into.areas.clear()  # one of the two works everywhere
    else:
        into.areas.add(*partner.areas.all())
    mailbox = partner.workers.filter(is_mailbox=True).first()
    partner.workers.filter(is_mailbox=False).update(partner=into)
    if mailbox:
        end_work(mailbox)
    partner.invitations.open().update(revoked_at=timezone.now())
    _close(partner, merged_into=into)
    return into


def _close(partner: Partner, **fields) -> None:
    on = Partner.objects.filter(pk=partner.pk, switched_off_at=None)
    if not on.update(switched_off_at=timezone.now(), **fields):
        raise Refused("Deze partner staat al uit.")
    partner.refresh_from_db()


def _assured() -> dict:
    return {"assured_on": timezone.localdate(), "asked_to_assure_on": None}
