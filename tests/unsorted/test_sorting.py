"""The coordinator takes or discards what came in a busy hour."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from activities.models import BuddyRequest, SignUp
from audit.models import Event
from outbox.actions import render
from outbox.models import Message
from signals.models import Report, Signal
from tests import factories
from tests.factories.activities import a_meetup
from tests.factories.unsorted import (
    LANDLINE,
    MOBILE,
    a_kept_buddy_request,
    a_kept_report,
    a_kept_sign_up,
)
from unsorted import actions
from unsorted.models import UnsortedForm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
LIST = reverse("unsorted:form_list")
TODAY = reverse("signals:today")


@pytest.fixture(autouse=True)
def texts_go_out(settings):
    settings.TEXT_GATEWAY = "sms.example"


@pytest.fixture
def desk(signed_in, coordinator) -> Client:
    return signed_in(coordinator)


def text_of(page) -> str:
    return " ".join(page.content.decode().split())


def take(form: UnsortedForm) -> str:
    return reverse("unsorted:take", args=[form.pk])


def discard(form: UnsortedForm) -> str:
    return reverse("unsorted:discard", args=[form.pk])


def hour_url(moment: datetime) -> str:
    return reverse("unsorted:discard_hour", args=[f"{moment.astimezone(UTC):%Y-%m-%dT%HZ}"])


def test_the_list_shows_what_was_written_newest_first(desk):
    a_kept_report(name="Jannie", phone=LANDLINE)
    a_kept_sign_up(a_meetup(title="Soep eten"))
    a_kept_buddy_request()

    page = text_of(desk.get(LIST))

    for words in ("De gordijnen zijn al weken dicht.", "Merelstraat 14", "Jannie", "buur"):
        assert words in page
    assert "Soep eten" in page
    assert "06 12345678" in page
    assert "Koffie drinken" in page
    order = [page.index(word) for word in ("Koffie drinken", "Soep eten", "De gordijnen")]
    assert order == sorted(order)


def test_a_landline_is_a_number_to_call_first(desk):
    a_kept_report(phone=LANDLINE)

    page = text_of(desk.get(LIST))

    assert '<a href="tel:+31880001234">Bel voor je dit aanneemt</a>' in page


def test_the_list_is_in_the_trail_with_what_it_showed(desk, coordinator):
    form, _ = a_kept_report()

    desk.get(LIST)

    read = Event.objects.get(verb="unsorted.forms")
    assert (read.actor_id, read.details["ids"]) == (coordinator.pk, [str(form.pk)])


def test_further_pages_go_on_after_the_last_form(desk, monkeypatch):
    monkeypatch.setattr("unsorted.views.sorting.PAGE", 2)
    for n in range(3):
        a_kept_report(fact=f"Zin nummer {n}.")

    first = text_of(desk.get(LIST))
    middle = UnsortedForm.objects.order_by("pk")[1]

    assert "Zin nummer 2." in first
    assert "Zin nummer 0." not in first
    assert "Zin nummer 0." in text_of(desk.get(LIST, {"na": middle.pk}))


def test_the_menu_and_vandaag_say_how_many_wait_while_something_does(desk):
    assert "Ongesorteerd" not in text_of(desk.get(TODAY))

    form, _ = a_kept_report()

    page = text_of(desk.get(TODAY))
    assert 'Ongesorteerd<span class="n">1<span' in page
    assert "Ongesorteerd</a>: 1 formulier van een heel druk uur." in page
    desk.post(discard(form))
    assert "Ongesorteerd" not in text_of(desk.get(TODAY))


def test_others_find_no_page(signed_in, consultant, caretaker, administrator):
    form, _ = a_kept_report()

    for user in (consultant, caretaker, administrator):
        client = signed_in(user)
        answers = [client.get(LIST), client.post(take(form)), client.post(discard(form))]
        assert [answer.status_code for answer in answers] == [404] * 3
    assert not Signal.objects.exists()


def test_a_report_that_is_taken_is_one_from_outside(desk, coordinator):
    form, _ = a_kept_report(name="Jannie", urgency="today")

    answer = desk.post(take(form), follow=True)

    report = Report.objects.get()
    assert (report.signal.status, report.signal.urgency, report.name) == (
        "unverified", "today", "Jannie"
    )  # fmt: skip
    assert "Aangenomen: melding." in text_of(answer)
    form.refresh_from_db()
    assert (form.status, form.fields, form.sorted_by) == ("taken", {}, coordinator)


def test_the_trail_says_who_took_it_and_that_a_visitor_reported_it(desk, coordinator):
    form, _ = a_kept_report()

    desk.post(take(form))

    rows = Event.objects.filter(verb__in=["unsorted.keep", "unsorted.take", "signals.report"])
    assert list(rows.order_by("pk").values_list("verb", "actor_id", "actor_role")) == [
        ("unsorted.keep", None, "stranger"),
        ("unsorted.take", coordinator.pk, "coordinator"),
        ("signals.report", None, "stranger"),
    ]


def test_a_sign_up_that_is_taken_has_a_chair_and_the_guest_hears_it(desk):
    form, _ = a_kept_sign_up(a_meetup(), language="tr")

    desk.post(take(form))

    guest = SignUp.objects.get()
    assert (guest.name, guest.status, guest.language) == ("Ans de Wit", "confirmed", "tr")
    assert Message.objects.filter(kind="sign_up_confirmed", to=MOBILE).exists()


def test_a_request_for_company_that_is_taken_is_on_its_list(desk):
    form, _ = a_kept_buddy_request()

    desk.post(take(form))

    assert BuddyRequest.objects.get().phone == MOBILE
    assert reverse("unsorted:form_list") not in text_of(desk.get(TODAY))


def test_a_sign_up_for_what_began_is_refused_in_dutch_and_stays(desk):
    meetup = a_meetup()
    form, _ = a_kept_sign_up(meetup, language="tr")
    type(meetup).objects.filter(pk=meetup.pk).update(starts_at=timezone.now())

    answer = desk.post(take(form))

    assert answer.status_code == 409
    assert "Deze activiteit is al begonnen of geweest." in text_of(answer)
    form.refresh_from_db()
    assert (form.status, form.fields["name"]) == ("unsorted", "Ans de Wit")


def test_who_takes_a_form_after_its_code_was_typed_hears_so(desk, client):
    form, token = a_kept_report(phone=MOBILE)
    code = render(Message.objects.get(about={"form": form.pk}))[1].split(" is ")[1][:6]
    client.post(reverse("unsorted:use_code", args=[token]), {"code": code})
    assert Signal.objects.count() == 1

    answers = [desk.post(take(form)), desk.post(discard(form))]

    for answer in answers:
        assert answer.status_code == 409
        assert "De afzender heeft intussen de code getypt." in text_of(answer)
    assert Signal.objects.count() == 1


def test_who_takes_a_form_that_a_colleague_took_hears_who(desk, signed_in):
    form, _ = a_kept_report()
    desk.post(take(form))

    answer = signed_in(factories.a_user(Role.COORDINATOR, "Piet Pot")).post(take(form))

    assert "Marga Vink heeft dit formulier al aangenomen." in text_of(answer)


def test_the_sender_of_a_form_that_was_taken_has_nothing_to_do(desk, client):
    form, token = a_kept_report(phone=MOBILE)
    desk.post(take(form))

    page = client.post(reverse("unsorted:use_code", args=[token]), {"code": "123456"})

    assert "Het is al verwerkt. U hoeft niets meer te doen." in text_of(page)


def test_what_was_discarded_can_be_taken_after_all(desk):
    form, _ = a_kept_report()
    desk.post(discard(form))
    assert "De gordijnen" not in text_of(desk.get(LIST))

    assert "De gordijnen" in text_of(desk.get(LIST, {"toon": "weggegooid"}))
    desk.post(take(form))

    assert Signal.objects.count() == 1


def test_the_code_of_a_discarded_form_still_counts(desk, client):
    form, token = a_kept_report(phone=MOBILE)
    code = render(Message.objects.get(about={"form": form.pk}))[1].split(" is ")[1][:6]
    desk.post(discard(form))
    page = reverse("unsorted:use_code", args=[token])
    assert 'name="code"' in client.get(page).content.decode()

    client.post(page, {"code": code})

    assert Signal.objects.count() == 1


def test_a_whole_hour_is_discarded_after_its_number_was_said(desk, coordinator):
    forms = [a_kept_report(fact=f"Zin {n}.")[0] for n in range(3)]
    coded, _ = a_kept_report(phone=MOBILE)
    earlier, _ = a_kept_report(fact="Van eerder.")
    UnsortedForm.objects.filter(pk=earlier.pk).update(made_at=timezone.now() - timedelta(hours=2))
    url = hour_url(forms[0].made_at)

    asked = desk.get(url)
    assert "4 formulieren weggooien?" in text_of(asked)
    assert "Voor 1 daarvan stuurden wij een code." in text_of(asked)
    late, _ = a_kept_report(fact="Kwam binnen terwijl de vraag openstond.")
    answer = desk.post(url, {"last": coded.pk}, follow=True)

    assert "4 formulieren weggegooid." in text_of(answer)
    waiting = UnsortedForm.objects.filter(status="unsorted").order_by("pk")
    assert [form.pk for form in waiting] == [earlier.pk, late.pk]
    rows = Event.objects.filter(verb="unsorted.discard", actor_id=coordinator.pk)
    assert {row.subject_id for row in rows} == {str(form.pk) for form in [*forms, coded]}


def test_an_hour_that_is_none_is_not_found(desk):
    assert desk.get("/ongesorteerd/uur/gisteren/weggooien/").status_code == 404


def test_the_coordinators_get_one_mail_a_day_without_a_word_of_the_forms(coordinator, consultant):
    forms = [a_kept_report(fact=f"Zin {n}.", name="Jannie")[0] for n in range(3)]

    message = Message.objects.get(kind="forms_wait")
    assert message.to == coordinator.email
    _subject, text = render(message)
    assert "3 formulieren wachten tot iemand kijkt of het echt is" in text
    assert "Jannie" not in text
    for form in forms:
        form.refresh_from_db()
        actions.discard(form, by=coordinator)
    assert render(message) is None
