"""A week is signed when all of it was looked at; from then on nothing in it changes."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from audit import actions
from audit.models import Event, Review, ReviewWeek
from ground.refusals import Refused
from tests.roads.audit import a_week, settled
from tests.roads.race import race

pytestmark = pytest.mark.django_db


def sign_at(week: ReviewWeek) -> str:
    return reverse("audit:sign", args=[week.monday])


def test_a_week_is_signed_when_all_of_it_was_looked_at(week, privacy_officer, signed_in):
    settled(week, by=privacy_officer)

    signed_in(privacy_officer).post(sign_at(week))

    week.refresh_from_db()
    assert week.signed_by == privacy_officer
    assert Event.objects.filter(verb="audit.sign", subject_id=str(week.pk)).exists()


def test_before_that_it_is_refused_with_how_many_are_left(week, privacy_officer, signed_in):
    actions.decide(week.reviews.first(), verdict="in_order", by=privacy_officer)

    answer = signed_in(privacy_officer).post(sign_at(week))

    assert answer.status_code == 409
    assert "Je hebt nog 2 regels te bekijken." in answer.content.decode()
    assert ReviewWeek.objects.unsigned().exists()


def test_what_is_signed_takes_no_other_verdict(week, privacy_officer):
    actions.sign(settled(week, by=privacy_officer), by=privacy_officer)

    with pytest.raises(Refused, match="al afgetekend"):
        actions.decide(week.reviews.first(), verdict="asked", by=privacy_officer)
    with pytest.raises(Refused, match="al afgetekend"):
        actions.sign(week, by=privacy_officer)


def test_a_week_without_reads_is_signed_as_well(privacy_officer):
    week = a_week()

    assert actions.sign(week, by=privacy_officer).signed_at


SIGNED = [
    "UPDATE audit_review SET verdict = 'not_in_order'",
    "UPDATE audit_review SET note = 'anders'",
    "UPDATE audit_reviewweek SET signed_at = NULL, signed_by_id = NULL",
    "INSERT INTO audit_review (week_id, event_id, why, because, verdict, note)"
    " SELECT monday, 1, 'random', '', '', '' FROM audit_reviewweek",
    "DELETE FROM audit_reviewweek",
]
OPEN = [
    "UPDATE audit_reviewweek SET signed_at = now(),"
    " signed_by_id = (SELECT min(id) FROM accounts_user)",
    "UPDATE audit_reviewweek SET reads = 0",
    "UPDATE audit_review SET event_id = event_id + 1000",
    "UPDATE audit_review SET why = 'random'",
    "DELETE FROM audit_review",
    "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE audit_review",
    "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE audit_reviewweek CASCADE",
]


def refused(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"signed|chosen once|nobody looked|append-only"),
        transaction.atomic(),
        transaction.get_connection().cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("statement", SIGNED)
def test_the_database_keeps_a_signed_week_as_it_is(statement, week, privacy_officer):
    actions.sign(settled(week, by=privacy_officer), by=privacy_officer)

    refused(statement)


@pytest.mark.parametrize("statement", OPEN)
def test_the_database_keeps_what_was_chosen_and_signs_nothing_unseen(statement, week):
    refused(statement)


@pytest.mark.django_db(transaction=True)
def test_a_verdict_and_a_signature_at_once_never_leave_a_signed_week_changed(week, privacy_officer):
    settled(week, by=privacy_officer)
    review = week.reviews.first()

    failed = race(
        [
            lambda: actions.sign(week, by=privacy_officer),
            lambda: actions.decide(review, verdict="asked", by=privacy_officer),
        ]
        * 2
    )

    week.refresh_from_db()
    assert week.signed_at
    assert {type(failure) for failure in failed} == {Refused}
    assert not Review.objects.filter(decided_at__gt=week.signed_at).exists()
