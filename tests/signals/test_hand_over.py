"""Handing over work: one signal, some, all, or temporarily during an absence."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import Event
from ground.refusals import Refused
from outbox.models import Message
from signals import actions
from signals.models import Cover, FollowUp, Signal, Visit
from signals.models.covers import whose_work
from signals.ownership import on_duty
from tests import factories
from tests.factories.activities import at
from tests.factories.race import race

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]


@pytest.fixture
def colleague(area):
    return factories.a_user(Role.CONSULTANT, "Nadia Haan", (area,))


@pytest.fixture
def signal(consultant, caretaker, area) -> Signal:
    return factories.a_signal(factories.a_tenant(factories.a_home(area)), by=caretaker)


def days(count: int):
    return timezone.localdate() + timedelta(days=count)


def away(who, by_whom, first=0, last=0, by=None):
    return actions.cover(
        away=who, by_whom=by_whom, from_on=days(first), until_on=days(last), by=by or who
    )


def test_hand_over_moves_the_signal_and_its_open_step(signal, consultant, colleague):
    actions.hand_over(signal, to=colleague, by=consultant)

    signal.refresh_from_db()
    assert signal.owner == signal.follow_ups.get().owner == colleague
    event = Event.objects.get(verb="signals.hand_over")
    assert event.details == {"was": consultant.pk, "to": colleague.pk}


def test_hand_over_to_a_user_who_cannot_follow_up_is_refused(signal, consultant, host):
    with pytest.raises(Refused, match="kan geen signalen opvolgen"):
        actions.hand_over(signal, to=host, by=consultant)


def test_hand_over_cancels_the_visit_of_the_previous_owner(signal, consultant, colleague):
    visit = actions.plan_visit(
        signal,
        starts_at=at(3),
        minutes=30,
        companion=None,
        told=Visit.Told.AGREED,
        by=consultant,
    )

    actions.hand_over(signal, to=colleague, by=consultant)

    visit.refresh_from_db()
    assert visit.cancelled_at is not None
    assert visit.sequence == 1
    assert signal.follow_ups.open().get().owner == colleague


def test_ticked_signals_are_handed_over_from_the_list(signal, consultant, colleague, signed_in):
    other = factories.a_signal(home=signal.home, owner=consultant)
    actions.hand_over(other, to=consultant, by=other.owner)
    ticked = {"signal": [signal.pk], "to": colleague.pk, "terug": "toon=mijn"}

    answer = signed_in(consultant).post(reverse("signals:hand_over_some"), ticked)

    signal.refresh_from_db()
    other.refresh_from_db()
    assert answer["Location"] == reverse("signals:signal_list") + "?toon=mijn"
    assert (signal.owner, other.owner) == (colleague, consultant)


def test_signals_the_user_may_not_see_are_not_handed_over(
    signal, other_consultant, colleague, signed_in
):
    ticked = {"signal": [signal.pk], "to": colleague.pk}

    signed_in(other_consultant).post(reverse("signals:hand_over_some"), ticked)

    assert Signal.objects.get(pk=signal.pk).owner != colleague


def test_hand_over_all_leaves_no_open_step(signal, consultant, colleague):
    factories.a_signal(home=signal.home, owner=consultant)
    mine = Signal.objects.filter(owner=consultant).count()

    count = actions.hand_over_all(consultant, to=colleague, by=consultant)

    assert count == mine
    assert not FollowUp.objects.open().filter(owner=consultant).exists()


def test_only_a_coordinator_hands_over_the_work_of_others(
    signal, consultant, colleague, coordinator
):
    with pytest.raises(Refused, match="alleen je eigen werk"):
        actions.hand_over_all(consultant, to=colleague, by=colleague)

    assert actions.hand_over_all(consultant, to=colleague, by=coordinator) == 1


def test_covering_user_sees_the_work_and_may_do_it(signal, consultant, other_consultant, signed_in):
    today = reverse("signals:today") + "?toon=alles"
    before = signed_in(other_consultant).get(today).content.decode()

    away(consultant, other_consultant)

    after = signed_in(other_consultant).get(today).content.decode()
    assert signal.about not in before
    assert signal.about in after
    assert f"voor {consultant.name}" in after
    actions.finish(signal.follow_ups.get(), outcome="spoken", by=other_consultant)
    assert signal.follow_ups.open().get().owner == consultant


def test_ended_cover_takes_access_away(signal, consultant, other_consultant):
    made = away(consultant, other_consultant)

    actions.end_cover(made, by=consultant)

    with pytest.raises(Http404):
        actions.finish(signal.follow_ups.get(), outcome="spoken", by=other_consultant)


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [(-3, -1, "al voorbij"), (1, 3, "neemt al iemand waar")],
)
def test_invalid_cover_is_refused(consultant, colleague, first, last, sentence):
    away(consultant, colleague, 0, 5)

    with pytest.raises(Refused, match=sentence):
        away(consultant, colleague, first, last)


def test_absent_user_cannot_cover(consultant, colleague, coordinator):
    away(colleague, coordinator, 0, 5)

    with pytest.raises(Refused, match="dan zelf ook niet"):
        away(consultant, colleague, 2, 3)


def test_new_signal_goes_to_a_consultant_who_is_not_away(caretaker, consultant, colleague, area):
    away(consultant, colleague)
    factories.a_signal(home=factories.a_home(area), owner=colleague, by=caretaker)

    second = factories.a_signal(home=factories.a_home(area), owner=colleague, by=caretaker)

    assert second.owner == colleague


def test_cover_form_says_what_is_wrong_and_keeps_the_days(consultant, colleague, signed_in):
    answer = signed_in(consultant).post(
        reverse("signals:cover"),
        {
            "away": consultant.pk,
            "by_whom": colleague.pk,
            "from_on": "2027-02-10",
            "until_on": "2027-02-01",
        },
    )

    assert answer.status_code == 422
    assert "De laatste dag ligt voor de eerste" in answer.content.decode()
    assert "2027-02-10" in answer.content.decode()


def test_cover_is_created_and_ended_in_the_browser(consultant, colleague, signed_in):
    client = signed_in(consultant)
    form = {
        "away": consultant.pk,
        "by_whom": colleague.pk,
        "from_on": days(1).isoformat(),
        "until_on": days(8).isoformat(),
    }

    client.post(reverse("signals:cover"), form)
    made = Cover.objects.get()
    client.post(reverse("signals:end_cover", args=[made.pk]))

    made.refresh_from_db()
    assert made.ended_at is not None


def test_owner_of_a_step_in_another_area_may_read_its_signal(signal, consultant, other_consultant):
    step = signal.follow_ups.open().get()

    actions.finish(
        step, outcome=FollowUp.Outcome.NOT_HOME, next_owner=other_consultant, by=consultant
    )

    assert signal in Signal.objects.visible_to(other_consultant)
    actions.hand_over_all(other_consultant, to=consultant, by=other_consultant)
    assert signal not in Signal.objects.visible_to(other_consultant)
    assert signal.follow_ups.open().get().owner == consultant


def test_cover_of_a_covering_user_sees_the_work_of_both(
    consultant, other_consultant, colleague, other_area
):
    far = factories.a_signal(
        factories.a_tenant(factories.a_home(other_area)), owner=other_consultant
    )
    away(other_consultant, consultant)
    away(consultant, colleague)

    assert set(whose_work(colleague)) == {colleague.pk, consultant.pk, other_consultant.pk}
    assert on_duty(other_consultant) == colleague
    assert far in Signal.objects.visible_to(colleague)


def test_covering_user_who_left_covers_no_more(signal, consultant, colleague, settings):
    signal.follow_ups.update(due_on=timezone.localdate())
    away(consultant, colleague)
    type(colleague).objects.filter(pk=colleague.pk).update(is_active=False)

    assert on_duty(consultant) == consultant
    actions.tick()
    assert Message.objects.filter(kind="digest", to=consultant.email).exists()


def test_cover_longer_than_a_year_is_refused(consultant, colleague):
    with pytest.raises(Refused, match="hoogstens een jaar"):
        away(consultant, colleague, last=400)
    with pytest.raises(Refused, match="hoogstens een jaar"):
        away(consultant, colleague, first=-40)


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (0, 400, "hoogstens een jaar"),
        (-9, -2, "Deze periode is al voorbij"),
        (3, 3, "Voor deze periode neemt al iemand waar"),
    ],
)
def test_refused_cover_comes_back_in_the_form(
    consultant, colleague, signed_in, first, last, sentence
):
    away(consultant, colleague, first=2, last=5)
    today = timezone.localdate()
    form = {
        "away": consultant.pk,
        "by_whom": colleague.pk,
        "from_on": (today + timedelta(days=first)).isoformat(),
        "until_on": (today + timedelta(days=last)).isoformat(),
    }

    answer = signed_in(consultant).post(reverse("signals:cover"), form)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert form["until_on"] in text
    assert Cover.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_concurrent_requests_make_one_cover(consultant, colleague):
    failed = race([lambda: away(consultant, colleague)] * 6)

    assert Cover.objects.count() == 1
    assert all(isinstance(error, Refused) for error in failed)


def test_all_work_is_handed_over_after_confirmation(signal, consultant, colleague, signed_in):
    actions.plan_visit(
        signal, starts_at=at(3), minutes=30, companion=None, told=Visit.Told.AGREED, by=consultant
    )
    client, url = signed_in(consultant), reverse("signals:hand_over_all")

    question = client.post(url, {"to": colleague.pk}).content.decode()

    signal.refresh_from_db()
    assert signal.owner == consultant
    assert "1 signaal" in question
    assert "1 gepland huisbezoek vervalt" in question

    client.post(url, {"to": colleague.pk, "zeker": "ja"})

    signal.refresh_from_db()
    assert signal.owner == colleague
