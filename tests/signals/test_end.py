"""Ending a signal: close with or without aftercare, reopen, and merge two signals."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ground.refusals import Refused
from ground.workdays import working_days_after
from signals import actions
from signals.aftercare import CONSENT_DAYS, RECIPIENT, sentence
from signals.models import FollowUp, Signal
from tenants import actions as tenants
from tenants.models import Consent, Tenant
from tests import factories
from tests.factories.activities import at
from tests.factories.referrals import a_referral

FIVE_DAYS = [1, 2, 3, 4, 5]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
Kind, Outcome, Status = FollowUp.Kind, FollowUp.Outcome, Signal.Status
SOLVED = Signal.Reason.SOLVED


@pytest.fixture
def signal(consultant, caretaker, area) -> Signal:
    return factories.a_signal(factories.a_tenant(factories.a_home(area)), by=caretaker)


@pytest.fixture
def resting(signal, consultant) -> Signal:
    return actions.start_aftercare(
        signal, reason=SOLVED, tenant_view="Het gaat goed.", by=consultant
    )


def open_step(signal: Signal) -> FollowUp:
    return signal.follow_ups.open().get()


def well(signal: Signal, by) -> FollowUp:
    return actions.finish(open_step(signal), outcome=Outcome.WELL, by=by)


def test_aftercare_records_consent_and_plans_the_first_check(resting):
    consent = Consent.objects.get(tenant=resting.tenant, recipient=RECIPIENT)

    assert consent.is_active
    assert consent.wording == sentence(resting.tenant)
    assert open_step(resting).kind == Kind.CHECK
    assert open_step(resting).due_on == working_days_after(timezone.localdate(), 63)


def test_sentence_to_read_aloud_says_the_default_terms(signal, settings):
    settings.WORKING_WEEK = FIVE_DAYS

    assert sentence(signal.tenant).endswith(
        ", ik bel u graag over drie maanden nog een keer om te horen hoe het gaat. En daarna na "
        "een half jaar en na een jaar. U mag altijd stoppen. Is dat goed?"
    )


def test_checks_come_after_3_6_and_12_months_and_then_the_signal_closes(resting, consultant):
    rested_on = timezone.localdate(resting.status_since)
    kinds, days = [], []

    for _ in range(3):
        kinds.append(open_step(resting).kind)
        days.append(open_step(resting).due_on)
        well(resting, consultant)

    resting.refresh_from_db()
    assert kinds == [Kind.CHECK, Kind.CHECK_6, Kind.CHECK_12]
    assert days == [working_days_after(rested_on, n) for n in (63, 126, 252)]
    assert (resting.status, resting.reason) == (Status.CLOSED, SOLVED)
    assert not resting.follow_ups.open().exists()


def test_check_without_an_answer_is_repeated_as_a_check(resting, consultant):
    actions.finish(
        open_step(resting), outcome=Outcome.NOT_HOME, next_kind=Kind.CHECK, by=consultant
    )

    assert open_step(resting).kind == Kind.CHECK
    assert Signal.objects.get(pk=resting.pk).status == Status.AFTERCARE


def test_outcome_back_reopens_a_signal_in_aftercare(resting, consultant):
    actions.finish(open_step(resting), outcome=Outcome.BACK, by=consultant)

    resting.refresh_from_db()
    assert (resting.status, resting.reason) == (Status.PICKED_UP, "")
    assert open_step(resting).kind == Kind.CALL


def test_signal_in_aftercare_is_reopened_from_its_page(resting, consultant, signed_in):
    url = reverse("signals:reopen", args=[resting.pk])

    answer = signed_in(consultant).post(url, {"why": "asked", "words": ""})

    assert answer.url == resting.get_absolute_url()
    assert Signal.objects.get(pk=resting.pk).status == Status.PICKED_UP


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Kies waarom je dit signaal weer oppakt"),
        ({"why": "zomaar"}, "staat niet in de lijst"),
        ({"why": "other", "words": " "}, "Schrijf in een paar woorden"),
    ],
)
def test_signal_is_not_reopened_without_a_reason(resting, consultant, signed_in, typed, sentence):
    answer = signed_in(consultant).post(reverse("signals:reopen", args=[resting.pk]), typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Signal.objects.get(pk=resting.pk).status == Status.AFTERCARE


def test_how_it_ended_and_why_it_was_reopened_stay_readable(resting, consultant, signed_in):
    actions.reopen(resting, why="other", words="Belde zelf, de zoon is verhuisd.", by=consultant)
    client = signed_in(consultant)

    page = " ".join(client.get(resting.get_absolute_url()).content.decode().split())
    file = client.get(resting.tenant.get_absolute_url()).content.decode()

    assert "Eerder afgesloten" in page
    for text in (page, file):
        assert "Het gaat goed." in text
        assert "Belde zelf, de zoon is verhuisd." in text
    assert f"Weer opgepakt door {consultant.name}" in page


def test_every_time_a_signal_ends_is_kept_apart(resting, consultant):
    signal = actions.reopen(resting, why="asked", by=consultant)
    refused = Signal.Reason.REFUSED
    actions.close(signal, reason=refused, tenant_view="Laat maar.", by=consultant)
    actions.reopen(signal, why="too_soon", by=consultant)

    assert list(signal.endings.order_by("pk").values_list("reason", "tenant_view", "why")) == [
        (SOLVED, "Het gaat goed.", "asked"),
        (refused, "Laat maar.", "too_soon"),
    ]


def test_conversation_during_aftercare_keeps_how_the_signal_ended(resting, consultant):
    actions.finish(open_step(resting), outcome=Outcome.BACK, by=consultant)

    ending = resting.endings.get()
    assert (ending.tenant_view, ending.why) == ("Het gaat goed.", "called")


def test_withdrawn_consent_ends_aftercare(resting, consultant):
    consent = Consent.objects.get(recipient=RECIPIENT)

    tenants.withdraw_consent(consent, by=consultant)

    resting.refresh_from_db()
    assert resting.status == Status.CLOSED
    assert not resting.follow_ups.open().exists()


def test_scheduler_closes_aftercare_when_the_consent_expires(resting, monkeypatch):
    later = timezone.now() + timedelta(days=CONSENT_DAYS + 1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert actions.tick().stopped == 1

    resting.refresh_from_db()
    assert resting.status == Status.CLOSED


def test_scheduler_closes_aftercare_of_a_deceased_tenant(resting):
    Tenant.objects.update(died_on=timezone.localdate())

    assert actions.tick().stopped == 1


def test_scheduler_leaves_aftercare_with_valid_consent(resting):
    assert actions.tick().stopped == 0


def test_aftercare_for_an_unknown_tenant_is_refused(consultant, caretaker, area):
    signal = factories.a_signal(home=factories.a_home(area), by=caretaker)

    with pytest.raises(Refused, match="als je weet om wie het gaat"):
        actions.start_aftercare(signal, reason=SOLVED, by=consultant)


def test_close_form_starts_no_aftercare_after_a_final_reason(signal, consultant, signed_in):
    url = reverse("signals:close", args=[signal.pk])

    answer = signed_in(consultant).post(url, {"reason": "refused", "call_later": "yes"})

    assert answer.status_code == 422
    assert "bellen we niet na" in answer.content.decode()


def test_close_form_starts_aftercare_when_the_tenant_agreed(signal, consultant, signed_in):
    url = reverse("signals:close", args=[signal.pk])

    said = {"reason": "solved", "call_later": "yes", "read_aloud": sentence(signal.tenant)}
    signed_in(consultant).post(url, said)

    assert Signal.objects.get(pk=signal.pk).status == Status.AFTERCARE


def test_consent_sentence_is_not_recorded_after_its_term_changed(
    signal, consultant, coordinator, signed_in, settings
):
    settings.WORKING_WEEK = FIVE_DAYS
    url = reverse("signals:close", args=[signal.pk])
    said = {"reason": "solved", "call_later": "yes", "read_aloud": sentence(signal.tenant)}
    actions.set_term(code=Kind.CHECK, number=42, by=coordinator)

    page = signed_in(consultant).post(url, said)

    assert page.status_code == 422
    assert "Lees hem opnieuw voor" in page.content.decode()
    assert "over twee maanden nog een keer" in page.content.decode()
    assert not Consent.objects.filter(recipient=RECIPIENT).exists()


def test_consent_records_the_sentence_that_was_read_aloud(
    signal, consultant, coordinator, signed_in, settings
):
    settings.WORKING_WEEK = FIVE_DAYS
    actions.set_term(code=Kind.CHECK, number=42, by=coordinator)
    url = reverse("signals:close", args=[signal.pk])
    said = {"reason": "solved", "call_later": "yes", "read_aloud": sentence(signal.tenant)}

    page = signed_in(consultant).post(url, said, follow=True)

    assert "Over twee maanden bellen we" in page.content.decode()
    assert "over twee maanden nog" in Consent.objects.get(recipient=RECIPIENT).wording


def test_deceased_tenant_is_mentioned_with_respect_and_gets_no_letter(
    signal, consultant, signed_in
):
    Tenant.objects.filter(pk=signal.tenant_id).update(died_on=timezone.localdate())

    page = signed_in(consultant).get(signal.get_absolute_url()).content.decode()

    assert "is overleden op" in page
    assert "Er gaat geen brief of bericht meer uit" in page
    assert reverse("signals:plan_visit", args=[signal.pk]) not in page


def test_closed_signal_cannot_be_picked_up(signal, consultant, signed_in):
    actions.close(signal, reason=SOLVED, by=consultant)

    answer = signed_in(consultant).post(reverse("signals:pick_up", args=[signal.pk]))

    assert answer.status_code == 409
    assert "niet meer nieuw" in answer.content.decode()
    assert Signal.objects.get(pk=signal.pk).status == Status.CLOSED


# --- merging two signals -------------------------------------------------------------------------


@pytest.fixture
def twin(signal, consultant) -> Signal:
    return factories.a_signal(
        home=signal.home, owner=consultant, fact="Post stapelt op.", own_words="Kom maar."
    )


def test_merge_closes_one_signal_and_keeps_all_texts(signal, twin, consultant, signed_in):
    actions.finish(twin.follow_ups.get(), outcome=Outcome.NOT_HOME, words="Briefje", by=consultant)

    kept = actions.merge(twin, into=signal, by=consultant)

    twin.refresh_from_db()
    assert (twin.status, twin.reason, twin.merged_into) == ("closed", "merged", kept)
    assert not twin.follow_ups.open().exists()
    page = signed_in(consultant).get(kept.get_absolute_url()).content.decode()
    for words in (signal.fact, twin.fact, twin.own_words, "Briefje"):
        assert words in page


def test_merge_keeps_the_tenant_of_the_closed_signal(signal, twin, consultant):
    kept = actions.merge(signal, into=twin, by=consultant)

    assert kept.tenant == signal.tenant


def test_merge_moves_earlier_merged_signals_too(signal, twin, consultant):
    third = factories.a_signal(home=signal.home, owner=consultant)
    actions.merge(twin, into=signal, by=consultant)

    actions.merge(signal, into=third, by=consultant)

    assert set(third.merged.all()) == {signal, twin}


def test_signal_at_a_partner_cannot_be_merged_into_another(signal, twin, consultant):
    a_referral(signal=signal, by=consultant)

    with pytest.raises(Refused, match="bij een partner"):
        actions.merge(signal, into=twin, by=consultant)

    assert actions.merge(twin, into=signal, by=consultant) == signal


def test_signals_at_two_homes_cannot_be_merged(signal, consultant, area):
    elsewhere = factories.a_signal(home=factories.a_home(area), owner=consultant)

    with pytest.raises(Refused, match="verschillende adressen"):
        actions.merge(signal, into=elsewhere, by=consultant)


def test_signals_about_two_tenants_cannot_be_merged(signal, consultant):
    flatmate = factories.a_tenant(signal.home)
    about = factories.a_signal(flatmate, owner=consultant)

    with pytest.raises(Refused, match="verschillende huurders"):
        actions.merge(signal, into=about, by=consultant)


def test_merged_signal_cannot_be_reopened(signal, twin, consultant):
    actions.merge(twin, into=signal, by=consultant)

    with pytest.raises(Refused, match="samengevoegd"):
        actions.reopen(twin, why="asked", by=consultant)


def test_signal_cannot_be_merged_with_itself(signal, consultant):
    with pytest.raises(Refused, match="Kies een ander signaal"):
        actions.merge(signal, into=signal, by=consultant)


def test_merge_form_merges_two_signals(signal, twin, consultant, signed_in):
    url = reverse("signals:merge", args=[twin.pk])

    signed_in(consultant).get(url)
    answer = signed_in(consultant).post(url, {"into": signal.pk})

    assert answer["Location"] == signal.get_absolute_url()


def test_signal_about_a_deceased_tenant_cannot_be_reopened(consultant, area):
    tenant = factories.a_tenant(factories.a_home(area))
    signal = factories.a_signal(tenant, owner=consultant)
    actions.close(signal, reason=Signal.Reason.DIED, by=consultant)
    Tenant.objects.filter(pk=tenant.pk).update(died_on=timezone.localdate())
    signal.refresh_from_db()

    with pytest.raises(Refused, match="overleden"):
        actions.reopen(signal, why="asked", by=consultant)


def test_letter_to_a_deceased_tenant_cannot_be_planned(consultant, area):
    tenant = factories.a_tenant(factories.a_home(area), died_on=timezone.localdate())
    signal = factories.a_signal(tenant, owner=consultant)

    with pytest.raises(Refused, match="geen brief"):
        actions.finish(
            signal.follow_ups.get(),
            outcome=FollowUp.Outcome.DONE,
            next_kind=FollowUp.Kind.LETTER,
            by=consultant,
        )


def test_the_latest_answer_about_later_calls_counts(resting, consultant, signed_in):
    signal = actions.reopen(resting, why="asked", by=consultant)
    form = {"reason": SOLVED, "tenant_view": "", "call_later": "no"}

    signed_in(consultant).post(reverse("signals:close", args=[signal.pk]), form)

    consents = Consent.objects.filter(tenant=signal.tenant, recipient=RECIPIENT).order_by("pk")
    assert [one.answer for one in consents] == ["yes", "no"]
    assert not any(one.is_active for one in consents)


def test_no_about_later_calls_ends_those_of_another_signal_of_the_tenant(
    resting, consultant, caretaker
):
    other = factories.a_signal(resting.tenant, by=caretaker)

    actions.close(other, reason=SOLVED, refuses_calls=True, by=consultant)

    resting.refresh_from_db()
    assert resting.status == Status.CLOSED
    assert not resting.follow_ups.open().exists()


def test_closing_without_asking_leaves_an_earlier_yes(resting, consultant, caretaker):
    other = factories.a_signal(resting.tenant, by=caretaker)

    actions.close(other, reason=SOLVED, by=consultant)

    assert Consent.objects.get(tenant=resting.tenant, recipient=RECIPIENT).is_active


def test_merge_keeps_the_nearest_day_of_the_two(signal, twin, consultant):
    today = timezone.localdate()
    signal.follow_ups.open().update(due_on=today + timedelta(days=1))
    twin.follow_ups.open().update(due_on=today + timedelta(days=9))

    actions.merge(signal, into=twin, by=consultant)

    assert twin.follow_ups.open().get().due_on == today + timedelta(days=1)


def test_merge_keeps_what_is_urgent(twin, consultant):
    urgent = factories.an_urgent_signal(twin.tenant, home=twin.home, owner=consultant)

    actions.merge(urgent, into=twin, by=consultant)

    step = twin.follow_ups.open().get()
    assert (step.kind, step.due_on) == (FollowUp.Kind.URGENT, timezone.localdate())


def test_owner_of_the_signal_that_stays_hears_of_the_merge(signal, twin, consultant, coordinator):
    twin.follow_ups.open().update(heard_at=timezone.now())

    actions.merge(signal, into=twin, by=coordinator)

    assert twin.follow_ups.open().get().heard_at is None


def test_merge_does_not_put_off_a_contact_to_the_day_of_an_appointment(signal, twin, consultant):
    visit = {"minutes": 30, "companion": None, "told": "agreed"}
    actions.plan_visit(twin, starts_at=at(6), by=consultant, **visit)

    with pytest.raises(Refused, match="een afspraak op een latere dag"):
        actions.merge(signal, into=twin, by=consultant)
