"""Two workers accept one referral concurrently: one succeeds, the other reads who was first."""

import uuid

import pytest

from audit.moves import Moving
from ground.refusals import Refused
from outbox.models import Message as Post
from referrals import actions
from referrals.models import Feedback, Referral
from tests import factories
from tests.factories.race import race
from tests.factories.referrals import CAME_ALONG_ONCE, a_referral
from tests.sizes import TAKEN_ON_AT_ONCE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def without_outbox_wakeup(monkeypatch):
    """Do not wake the outbox worker: it takes no part in these races."""
    monkeypatch.setattr("outbox.actions.queueing.start_delivery", lambda: None)


@pytest.fixture
def workers(partner):
    return [factories.a_worker(partner, name) for name in ("Joost Meijer", "Anna Prins")]


@pytest.fixture
def offered(partner, consultant, area) -> list[Referral]:
    return [
        a_referral(factories.a_tenant(factories.a_home(area)), partner=partner, by=consultant)
        for _ in range(TAKEN_ON_AT_ONCE)
    ]


def taken_on_at_once(offered: list[Referral], workers: list) -> list[BaseException]:
    """Let both workers accept each referral concurrently, and return the errors."""
    failures = []
    for referral in offered:
        open_pages = [Referral.objects.get(pk=referral.pk) for _ in workers]
        failures += race(
            [
                lambda page=page, worker=worker: actions.accept(page, by=worker)
                for page, worker in zip(open_pages, workers, strict=True)
            ]
        )
    return failures


def test_concurrent_accepts_give_one_winner_and_name_it_to_the_other(offered, workers):
    failures = taken_on_at_once(offered, workers)

    assert len(failures) == TAKEN_ON_AT_ONCE
    for failure in failures:
        assert isinstance(failure, Refused)
        assert "was je net voor en heeft dit opgepakt" in failure.sentence
    assert (
        Referral.objects.filter(status="accepted", taken_by__in=workers).count() == TAKEN_ON_AT_ONCE
    )
    assert Post.objects.filter(kind="referral_answered").count() == TAKEN_ON_AT_ONCE


def test_control_without_the_status_condition_lets_both_accept(offered, workers, monkeypatch):
    def careless_move(self, to: str, *, by, **changes) -> None:
        type(self).objects.filter(pk=self.pk).update(status=to, **changes)

    monkeypatch.setattr(Moving, "move", careless_move)

    failures = taken_on_at_once(offered, workers)

    assert failures == []


def test_same_report_sent_ten_times_concurrently_is_stored_once(consultant, partner, workers, area):
    worker = workers[0]
    tenant = factories.a_tenant(factories.a_home(area))
    referral = a_referral(tenant, by=consultant, worker=worker, status=Referral.Status.ACCEPTED)
    open_page, key = Referral.objects.get(pk=referral.pk), uuid.uuid4()

    failures = race(
        [lambda: actions.report_back(open_page, key=key, by=worker, **CAME_ALONG_ONCE)] * 10
    )

    assert failures == []
    assert Feedback.objects.count() == 1
    assert Post.objects.filter(kind="referral_feedback").count() == 1
