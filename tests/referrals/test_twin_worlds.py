"""Two worlds that differ only in another partner's data look the same to a partner's worker: the
same random steps give identical responses."""

import random
import re
import uuid

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.roles import Can
from config.demo.clock import days_ago
from partners import actions as partners
from referrals.models import Referral
from referrals.views.steps import STEPS as PARTNER_STEPS
from tests import factories
from tests.factories.partners import a_service
from tests.factories.referrals import a_question, a_referral
from tests.sizes import TWIN_STEPS, TWINS

pytestmark = pytest.mark.django_db
Queryset = type(Referral.objects.all())
INBOX = "/verwijzingen/postvak/"
ELSEWHERE = ["/verwijzingen/", "/huurders/", "/partners/", "/verwijzingen/uitvoer/", "/"]
# Random values that differ per response and carry no information.
DRAWN = [
    (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'), b"csrf"),
    (re.compile(rb'nonce="[^"]+"'), b"nonce"),
    (re.compile(rb'name="key" value="[^"]+"'), b"key"),
    (re.compile(rb"name=\"key\"[^>]*value=\"[^\"]+\""), b"key"),
]


class World:
    """The worker's own partner with referrals in every status; another partner with its own."""

    def __init__(self, consultant, coordinator, area) -> None:
        self.consultant, self.coordinator, self.area = consultant, coordinator, area
        self.partner, self.other = factories.a_partner(area), factories.a_partner(area)
        self.worker, self.stranger = (
            factories.a_worker(self.partner),
            factories.a_worker(self.other),
        )
        a_service(self.partner, name="Soep", by=coordinator)
        self.own = [
            self.refer(self.worker, status) for status in Referral.Status if status != "draft"
        ]
        self.theirs = [self.refer(self.stranger, "offered") for _ in range(3)]

    def refer(self, worker, status) -> Referral:
        tenant = factories.a_tenant(factories.a_home(self.area))
        return a_referral(tenant, by=self.consultant, worker=worker, status=status)

    def enlarge_the_other(self) -> None:
        """Everything that can happen at the other organisation."""
        for status in Referral.Status:
            if status != "draft":
                self.refer(self.stranger, status)
        a_question(self.theirs[0], "Drinkt mevrouw koffie?", by=self.stranger)
        partners.change_capacity(self.other, capacity="full", by=self.coordinator)
        a_service(self.other, name="Soep", by=self.coordinator)
        partners.invite(self.other, email="nieuw@ander.example", by=self.coordinator)
        factories.a_worker(self.other, "Nieuwe Buur")


def typed(rng: random.Random) -> dict:
    """A form with data for every step, sometimes invalid."""
    key = str(uuid.UUID(int=rng.getrandbits(128)))
    return {
        "key": key,
        "text": rng.choice(["Welke dag?", "", "x" * 600]),
        "why": rng.choice(["full", "not_ours", ""]),
        "happened": rng.choice(["not_yet", "spoke", "once", "more", "stopped", ""]),
        "more_contact": rng.choice(["yes", "no", ""]),
        "next_step": rng.choice(["stay", "by_itself", ""]),
        "reached": rng.choice(["yes", "no"]),
        "how": "phone",
        "on": "2026-11-25",
        "until": rng.choice(["2026-12-20", "2020-01-01"]),
        "capacity": rng.choice(["room", "full"]),
    }


def walk(world: World, seed: int) -> list[tuple]:
    """Return the responses to a random walk, without the random values."""
    rng = random.Random(seed)
    browser = Client()
    browser.force_login(world.worker)
    known = [referral.number for referral in world.own]
    foreign = [referral.number for referral in world.theirs]
    answers = []
    for _ in range(TWIN_STEPS):
        number = rng.choice([*known * 3, *foreign, uuid.UUID(int=rng.getrandbits(128))])
        own = ["answer_page", "take_over", "hand_over", "write_note"]
        name = rng.choice([*own, *(step.name for step in PARTNER_STEPS)])
        somebodys = rng.choice([world.partner, world.other])
        address = rng.choice([
            INBOX + rng.choice(["", "?toon=loopt", "?toon=klaar", "?na=9", "?q=a"]),
            reverse(f"referrals:{name}", args=[number]),
            reverse(f"referrals:{name}", args=[number]),
            reverse("partners:own"),
            reverse("partners:page", args=[world.other.pk]),
            reverse("partners:change_capacity", args=[somebodys.pk]),
            rng.choice(ELSEWHERE),
        ])  # fmt: skip
        form = typed(rng)
        answer = browser.post(address, form) if rng.random() < 0.5 else browser.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        for pattern, word in DRAWN:
            body = pattern.sub(word, body)
        answers.append((address, answer.status_code, answer.get("Location", ""), body))
    return answers


def in_a_world(world: World, seed: int, other_than: bool) -> list[tuple]:
    """Walk in a world that is rolled back afterwards."""
    with transaction.atomic():
        if other_than:
            world.enlarge_the_other()
        answers = walk(world, seed)
        transaction.set_rollback(True)
    return answers


@pytest.fixture
def world(consultant, coordinator, area):
    with days_ago(1, 10):
        yield World(consultant, coordinator, area)


@pytest.mark.parametrize("seed", TWINS)
def test_data_of_another_partner_changes_no_response_to_a_worker(world, seed):
    twin = in_a_world(world, seed, other_than=True)
    plain = in_a_world(world, seed, other_than=False)

    assert {status for _, status, *_ in plain} >= {200, 302, 404}
    differing = [a[0] for a, b in zip(plain, twin, strict=True) if a != b]
    assert differing == []


def test_control_without_the_partner_filter_differs(world, monkeypatch):
    right = Queryset.visible_to

    def careless(self, user):
        if user.can(Can.ANSWER_REFERRAL):
            return self.exclude(status__in=Referral.OUT_OF_SIGHT)
        return right(self, user)

    monkeypatch.setattr(Queryset, "visible_to", careless)

    assert in_a_world(world, 1, other_than=True) != in_a_world(world, 1, other_than=False)
