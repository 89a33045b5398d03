"""Every action says who hears of it."""

import pytest
from django.urls import get_resolver

from accounts.roles import Can
from audit.guards import ACTIONS, create_action
from config.who_hears import BY_CLOCK, LISTS, MESSAGES, QUIET, verbs_of
from outbox import actions as outbox
from outbox.kinds import KINDS


def verbs() -> set[str]:
    assert get_resolver().url_patterns  # loads the actions of every room
    return set(ACTIONS)


def test_every_action_has_a_row():
    told = MESSAGES.keys() | verbs_of(LISTS) | verbs_of(QUIET)

    missing = verbs() - told
    assert not missing, f"Say in config/who_hears.py who hears of {', '.join(sorted(missing))}."
    assert told <= verbs(), "a row of an action that is not there any more"


def test_quiet_is_who_has_no_message_and_is_on_no_list():
    assert not verbs_of(QUIET) & (MESSAGES.keys() | verbs_of(LISTS))


def test_every_kind_of_message_is_queued_by_somebody():
    queued = {kind for kinds in MESSAGES.values() for kind in kinds.split()}

    assert queued | set(BY_CLOCK.split()) == set(KINDS)


@pytest.mark.django_db
def test_control_a_message_that_no_row_names_is_found(coordinator, monkeypatch):
    def odd(*, by) -> None:
        outbox.queue("odd", by.email, "digest")

    odd.__module__ = "signals.actions"
    actions = dict(ACTIONS)
    guarded = create_action(Can.KEEP_RULES, says="iets", recorded=False)(odd)
    ACTIONS.clear()
    ACTIONS.update(actions)

    with pytest.raises(AssertionError, match=r"signals\.odd queues 'digest'"):
        guarded(by=coordinator)
