"""A public form answers about somebody we know as about somebody we do not know: in words, status,
bytes, statements and time.

In `make test` a few tries of each form compare the pages and the statements. `make long` also
compares the times of 200 tries each: the chance that one kind takes longer than the other, by the
ranks of the times (the area under the ROC curve), is between 0.45 and 0.55.
`AANLOOP_LONG=1 make test ARGS="tests/house/test_one_answer.py -s"` prints the figures.
"""

import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from tests import factories
from tests.factories.activities import a_meetup, a_sign_up
from tests.factories.housing import a_form, an_outsider
from tests.factories.unsorted import a_kept_buddy_request
from tests.house.one_answer import page_text
from tests.sizes import LONG, TRIES_OF_A_FORM

pytestmark = pytest.mark.django_db(transaction=True)
CLOSEST, FURTHEST = 0.45, 0.55
# Medians of this many comparisons: one of 200 tries strays by 0.03 when nothing differs.
ROUNDS = 3


class Form(NamedTuple):
    """Where a form is sent, and what is typed: the n-th of somebody known, and of a stranger."""

    url: str
    known: Callable[[int], dict]
    strange: Callable[[int], dict]


def sign_up(tries: int) -> Form:
    meetup = a_meetup(capacity=tries * 4)

    def typed(n: int, series: int) -> dict:
        fields = {"name": f"Gast {n}", "phone": f"06 {series}{n:06}", "party": "1"}
        return fields | {"key": f"{uuid.uuid4()}"}

    for n in range(tries):
        fields = {name: value for name, value in typed(n, 10).items() if name in {"name", "phone"}}
        a_sign_up(meetup, **fields)
    return Form(
        reverse("activities:sign_up", args=[meetup.pk]),
        lambda n: typed(n, 10),
        lambda n: typed(n, 20),
    )


def sign_up_in_a_busy_hour(tries: int) -> Form:
    """Somebody known is on the list, and sent something else within the hour."""
    settings.TEXT_GATEWAY = "sms.example"
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {
        "sign_up": "1000000/h/ip,0/h/key",
        "form_code": "1000000/h/key",
    }
    for n in range(tries):
        a_kept_buddy_request(phone=f"+31 6 10{n:06}")
    return sign_up(tries)


def apply(tries: int) -> Form:
    form = a_form(is_public=True)

    def typed(n: int, series: int) -> dict:
        names = {"first_name": "Gast", "last_name": f"Nummer {n}"}
        return names | {"phone": f"06 {series}{n:06}", "key": f"{uuid.uuid4()}"}

    for n in range(tries):
        an_outsider(form, last_name=f"Nummer {n}", first_name="Gast", phone=f"+31 6 10{n:06}")
    url = reverse("housing:apply", args=[form.pk])
    return Form(url, lambda n: typed(n, 10), lambda n: typed(n, 20))


def send_tickets_again(tries: int) -> Form:
    meetup = a_meetup(capacity=tries * 2)
    for n in range(tries):
        a_sign_up(meetup, phone=f"06 10{n:06}")
    return Form(
        reverse("activities:send_tickets_again", args=[meetup.pk]),
        lambda n: {"phone": f"06 10{n:06}"},
        lambda n: {"phone": f"06 20{n:06}"},
    )


def report(tries: int) -> Form:
    area = factories.an_area()
    factories.a_user(Role.CONSULTANT, areas=(area,))
    factories.a_user(Role.COORDINATOR)
    for n in range(tries):
        factories.a_home(area, street="Merelstraat", number=n + 1)

    def typed(street: str, n: int) -> dict:
        return {
            "key": f"{uuid.uuid4()}", "noticed_by": "neighbour", "today": "no",
            "typed_address": f"{street} {n + 1}", "fact": f"De post ligt er nog, {n}.",
        }  # fmt: skip

    return Form(
        reverse("signals:report"),
        lambda n: typed("Merelstraat", n),
        lambda n: typed("Uilenlaan", n),
    )


def password_reset(tries: int) -> Form:
    people = [factories.a_user(Role.CONSULTANT).email for _ in range(tries)]
    return Form(
        reverse("account_reset_password"),
        lambda n: {"email": people[n]},
        lambda n: {"email": f"niemand{n}@delinde.example"},
    )


def login_code(tries: int) -> Form:
    people = [factories.a_user(Role.HOST).email for _ in range(tries)]
    return Form(
        reverse("account_request_login_code"),
        lambda n: {"email": people[n]},
        lambda n: {"email": f"niemand{n}@delinde.example"},
    )


FORMS = [
    sign_up, sign_up_in_a_busy_hour, apply, send_tickets_again, report, password_reset, login_code,
]  # fmt: skip


@pytest.fixture(autouse=True)
def no_limits(settings):
    settings.PUBLIC_LIMITS = dict.fromkeys(settings.PUBLIC_LIMITS, "1000000/h/ip")
    settings.ACCOUNT_RATE_LIMITS = False
    settings.SAME_TIME_SECONDS = 0.1


class Tried(NamedTuple):
    page: str
    status: list[int]
    statements: int
    milliseconds: float


def tried(url: str, fields: dict) -> Tried:
    """Send the form once, as a new visitor, and follow where it leads."""
    client = Client()
    with CaptureQueriesContext(connection) as captured:
        begin = time.perf_counter()
        answer = client.post(url, fields)
        took = (time.perf_counter() - begin) * 1000
    statements = [one for one in captured if "SAVEPOINT" not in one["sql"]]
    status, text = [answer.status_code], page_text(answer)
    if answer.status_code == 302:
        answer = client.get(answer.url)
        status, text = [*status, answer.status_code], text + page_text(answer)
    for typed in fields.values():
        text = text.replace(typed, "…")
    return Tried(text, status, len(statements), took)


def in_turn(form: Form, tries: int) -> Iterator[tuple[Tried, Tried]]:
    """Yield a try of each kind; which of the two comes first alternates."""
    for n in range(tries):
        if n % 2:
            known = tried(form.url, form.known(n))
            yield known, tried(form.url, form.strange(n))
        else:
            strange = tried(form.url, form.strange(n))
            yield tried(form.url, form.known(n)), strange


def area_under_curve(known: list[float], strange: list[float]) -> float:
    """Return the chance that a known one takes longer than a strange one; a tie counts half."""
    wins = sum((one > other) + (one == other) / 2 for one in known for other in strange)
    return wins / (len(known) * len(strange))


@pytest.mark.parametrize("make", FORMS, ids=[one.__name__ for one in FORMS])
def test_form_answers_about_somebody_known_as_about_a_stranger(make):
    form = make(TRIES_OF_A_FORM * (ROUNDS if LONG else 1))
    pairs = list(in_turn(form, TRIES_OF_A_FORM * (ROUNDS if LONG else 1)))

    # The first tries fill caches of the process.
    for known, strange in pairs[2:]:
        assert known.status == strange.status
        assert known.statements == strange.statements
        assert known.page == strange.page
    if LONG:
        rounds = [pairs[n::ROUNDS] for n in range(ROUNDS)]
        areas = [
            area_under_curve([one.milliseconds for one, _ in r], [o.milliseconds for _, o in r])
            for r in rounds
        ]
        print(f"{make.__name__}: {statistics.median(areas):.3f} ({pairs[-1][0].statements})")
        assert CLOSEST < statistics.median(areas) < FURTHEST, areas


def test_a_form_that_looks_somebody_up_takes_its_time(settings):
    settings.SAME_TIME_SECONDS = 0.3
    form = send_tickets_again(1)

    assert tried(form.url, form.strange(0)).milliseconds >= 300


def test_a_form_that_does_more_for_somebody_known_is_found(monkeypatch):
    """The control: without what is done for nobody, the statements differ."""
    monkeypatch.setattr("activities.actions.receipts.run_deferred_triggers", lambda: None)
    monkeypatch.setattr("activities.notifications.send_again", lambda *args, **kwargs: None)
    form = sign_up(4)

    pairs = list(in_turn(form, 4))

    assert any(known.statements != strange.statements for known, strange in pairs)
