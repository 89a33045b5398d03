"""More of what the pages of a world tell about people: words, notes, and shielded neighbours."""

import uuid

from accounts.roles import Role
from activities import actions as activities
from activities.models import BuddyRequest, SignUp
from referrals import actions as referrals
from signals import actions as signals
from signals.models import Signal
from tenants import actions as tenants
from tenants.models import Tenant
from tests import factories
from tests.factories.activities import a_host_message, a_meetup, a_sign_up, begun
from tests.factories.files import a_file
from tests.factories.referrals import CAME_ALONG_ONCE, a_referral
from tests.house.world import World

TENANTS = (
    "relatie_id;voorletters;roepnaam;achternaam;telefoon;overeenkomst_id;overeenkomst_begindatum;"
    "rol;eenheid_code\n"
    "R-nieuw;A.;An;Nieuw;06 12 00 00 01;O-1;2020-01-01;HUU;E-bestaat-niet\n"
    "{known};A.;An;Anders;06 12 00 00 02;O-2;2020-01-01;HUU;E-bestaat-niet\n"
)


def add_what_is_told(world: World) -> None:
    """Give the tenant of the world a text in every table, and a shielded neighbour most of them."""
    on_the_file(world)
    with_a_partner(world)
    at_meetups(world, world.tenant)
    BuddyRequest.objects.filter(pk=world.buddy_request.pk).update(tenant=world.tenant)
    hidden = factories.a_tenant(factories.a_home(world.area))
    followed(world, hidden)
    at_meetups(world, hidden)
    tenants.shield(hidden, by=world.consultant)
    lines = TENANTS.format(known=world.tenant.external_id)
    world.run = a_file(lines, "tenants", by=world.people[Role.COORDINATOR])


def on_the_file(world: World) -> None:
    """Write a wish, a note, a conversation and a signal that was closed and opened again."""
    consultant, tenant = world.consultant, world.tenant
    tenants.record_wish(tenant, words="Samen eten", interests=["koffie"], by=consultant)
    factories.a_note(tenant, by=consultant)
    signals.add_note(
        world.signal, key=uuid.uuid4(), text="Zus belde.", whose="other", said_by="zus",
        by=consultant,
    )  # fmt: skip
    spoken = factories.a_signal(tenant, owner=consultant)
    signals.record_conversation(
        spoken.follow_ups.get(), present=["tenant"], own_words="Ik mis mijn zus.",
        agreed="Samen bellen.", often="", content="", next_kind="call", next_on=None,
        by=consultant,
    )  # fmt: skip
    ended = factories.a_signal(tenant, owner=consultant)
    signals.close(ended, reason=Signal.Reason.SOLVED, tenant_view="Het gaat.", by=consultant)
    signals.reopen(ended, why="other", words="Toch niet.", by=consultant)


def with_a_partner(world: World) -> None:
    """Write to and fro about the referrals of the world, and report on one."""
    for referral in (world.referral, world.running):
        referrals.say(referral, key=uuid.uuid4(), text="Welke dag past?", by=world.worker)
        referrals.reply(referral, key=uuid.uuid4(), text="Dinsdag.", by=world.consultant)
        referrals.write_note(referral, key=uuid.uuid4(), text="Belt liever.", by=world.worker)
    under_way = a_referral(
        signal=factories.a_signal(world.tenant, owner=world.consultant), worker=world.worker,
        status="accepted",
    )  # fmt: skip
    told = CAME_ALONG_ONCE | {"sentence": "Zij kwam mee."}
    referrals.report_back(under_way, key=uuid.uuid4(), by=world.worker, **told)


def followed(world: World, tenant: Tenant) -> None:
    """Make what a colleague works on: a signal and a referral."""
    signal = factories.a_signal(tenant, owner=world.consultant)
    world.go_and_see(factories.a_signal(tenant, owner=world.consultant), days=4)
    world.offered(signal)


def at_meetups(world: World, tenant: Tenant) -> None:
    """Sign a tenant up for meetups that come and that are over, and let a host tell of it."""
    guest = {
        "name": "Hennie van Dijk",
        "phone": f"06 15 00 00 {tenant.pk:02}",
        "tenant": tenant,
        "by": world.consultant,
    }
    a_host_message(world.meetup, guest=a_sign_up(world.meetup, on_behalf="zus", **guest))
    over = a_meetup(host=world.meetup.host, partner=world.partner)
    been = a_sign_up(over, **guest)
    begun(over)
    activities.mark_attended(SignUp.objects.get(pk=been.pk), by=world.consultant)
