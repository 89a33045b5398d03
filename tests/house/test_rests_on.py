"""What somebody was given ends with the right that it rests on, at the next request.

GIVEN has each model that gives access for a while, or by a secret: how to open what it opens, and
what takes away each right beneath it. A new model of that kind fails until it is here.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from grants import actions as grants
from partners import actions as partners
from partners.models import Worker
from referrals import actions as referrals
from referrals.actions.access_links import issue_access_link, issue_code
from referrals.models import AccessLink
from signals import actions as signals
from tenants import actions as tenants
from tests import factories
from tests.factories.partners import an_invitation, proven
from tests.factories.referrals import a_referral
from tests.house.world import World

pytestmark = pytest.mark.django_db
# A field with such a name says that a row gives access, for a while or by a secret.
SECRET_OR_TERM = re.compile(r"(^|_)(token|token_hash|code_hash|until|expires_at)$")
NO_ACCESS = {
    "a term or a secret of the machine": "outbox.Message outbox.RelayTrouble imports.ImportRun "
    "accounts.Tally",
    "a term that somebody agreed or chose; it opens nothing": "partners.Partner activities.Place "
    "activities.Meetup activities.Reservation activities.Series housing.Candidate",
    "a guest's, buddy's or visitor's own page; it rests on what they sent": "activities.SignUp "
    "activities.SignUpReceipt activities.BuddyMatch signals.Report unsorted.UnsortedForm",
}


class Given(NamedTuple):
    """`open` gives access and returns a browser and an address; `ends` takes a right away."""

    open: Callable[[World], tuple[Client, str]]
    ends: dict[str, Callable[[World], object]]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def administrator(world: World) -> User:
    return world.people[Role.ADMINISTRATOR]


def coordinator(world: World) -> User:
    return world.people[Role.COORDINATOR]


def another_role(user: User, world: World) -> None:
    grants.change_role(user, role=Role.CARETAKER, by=administrator(world))


def off_and_on(user: User, world: World) -> None:
    """The account is switched off, and two people switch it on again."""
    grants.switch_off(user, by=administrator(world))
    grants.switch_on(User.objects.get(pk=user.pk), by=administrator(world))
    grants.confirm(user.grants.waiting().get(), by=world.people[Role.PRIVACY_OFFICER])


def other_areas(user: User, world: World) -> None:
    areas = [factories.an_area()]
    grants.change_account(
        user, email=user.email, name=user.name, areas=areas, by=administrator(world)
    )


def a_file_elsewhere(world: World) -> tuple[Client, str]:
    world.elsewhere = factories.a_tenant(factories.a_home(factories.an_area()))
    tenants.open_with_reason(
        tenant_id=world.elsewhere.pk, reason="cover", words="", by=world.consultant
    )
    return signed_in(world.consultant), reverse("tenants:file", args=[world.elsewhere.pk])


def a_calendar(world: World) -> tuple[Client, str]:
    token = signals.open_feed(world.consultant, by=world.consultant)
    return Client(), reverse("signals:feed", args=[token])


def an_inbox(world: World) -> tuple[Client, str]:
    referral = a_referral(partner=world.partner, worker=world.worker, status="under_way")
    world.answered = referral
    return signed_in(world.worker), reverse("referrals:answer_page", args=[referral.number])


def a_link_with_code(world: World) -> tuple[Client, str]:
    an_inbox(world)
    referral, client = world.answered, Client()
    token = issue_access_link(referral, world.worker.email)
    link = AccessLink.objects.latest("pk")
    code = issue_code(link)
    client.post(reverse("referrals:use_code", args=[token]), {"code": code})
    return client, reverse("referrals:link", args=[token])


def a_link_of_the_mailbox(world: World) -> tuple[Client, str]:
    world.answered = a_referral(partner=world.partner)
    client, token = Client(), issue_access_link(world.answered, world.partner.inbox)
    code = issue_code(AccessLink.objects.latest("pk"))
    client.post(reverse("referrals:use_code", args=[token]), {"code": code})
    return client, reverse("referrals:link", args=[token])


def an_invitation_of_a_lead(world: World) -> tuple[Client, str]:
    Worker.objects.filter(user=world.newcomer.user).update(is_lead=True)
    _, secret = an_invitation(world.partner, by=world.worker)
    return proven(Client(), secret), reverse("partners:accept_invitation", args=[secret])


def an_invitation_of_the_coordinator(world: World) -> tuple[Client, str]:
    _, secret = an_invitation(world.partner, by=coordinator(world))
    return proven(Client(), secret), reverse("partners:accept_invitation", args=[secret])


def a_grant(world: World) -> tuple[Client, str]:
    """The right that was asked: whether confirming it is still possible."""
    other = factories.a_user(Role.ADMINISTRATOR)
    world.asker = other
    account = factories.a_user(Role.CARETAKER)
    grants.change_role(account, role=Role.CONSULTANT, by=other)
    officer = signed_in(world.people[Role.PRIVACY_OFFICER])
    return officer, reverse("grants:confirm", args=[account.grants.get().pk])


def left(world: World) -> None:
    partners.leave(world.worker.worker, by=coordinator(world))


def partner_off(world: World) -> None:
    partners.switch_off(world.partner, by=coordinator(world))


def merged(world: World) -> None:
    partners.merge(world.partner, into=factories.a_partner(world.area), by=coordinator(world))


def another_inbox(world: World) -> None:
    known = {name: getattr(world.partner, name) for name in ("name", "kind", "offers")}
    partners.edit(
        world.partner, areas=[], inbox="nieuw@partner.example", by=coordinator(world), **known
    )


def worker_off(world: World) -> None:
    grants.switch_off(world.worker, by=administrator(world))


def no_longer_lead(world: World) -> None:
    partners.make_lead(world.worker.worker, is_lead=False, by=coordinator(world))


OF_A_PARTNER = {"left": left, "partner off": partner_off, "merged": merged, "off": worker_off}
GIVEN: dict[str, list[Given]] = {
    "tenants.FileAccess": [
        Given(
            a_file_elsewhere,
            {
                "shielded": lambda w: tenants.shield(w.elsewhere, by=coordinator(w)),
                "another role": lambda w: another_role(w.consultant, w),
                "other areas": lambda w: other_areas(w.consultant, w),
                "off and on": lambda w: off_and_on(w.consultant, w),
            },
        )
    ],
    "signals.Feed": [
        Given(
            a_calendar,
            {
                "another role": lambda w: another_role(w.consultant, w),
                "off and on": lambda w: off_and_on(w.consultant, w),
                "revoked": lambda w: signals.revoke_feed(w.consultant, by=w.consultant),
            },
        )
    ],
    "partners.Invitation": [
        Given(
            an_invitation_of_a_lead,
            OF_A_PARTNER | {"no longer lead": no_longer_lead},
        ),
        Given(
            an_invitation_of_the_coordinator,
            {
                "partner off": partner_off,
                "another role": lambda w: another_role(coordinator(w), w),
                "off": lambda w: grants.switch_off(coordinator(w), by=administrator(w)),
            },
        ),
    ],
    "referrals.AccessLink": [
        Given(a_link_with_code, OF_A_PARTNER),
        Given(
            a_link_of_the_mailbox,
            {
                "partner off": partner_off,
                "merged": merged,
                "another inbox": another_inbox,
                "links revoked": lambda w: referrals.revoke_access_links(
                    w.answered, by=coordinator(w)
                ),
            },
        ),
    ],
    "partners.Worker": [Given(an_inbox, OF_A_PARTNER)],
    "grants.Grant": [
        Given(
            a_grant,
            {
                "another role": lambda w: another_role(w.asker, w),
                "off": lambda w: grants.switch_off(w.asker, by=administrator(w)),
            },
        )
    ],
}
CASES = [
    pytest.param(given, take, id=f"{label}-{given.open.__name__}-{right}")
    for label, many in GIVEN.items()
    for given in many
    for right, take in given.ends.items()
]


def is_open(client: Client, address: str) -> bool:
    """Whether a page is shown; of a right that waits, whether it is given."""
    if "/bevestigen/" in address:
        return client.post(address).status_code == 302
    return client.get(address).status_code == 200


@pytest.mark.parametrize("given", [given for many in GIVEN.values() for given in many])
def test_what_was_given_is_open(world, given):
    assert is_open(*given.open(world))


@pytest.mark.parametrize(("given", "take"), CASES)
def test_what_was_given_ends_with_the_right_it_rests_on(world, given, take):
    client, address = given.open(world)
    # A right that waits can be given only once.
    assert "/bevestigen/" in address or is_open(client, address)

    take(world)

    assert not is_open(client, address)


def test_every_model_that_gives_access_is_in_the_table():
    found = {
        model._meta.label
        for room in settings.ROOMS
        for model in apps.get_app_config(room).get_models()
        if any(SECRET_OR_TERM.search(field.name) for field in model._meta.fields)
    }
    decided = {label for labels in NO_ACCESS.values() for label in labels.split()}

    assert not (found - decided - set(GIVEN)), (
        f"{found - decided - set(GIVEN)}: say in GIVEN what it opens and which rights it rests on, "
        "or in NO_ACCESS why it gives no access."
    )
    assert not decided - found, "no longer there"
