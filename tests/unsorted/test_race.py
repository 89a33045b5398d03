"""A form that is taken twice at the same moment, on real connections."""

import pytest

from accounts.models import User, stranger
from accounts.roles import Role
from audit.models import Event
from ground.mailed_codes import MOST_TRIES, issue
from ground.refusals import Refused
from signals.models import Report
from tests import factories
from tests.factories.race import during, no_row_is_locked, race
from tests.factories.unsorted import a_kept_report
from unsorted import actions
from unsorted.actions import keeping
from unsorted.models import UnsortedForm

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("every_day_is_worked"),
]


@pytest.fixture
def two_coordinators() -> list[User]:
    return [factories.a_user(Role.COORDINATOR, name) for name in ("Marga Vink", "Piet Pot")]


def one_after_the_other(two: list[User]) -> tuple[bool, Refused]:
    """The second takes the form while the first has not finished."""
    form, _ = a_kept_report()
    first, second = two
    return during(lambda: actions.take(form, by=first), lambda: actions.take(form, by=second))


def times_taken() -> int:
    return Event.objects.filter(verb="unsorted.take").count()


def test_two_coordinators_who_take_a_form_at_once_make_one_report(two_coordinators):
    form, _ = a_kept_report()

    failures = race([lambda by=by: actions.take(form, by=by) for by in two_coordinators])

    assert [type(failure) for failure in failures] == [Refused]
    assert (Report.objects.count(), times_taken()) == (1, 1)


def test_the_second_waits_and_hears_who_took_it(two_coordinators):
    waited, failure = one_after_the_other(two_coordinators)

    assert waited
    assert failure.sentence.startswith("Marga Vink heeft dit formulier al aangenomen.")


def test_control_without_the_lock_the_second_does_not_hear_who(two_coordinators, monkeypatch):
    no_row_is_locked(monkeypatch)

    _waited, failure = one_after_the_other(two_coordinators)

    assert "Marga Vink" not in failure.sentence


def test_control_without_a_condition_both_take_it(two_coordinators, monkeypatch):
    no_row_is_locked(monkeypatch)
    monkeypatch.setattr(UnsortedForm, "move", lambda form, to, **changes: None)

    _waited, failure = one_after_the_other(two_coordinators)

    assert failure is None
    assert times_taken() == 2


def test_a_code_that_is_typed_while_a_colleague_takes_the_form_makes_one_report(two_coordinators):
    form, _ = a_kept_report(email="buur@buurt.example")
    code, colleague = issue(form), two_coordinators[0]

    race(
        [
            lambda: actions.use_code(UnsortedForm.objects.get(), code=code, by=stranger()),
            lambda: actions.take(UnsortedForm.objects.get(), by=colleague),
        ]
    )

    assert Report.objects.count() == 1
    assert Event.objects.filter(verb__in=["unsorted.take", "unsorted.use_code"]).count() == 1


def test_of_twenty_guesses_at_once_five_count():
    form, _ = a_kept_report(email="buur@buurt.example")
    right = issue(form)
    wrong = f"{(int(right) + 1) % 10**6:06}"

    failures = race(
        [lambda: actions.use_code(UnsortedForm.objects.get(), code=wrong, by=stranger())] * 20
    )

    assert not failures
    form.refresh_from_db()
    assert form.tries == MOST_TRIES
    assert actions.use_code(form, code=right, by=stranger()) is None


def test_a_form_that_is_sent_twice_at_once_is_one_row_with_one_code():
    key = "5f0c4f2e-3f4b-4a58-9d0f-0e4a8a3f7c11"

    failures = race([lambda: a_kept_report(key=key, email="buur@buurt.example")] * 4)

    assert not failures
    assert UnsortedForm.objects.count() == 1
    assert Event.objects.filter(verb="unsorted.keep").count() == 1


def test_control_without_a_token_that_follows_from_the_form_each_is_a_row(monkeypatch):
    numbers = iter("abcd")
    monkeypatch.setattr(keeping, "token_of", lambda kind, fields: next(numbers))
    key = "5f0c4f2e-3f4b-4a58-9d0f-0e4a8a3f7c11"

    race([lambda: a_kept_report(key=key, email="buur@buurt.example")] * 4)

    assert UnsortedForm.objects.count() == 4
