"""Follow-up: every open signal has exactly one next step, whoever acts."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from ground.refusals import Refused
from signals import actions
from signals.forms.follow_ups import FinishForm
from signals.models import FollowUp, Signal
from signals.next_step import plan
from signals.step_choices import AFTER_CONVERSATION, other_time
from tenants.models import Tenant
from tests import factories
from tests.factories.noticed import a_report

pytestmark = pytest.mark.django_db
Kind, Outcome = FollowUp.Kind, FollowUp.Outcome


@pytest.fixture
def signal(caretaker, consultant, area) -> Signal:
    return factories.a_signal(factories.a_tenant(factories.a_home(area)), by=caretaker)


@pytest.fixture
def step(signal) -> FollowUp:
    return signal.follow_ups.get()


def finish(step, by, **changes):
    return actions.finish(step, by=by, **({"outcome": Outcome.SPOKEN} | changes))


def test_finishing_a_step_leaves_exactly_one_open_step(step, consultant):
    after = finish(step, consultant, next_kind=FollowUp.Kind.VISIT)

    assert step.signal.follow_ups.open().get() == after
    assert (after.kind, after.owner) == (FollowUp.Kind.VISIT, consultant)


def test_outcome_spoken_changes_the_status_of_the_signal(step, consultant):
    finish(step, consultant)

    assert Signal.objects.get(pk=step.signal_id).status == Signal.Status.TALKING


def test_outcome_not_home_picks_up_a_new_signal(step, consultant):
    finish(step, consultant, outcome=Outcome.NOT_HOME)

    assert Signal.objects.get(pk=step.signal_id).status == Signal.Status.PICKED_UP


def test_moved_step_keeps_its_kind(step, consultant):
    later = timezone.localdate() + timedelta(days=9)

    after = finish(step, consultant, outcome=Outcome.MOVED, next_on=later)

    assert (after.kind, after.due_on) == (step.kind, later)


def test_finishing_a_finished_step_says_who_finished_it(step, consultant, coordinator):
    finish(step, consultant, outcome=Outcome.NOT_HOME)

    with pytest.raises(Refused, match="Samira El Idrissi rondde deze stap al af: niet thuis"):
        finish(step, coordinator)

    assert step.signal.follow_ups.count() == 2


def test_step_finished_a_moment_ago_can_be_undone(step, consultant):
    finish(step, consultant)

    actions.undo(step, by=consultant)

    assert step.signal.follow_ups.get() == step
    assert step.done_at is None


def test_undone_step_of_a_user_who_left_goes_to_the_user_who_undid_it(
    step, consultant, coordinator
):
    finish(step, consultant)
    FollowUp.objects.filter(pk=step.pk).update(owner=coordinator)
    User.objects.filter(pk=coordinator.pk).update(is_active=False)

    actions.undo(step, by=consultant)

    step.refresh_from_db()
    assert step.owner == consultant


def test_step_finished_yesterday_cannot_be_undone(step, consultant):
    finish(step, consultant)
    FollowUp.objects.filter(pk=step.pk).update(done_at=timezone.now() - timedelta(days=1))
    step.refresh_from_db()

    with pytest.raises(Refused, match="kan niet meer"):
        actions.undo(step, by=consultant)


def test_step_finished_by_another_user_cannot_be_undone(step, consultant, coordinator):
    finish(step, consultant)
    step.refresh_from_db()

    with pytest.raises(Refused):
        actions.undo(step, by=coordinator)


def test_closing_a_signal_ends_its_open_step(signal, consultant):
    actions.close(signal, reason=Signal.Reason.SOLVED, by=consultant)

    assert not signal.follow_ups.open().exists()
    assert signal.follow_ups.get().outcome == Outcome.CLOSED


def test_database_refuses_a_closed_signal_without_reason(signal):
    with pytest.raises(IntegrityError), transaction.atomic():
        Signal.objects.filter(pk=signal.pk).update(status=Signal.Status.CLOSED)


def test_database_refuses_a_second_open_step(signal, consultant):
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.create(
            signal=signal, kind=FollowUp.Kind.CALL, owner=consultant, due_on=date(2030, 1, 1)
        )


def test_closed_signal_gets_no_next_step(signal, consultant):
    actions.close(signal, reason=Signal.Reason.SOLVED, by=consultant)

    assert plan(signal, FollowUp.Kind.CALL, by=consultant) is None
    assert not signal.follow_ups.open().exists()


def test_reopened_signal_has_a_next_step(signal, consultant):
    actions.close(signal, reason=Signal.Reason.SOLVED, by=consultant)

    actions.reopen(signal, why="asked", by=consultant)

    assert signal.follow_ups.open().get().kind == FollowUp.Kind.CALL


def test_tenant_of_another_address_cannot_be_linked(signal, consultant, area):
    neighbour = factories.a_tenant(factories.a_home(area))

    with pytest.raises(Refused, match="woont niet op dit adres"):
        actions.link_tenant(signal, tenant=neighbour, by=consultant)


def test_consultant_of_another_area_cannot_see_or_finish_a_step(step, other_consultant, signed_in):
    url = reverse("signals:finish", args=[step.pk])

    assert signed_in(other_consultant).get(url).status_code == 404
    assert signed_in(other_consultant).post(url, {"outcome": "spoken"}).status_code == 404


def test_row_is_finished_in_one_post_with_the_proposed_next_step(step, consultant, signed_in):
    url = reverse("signals:finish", args=[step.pk])
    panel = signed_in(consultant).get(url, headers={"HX-Request": "true"}).content.decode()
    first = panel.split('<option value="')[1].split('"')[0]

    answer = signed_in(consultant).post(url, {"outcome": "spoken", "next": first})

    assert answer.status_code == 302
    assert step.signal.follow_ups.open().get().kind == FollowUp.Kind.CALL


def test_day_in_the_past_is_refused_and_keeps_the_typed_text(step, consultant, signed_in):
    url = reverse("signals:finish", args=[step.pk])
    typed = {"outcome": "moved", "next_on": "2020-01-06", "words": "Liever maandag."}

    answer = signed_in(consultant).post(url, typed)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Deze dag is al voorbij" in text
    assert "Liever maandag." in text


def test_close_form_without_reason_keeps_the_typed_text(signal, consultant, signed_in):
    answer = signed_in(consultant).post(
        reverse("signals:close", args=[signal.pk]), {"tenant_view": "Prima zo."}
    )

    assert answer.status_code == 422
    assert "Kies waarom je afsluit" in answer.content.decode()
    assert "Prima zo." in answer.content.decode()


# --- attempts, corrections and conversations ------------------------------------------------------


def url_of(name: str, step: FollowUp) -> str:
    return reverse(f"signals:{name}", args=[step.pk])


def not_in(step: FollowUp, by, times: int) -> FollowUp:
    """Finish with NOT_HOME this many times; return the open step."""
    for _ in range(times):
        step = finish(step, by, outcome=Outcome.NOT_HOME)
    return step


def test_attempts_are_counted_since_the_last_conversation(step, consultant):
    step = not_in(step, consultant, 2)
    step = finish(step, consultant)
    step = not_in(step, consultant, 1)

    assert FollowUp.objects.with_attempts().get(pk=step.pk).attempts == 1


def test_something_else_is_proposed_after_repeated_attempts(step, consultant, signed_in):
    client = signed_in(consultant)
    first = client.get(url_of("finish", step)).content.decode()

    step = not_in(step, consultant, 2)

    third = client.get(url_of("finish", step)).content.decode()
    assert "Probeer iets anders" not in first
    assert "Dit is poging 3. Probeer iets anders: een brief, een ander moment, of een" in third
    assert "?reden=unreachable" in third


def test_coordinator_sets_the_number_of_attempts(step, consultant, coordinator, signed_in):
    actions.set_term(code="attempts", number=1, by=coordinator)

    page = signed_in(consultant).get(url_of("finish", step)).content.decode()

    assert "Dit is poging 1" in page


def test_proposed_time_is_in_the_half_of_the_day_not_tried_yet(step, consultant, coordinator):
    actions.set_term(code="attempts", number=2, by=coordinator)
    not_in(step, consultant, 1)
    tried = timezone.make_aware(datetime.combine(timezone.localdate(), time(19)))
    FollowUp.objects.filter(pk=step.pk).update(done_at=tried)

    other, _ = other_time(step.signal)

    assert other == time(10)


def test_visit_by_a_colleague_requires_a_colleague_and_assigns_the_step(
    step, consultant, area, coordinator, signed_in
):
    actions.set_term(code="attempts", number=1, by=coordinator)
    colleague = factories.a_user(Role.CONSULTANT, "Nadia Haan", (area,))
    form = FinishForm(step=step, user=consultant)
    choice = next(s.key for s in form.proposal.choices if s.by_colleague)
    typed = {"outcome": "not_home", "again": choice}

    nobody = signed_in(consultant).post(url_of("finish", step), typed)
    signed_in(consultant).post(url_of("finish", step), typed | {"colleague": colleague.pk})

    assert "Kies welke collega langsgaat" in nobody.content.decode()
    assert step.signal.follow_ups.open().get().owner == colleague


def test_letter_has_outcome_done_and_not_not_home(step, consultant, signed_in):
    letter = finish(step, consultant, outcome=Outcome.NOT_HOME, next_kind=FollowUp.Kind.LETTER)

    page = signed_in(consultant).get(url_of("finish", letter)).content.decode()

    assert 'value="done"' in page
    assert 'value="not_home"' not in page


def test_corrected_outcome_is_kept_in_the_trail_beside_the_first(step, consultant, signed_in):
    finish(step, consultant)

    corrected = {"outcome": "not_home", "words": "Toch niet gesproken.", "following": "blijft"}
    signed_in(consultant).post(url_of("correct", step), corrected)

    step.refresh_from_db()
    assert (step.outcome, step.words) == ("not_home", "Toch niet gesproken.")
    event = Event.objects.get(verb="signals.correct")
    assert event.details == {"was": "spoken", "outcome": "not_home"}


def test_another_outcome_asks_whether_the_next_step_still_fits(step, consultant, signed_in):
    finish(step, consultant)
    after = step.signal.follow_ups.open().get()
    client, url = signed_in(consultant), url_of("correct", step)

    asked = client.post(url, {"outcome": "not_home", "words": "Toch niet gesproken."})

    text = asked.content.decode()
    assert asked.status_code == 422
    assert "Kies of de volgende stap blijft" in text
    assert f"bij {after.owner}" in text
    assert "Toch niet gesproken." in text
    step.refresh_from_db()
    assert step.outcome == "spoken"


def test_next_step_changes_with_a_corrected_outcome(step, consultant, signed_in):
    finish(step, consultant)
    after = step.signal.follow_ups.open().get()
    letter = next(one for one in AFTER_CONVERSATION if one.kind == Kind.LETTER)

    corrected = {"outcome": "not_home", "words": "", "following": letter.key}
    signed_in(consultant).post(url_of("correct", step), corrected)

    after.refresh_from_db()
    now = step.signal.follow_ups.open().get()
    assert after.outcome == Outcome.REPLACED
    assert (now.kind, now.due_on) == (Kind.LETTER, letter.day(timezone.localdate()))
    assert now.owner == after.owner


def test_only_the_words_can_be_corrected_without_a_question(step, consultant, signed_in):
    finish(step, consultant)

    answer = signed_in(consultant).post(
        url_of("correct", step), {"outcome": "spoken", "words": "Zoon belt terug."}
    )

    assert answer.status_code == 302
    step.refresh_from_db()
    assert step.words == "Zoon belt terug."


def test_later_call_as_next_step_is_refused_without_the_question(step, consultant):
    with pytest.raises(Refused, match="Sluit af, en vraag het daar"):
        actions.finish(step, outcome=Outcome.SPOKEN, next_kind=Kind.CHECK, by=consultant)
    assert all(one.kind not in FollowUp.CHECKS for one in AFTER_CONVERSATION)


def test_open_step_cannot_be_corrected(step, consultant):
    with pytest.raises(Refused, match="die iemand zelf afrondde"):
        actions.correct(step, outcome=Outcome.SPOKEN, words="", by=consultant)


TALK = {
    "present": ["tenant", "family"],
    "own_words": "Ik mis het kaarten.",
    "agreed": "Ik bel over twee weken.",
    "often": "monthly",
    "content": "partly",
}


def test_recording_a_conversation_finishes_the_step(step, consultant, signed_in):
    page = signed_in(consultant).get(url_of("record_conversation", step)).content.decode()

    signed_in(consultant).post(url_of("record_conversation", step), TALK)

    step.refresh_from_db()
    assert "OEN" in page
    assert "LSD" in page
    assert step.outcome == Outcome.SPOKEN
    assert step.conversation.present == ["tenant", "family"]
    assert (step.conversation.often, step.conversation.content) == ("monthly", "partly")
    assert step.signal.follow_ups.open().get().kind == FollowUp.Kind.CALL


def test_file_shows_the_first_and_the_latest_answers(step, consultant, signed_in):
    sender = signed_in(consultant)
    sender.post(url_of("record_conversation", step), TALK)
    first = sender.get(step.signal.tenant.get_absolute_url()).text
    again = step.signal.follow_ups.open().get()
    sender.post(url_of("record_conversation", again), TALK | {"often": "weekly", "content": ""})

    page = sender.get(step.signal.tenant.get_absolute_url()).text

    assert "toen en nu" not in first
    rows = page[page.index("toen en nu") :]
    assert rows.index("Elke maand") < rows.index("Elke week") < rows.index("Niet gevraagd")


def test_conversation_recorded_again_adds_no_second_step(step, consultant, signed_in):
    finish(step, consultant, words="Ik mis het kaarten.")
    count = step.signal.follow_ups.count()

    page = signed_in(consultant).get(url_of("record_conversation", step)).content.decode()
    signed_in(consultant).post(url_of("record_conversation", step), TALK)
    signed_in(consultant).post(url_of("record_conversation", step), TALK | {"agreed": "Anders."})

    assert "Ik mis het kaarten." in page
    assert step.signal.follow_ups.count() == count
    step.refresh_from_db()
    assert step.conversation.agreed == "Anders."


def test_conversation_without_text_is_refused(step, consultant, signed_in):
    answer = signed_in(consultant).post(
        url_of("record_conversation", step), {"present": ["tenant"]}
    )

    assert answer.status_code == 422
    assert "Schrijf op wat de huurder zei" in answer.content.decode()


def test_conversation_at_a_step_without_contact_is_refused(step, consultant):
    finish(step, consultant, outcome=Outcome.NOT_HOME)
    step.refresh_from_db()

    with pytest.raises(Refused, match="niet gesproken"):
        actions.record_conversation(
            step, present=["tenant"], own_words="Hoi", agreed="", by=consultant
        )


def test_number_that_looks_like_a_bsn_is_not_stored(step, consultant):
    finish(step, consultant, words="Nummer 111222333.")

    step.refresh_from_db()
    assert "111222333" not in step.words


def test_refused_second_finish_says_its_text_is_not_stored(step, consultant, coordinator):
    finish(step, consultant)

    with pytest.raises(Refused, match=r"‘Zij wil wel kaarten\.’ is niet bewaard"):
        finish(step, coordinator, words="Zij wil wel kaarten.")


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2020-01-06", "Deze dag is al voorbij"),
        ("2999-01-06", "Kies een dag binnen 400 dagen"),
        ("31-02-2027", "Schrijf de dag als dag-maand-jaar"),
    ],
)
def test_finish_form_refuses_an_invalid_day(step, consultant, signed_in, day, sentence):
    typed = {"outcome": "moved", "next_on": day}

    answer = signed_in(consultant).post(url_of("finish", step), typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_holiday_is_refused_and_the_error_names_the_next_working_day(
    step, consultant, signed_in, monkeypatch
):
    now = timezone.make_aware(datetime(2026, 12, 1, 10))
    monkeypatch.setattr(timezone, "now", lambda: now)
    typed = {"outcome": "moved", "next_on": "2026-12-25"}

    answer = signed_in(consultant).post(url_of("finish", step), typed)

    assert "De eerste werkdag daarna is maandag 28 december" in answer.content.decode()


def test_finishing_a_triage_step_redirects_to_the_verify_page(consultant, area, signed_in):
    report = a_report(factories.a_home(area))
    step = report.follow_ups.get()

    answer = signed_in(consultant).get(url_of("finish", step))

    assert answer["Location"] == reverse("signals:verify", args=[report.pk])


def test_step_about_a_deceased_tenant_offers_to_close_with_respect(step, consultant, signed_in):
    Tenant.objects.update(died_on=timezone.localdate())

    page = signed_in(consultant).get(url_of("finish", step)).content.decode()

    assert "is overleden" in page
    assert "?reden=died" in page
    assert "Hoe ging het?" not in page
