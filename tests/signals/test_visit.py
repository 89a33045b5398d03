"""Home visits: an appointment with a stable identity, in a calendar without personal data."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.models import User
from accounts.roles import Role
from ground.refusals import Refused
from outbox import actions as outbox
from outbox.actions.rendering import render_text
from outbox.models import Message
from signals import actions
from signals.calendar import feed_of
from signals.forms.visits import next_days
from signals.models import FollowUp, Signal, Visit
from signals.next_step import moment
from tenants.models import Tenant
from tests import factories
from tests.factories.activities import a_meetup, a_sign_up, at
from tests.factories.noticed import a_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]


@pytest.fixture
def signal(consultant, caretaker, area) -> Signal:
    return factories.a_signal(factories.a_tenant(factories.a_home(area)), by=caretaker)


@pytest.fixture
def colleague(area):
    return factories.a_user(Role.CONSULTANT, "Nadia Haan", (area,))


def visit(signal: Signal, by: User, starts_at: datetime | None = None, **fields) -> Visit:
    fields = {"minutes": 30, "companion": None, "told": Visit.Told.AGREED} | fields
    return actions.plan_visit(signal, starts_at=starts_at or at(3), by=by, **fields)


def entries(user: User) -> list:
    return list(Calendar.from_ical(feed_of(user)).walk("VEVENT"))


def test_planned_visit_is_the_next_step(signal, consultant):
    made = visit(signal, consultant)

    step = signal.follow_ups.open().get()
    assert (step.kind, step.at_time, step.owner) == ("visit", at(3).time(), consultant)
    assert made.follow_up == step


def test_replanned_visit_is_the_same_appointment_with_a_higher_sequence(signal, consultant):
    first = visit(signal, consultant)

    second = visit(signal, consultant, at(4, 13))

    assert (second.pk, second.uid) == (first.pk, first.uid)
    assert second.sequence == first.sequence + 1
    assert signal.follow_ups.open().count() == 1
    assert second.cancelled_at is None


def test_moving_the_step_moves_the_visit(signal, consultant):
    made = visit(signal, consultant)
    later = at(5).date()

    actions.finish(
        made.follow_up,
        outcome=FollowUp.Outcome.MOVED,
        next_on=later,
        next_at=at(5, 14).time(),
        by=consultant,
    )

    made.refresh_from_db()
    assert timezone.localtime(made.starts_at).date() == later
    assert made.sequence == 1
    assert made.follow_up == signal.follow_ups.open().get()


def test_cancelled_visit_stays_in_the_calendar_as_cancelled(signal, consultant):
    visit(signal, consultant)

    actions.close(signal, reason=Signal.Reason.SOLVED, by=consultant)

    event = entries(consultant)[0]
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 1)


def test_calendar_says_afspraak_and_no_name_address_or_reason(signal, consultant):
    visit(signal, consultant, purpose="Netwerk bekijken")

    text = feed_of(consultant).decode()

    assert "SUMMARY:Afspraak" in text
    assert "TZID=Europe/Amsterdam" in text
    for secret in (
        signal.tenant.last_name,
        signal.home.street,
        signal.home.postcode,
        "Netwerk",
        "eenzaam",
    ):
        assert secret not in text


def test_companion_has_the_visit_in_the_calendar_too(signal, consultant, colleague):
    visit(signal, consultant, companion=colleague)

    assert len(entries(colleague)) == len(entries(consultant)) == 1


def test_feed_opens_by_its_token_until_it_is_revoked(client, signal, consultant, signed_in):
    visit(signal, consultant)
    page = signed_in(consultant).post(reverse("signals:calendar")).content.decode()
    url = re.search(r"/afspraken/[\w-]+\.ics", page).group(0)

    opened = client.get(url)
    signed_in(consultant).post(reverse("signals:calendar"), {"stop": "1"})
    shut = client.get(url)

    assert (opened.status_code, shut.status_code) == (200, 404)
    assert opened["Content-Type"].startswith("text/calendar")
    assert "no-store" in opened["Cache-Control"]


def test_new_feed_revokes_the_previous_one(client, consultant):
    old = actions.open_feed(consultant, by=consultant)

    new = actions.open_feed(consultant, by=consultant)

    assert client.get(reverse("signals:feed", args=[old])).status_code == 404
    assert client.get(reverse("signals:feed", args=[new])).status_code == 200


def test_feed_of_a_user_who_left_is_404(client, consultant):
    token = actions.open_feed(consultant, by=consultant)

    User.objects.filter(pk=consultant.pk).update(is_active=False)

    assert client.get(reverse("signals:feed", args=[token])).status_code == 404


def test_feed_token_is_not_stored_in_the_database(consultant):
    token = actions.open_feed(consultant, by=consultant)

    assert token not in str(list(consultant.feeds.values()))


def test_letter_is_printed_in_large_type_and_dropped_with_the_visit(signal, consultant):
    visit(signal, consultant, told=Visit.Told.LETTER)
    letter = Message.objects.get(kind="visit_announced")
    words = outbox.render_text(letter)

    actions.close(signal, reason=Signal.Reason.SOLVED, by=consultant)

    assert letter.channel == Message.Channel.LETTER
    assert signal.tenant.last_name in words
    assert "om 10.00" in words
    letter.refresh_from_db()
    assert letter.status == Message.Status.DROPPED


def test_letter_to_a_deceased_tenant_is_dropped(signal, consultant):
    visit(signal, consultant, told=Visit.Told.LETTER)
    Tenant.objects.update(died_on=timezone.localdate())

    assert outbox.render_text(Message.objects.get(kind="visit_announced")) is None


def test_visit_to_a_deceased_tenant_is_refused(signal, consultant):
    Tenant.objects.update(died_on=timezone.localdate())
    signal.refresh_from_db()

    with pytest.raises(Refused, match="overleden"):
        visit(signal, consultant)


def test_visit_in_the_past_is_refused(signal, consultant):
    with pytest.raises(Refused, match="al voorbij"):
        visit(signal, consultant, timezone.now() - timedelta(hours=1))


def form(**changes) -> dict:
    return {
        "day": next_days()[2].isoformat(),
        "at": "10:30",
        "minutes": "30",
        "alone": "yes",
        "told": "call",
    } | changes


def test_form_plans_a_visit_and_today_shows_that_the_tenant_must_be_called(
    signal, consultant, signed_in
):
    client = signed_in(consultant)

    client.post(reverse("signals:plan_visit", args=[signal.pk]), form())

    made = Visit.objects.get()
    assert timezone.localtime(made.starts_at).strftime("%H:%M") == "10:30"
    assert "Nog bellen over het bezoek" in client.get(reverse("signals:today")).content.decode()
    client.post(reverse("signals:mark_told", args=[made.pk]))
    made.refresh_from_db()
    assert made.told_at is not None


def test_conflicting_time_is_refused_and_the_error_says_when(signal, consultant, signed_in, area):
    neighbour = factories.a_signal(factories.a_tenant(factories.a_home(area)), owner=consultant)
    visit(neighbour, consultant, moment(next_days()[2], datetime(2000, 1, 1, 10, 15).time()))

    answer = signed_in(consultant).post(
        reverse("signals:plan_visit", args=[signal.pk]), form(purpose="Kennismaken")
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Je hebt dan al een afspraak om 10.15 uur" in text
    assert "Kennismaken" in text


def test_visit_by_two_requires_a_colleague_who_is_free(
    signal, consultant, colleague, signed_in, area
):
    neighbour = factories.a_signal(factories.a_tenant(factories.a_home(area)), owner=colleague)
    visit(neighbour, colleague, moment(next_days()[2], datetime(2000, 1, 1, 10, 30).time()))
    client, url = signed_in(consultant), reverse("signals:plan_visit", args=[signal.pk])

    nobody = client.post(url, form(alone="no")).content.decode()
    busy = client.post(url, form(alone="no", companion=colleague.pk)).content.decode()

    assert "Kies welke collega meegaat" in nobody
    assert "Nadia heeft dan al een afspraak" in busy


def test_form_shows_when_the_tenant_is_at_an_activity(signal, consultant, signed_in):
    meetup = a_meetup(title="Koffietafel", by=consultant)
    a_sign_up(meetup, tenant=signal.tenant, by=consultant)

    page = signed_in(consultant).get(reverse("signals:plan_visit", args=[signal.pk]))

    assert "bij ‘Koffietafel’" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"other_day": "2020-01-06"}, "Deze dag is al voorbij"),
        ({"other_day": "2199-01-06"}, "Kies een dag binnen 400 dagen"),
        ({"other_day": "morgen"}, "Schrijf de dag als"),
        ({"other_time": "half elf"}, "Schrijf de tijd als"),
        ({"day": "", "at": ""}, "Kies een dag"),
    ],
)
def test_invalid_day_or_time_is_refused(signal, consultant, signed_in, typed, sentence):
    answer = signed_in(consultant).post(
        reverse("signals:plan_visit", args=[signal.pk]), form(**typed)
    )

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def box(client, signal, fields: dict) -> str:
    """What the green box says while the form is filled in."""
    answer = client.post(
        reverse("signals:plan_visit", args=[signal.pk]),
        fields | {"tijden": "1"},
        headers={"HX-Request": "true", "HX-Target": "samen"},
    )
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("planned", ["tile", "typed"])
@pytest.mark.parametrize("then", ["tile", "typed", "both"])
def test_what_the_box_says_is_what_is_saved(signal, consultant, signed_in, planned, then):
    far, farther = at(40), at(50)
    visit(signal, consultant, at(3, 10) if planned == "tile" else far.replace(hour=12, minute=20))
    client = signed_in(consultant)
    page = client.get(reverse("signals:plan_visit", args=[signal.pk]))
    began = page.context["form"]
    tile = {"day": at(2).date().isoformat(), "at": "13:00"}
    typed = {"other_day": farther.date().isoformat(), "other_time": "16:40"}
    there = {name: began[name].value() or "" for name in ("day", "other_day", "at", "other_time")}
    there = {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in there.items()
    }
    change = {"tile": tile, "typed": typed, "both": tile | typed}[then]
    fields = form(**(there | change))

    said = box(client, signal, fields)
    client.post(reverse("signals:plan_visit", args=[signal.pk]), fields)

    saved = timezone.localtime(signal.visits.get().starts_at)
    wanted = at(2, 13) if then == "tile" else farther.replace(hour=16, minute=40)
    assert saved == timezone.localtime(wanted)
    assert f"{saved:%-H.%M} uur" in said
    assert f"{saved.day} " in said


def test_day_off_is_refused_and_the_error_names_the_next_working_day(
    signal, consultant, signed_in, settings
):
    settings.HOLIDAYS_OF = "NL"
    christmas = date(timezone.localdate().year, 12, 25)
    christmas += timedelta(days=366) if christmas <= timezone.localdate() else timedelta()

    answer = signed_in(consultant).post(
        reverse("signals:plan_visit", args=[signal.pk]),
        form(other_day=date(christmas.year, 12, 25).isoformat()),
    )

    assert "Op deze dag wordt niet gewerkt" in answer.content.decode()


def test_route_of_the_day_is_in_order_of_time(signal, consultant, signed_in, area):
    late = factories.a_signal(factories.a_tenant(factories.a_home(area)), owner=consultant)
    visit(late, consultant, at(1, 15))
    visit(signal, consultant, at(1, 10))
    url = reverse("signals:route") + f"?dag={at(1).date().isoformat()}"

    text = signed_in(consultant).get(url).content.decode()

    assert text.index(signal.about) < text.index(late.about)


def test_route_of_an_invalid_day_shows_today(consultant, signed_in):
    answer = signed_in(consultant).get(reverse("signals:route") + "?dag=gisteren")

    assert answer.status_code == 200


def moved_out(tenant: Tenant) -> None:
    """End the tenancy five days ago."""
    tenant.tenancies.update(ends_on=timezone.localdate() - timedelta(days=5))


def test_letter_to_a_tenant_who_moved_is_refused_and_the_page_says_so(
    signal, consultant, signed_in
):
    moved_out(signal.tenant)
    client = signed_in(consultant)

    with pytest.raises(Refused, match="woont hier niet meer"):
        visit(signal, consultant, told=Visit.Told.LETTER)

    assert "woont niet meer op dit adres" in client.get(signal.get_absolute_url()).content.decode()
    form = client.get(reverse("signals:plan_visit", args=[signal.pk])).content.decode()
    assert 'value="letter"' not in form


def test_letter_is_dropped_when_the_tenant_moved_just_before_sending(signal, consultant):
    visit(signal, consultant, told=Visit.Told.LETTER)
    moved_out(signal.tenant)

    outbox.deliver_due()

    assert Message.objects.get(kind="visit_announced").status == Message.Status.DROPPED


def test_visit_is_cancelled_when_the_conversation_came_earlier(signal, consultant):
    made = visit(signal, consultant)

    actions.finish(made.follow_up, outcome=FollowUp.Outcome.SPOKEN, by=consultant)

    made.refresh_from_db()
    assert made.cancelled_at is not None
    assert [str(entry["STATUS"]) for entry in entries(consultant)] == ["CANCELLED"]


def test_undo_restores_the_cancelled_visit(signal, consultant):
    made = visit(signal, consultant)
    step = made.follow_up
    actions.finish(step, outcome=FollowUp.Outcome.SPOKEN, by=consultant)

    actions.undo(step, by=consultant)

    made.refresh_from_db()
    assert (made.follow_up, made.cancelled_at, made.starts_at) == (step, None, at(3))


def test_undo_of_a_move_restores_the_visit_at_its_time(signal, consultant):
    made = visit(signal, consultant)
    step = made.follow_up
    other = timezone.localtime(at(5))
    actions.finish(
        step,
        outcome=FollowUp.Outcome.MOVED,
        next_on=other.date(),
        next_at=other.time(),
        by=consultant,
    )

    actions.undo(step, by=consultant)

    made.refresh_from_db()
    assert (made.follow_up, made.starts_at) == (step, at(3))


def test_tenant_told_by_letter_gets_a_letter_about_the_new_time(signal, consultant):
    made = visit(signal, consultant, told=Visit.Told.LETTER)
    outbox.deliver_due()
    other = timezone.localtime(at(5))

    actions.finish(
        made.follow_up,
        outcome=FollowUp.Outcome.MOVED,
        next_on=other.date(),
        next_at=other.time(),
        by=consultant,
    )

    assert Message.objects.filter(kind="visit_announced").count() == 2


def test_visit_cannot_be_moved_to_a_time_in_the_past(signal, consultant):
    made = visit(signal, consultant)

    with pytest.raises(Refused, match="al voorbij"):
        actions.finish(
            made.follow_up,
            outcome=FollowUp.Outcome.MOVED,
            next_on=timezone.localdate(),
            next_at=datetime.min.time(),
            by=consultant,
        )


def test_visit_for_an_unverified_report_is_refused(consultant, area):
    report = a_report(factories.a_home(area), owner=consultant)

    with pytest.raises(Refused, match="Beoordeel"):
        visit(report, consultant)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30"])
def test_impossible_day_causes_no_server_error(day, signal, consultant, signed_in):
    client = signed_in(consultant)
    url = reverse("signals:plan_visit", args=[signal.pk])

    assert client.get(reverse("signals:route"), {"dag": day}).status_code == 200
    assert client.post(url, {"other_day": day, "other_time": "10:00"}).status_code == 422


def test_row_cannot_move_a_visit_to_a_conflicting_time(
    signed_in, signal, consultant, colleague, caretaker, area
):
    made = visit(signal, consultant, companion=colleague)
    other = factories.a_signal(factories.a_tenant(factories.a_home(area, number=16)), by=caretaker)
    visit(other, colleague, at(4, 13))
    typed = {"outcome": "moved", "next_on": at(4).date().isoformat(), "next_at": "13:15"}

    answer = signed_in(consultant).post(reverse("signals:finish", args=[made.follow_up_id]), typed)

    assert answer.status_code == 422
    assert "Nadia heeft dan al een afspraak om 13.00 uur" in answer.content.decode()
    made.refresh_from_db()
    assert made.starts_at == at(3)


def planned(day, at: str, **changes) -> dict:
    """Return the form data for a visit on a typed day and time."""
    return {
        "other_day": day.isoformat(), "other_time": at, "minutes": "30", "alone": "yes",
        "told": "agreed",
    } | changes  # fmt: skip


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("03:00", "3.00 uur is niet tussen 8 en 20 uur. Bedoel je 15.00 uur?"),
        ("07:59", "7.59 uur is niet tussen 8 en 20 uur. Bedoel je 19.59 uur?"),
        ("20:00", "20.00 uur is niet tussen 8 en 20 uur. Is dit"),
        ("23:30", "23.30 uur is niet tussen 8 en 20 uur. Is dit"),
    ],
)
def test_visit_at_an_unusual_time_is_asked_about_and_planned_when_meant(
    at, sentence, signal, consultant, signed_in
):
    client, url = signed_in(consultant), reverse("signals:plan_visit", args=[signal.pk])
    form = planned(timezone.localdate() + timedelta(days=3), at)

    asked = client.post(url, form)
    nothing_yet = Visit.objects.count()
    client.post(url, form | {"on_purpose": "on"})

    assert asked.status_code == 422
    assert sentence in asked.content.decode()
    assert nothing_yet == 0
    assert f"{timezone.localtime(Visit.objects.get().starts_at):%H:%M}" == at


@pytest.mark.parametrize("at", ["08:00", "19:59"])
def test_visit_at_a_usual_time_is_planned_at_once(at, signal, consultant, signed_in):
    url = reverse("signals:plan_visit", args=[signal.pk])

    signed_in(consultant).post(url, planned(timezone.localdate() + timedelta(days=3), at))

    assert Visit.objects.count() == 1


def test_step_at_night_is_asked_about_too(signal, consultant, signed_in):
    step = signal.follow_ups.open().get()
    client, url = signed_in(consultant), reverse("signals:finish", args=[step.pk])
    tomorrow = timezone.localdate() + timedelta(days=1)
    form = {"outcome": "moved", "next_on": tomorrow.isoformat(), "next_at": "03:00"}

    asked = client.post(url, form)
    client.post(url, form | {"on_purpose": "on"})

    assert asked.status_code == 422
    assert "3.00 uur is niet tussen 8 en 20 uur." in asked.content.decode()
    assert f"{signal.follow_ups.open().get().at_time:%H:%M}" == "03:00"


def test_somebody_from_outside_comes_along_and_the_letter_says_so(signal, consultant, signed_in):
    client, url = signed_in(consultant), reverse("signals:plan_visit", args=[signal.pk])
    form = planned(at(3).date(), "10:00", alone="outside", told="letter")

    nobody = client.post(url, form)
    client.post(url, form | {"other_companion": "wijkverpleegkundige Ria"})

    visit = Visit.objects.get()
    letter = render_text(Message.objects.get(kind="visit_announced"))
    route = client.get(reverse("signals:route"), {"dag": at(3).date().isoformat()})
    assert "Schrijf wie er meegaat." in nobody.content.decode()
    assert visit.companion is None
    assert "Wijkverpleegkundige Ria komt met mij mee." in letter
    assert "samen met wijkverpleegkundige Ria" in " ".join(route.content.decode().split())
    assert "wijkverpleegkundige" not in feed_of(consultant).decode()


def test_route_says_floor_phone_and_how_long(signal, consultant, signed_in):
    signal.home.floor = 4
    signal.home.save()
    signal.tenant.phone = "0612345678"
    signal.tenant.save()
    visit(signal, consultant, minutes=45)

    url = reverse("signals:route")
    page = signed_in(consultant).get(url, {"dag": at(3).date().isoformat()}).content.decode()

    text = " ".join(page.split())
    assert "etage 4" in text
    assert 'href="tel:0612345678"' in text
    assert "45 minuten, tot" in text


def cancelled(visit: Visit, client, **form) -> str:
    """Cancel a visit by its page; return the page one lands on."""
    url = reverse("signals:cancel_visit", args=[visit.pk])
    form = {"next": "call:1"} | form
    return client.post(url, form, follow=True).content.decode()


def test_cancelled_visit_leaves_a_next_step_and_the_companion_hears_it(
    signal, consultant, colleague, signed_in
):
    made = visit(signal, consultant, companion=colleague)

    page = cancelled(made, signed_in(consultant), told_off="agreed")

    made.refresh_from_db()
    step = signal.follow_ups.open().get()
    assert "Het huisbezoek is afgezegd." in page
    assert made.cancelled_at is not None
    assert (step.kind, step.owner) == ("call", consultant)
    text = [render_text(m) for m in Message.objects.filter(kind="visit_along")]
    assert any("gaat niet door" in words for words in text)
    assert str(entries(consultant)[0]["STATUS"]) == "CANCELLED"


def test_tenant_hears_by_letter_that_the_visit_is_cancelled(signal, consultant, signed_in):
    made = visit(signal, consultant, told=Visit.Told.AGREED)

    cancelled(made, signed_in(consultant), told_off="letter")

    letter = render_text(Message.objects.get(kind="visit_cancelled"))
    assert signal.tenant.full_name in letter
    assert "Dat bezoek gaat niet door." in letter


def test_tenant_who_must_be_called_about_the_cancellation_is_on_the_list_of_today(
    signal, consultant, signed_in
):
    made = visit(signal, consultant, told=Visit.Told.AGREED)
    client = signed_in(consultant)

    cancelled(made, client, told_off="call")
    before = client.get(reverse("signals:today")).content.decode()
    noted = client.post(reverse("signals:mark_told", args=[made.pk]), follow=True).content.decode()

    section = before.split('id="zeggen"')[1]
    assert signal.about in section
    assert "gaat niet door" in section
    assert "de huurder weet dat het bezoek niet doorgaat" in noted
    assert 'id="zeggen"' not in noted


def test_tenant_who_never_heard_of_the_visit_is_not_called_about_its_end(
    signal, consultant, signed_in
):
    made = visit(signal, consultant, told=Visit.Told.CALL)
    client = signed_in(consultant)

    form = client.get(reverse("signals:cancel_visit", args=[made.pk])).content.decode()
    cancelled(made, client)

    assert "De huurder wist nog niet van dit bezoek." in form
    assert 'id="zeggen"' not in client.get(reverse("signals:today")).content.decode()


@pytest.mark.parametrize("verb", ["closed", "handed over", "replaced"])
def test_tenant_who_knew_of_a_visit_that_another_verb_cancels_must_be_called(
    verb, signal, consultant, colleague, signed_in
):
    made = visit(signal, consultant, told=Visit.Told.AGREED)

    caller = consultant
    match verb:
        case "closed":
            actions.close(signal, reason=Signal.Reason.SOLVED, by=consultant)
        case "handed over":
            actions.hand_over(signal, to=colleague, by=consultant)
            caller = colleague
        case "replaced":
            actions.finish(made.follow_up, outcome=FollowUp.Outcome.NOT_HOME, by=consultant)

    page = signed_in(caller).get(reverse("signals:today")).content.decode()
    assert signal.about in page.split('id="zeggen"')[1]


def test_tenant_to_whom_a_letter_left_must_be_called_when_the_visit_ends(
    signal, consultant, signed_in
):
    visit(signal, consultant, told=Visit.Told.LETTER)
    Message.objects.update(status=Message.Status.DONE)

    actions.close(signal, reason=Signal.Reason.SOLVED, by=consultant)

    page = signed_in(consultant).get(reverse("signals:today")).content.decode()
    assert signal.about in page.split('id="zeggen"')[1]


def test_visit_to_call_about_is_on_the_list_of_whoever_covers(
    signal, consultant, colleague, signed_in
):
    visit(signal, consultant, told=Visit.Told.CALL)
    today = timezone.localdate()
    actions.cover(
        away=consultant, by_whom=colleague, from_on=today, until_on=today + timedelta(days=7),
        by=consultant,
    )  # fmt: skip

    page = signed_in(colleague).get(reverse("signals:today")).content.decode()

    assert signal.about in page.split('id="zeggen"')[1]


def test_undo_takes_back_that_the_tenant_must_be_called(signal, consultant):
    made = visit(signal, consultant, told=Visit.Told.AGREED)
    step = made.follow_up
    actions.finish(step, outcome=FollowUp.Outcome.NOT_HOME, by=consultant)
    made.refresh_from_db()
    was = made.told_off

    actions.undo(step, by=consultant)

    made.refresh_from_db()
    assert (was, made.told_off, made.cancelled_at) == ("call", "", None)


def test_visit_is_cancelled_once(signal, consultant, signed_in):
    made = visit(signal, consultant)
    client = signed_in(consultant)
    cancelled(made, client, told_off="agreed")

    again = cancelled(made, client, told_off="agreed")

    assert "Dit huisbezoek is al vervallen of geweest." in again
    assert signal.follow_ups.open().count() == 1


def test_letter_about_a_cancelled_visit_is_dropped_when_it_stands_again(signal, consultant):
    made = visit(signal, consultant, told=Visit.Told.AGREED)
    actions.cancel_visit(made, told_off="letter", next_kind="call", by=consultant)
    Visit.objects.update(cancelled_at=None)

    assert render_text(Message.objects.get(kind="visit_cancelled")) is None


def test_summary_of_the_visit_is_in_view_at_the_button_and_taken_times_say_so(
    signal, consultant, signed_in, area
):
    other = factories.a_signal(home=factories.a_home(area), owner=consultant)
    client, url = signed_in(consultant), reverse("signals:plan_visit", args=[signal.pk])
    day = next_days()[0]
    visit(other, consultant, moment(day, time(10)))

    page = client.get(url, {}).content.decode()
    shown = client.post(url, {"day": day.isoformat(), "tijden": "1"}).content.decode()

    assert 'id="samen"' in page.split('class="savebar with-summary"')[1]
    assert "10.00 <small>bezet</small>" in " ".join(shown.split())


def test_owner_who_took_over_calls_about_a_visit_that_lapsed(
    signal, consultant, colleague, signed_in
):
    visit(signal, consultant, told=Visit.Told.AGREED)

    actions.hand_over(signal, to=colleague, by=consultant)
    User.objects.filter(pk=consultant.pk).update(is_active=False)

    page = signed_in(colleague).get(reverse("signals:today")).content.decode()
    assert signal.about in page.split('id="zeggen"')[1]


def test_visit_that_began_is_not_cancelled_any_more(signal, consultant):
    made = visit(signal, consultant)
    Visit.objects.update(starts_at=timezone.now() - timedelta(minutes=1))

    with pytest.raises(Refused, match="al vervallen of geweest"):
        actions.cancel_visit(made, told_off="agreed", next_kind="call", by=consultant)


def test_route_hides_the_number_of_a_shielded_tenant(signal, consultant, signed_in):
    signal.tenant.phone = "0612345678"
    signal.tenant.save()
    visit(signal, consultant)
    Tenant.objects.update(shielded_at=timezone.now())

    url = reverse("signals:route")
    page = signed_in(consultant).get(url, {"dag": at(3).date().isoformat()}).content.decode()

    assert "0612345678" not in page


@pytest.mark.parametrize(
    ("told", "proposed"), [("agreed", "call"), ("letter", "letter"), ("call", "call")]
)
def test_a_visit_that_moves_is_not_taken_for_agreed(signal, consultant, signed_in, told, proposed):
    visit(signal, consultant, told=told)

    page = signed_in(consultant).get(reverse("signals:plan_visit", args=[signal.pk]))

    assert page.context["form"]["told"].value() == proposed
    assert "<title>Huisbezoek verzetten" in page.text
    assert "Nu " in page.text
