"""Accepted referrals: attempts, pauses, handovers, second choices, departures, telephone, lists."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from openpyxl import load_workbook

from audit.models import Event
from ground.refusals import Refused
from ground.workdays import working_days_after
from outbox.actions import render_text
from outbox.models import Message as Post
from partners import actions as partners
from referrals import actions
from referrals.models import Attempt, Handover, Referral, Share
from signals import actions as signals
from signals.models import FollowUp, Signal, Visit
from tenants import actions as tenants
from tenants.models import Consent, Tenant
from tests import factories
from tests.factories.activities import at
from tests.factories.referrals import (
    CAME_ALONG_ONCE,
    GOES_BY_ITSELF,
    a_contact,
    a_draft,
    a_referral,
    answered,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
Kind, Status = FollowUp.Kind, Referral.Status


@pytest.fixture
def taken(signal, consultant, partner_worker) -> Referral:
    return a_referral(signal=signal, by=consultant, worker=partner_worker, status=Status.ACCEPTED)


def now(referral: Referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


# --- Turns ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [*Referral.OPEN])
def test_every_open_status_has_a_turn_a_due_day_and_a_step(
    signal, consultant, partner_worker, status
):
    referral = a_referral(signal=signal, by=consultant, worker=partner_worker, status=status)

    step = FollowUp.objects.open().get(signal=signal)
    assert referral.waits_for == ("sender" if status == Status.QUESTION else "partner")
    assert now(referral).due_on == step.due_on > timezone.localdate()
    reminders = Post.objects.filter(
        kind__in=["referral_waiting", "referral_tell"], status=Post.Status.QUEUED
    )
    assert reminders.count() == (0 if status == Status.QUESTION else 2)


def test_first_conversation_counts_also_when_it_is_reported_later(taken, partner_worker):
    Referral.objects.update(offered_at=timezone.now() - timedelta(days=5))
    a_contact(now(taken), reached=False, by=partner_worker)
    assert now(taken).status == Status.TRIED
    assert now(taken).due_on == working_days_after(timezone.localdate(), 5)

    a_contact(now(taken), reached=True, by=partner_worker)
    assert (now(taken).status, now(taken).met_on) == (Status.MET, timezone.localdate())

    earlier = timezone.localdate() - timedelta(days=2)
    actions.record_contact(now(taken), reached=True, how="visit", on=earlier, by=partner_worker)
    assert now(taken).met_on == earlier


def test_feedback_about_taking_part_counts_as_a_conversation(taken, partner_worker):
    actions.report_back(taken, by=partner_worker, **CAME_ALONG_ONCE)

    assert now(taken).met_on == timezone.localdate()


@pytest.mark.parametrize("days", [-3, 1])
def test_impossible_day_of_contact_is_refused(taken, partner_worker, days):
    with pytest.raises(Refused, match="tussen het versturen en vandaag"):
        actions.record_contact(
            taken, reached=True, how="phone", on=in_days(days), by=partner_worker
        )
    assert not Attempt.objects.exists()


def test_same_attempt_sent_twice_is_stored_once(taken, partner_worker, signed_in):
    form = {
        "key": "5ab1a7b0-1111-4222-8333-444455556666", "reached": "no", "how": "phone",
        "on": timezone.localdate().isoformat(),
    }  # fmt: skip
    address = reverse("referrals:contact", args=[taken.number])

    for _ in range(2):
        assert signed_in(partner_worker).post(address, form).status_code == 302

    assert Attempt.objects.count() == 1


def test_pause_has_an_end_and_resumes_in_the_earlier_status(taken, partner_worker):
    a_contact(now(taken), reached=True, by=partner_worker)
    actions.pause(now(taken), until=in_days(30), by=partner_worker)
    assert (now(taken).status, now(taken).due_on) == (Status.PAUSED, in_days(30))

    actions.resume(now(taken), by=partner_worker)

    assert now(taken).status == Status.UNDER_WAY


@pytest.mark.parametrize("days", [0, -1, 93, 40_000])
def test_pause_longer_than_the_maximum_or_in_the_past_is_refused(taken, partner_worker, days):
    with pytest.raises(Refused, match="binnen drie maanden"):
        actions.pause(taken, until=in_days(days), by=partner_worker)


# --- The second choice -------------------------------------------------------------------------


@pytest.fixture
def with_second(signal, partner, other_partner, consultant) -> Referral:
    draft = a_draft(signal=signal, partner=partner, by=consultant)
    actions.choose(draft, partner=partner, second=other_partner, by=consultant)
    return actions.send(answered(draft, by=consultant), by=consultant)


def test_both_choices_are_in_the_consent_sentence_and_get_a_consent(
    with_second, tenant, other_partner
):
    consents = tenant.consents.active()

    assert consents.count() == 2
    assert f"of als dat niet lukt aan {other_partner}" in consents.first().wording


def test_second_choice_is_offered_with_one_button_after_a_decline(
    with_second, partner_worker, consultant, other_partner, signed_in
):
    actions.decline(with_second, why="full", by=partner_worker)

    page = signed_in(consultant).get(with_second.get_absolute_url()).text
    draft = actions.offer_second(now(with_second), by=consultant)
    sent = actions.send(draft, by=consultant)

    assert "De tweede keus ligt klaar" in page
    assert (sent.partner, sent.wish) == (other_partner, with_second.wish)
    assert sent.shared


def test_late_answer_allows_the_second_choice_and_never_declines_by_itself(with_second, consultant):
    with pytest.raises(Refused, match="De tweede keus komt pas"):
        actions.offer_second(with_second, by=consultant)
    Referral.objects.update(due_on=in_days(-1))
    assert now(with_second).status == Status.OFFERED

    draft = actions.offer_second(now(with_second), by=consultant)

    assert now(with_second).status == Status.WITHDRAWN
    assert draft.status == Status.DRAFT


def test_second_choice_needs_new_consent_after_a_withdrawal(
    with_second, partner_worker, consultant, tenant
):
    actions.decline(with_second, why="full", by=partner_worker)
    Consent.objects.filter(recipient=with_second.second.consent_key).update(
        withdrawn_at=timezone.now()
    )

    assert actions.offer_second(now(with_second), by=consultant).consent is None


def test_partner_cannot_be_its_own_second_choice(signal, partner, consultant):
    draft = a_draft(signal=signal, partner=partner, by=consultant)

    with pytest.raises(Refused, match="een andere partner"):
        actions.choose(draft, partner=partner, second=partner, by=consultant)


# --- Handovers -----------------------------------------------------------------------------------


def plan(referral: Referral, consultant, **fields) -> Handover:
    fields = {
        "starts_at": at(4), "minutes": 45, "place": "home", "who": "dochter", "told": "agreed",
    } | fields  # fmt: skip
    return actions.plan_handover(now(referral), by=consultant, **fields)


def test_handover_is_in_both_calendars_with_a_neutral_title(
    taken, consultant, partner_worker, signed_in, tenant
):
    handover = plan(taken, consultant)

    token = signals.open_feed(consultant, by=consultant)
    ours = signed_in(consultant).get(reverse("signals:feed", args=[token])).content
    theirs = signed_in(partner_worker).get(reverse("referrals:calendar", args=[taken.number]))
    event = Calendar.from_ical(theirs.content).walk("VEVENT")[0]
    assert ours.count(b"BEGIN:VEVENT") == 1
    assert (str(event["summary"]), event["dtstart"].dt) == ("Afspraak", handover.visit.starts_at)
    for text in (ours, theirs.content):
        assert tenant.last_name.encode() not in text
        assert b"dochter" not in text
        assert b"Spechtstraat" not in text
    assert Post.objects.filter(kind="referral_handover", to=partner_worker.email).count() == 1


def test_moved_handover_notifies_the_partner_and_updates_the_calendar_file(
    taken, consultant, partner_worker, signed_in
):
    handover = plan(taken, consultant)
    first = handover.visit.sequence

    signals.plan_visit(
        taken.signal, starts_at=at(6), minutes=30, companion=None, told="agreed", by=consultant
    )
    actions.tick()
    actions.tick()

    theirs = signed_in(partner_worker).get(reverse("referrals:calendar", args=[taken.number]))
    event = Calendar.from_ical(theirs.content).walk("VEVENT")[0]
    assert Post.objects.filter(kind="referral_handover").count() == 2
    assert event["sequence"] > first
    assert event["dtstart"].dt == at(6)


def test_withdrawing_the_referral_cancels_the_handover(taken, consultant):
    handover = plan(taken, consultant)

    actions.withdraw(now(taken), by=consultant)

    visit = Visit.objects.get(pk=handover.visit_id)
    assert visit.cancelled_at
    # The tenant agreed to it, so somebody calls.
    assert (visit.told_off, visit.told_off_at) == (Visit.Told.CALL, None)


@pytest.mark.parametrize("days", [1, 0, -3])
def test_withdrawing_the_referral_does_not_put_off_the_next_contact(
    referral, consultant, signal, days
):
    due_on = in_days(days)
    signal.follow_ups.open().update(due_on=due_on)

    actions.withdraw(referral, by=consultant)

    step = signal.follow_ups.open().get()
    assert (step.kind, step.due_on) == (Kind.CALL, max(due_on, timezone.localdate()))


def test_withdrawing_the_referral_keeps_a_planned_home_visit(referral, consultant, signal):
    visit = signals.plan_visit(
        signal, starts_at=at(3), minutes=30, companion=None, told="agreed", by=consultant
    )

    actions.withdraw(now(referral), by=consultant)

    visit.refresh_from_db()
    assert visit.cancelled_at is None
    assert signal.follow_ups.open().get() == visit.follow_up


def test_attempts_and_pauses_keep_the_planned_handover(taken, consultant, partner_worker, signal):
    handover = plan(taken, consultant)

    a_contact(now(taken), reached=False, by=partner_worker)
    actions.pause(now(taken), until=in_days(10), by=partner_worker)

    assert Visit.objects.get(pk=handover.visit_id).cancelled_at is None
    assert FollowUp.objects.open().get(signal=signal).kind == Kind.VISIT


def test_signal_has_one_planned_handover_at_a_time(taken, consultant, signal, other_partner):
    plan(taken, consultant)
    other = a_referral(signal=signal, partner=other_partner, by=consultant, status="accepted")

    with pytest.raises(Refused, match="staat al een afspraak"):
        plan(other, consultant)


def test_handover_before_acceptance_is_refused(referral, consultant):
    with pytest.raises(Refused, match="Eerst pakt de partner het op"):
        plan(referral, consultant)


def test_form_plans_and_moves_the_same_handover(taken, consultant, signed_in):
    address = reverse("referrals:plan_handover", args=[taken.number])
    form = {
        "day": in_days(3).isoformat(), "at": "10:30", "minutes": "45", "place": "partner",
        "who": "", "told": "agreed",
    }  # fmt: skip

    signed_in(consultant).post(address, form)
    signed_in(consultant).post(address, form | {"day": in_days(5).isoformat()})

    assert Handover.objects.get().visit.starts_at.date() == in_days(5)
    assert "10:30" in signed_in(consultant).get(address).text
    past = signed_in(consultant).post(address, form | {"day": "2020-01-01"})
    assert past.status_code == 422
    assert "al voorbij" in past.text


# --- Notices to the tenant -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("channel", "road", "to"),
    [
        ("call", "call", "huurder van verwijzing"),
        ("visit", "call", "huurder van verwijzing"),
        ("letter", "letter", "huurder van verwijzing"),
        ("mail", "mail", "hennie@ooievaar.example"),
        ("sms", "call", "huurder van verwijzing"),
    ],
)
def test_tenant_is_told_who_will_call_by_their_preferred_channel(
    referral, partner_worker, channel, road, to
):
    Tenant.objects.filter(pk=referral.tenant_id).update(channel=channel)

    actions.accept(now(referral), by=partner_worker)

    word = Post.objects.get(kind="referral_taken")
    assert (word.channel, word.to.startswith(to)) == (road, True)
    text = render_text(word)
    assert str(referral.partner) in text
    for banned in ("eenzaam", "signaal", "casus", "doelgroep"):
        assert banned not in text


@pytest.mark.parametrize("field", ["died_on", "restricted_at"])
def test_accept_is_refused_for_a_tenant_who_died_or_restricted_processing(
    referral, partner_worker, field
):
    value = timezone.localdate() if field == "died_on" else timezone.now()
    Tenant.objects.filter(pk=referral.tenant_id).update(**{field: value})

    with pytest.raises(Refused, match="niet meer worden opgepakt"):
        actions.accept(now(referral), by=partner_worker)
    assert not Post.objects.filter(kind="referral_taken").exists()


def test_tick_withdraws_referrals_of_a_tenant_who_died(taken, partner):
    Tenant.objects.filter(pk=taken.tenant_id).update(died_on=timezone.localdate())

    actions.tick()

    assert now(taken).status == Status.WITHDRAWN
    assert not taken.shares.exists()
    assert Post.objects.filter(kind="referral_withdrawn").exists()


def test_restriction_withdraws_the_referral_and_shielding_deletes_the_address(
    referral, coordinator, tenant
):
    Share.objects.all().delete()
    with_address = a_referral(
        factories.a_tenant(factories.a_home(tenant.area)),
        by=coordinator,
        fields=["name", "address"],
    )

    tenants.shield(with_address.tenant, by=coordinator)
    assert set(with_address.shares.values_list("field", flat=True)) == {"name"}

    tenants.restrict(with_address.tenant, on=True, by=coordinator)
    assert now(with_address).status == Status.WITHDRAWN


@pytest.mark.parametrize("why", ["the consent ran out", "the partner is off"])
def test_accept_is_refused_without_consent_or_at_a_switched_off_partner(
    referral, coordinator, partner, monkeypatch, why
):
    if why == "the partner is off":
        partners.switch_off(partner, by=coordinator)
    else:
        monkeypatch.setattr(Consent, "is_active", False)

    with pytest.raises(Refused, match="niet meer worden opgepakt"):
        actions.accept(now(referral), said_by="Joke", by=coordinator)


@pytest.mark.parametrize("end", ["close", "rest", "merge"])
def test_signal_with_an_open_referral_cannot_end(taken, consultant, signal, end):
    acts = {
        "close": lambda: signals.close(signal, reason="solved", by=consultant),
        "rest": lambda: signals.start_aftercare(signal, reason="solved", by=consultant),
        "merge": lambda: signals.merge(
            signal, into=factories.a_signal(signal.tenant, owner=consultant), by=consultant
        ),
    }
    signal.refresh_from_db()

    with pytest.raises(Refused, match=r"verwijzing|partner"):
        acts[end]()

    assert Signal.objects.get(pk=signal.pk).is_open


def test_tenant_is_notified_when_the_partners_part_ends(taken, partner_worker):
    actions.report_back(taken, by=partner_worker, **GOES_BY_ITSELF)

    assert "nu klaar" in render_text(Post.objects.get(kind="referral_ended"))


# --- Departures ----------------------------------------------------------------------------------


def test_referrals_of_a_worker_who_left_return_to_the_team(
    taken, partner_worker, coordinator, partner
):
    partners.leave(partner_worker.worker, by=coordinator)

    assert (now(taken).taken_by, now(taken).status) == (None, Status.ACCEPTED)
    assert Post.objects.get(kind="referral_unowned").to == partner.inbox
    colleague = factories.a_worker(partner, "Anna Prins")
    actions.take_over(now(taken), by=colleague)
    assert now(taken).taken_by == colleague
    with pytest.raises(Refused, match="zelf al"):
        actions.take_over(now(taken), by=colleague)
    waiting = Post.objects.filter(kind="referral_tell", status=Post.Status.QUEUED)
    assert [word.to for word in waiting] == [colleague.email] * 2


def test_switching_off_a_partner_gives_the_sender_a_step(
    taken, partner, coordinator, consultant, signal, partner_worker, signed_in
):
    browser = signed_in(partner_worker)
    partners.switch_off(partner, by=coordinator)

    step = FollowUp.objects.open().get(signal=signal)
    assert (step.kind, step.owner) == (Kind.CALL, consultant)
    word = Post.objects.get(kind="referral_partner_off")
    assert word.to == consultant.email
    assert render_text(word)
    address = reverse("referrals:answer_page", args=[taken.number])
    assert browser.get(address).status_code == 404
    partners.switch_on(partner, by=coordinator)
    assert browser.get(address).status_code == 200


def test_tenant_is_asked_again_after_a_merge(
    taken, partner, other_partner, coordinator, partner_worker, tenant
):
    partners.merge(partner, into=other_partner, by=coordinator)

    assert now(taken).status == Status.WITHDRAWN
    draft = Referral.objects.get(status=Status.DRAFT)
    assert (draft.partner, draft.wish, draft.consent) == (other_partner, taken.wish, None)
    assert not Referral.objects.visible_to(partner_worker).exists()


# --- By telephone --------------------------------------------------------------------------------


def phone(referral: Referral, word: str = "") -> str:
    if not word:
        return reverse("referrals:phone", args=[referral.number])
    return reverse("referrals:phone_act", args=[referral.number, word])


def test_colleague_records_the_partners_answer_by_telephone(referral, coordinator, signed_in):
    client = signed_in(coordinator)
    assert "namens" in client.get(phone(referral)).text

    nameless = client.post(phone(referral, "oppakken"), {"said_by": ""})
    client.post(phone(referral, "oppakken"), {"said_by": "Joke van Welzijn"})

    assert nameless.status_code == 422
    taken = now(referral)
    assert (taken.status, taken.taken_name) == (Status.ACCEPTED, "Joke van Welzijn")
    assert (taken.answered_via, taken.taken_by) == ("phone", None)
    told = {"said_by": "Joke", "happened": "once", "more_contact": "yes", "next_step": "stay",
            "sentence": "Ze bleef.", "key": "5ab1a7b0-1111-4222-8333-444455556668"}  # fmt: skip
    client.post(phone(referral, "terugmelden"), told)
    assert now(referral).status == Status.UNDER_WAY
    assert now(referral).feedback.get().said_by == "Joke"


def test_telephone_page_is_not_found_by_a_consultant_of_another_area(
    referral, other_consultant, signed_in
):
    assert signed_in(other_consultant).get(phone(referral)).status_code == 404
    with pytest.raises(Http404):
        actions.accept(referral, said_by="X", by=other_consultant)


@pytest.mark.parametrize("word", ["onzin", "verwijderen", "..", "oppakken.php"])
def test_unknown_telephone_step_is_not_found(referral, coordinator, signed_in, word):
    assert signed_in(coordinator).get(f"{phone(referral)}{word}/").status_code == 404


# --- Lists -------------------------------------------------------------------------------------


def test_workload_shows_waiting_and_running_and_days_to_the_first_conversation(
    taken, partner_worker, consultant, signed_in, partner
):
    for _ in range(3):
        tenant = factories.a_tenant(factories.a_home(taken.tenant.area))
        a_referral(tenant, by=consultant, worker=partner_worker, status=Status.MET)
    Referral.objects.filter(status=Status.ACCEPTED).update(due_on=in_days(-1))

    page = signed_in(consultant).get(reverse("referrals:by_partner")).text

    row = page[page.index(partner.name) :]
    numbers = [cell.split("<")[0].strip() for cell in row.split('<td class="num">')[1:4]]
    assert numbers == ["0", "1", "4"]
    assert "n = 3" in row


def test_export_needs_a_reason_and_names_no_tenant(taken, consultant, signed_in, tenant):
    address = reverse("referrals:export")
    client = signed_in(consultant)
    assert client.post(address, {"reason": ""}).status_code == 422

    file = client.post(address, {"reason": "Overleg met de gemeente"})

    sheet = load_workbook(BytesIO(file.content)).active
    cells = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert "Opgepakt" in cells
    for secret in (tenant.last_name, taken.wish, tenant.phone):
        assert secret not in cells
    event = Event.objects.get(verb="referrals.export")
    assert event.details["reason"] == "Overleg met de gemeente"
    assert event.details["ids"] == [str(taken.pk)]


def test_a_conversation_by_mistake_is_taken_back_and_both_stay_readable(
    taken, partner_worker, consultant, signed_in
):
    a_contact(now(taken), reached=True, by=partner_worker)
    assert now(taken).status == Status.MET
    url = f"/verwijzingen/postvak/{taken.number}/klopt-niet/"

    page = signed_in(partner_worker).post(url, {"why": "Verkeerde knop."}, follow=True).text

    assert (now(taken).status, now(taken).met_on) == (Status.TRIED, None)
    assert "Verbeterd." in page
    told = signed_in(consultant).get(taken.get_absolute_url()).text
    assert "<s>Gesproken</s>" in " ".join(told.split())
    assert "Klopte niet: Verkeerde knop." in " ".join(told.split())


def test_an_earlier_conversation_still_counts_after_a_later_one_is_taken_back(
    taken, partner_worker
):
    Referral.objects.update(offered_at=timezone.now() - timedelta(days=5))
    earlier = timezone.localdate() - timedelta(days=3)
    a_contact(now(taken), reached=True, on=earlier, by=partner_worker)
    a_contact(now(taken), reached=True, by=partner_worker)

    actions.take_back_contact(now(taken), why="Dubbel.", by=partner_worker)

    assert (now(taken).status, now(taken).met_on) == (Status.MET, earlier)


def test_taking_back_needs_a_reason_and_something_to_take_back(taken, partner_worker, signed_in):
    url = f"/verwijzingen/postvak/{taken.number}/klopt-niet/"

    assert signed_in(partner_worker).post(url, {"why": ""}).status_code == 422
    with pytest.raises(Refused, match="geen contact"):
        actions.take_back_contact(now(taken), why="Zomaar.", by=partner_worker)


def test_handover_at_night_or_on_a_day_off_is_asked_about(taken, consultant, signed_in, settings):
    settings.WORKING_WEEK = [1, 2, 3, 4, 5]
    url = reverse("referrals:plan_handover", args=[taken.number])
    sunday = timezone.localdate() + timedelta(days=14 - timezone.localdate().weekday() - 1)
    form = {"minutes": "45", "place": "partner", "told": "agreed"}
    client = signed_in(consultant)

    at_night = client.post(url, form | {"day": at(3).date().isoformat(), "at": "03:00"})
    on_sunday = client.post(url, form | {"day": sunday.isoformat(), "at": "10:00"})
    nothing_yet = Handover.objects.count()
    meant = {"day": sunday.isoformat(), "at": "10:00", "on_purpose": "on"}
    client.post(url, form | meant)

    assert "3.00 uur is niet tussen 8 en 20 uur." in at_night.content.decode()
    assert "Op deze dag wordt niet gewerkt." in on_sunday.content.decode()
    assert nothing_yet == 0
    assert timezone.localdate(Handover.objects.get().visit.starts_at) == sunday
