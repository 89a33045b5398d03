"""Hooks, registries and `manage.py hooks`, which lists them."""

from io import StringIO

import pytest
from django.core.management import call_command

from ground.hooks import HOOKS, REGISTRIES, Hook, Registry


@pytest.fixture
def bell(monkeypatch):
    monkeypatch.setattr("ground.hooks.HOOKS", dict(HOOKS))
    return Hook("tests.on_bell", "who")


def test_hook_runs_listeners_in_order_and_returns_their_results(bell):
    @bell
    def first(who):
        return f"first {who}"

    @bell
    def second(who):
        return f"second {who}"

    assert bell.run("Ria") == ["first Ria", "second Ria"]


def test_hook_stops_at_a_listener_that_raises(bell):
    called = []

    @bell
    def refuse(who):
        raise ValueError(who)

    bell(called.append)

    with pytest.raises(ValueError, match="Ria"):
        bell.run("Ria")
    assert called == []


def test_registry_refuses_a_key_that_is_taken(monkeypatch):
    monkeypatch.setattr("ground.hooks.REGISTRIES", dict(REGISTRIES))
    colours = Registry("tests.colours", "colours")
    colours.add("red", 1)

    with pytest.raises(ValueError, match="red is registered already: colours"):
        colours.add("red", 2)
    assert colours == {"red": 1}


def test_hooks_command_lists_listeners_and_registries():
    out = StringIO()

    call_command("hooks", stdout=out)

    text = out.getvalue()
    assert "partners.on_worker_left(worker, by)\n    referrals." in text
    assert "outbox.kinds: kinds of message" in text


@pytest.mark.parametrize("name", sorted(HOOKS))
def test_every_hook_has_a_listener(name):
    assert HOOKS[name].listeners, f"Nobody listens to {name}: register a listener or remove it."
