"""What is looked at of a week: chosen once, by the clock, and looked at."""

import csv
import io
import re
import threading
from datetime import timedelta

import pytest
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from audit import actions
from audit.models import Event, Review, ReviewWeek, record
from audit.tasks import fill_review
from tests import roads
from tests.roads.audit import a_look, a_week, at, during, last_monday, looks, settled
from tests.roads.race import race

pytestmark = pytest.mark.django_db
PAGE = reverse("audit:review")


def of(review: Review) -> str:
    return reverse("audit:decide", args=[review.pk])


# Chosen.


def test_ten_are_chosen_by_chance_beside_all_that_stand_out(consultant, tenant):
    outside = roads.a_tenant()
    with during(at(3)):
        stands_out = [record("tenants.open_with_reason", outside, by=consultant) for _ in range(12)]
    usual = looks(consultant, [tenant] * 2 + [roads.a_tenant() for _ in range(15)])

    week = a_week()

    chosen = dict(week.reviews.values_list("event_id", "why"))
    assert {pk for pk, why in chosen.items() if why == "outside"} == {e.pk for e in stands_out}
    by_chance = {pk for pk, why in chosen.items() if why == "random"}
    assert len(by_chance) == 10
    assert by_chance <= {event.pk for event in usual}
    assert week.reads == 17


def test_with_fewer_than_ten_all_are_looked_at(week):
    assert sorted(week.reviews.values_list("why", flat=True)) == ["hours", "random", "random"]


def test_what_was_chosen_stays_whatever_is_asked_again(consultant, week, tenant):
    chosen = list(week.reviews.values_list("event_id", flat=True))
    a_look(consultant, tenant, at(4))

    again = a_week()

    assert list(again.reviews.values_list("event_id", flat=True)) == chosen
    assert Event.objects.filter(verb="audit.fill").count() == 1


def test_chance_is_not_always_the_same(consultant, tenant):
    looks(consultant, [tenant] * 40)

    def draw() -> set[int]:
        with transaction.atomic():
            chosen = set(a_week().reviews.filter(why="random").values_list("event_id", flat=True))
            transaction.set_rollback(True)
        return chosen

    assert len({frozenset(draw()) for _ in range(5)}) > 1


def both_fill() -> list[BaseException]:
    """Two clocks at the same moment; neither chooses before the other is at it too."""
    return race([fill_review] * 2)


@pytest.fixture
def many_looks(consultant, tenant):
    events = [
        Event(verb="seen", actor_id=consultant.pk, actor_role=consultant.role, tenant_id=tenant.pk)
        for _ in range(3000)
    ]
    with during(at()):
        Event.objects.bulk_create(events)
        record("moved", tenant, by=consultant)


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_make_one_choice(many_looks):
    failed = both_fill()

    assert failed == []
    assert Review.objects.count() == 10
    assert Event.objects.filter(verb="audit.fill").count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_they_would_have_made_two(many_looks, monkeypatch):
    together, claim = threading.Barrier(2), actions.claim

    def everybody_is_first(monday):
        week, _ = claim(monday)
        return week, True

    def everybody_is_due():
        together.wait()
        return [last_monday()]

    monkeypatch.setattr(actions, "claim", everybody_is_first)
    monkeypatch.setattr(actions, "due", everybody_is_due)

    failed = both_fill()

    assert Review.objects.count() > 10 or failed


def test_the_clock_chooses_from_the_week_that_is_over(consultant, tenant):
    a_look(consultant, tenant)

    assert (fill_review(), fill_review()) == (1, 0)
    assert ReviewWeek.objects.get().monday == last_monday()


def test_the_clock_waits_for_what_was_written_at_midnight(consultant, tenant):
    a_look(consultant, tenant, at(weeks=2))
    this_monday = at(0, 0, weeks=0)

    with during(this_monday + timedelta(minutes=59)):
        still_last_week = actions.due()
    with during(this_monday + timedelta(minutes=61)):
        assert actions.due() == [last_monday()]
    assert still_last_week == [last_monday(2)]


def test_after_a_long_silence_every_week_gets_its_choice(week):
    with during(at(2, weeks=-3)):
        fill_review()

    mondays = sorted(ReviewWeek.objects.values_list("monday", flat=True))
    assert mondays == [week.monday + timedelta(weeks=n) for n in range(4)]


def test_an_empty_house_has_nothing_to_choose_from():
    assert fill_review() == 0


def test_only_the_clock_chooses(privacy_officer):
    with pytest.raises(Http404):
        actions.fill(monday=last_monday(), by=privacy_officer)


# Looked at.


def test_the_page_says_who_what_and_why_and_never_whom(
    week, consultant, tenant, privacy_officer, signed_in
):
    text = signed_in(privacy_officer).get(PAGE).content.decode()

    assert "0 van 3 bekeken" in text
    assert consultant.name in text
    assert f"Bekeken: huurder {tenant.pk}" in text
    assert "Vroeg of laat" in text
    assert "Om 23.10." in text
    assert "Steekproef" in text
    assert tenant.last_name not in text


def test_looking_at_it_is_itself_recorded(week, privacy_officer, signed_in):
    signed_in(privacy_officer).get(PAGE)

    shown = Event.objects.get(verb="audit.review")
    assert set(map(int, shown.details["ids"])) == set(
        week.reviews.values_list("event_id", flat=True)
    )


def test_a_verdict_is_kept_with_who_when_and_a_note(week, privacy_officer, signed_in):
    review = week.reviews.first()

    answer = signed_in(privacy_officer).post(
        of(review), {"verdict": "asked", "note": "Viel in voor een collega."}
    )

    review.refresh_from_db()
    assert answer.status_code == 302
    assert (review.verdict, review.note) == ("asked", "Viel in voor een collega.")
    assert review.decided_by == privacy_officer
    assert review.decided_at is not None
    assert Event.objects.get(verb="audit.decide").details == {"verdict": "asked"}


def test_until_it_is_signed_a_verdict_may_be_another(week, privacy_officer):
    review = week.reviews.first()
    actions.decide(review, verdict="in_order", by=privacy_officer)

    actions.decide(review, verdict="not_in_order", by=privacy_officer)

    assert week.reviews.get(pk=review.pk).verdict == "not_in_order"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"note": "Even bellen"}, "Kies wat je ervan vindt."),
        ({"note": "Even bellen", "verdict": "misschien"}, "Kies wat je ervan vindt."),
        ({"note": "Even bellen " * 20, "verdict": "asked"}, "Dit is te lang: 239 tekens."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    sent, sentence, week, privacy_officer, signed_in
):
    review = week.reviews.last()

    answer = signed_in(privacy_officer).post(of(review), sent)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert sent["note"].strip() in text
    assert "<title>Fout: " in text
    assert not Review.objects.done().exists()


def test_a_note_holds_no_number_of_a_citizen(week, privacy_officer, signed_in):
    review = week.reviews.first()

    signed_in(privacy_officer).post(of(review), {"verdict": "asked", "note": "BSN 111222333"})

    review.refresh_from_db()
    assert "111222333" not in review.note


def test_a_line_that_is_gone_from_the_trail_can_still_be_settled(week, privacy_officer, signed_in):
    gone = Review.objects.create(week=week, event_id=2**40, why="duiven")
    client = signed_in(privacy_officer)

    text = client.get(PAGE).content.decode()

    assert "staat niet meer in het logboek" in text
    assert client.post(of(gone), {"verdict": "in_order"}).status_code == 302


# Around it.


def test_the_oldest_open_week_comes_first_and_signed_ones_are_linked(
    week, privacy_officer, signed_in
):
    before, long_ago = a_week(weeks=2), a_week(weeks=3)
    actions.sign(long_ago, by=privacy_officer)

    context = signed_in(privacy_officer).get(PAGE).context

    assert context["week"] == before
    assert context["waiting"] == [week]
    assert list(context["signed"]) == [long_ago]


def test_when_all_is_signed_the_last_week_is_shown(week, privacy_officer, signed_in):
    before = a_week(weeks=2)
    for one in (before, week):
        actions.sign(settled(one, by=privacy_officer), by=privacy_officer)

    answer = signed_in(privacy_officer).get(PAGE)

    assert answer.context["week"] == week
    assert list(answer.context["signed"]) == [before]
    assert "Afgetekend" in answer.content.decode()
    assert reverse("audit:decide", args=[week.reviews.first().pk]) not in answer.content.decode()


@pytest.mark.parametrize(("days", "warned"), [(7, False), (8, True)])
def test_a_week_that_waits_too_long_is_warned_of(days, warned, week, privacy_officer, signed_in):
    over = week.monday + timedelta(weeks=1)

    with during(at(0, 12, weeks=0) + timedelta(days=days)):
        assert timezone.localdate() - over == timedelta(days=days)
        text = signed_in(privacy_officer).get(PAGE).content.decode()

    assert "0 van 3 bekeken" in text
    assert ("nog niet afgetekend" in text) is warned


def test_before_the_first_monday_the_page_says_what_will_come(privacy_officer, signed_in):
    answer = signed_in(privacy_officer).get(PAGE)

    assert answer.status_code == 200
    assert "Nog niets om te bekijken" in answer.content.decode()


@pytest.mark.parametrize("address", ["2026-54", "2026-00", "0000-01", "1999-01"])
def test_a_week_that_is_not_there_is_absent(address, privacy_officer, signed_in):
    assert signed_in(privacy_officer).get(f"{PAGE}{address}/").status_code == 404


def test_the_address_of_a_week_is_its_number(week):
    year, number, _ = week.monday.isocalendar()

    assert week.get_absolute_url() == f"/logboek/controle/{year}-{number:02}/"


def test_the_trail_says_how_many_wait(week, privacy_officer, signed_in):
    text = signed_in(privacy_officer).get(reverse("audit:trail")).content.decode()

    assert "Weekcontrole: 3 te bekijken" in text
    assert re.search(r'Logboek<span class="n">3<', text)


def test_the_file_of_a_week_holds_ids_and_codes_only(
    week, consultant, tenant, privacy_officer, signed_in
):
    actions.decide(week.reviews.first(), verdict="asked", note="Fenna belde", by=privacy_officer)
    before = Event.objects.latest("pk").pk

    answer = signed_in(privacy_officer).get(reverse("audit:review_file", args=[week.monday]))

    text = answer.content.decode().removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["waarom"] for row in rows].count("hours") == 1
    assert rows[0]["oordeel"] == "asked"
    assert {row["huurder"] for row in rows} == {str(tenant.pk)}
    assert consultant.name not in text
    assert tenant.last_name not in text
    assert "Fenna" not in text
    assert Event.objects.get(pk__gt=before).verb == "audit.review_file"


def test_no_cell_of_it_is_a_formula(week, privacy_officer, signed_in):
    with during(at()):
        odd = Event.objects.create(
            verb="=1+1", actor_role="+2", subject_type="-3", subject_id="@4", actor_id=1
        )
    Review.objects.create(week=week, event_id=odd.pk, why="=5")

    answer = signed_in(privacy_officer).get(reverse("audit:review_file", args=[week.monday]))

    last = answer.content.decode().splitlines()[-1].split(";")
    assert {"'=1+1", "'+2", "'-3", "'@4", "'=5"} <= set(last)


def test_nobody_else_reviews(week, consultant, coordinator, administrator, signed_in):
    review = week.reviews.first()
    for person in (consultant, coordinator, administrator):
        client = signed_in(person)
        assert client.get(PAGE).status_code == 404
        assert client.post(of(review), {"verdict": "in_order"}).status_code == 404
        with pytest.raises(Http404):
            actions.sign(week, by=person)
