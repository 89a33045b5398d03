"""Signing a week of the review: only with all verdicts, and nothing in it changes afterwards."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from audit import actions
from audit.models import Event, Review, ReviewWeek
from ground.refusals import Refused
from tests.factories.audit import a_week, settled
from tests.factories.race import race

pytestmark = pytest.mark.django_db


def sign_at(week: ReviewWeek) -> str:
    return reverse("audit:sign", args=[week.monday])


def test_week_with_all_verdicts_can_be_signed_and_that_is_recorded(
    week, privacy_officer, signed_in
):
    settled(week, by=privacy_officer)

    signed_in(privacy_officer).post(sign_at(week))

    week.refresh_from_db()
    assert week.signed_by == privacy_officer
    assert Event.objects.filter(verb="audit.sign", subject_id=str(week.pk)).exists()


def test_signing_with_open_reads_is_refused_with_their_number(week, privacy_officer, signed_in):
    actions.decide(week.reviews.first(), verdict="in_order", by=privacy_officer)

    answer = signed_in(privacy_officer).post(sign_at(week))

    assert answer.status_code == 409
    assert "Je hebt nog 2 regels te bekijken." in answer.content.decode()
    assert ReviewWeek.objects.unsigned().exists()


def test_signed_week_refuses_another_verdict_or_signature(week, privacy_officer):
    actions.sign(settled(week, by=privacy_officer), by=privacy_officer)

    with pytest.raises(Refused, match="al afgetekend"):
        actions.decide(week.reviews.first(), verdict="asked", by=privacy_officer)
    with pytest.raises(Refused, match="al afgetekend"):
        actions.sign(week, by=privacy_officer)


def test_week_without_reads_can_be_signed(privacy_officer):
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
def test_database_refuses_changes_to_a_signed_week(statement, week, privacy_officer):
    actions.sign(settled(week, by=privacy_officer), by=privacy_officer)

    refused(statement)


@pytest.mark.parametrize("statement", OPEN)
def test_database_refuses_changes_to_a_selection_and_signing_with_open_reads(statement, week):
    refused(statement)


@pytest.mark.django_db(transaction=True)
def test_concurrent_verdict_and_signature_never_change_a_signed_week(week, privacy_officer):
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
