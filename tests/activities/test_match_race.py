"""The two people of a buddy match answer at the same moment."""

import pytest
from django.utils import timezone

from accounts.models import stranger
from activities import actions
from activities.models import BuddyMatch
from tests.factories.activities import a_match
from tests.factories.race import during, no_row_is_locked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def without_outbox_wakeup(monkeypatch):
    """The doorbell is not what is raced here."""
    monkeypatch.setattr("outbox.actions.queueing.start_delivery", lambda: None)


@pytest.fixture
def match() -> BuddyMatch:
    """The guest said yes already."""
    match = a_match()
    BuddyMatch.objects.filter(pk=match.pk).update(guest_yes_at=timezone.now())
    return match


def answers(match: BuddyMatch, token: str, *, yes: bool):
    return lambda: actions.answer_match_by_link(match, token=token, yes=yes, by=stranger())


def no_and_yes_at_once(match: BuddyMatch) -> tuple[bool, object]:
    """The guest stops, and the buddy says yes before that is committed."""
    return during(
        answers(match, match.guest_token, yes=False), answers(match, match.buddy_token, yes=True)
    )


def test_a_yes_during_the_other_ones_no_waits_and_reads_that_it_is_over(match):
    waited, failure = no_and_yes_at_once(match)

    match.refresh_from_db()
    assert waited
    assert "al voorbij" in failure.sentence
    assert match.ended_at
    assert match.buddy_yes_at is None


def test_without_the_lock_a_yes_is_recorded_on_a_match_that_is_over(match, monkeypatch):
    no_row_is_locked(monkeypatch)

    waited, failure = no_and_yes_at_once(match)

    match.refresh_from_db()
    assert (waited, failure) == (True, None)
    assert match.ended_at
    assert match.buddy_yes_at
