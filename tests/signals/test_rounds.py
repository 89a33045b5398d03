"""Rounds: selection of tenants, outcomes, and refusals that are respected."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from ground.refusals import Refused
from outbox.actions.rendering import render_text
from outbox.models import Message
from signals import actions
from signals.models import Feed, Round, RoundStop, Signal
from signals.round_selection import years_before
from tenants.models import Tenancy, Tenant
from tests import factories
from tests.factories.race import race
from tests.signals.test_log import typed

pytestmark = pytest.mark.django_db
OLD, YOUNG = date(1940, 5, 1), date(1990, 5, 1)


def a_round(by, kind=Round.Kind.AGE, number=80, complex_code="", **fields) -> Round:
    fields = {"key": uuid.uuid4(), "name": "Ronde"} | fields
    return actions.start_round(kind=kind, number=number, complex_code=complex_code, by=by, **fields)


def names(made: Round) -> set[int]:
    return set(made.stops.values_list("tenant", flat=True))


@pytest.fixture
def old(area) -> Tenant:
    return factories.a_tenant(factories.a_home(area, complex_code="C1"), birth_date=OLD)


def test_round_has_tenants_of_the_age_in_the_complex(consultant, old, area):
    factories.a_tenant(factories.a_home(area, complex_code="C1"), birth_date=YOUNG)
    factories.a_tenant(factories.a_home(area, complex_code="C2"), birth_date=OLD)

    made = a_round(consultant, complex_code="C1")

    assert names(made) == {old.pk}


def test_round_has_a_tenant_of_exactly_that_age():
    assert years_before(date(2028, 2, 29), 81) == date(1947, 2, 28)
    assert years_before(date(2026, 11, 24), 80) == date(1946, 11, 24)


def test_round_leaves_out_tenants_who_died_or_moved(consultant, old, area):
    factories.a_tenant(factories.a_home(area), birth_date=OLD, died_on=timezone.localdate())
    gone = factories.a_tenant(factories.a_home(area), birth_date=OLD)
    Tenancy.objects.filter(tenant=gone).update(ends_on=timezone.localdate() - timedelta(days=1))

    assert names(a_round(consultant)) == {old.pk}


def test_round_leaves_out_tenants_of_another_area(consultant, old, other_area):
    factories.a_tenant(factories.a_home(other_area), birth_date=OLD)

    assert names(a_round(consultant)) == {old.pk}


def test_new_tenants_are_on_a_round_after_six_weeks_and_only_once(consultant, area):
    weeks = {
        n: factories.a_tenant(factories.a_home(area), birth_date=YOUNG).pk for n in (1, 6, 13, 20)
    }
    for n, pk in weeks.items():
        starts_on = timezone.localdate() - timedelta(weeks=n)
        Tenancy.objects.filter(tenant=pk).update(starts_on=starts_on)

    first = a_round(consultant, kind=Round.Kind.NEW, number=6)

    assert names(first) == {weeks[6], weeks[13]}
    with pytest.raises(Refused, match="niemand voor deze ronde"):
        a_round(consultant, kind=Round.Kind.NEW, number=6)


def test_refusal_on_a_round_is_respected_in_the_next(consultant, old, area):
    other = factories.a_tenant(factories.a_home(area), birth_date=OLD)
    first = a_round(consultant)
    actions.finish_stop(
        first.stops.get(tenant=old), outcome=RoundStop.Outcome.REFUSED, by=consultant
    )

    second = a_round(consultant)

    assert names(second) == {other.pk}
    assert second.left_out == 1


def test_refusal_of_contact_after_a_signal_is_respected(consultant, old, area):
    factories.a_tenant(factories.a_home(area), birth_date=OLD)
    signal = factories.a_signal(old, owner=consultant)
    actions.close(signal, reason=Signal.Reason.REFUSED, by=consultant)

    assert old.pk not in names(a_round(consultant))


def test_refusal_of_three_years_ago_is_no_longer_respected(consultant, old):
    stop = a_round(consultant).stops.get()
    actions.finish_stop(stop, outcome=RoundStop.Outcome.REFUSED, by=consultant)
    RoundStop.objects.update(done_at=timezone.now() - timedelta(days=1000))

    assert names(a_round(consultant)) == {old.pk}


def test_two_tenants_of_one_home_are_both_on_the_round_once(consultant, old):
    partner = factories.a_tenant(old.tenancies.get().home, birth_date=OLD)
    Tenancy.objects.create(
        tenant=old, home=old.tenancies.get().home, contract="tweede", starts_on=OLD
    )

    assert names(a_round(consultant)) == {old.pk, partner.pk}


def test_form_sent_twice_makes_one_round(consultant, old):
    key = uuid.uuid4()

    assert a_round(consultant, key=key) == a_round(consultant, key=key)


def test_outcomes_and_attempts_are_counted(consultant, old, signed_in):
    stop = a_round(consultant).stops.get()
    client, url = signed_in(consultant), reverse("signals:finish_stop", args=[stop.pk])

    client.post(url, {"outcome": "not_home"})
    client.post(url, {"outcome": "not_home"})
    page = client.get(stop.round.get_absolute_url()).content.decode()
    client.post(url, {"outcome": "spoken"})

    stop.refresh_from_db()
    assert "2 keer geprobeerd" in page
    assert (stop.tries, stop.outcome) == (3, "spoken")


def test_signal_logged_from_a_round_has_the_address_filled_in(consultant, old, signed_in):
    stop = a_round(consultant).stops.get()
    url = reverse("signals:finish_stop", args=[stop.pk])

    answer = signed_in(consultant).post(url, {"outcome": "signal"}, follow=True)

    text = " ".join(answer.content.decode().split())
    assert f'value="{stop.home_id}:{old.pk}" checked' in text
    assert f'name="stop" value="{stop.pk}"' in text


def test_stop_is_done_when_its_signal_is_saved_and_not_before(consultant, old, signed_in):
    stop = a_round(consultant).stops.get()
    client = signed_in(consultant)
    client.post(reverse("signals:finish_stop", args=[stop.pk]), {"outcome": "signal"})
    stop.refresh_from_db()
    before = (stop.outcome, stop.signal)

    form = typed(f"{stop.home_id}:{old.pk}", stop=str(stop.pk))
    answer = client.post(reverse("signals:log"), form)

    stop.refresh_from_db()
    assert before == ("", None)
    assert answer.url == stop.round.get_absolute_url()
    assert (stop.outcome, stop.signal) == ("signal", Signal.objects.get())


@pytest.mark.parametrize("number", ["", "x", "999999", "1; DROP"])
def test_signal_is_saved_whatever_the_form_says_about_a_round(consultant, old, signed_in, number):
    home = old.tenancies.get().home

    signed_in(consultant).post(reverse("signals:log"), typed(f"{home.pk}:{old.pk}", stop=number))

    assert Signal.objects.count() == 1


def test_signal_of_a_round_that_was_ended_meanwhile_is_saved(consultant, old, signed_in):
    stop = a_round(consultant).stops.get()
    actions.end_round(stop.round, to_do=1, by=consultant)

    form = typed(f"{stop.home_id}:{old.pk}", stop=str(stop.pk))
    signed_in(consultant).post(reverse("signals:log"), form)

    assert Signal.objects.count() == 1


def test_tenant_who_died_after_the_start_is_not_shown(consultant, old, signed_in):
    made = a_round(consultant)
    Tenant.objects.update(died_on=timezone.localdate())

    text = signed_in(consultant).get(made.get_absolute_url()).content.decode()

    assert old.last_name not in text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": "age", "age": "4", "weeks": "6"}, "Kies een leeftijd van 18 jaar of ouder"),
        ({"kind": "new", "age": "80", "weeks": "400"}, "Kies hoogstens 52 weken"),
        ({"kind": "", "age": "80", "weeks": "6"}, "Kies voor wie de ronde is"),
    ],
)
def test_invalid_round_is_refused(consultant, signed_in, typed, sentence):
    form = typed | {"key": str(uuid.uuid4())}

    answer = signed_in(consultant).post(reverse("signals:start_round"), form)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_round_for_nobody_comes_back_as_it_was_filled_in(consultant, old, signed_in):
    form = {"key": str(uuid.uuid4()), "kind": "age", "age": "99", "weeks": "6", "complex_code": ""}

    answer = signed_in(consultant).post(reverse("signals:start_round"), form)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Er is niemand voor deze ronde." in text
    assert 'value="99"' in text


def test_round_is_started_and_ended_in_the_browser(consultant, old, signed_in):
    form = {"key": str(uuid.uuid4()), "kind": "age", "age": "80", "weeks": "6", "complex_code": ""}
    client = signed_in(consultant)

    client.post(reverse("signals:start_round"), form)
    made = Round.objects.get()
    url = reverse("signals:end_round", args=[made.pk])
    asked = client.get(url).content.decode()
    client.post(url, {"to_do": "1"})

    assert "Er is nog 1 adres te doen." in " ".join(asked.split())
    made.refresh_from_db()
    assert made.name == "80 jaar en ouder, Alle complexen"
    assert made.ended_at is not None


def test_consultant_does_not_see_the_round_of_another(consultant, old, other_consultant, signed_in):
    made = a_round(consultant)

    assert signed_in(other_consultant).get(made.get_absolute_url()).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_concurrent_requests_make_one_round(consultant, old):
    key = uuid.uuid4()

    failed = race([lambda: a_round(consultant, key=key)] * 8)

    assert failed == []
    assert Round.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_concurrent_requests_leave_one_calendar_feed_in_use(consultant):
    failed = race([lambda: actions.open_feed(consultant, by=consultant)] * 8)

    assert failed == []
    assert Feed.objects.filter(revoked_at=None).count() == 1


def test_outcome_on_an_ended_round_is_refused(consultant, old):
    made = a_round(consultant)
    actions.end_round(made, to_do=1, by=consultant)

    with pytest.raises(Refused, match="al afgerond"):
        actions.finish_stop(made.stops.first(), outcome="spoken", by=consultant)


def test_round_that_changed_after_the_question_is_not_ended(consultant, old, area, signed_in):
    factories.a_tenant(factories.a_home(area), birth_date=OLD)
    made = a_round(consultant)
    actions.finish_stop(made.stops.first(), outcome="spoken", by=consultant)

    url = reverse("signals:end_round", args=[made.pk])
    answer = signed_in(consultant).post(url, {"to_do": "2"}, follow=True)

    made.refresh_from_db()
    assert made.ended_at is None
    assert "Er is intussen iets veranderd aan deze ronde." in answer.content.decode()


def test_refusal_by_mistake_is_corrected_also_after_the_round(consultant, old, signed_in):
    made = a_round(consultant)
    stop, client = made.stops.get(), signed_in(consultant)
    finish = reverse("signals:finish_stop", args=[stop.pk])
    noted = client.post(finish, {"outcome": "refused"}, follow=True).content.decode()
    actions.end_round(made, to_do=0, by=consultant)
    correct = reverse("signals:correct_stop", args=[stop.pk])

    form = client.get(correct).content.decode()
    nothing = client.post(correct, {"outcome": ""})
    client.post(correct, {"outcome": "spoken"})

    stop.refresh_from_db()
    assert f'<a href="{correct}">Verbeteren</a>' in noted
    assert "‘wil dit niet’" in form
    assert "Nog te doen" not in form  # the round is over
    assert nothing.status_code == 422
    assert (stop.outcome, stop.tries) == ("spoken", 1)
    assert names(a_round(consultant)) == {old.pk}


def test_outcome_by_mistake_is_taken_back_while_the_round_runs(consultant, old, signed_in):
    stop = a_round(consultant).stops.get()
    actions.finish_stop(stop, outcome="spoken", by=consultant)

    url = reverse("signals:correct_stop", args=[stop.pk])
    page = signed_in(consultant).post(url, {"outcome": "to_do"}, follow=True).content.decode()

    assert old.listed_name in page.split('id="te-doen"')[1]
    assert 'id="gedaan"' not in page


def test_outcome_with_a_signal_is_not_replaced(consultant, old):
    stop = a_round(consultant).stops.get()
    signal = factories.a_signal(old, owner=consultant)
    actions.finish_stop(stop, outcome="signal", signal=signal, by=consultant)

    with pytest.raises(Refused, match="Hier is een signaal vastgelegd"):
        actions.correct_stop(stop, outcome="refused", by=consultant)


def test_old_page_does_not_replace_what_a_colleague_noted(consultant, coordinator, old, signed_in):
    stop = a_round(consultant).stops.get()
    actions.finish_stop(stop, outcome="spoken", by=coordinator)

    url = reverse("signals:finish_stop", args=[stop.pk])
    page = signed_in(consultant).post(url, {"outcome": "refused"}, follow=True).content.decode()

    stop.refresh_from_db()
    assert stop.outcome == "spoken"
    assert f"noteerde {coordinator.first_name} intussen al: gesproken, gaat goed." in page


def test_same_outcome_sent_twice_is_noted_once(consultant, old):
    stop = a_round(consultant).stops.get()

    for _ in range(2):
        actions.finish_stop(stop, outcome="spoken", by=consultant)

    stop.refresh_from_db()
    assert stop.tries == 1


def test_who_has_an_open_signal_is_marked(consultant, old, area, signed_in):
    other = factories.a_tenant(factories.a_home(area), birth_date=OLD)
    signal = factories.a_signal(old, owner=consultant)
    actions.close(factories.a_signal(other, owner=consultant), reason="solved", by=consultant)

    page = signed_in(consultant).get(a_round(consultant).get_absolute_url()).content.decode()

    assert page.count("Al een signaal open") == 1
    assert signal.get_absolute_url() in page


@pytest.mark.parametrize("change", ["moved", "restricted"])
def test_who_moved_or_asked_for_rest_is_not_approached_any_more(change, consultant, old, signed_in):
    made = a_round(consultant)
    if change == "moved":
        Tenancy.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    else:
        Tenant.objects.update(restricted_at=timezone.now())

    page = signed_in(consultant).get(made.get_absolute_url()).content.decode()
    asked = signed_in(consultant).get(reverse("signals:end_round", args=[made.pk]))

    assert old.last_name not in page
    assert "Iedereen is benaderd." in asked.content.decode()


@pytest.fixture
def walked(consultant, caretaker, old) -> Round:
    """A round that a caretaker walks."""
    old.phone, old.reach_note = "0612345678", "belt liever zelf"
    old.save()
    factories.a_signal(old, owner=consultant)
    return a_round(consultant, walker=caretaker)


def test_caretaker_walks_a_round_with_names_and_addresses_only(
    walked, caretaker, old, signed_in, consultant
):
    client = signed_in(caretaker)

    mine = client.get(reverse("signals:mine")).content.decode()
    rounds = client.get(reverse("signals:round_list")).content.decode()
    page = client.get(walked.get_absolute_url()).content.decode()
    url = reverse("signals:finish_stop", args=[walked.stops.get().pk])
    noted = client.post(url, {"outcome": "refused"}, follow=True).content.decode()

    assert "(1 te lopen)" in " ".join(mine.split())
    assert walked.name in rounds
    assert old.listed_name in page
    assert old.tenancies.get().home.address in page
    for hidden in (
        old.phone,
        old.reach_note,
        old.get_absolute_url(),
        old.get_channel_display(),
        "Al een signaal open",
        "Ronde afronden",
    ):
        assert hidden not in page
    assert "Genoteerd" in noted
    seen = signed_in(consultant).get(walked.get_absolute_url()).content.decode()
    assert f"{caretaker.name} loopt deze ronde." in " ".join(seen.split())


def test_caretaker_sees_a_round_only_while_walking_it(walked, caretaker, consultant, signed_in):
    client = signed_in(caretaker)
    other = a_round(consultant)
    during = client.get(walked.get_absolute_url()).status_code
    actions.end_round(walked, to_do=1, by=consultant)

    assert during == 200
    assert client.get(walked.get_absolute_url()).status_code == 404
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(reverse("signals:start_round")).status_code == 404


def test_caretaker_does_not_see_what_a_colleague_noted(
    walked, caretaker, consultant, old, signed_in
):
    actions.finish_stop(walked.stops.get(), outcome="refused", by=consultant)

    page = signed_in(caretaker).get(walked.get_absolute_url()).content.decode()

    assert old.last_name not in page


def test_caretaker_of_a_round_gets_a_message_without_names(walked, caretaker, old):
    message = Message.objects.get(kind="round_to_walk")

    text = render_text(message)

    assert message.to == caretaker.email
    assert walked.get_absolute_url() in text
    assert old.last_name not in text
    assert walked.name not in text


def test_round_is_walked_by_a_caretaker_of_the_same_area(consultant, other_area, old, signed_in):
    stranger = factories.a_user(Role.CARETAKER, "Ver", (other_area,))
    form = {"key": str(uuid.uuid4()), "kind": "age", "age": "80", "weeks": "6", "complex_code": ""}

    url = reverse("signals:start_round")
    answer = signed_in(consultant).post(url, form | {"walker": str(stranger.pk)})

    assert answer.status_code == 422
    assert "Kies een wijkbeheerder uit de lijst." in answer.content.decode()
    with pytest.raises(Refused, match="uit je eigen gebied"):
        a_round(consultant, walker=stranger)
