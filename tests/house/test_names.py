"""A URL, its view and its action have one name, and English is written as English."""

import ast
import inspect
import re
import textwrap
from pathlib import Path

import pytest
from django.conf import settings

from audit.guards import ACTIONS
from referrals.views.steps import STEPS
from tests.house.test_matrix import own_patterns

ROOT = Path(settings.BASE_DIR)
# URL names whose view or action has another name, each with the reason.
EXCEPTIONS = {
    "signals:come_back": "shows the status of a report, and calls add_to_report for what was added",
    "signals:hand_over_some": "calls hand_over for every selected signal",
    "signals:calendar": "one page opens and revokes the feed",
    "activities:place": "the page of a place, with a form that books it",
    "activities:sign_up_guest": "staff sign somebody up; activities:sign_up is the public page",
    "outreach:page": "the page of a campaign, with a form that adds a code",
    "tenants:network": "the network page, with a form that adds a contact",
    "referrals:contact": "a step of a partner, called by what the partner did: record_contact",
    "demo:post": "the demo's mailbox, which is no part of the product",
    "demo:letter": "the demo's mailbox, which is no part of the product",
}
# One view serves every step that a partner can take; the table of steps names the action.
STEPS_OF_PARTNERS = {f"referrals:{step.name}": step for step in STEPS}
# Word-for-word translations of Dutch that are not English.
NOT_ENGLISH = re.compile(r"\b(for|of|to|by|with) who\b|\bthe own\b")


def view_of(name: str):
    return inspect.unwrap(own_patterns()[name].callback)


def actions_of(view, room: str) -> set[str]:
    """The names of the actions that a view calls as `actions.name(...)`."""
    calls = ast.walk(ast.parse(textwrap.dedent(inspect.getsource(view))))
    called = {
        node.func.attr
        for node in calls
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "actions"
    }
    return {name for name in called if f"{room}.{name}" in ACTIONS}


def differs(name: str) -> bool:
    """Whether a URL, its view and one of its actions do not share a name."""
    room, _, short = name.rpartition(":")
    if name in STEPS_OF_PARTNERS:
        action = STEPS_OF_PARTNERS[name].action
        return bool(action and action.__name__ != short)
    view = view_of(name)
    actions = actions_of(view, room or "config")
    return view.__name__ != short or bool(actions and short not in actions)


@pytest.mark.parametrize("name", sorted(own_patterns()))
def test_url_view_and_action_share_a_name(name):
    assert not differs(name) or name in EXCEPTIONS, (
        f"{name} calls the view {view_of(name).__name__}. Give the URL, the view and the action "
        "one name, or say in EXCEPTIONS of tests/house/test_names.py why they differ."
    )


def test_no_exception_is_stale():
    assert [name for name in EXCEPTIONS if name in own_patterns() and not differs(name)] == []


def test_code_and_documents_hold_no_word_for_word_dutch():
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for pattern in ("*.py", "*.md")
        for path in ROOT.rglob(pattern)
        if not {".venv", ".run", "node_modules"} & set(path.parts) and path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if NOT_ENGLISH.search(line)
    ]

    assert found == [], f'{found}: write "for people who", "of those who", "their own".'
