"""The weekly review of reads: the selection by the scheduled task, the page and the verdicts."""

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
from tests import factories
from tests.factories.audit import a_read, a_week, at, during, last_monday, reads, settled
from tests.factories.race import race

pytestmark = pytest.mark.django_db
PAGE = reverse("audit:review")


def of(review: Review) -> str:
    return reverse("audit:decide", args=[review.pk])


# The selection.


def test_selection_has_all_unusual_reads_and_ten_random_others(consultant, tenant):
    outside = factories.a_tenant()
    with during(at(3)):
        stands_out = [record("tenants.open_with_reason", outside, by=consultant) for _ in range(12)]
    usual = reads(consultant, [tenant] * 2 + [factories.a_tenant() for _ in range(15)])

    week = a_week()

    chosen = dict(week.reviews.values_list("event_id", "why"))
    assert {pk for pk, why in chosen.items() if why == "outside"} == {e.pk for e in stands_out}
    by_chance = {pk for pk, why in chosen.items() if why == "random"}
    assert len(by_chance) == 10
    assert by_chance <= {event.pk for event in usual}
    assert week.reads == 17


def test_selection_has_all_reads_when_there_are_fewer_than_ten(week):
    assert sorted(week.reviews.values_list("why", flat=True)) == ["hours", "random", "random"]


def test_selection_stays_the_same_when_it_is_requested_again(consultant, week, tenant):
    chosen = list(week.reviews.values_list("event_id", flat=True))
    a_read(consultant, tenant, at(4))

    again = a_week()

    assert list(again.reviews.values_list("event_id", flat=True)) == chosen
    assert Event.objects.filter(verb="audit.fill").count() == 1


def test_random_selection_differs_between_draws(consultant, tenant):
    reads(consultant, [tenant] * 40)

    def draw() -> set[int]:
        with transaction.atomic():
            chosen = set(a_week().reviews.filter(why="random").values_list("event_id", flat=True))
            transaction.set_rollback(True)
        return chosen

    assert len({frozenset(draw()) for _ in range(5)}) > 1


def both_fill() -> list[BaseException]:
    """Run the task twice concurrently; both start at the same moment."""
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
def test_concurrent_tasks_make_one_selection(many_looks):
    failed = both_fill()

    assert failed == []
    assert Review.objects.count() == 10
    assert Event.objects.filter(verb="audit.fill").count() == 1


@pytest.mark.django_db(transaction=True)
def test_concurrent_tasks_without_the_claim_make_two_selections_or_fail(many_looks, monkeypatch):
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


def test_task_selects_from_the_past_week_once(consultant, tenant):
    a_read(consultant, tenant)

    assert (fill_review(), fill_review()) == (1, 0)
    assert ReviewWeek.objects.get().monday == last_monday()


def test_task_waits_an_hour_after_midnight_before_it_selects(consultant, tenant):
    a_read(consultant, tenant, at(weeks=2))
    this_monday = at(0, 0, weeks=0)

    with during(this_monday + timedelta(minutes=59)):
        still_last_week = actions.due()
    with during(this_monday + timedelta(minutes=61)):
        assert actions.due() == [last_monday()]
    assert still_last_week == [last_monday(2)]


def test_task_selects_for_every_week_it_missed(week):
    with during(at(2, weeks=-3)):
        fill_review()

    mondays = sorted(ReviewWeek.objects.values_list("monday", flat=True))
    assert mondays == [week.monday + timedelta(weeks=n) for n in range(4)]


def test_task_selects_nothing_from_an_empty_trail():
    assert fill_review() == 0


def test_privacy_officer_cannot_make_the_selection(privacy_officer):
    with pytest.raises(Http404):
        actions.fill(monday=last_monday(), by=privacy_officer)


# The page and the verdicts.


def test_review_page_shows_reader_read_and_reason_but_no_tenant_name(
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


def test_reading_the_review_page_is_itself_recorded(week, privacy_officer, signed_in):
    signed_in(privacy_officer).get(PAGE)

    shown = Event.objects.get(verb="audit.review")
    assert set(map(int, shown.details["ids"])) == set(
        week.reviews.values_list("event_id", flat=True)
    )


def test_verdict_is_stored_with_user_time_and_note_and_recorded(week, privacy_officer, signed_in):
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


def test_verdict_can_be_changed_until_the_week_is_signed(week, privacy_officer):
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
def test_invalid_verdict_shows_the_error_and_keeps_the_typed_note(
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


def test_bsn_is_removed_from_a_note(week, privacy_officer, signed_in):
    review = week.reviews.first()

    signed_in(privacy_officer).post(of(review), {"verdict": "asked", "note": "BSN 111222333"})

    review.refresh_from_db()
    assert "111222333" not in review.note


def test_review_of_a_deleted_trail_row_can_still_be_decided(week, privacy_officer, signed_in):
    gone = Review.objects.create(week=week, event_id=2**40, why="duiven")
    client = signed_in(privacy_officer)

    text = client.get(PAGE).content.decode()

    assert "staat niet meer in het logboek" in text
    assert client.post(of(gone), {"verdict": "in_order"}).status_code == 302


# Other weeks, the download and access.


def test_review_page_shows_the_oldest_open_week_and_links_to_signed_weeks(
    week, privacy_officer, signed_in
):
    before, long_ago = a_week(weeks=2), a_week(weeks=3)
    actions.sign(long_ago, by=privacy_officer)

    context = signed_in(privacy_officer).get(PAGE).context

    assert context["week"] == before
    assert context["waiting"] == [week]
    assert list(context["signed"]) == [long_ago]


def test_review_page_shows_the_last_week_when_all_are_signed(week, privacy_officer, signed_in):
    before = a_week(weeks=2)
    for one in (before, week):
        actions.sign(settled(one, by=privacy_officer), by=privacy_officer)

    answer = signed_in(privacy_officer).get(PAGE)

    assert answer.context["week"] == week
    assert list(answer.context["signed"]) == [before]
    assert "Afgetekend" in answer.content.decode()
    assert reverse("audit:decide", args=[week.reviews.first().pk]) not in answer.content.decode()


@pytest.mark.parametrize(("days", "warned"), [(7, False), (8, True)])
def test_week_unsigned_for_more_than_seven_days_shows_a_warning(
    days, warned, week, privacy_officer, signed_in
):
    over = week.monday + timedelta(weeks=1)

    with during(at(0, 12, weeks=0) + timedelta(days=days)):
        assert timezone.localdate() - over == timedelta(days=days)
        text = signed_in(privacy_officer).get(PAGE).content.decode()

    assert "0 van 3 bekeken" in text
    assert ("nog niet afgetekend" in text) is warned


def test_review_page_without_a_selection_explains_what_will_come(privacy_officer, signed_in):
    answer = signed_in(privacy_officer).get(PAGE)

    assert answer.status_code == 200
    assert "Nog niets om te bekijken" in answer.content.decode()


@pytest.mark.parametrize("address", ["2026-54", "2026-00", "0000-01", "1999-01"])
def test_unknown_or_impossible_week_gives_404(address, privacy_officer, signed_in):
    assert signed_in(privacy_officer).get(f"{PAGE}{address}/").status_code == 404


def test_url_of_a_week_has_its_year_and_number(week):
    year, number, _ = week.monday.isocalendar()

    assert week.get_absolute_url() == f"/logboek/controle/{year}-{number:02}/"


def test_trail_and_menu_show_the_number_of_open_reviews(week, privacy_officer, signed_in):
    text = signed_in(privacy_officer).get(reverse("audit:trail")).content.decode()

    assert "Weekcontrole: 3 te bekijken" in text
    assert re.search(r'Logboek<span class="n">3<', text)


def test_review_download_has_ids_and_codes_only_and_is_recorded(
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


def test_review_download_has_no_formulas(week, privacy_officer, signed_in):
    with during(at()):
        odd = Event.objects.create(
            verb="=1+1", actor_role="+2", subject_type="-3", subject_id="@4", actor_id=1
        )
    Review.objects.create(week=week, event_id=odd.pk, why="=5")

    answer = signed_in(privacy_officer).get(reverse("audit:review_file", args=[week.monday]))

    last = answer.content.decode().splitlines()[-1].split(";")
    assert {"'=1+1", "'+2", "'-3", "'@4", "'=5"} <= set(last)


def test_other_roles_cannot_review_or_sign(week, consultant, coordinator, administrator, signed_in):
    review = week.reviews.first()
    for person in (consultant, coordinator, administrator):
        client = signed_in(person)
        assert client.get(PAGE).status_code == 404
        assert client.post(of(review), {"verdict": "in_order"}).status_code == 404
        with pytest.raises(Http404):
            actions.sign(week, by=person)
