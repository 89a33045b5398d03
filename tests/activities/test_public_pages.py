"""The public agenda, sign-up and ticket pages, as an anonymous visitor."""

import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.templatetags.shell import long_day
from activities import actions
from activities.models import Meetup, SignUp
from activities.retention import old_guests
from activities.views.agenda import PAGE
from activities.views.buddies import CALLED_WITHIN
from outreach.models import Code
from tests.factories.activities import a_meetup, a_place, a_portrait, a_sign_up, at, begun
from tests.factories.outreach import a_code

pytestmark = pytest.mark.django_db
NEVER = ["eenzaam", "doelgroep", "signaal", "signalen", "verwijzing", "casus"]


def words(answer) -> str:
    """The text of a page: without tags and repeated spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def form(**fields) -> dict:
    return {"key": uuid.uuid4(), "name": "Hennie van Dijk", "phone": "06 12345678"} | fields


def sign_up_page(meetup: Meetup) -> str:
    return reverse("activities:sign_up", args=[meetup.pk])


def ticket_page(sign_up: SignUp) -> str:
    return reverse("activities:ticket", args=[sign_up.token])


def test_agenda_needs_no_login_and_sets_no_cookie(client):
    a_meetup()

    answer = client.get("/agenda/")

    assert answer.status_code == 200
    assert not answer.cookies


def test_agenda_shows_coming_meetups_by_day_and_no_past_ones(client):
    over = begun(a_meetup(title="Geweest"))
    Meetup.objects.filter(pk=over.pk).update(ends_at=timezone.now())
    a_meetup(title="Soep van de buren", starts_at=at(1, 12))
    a_meetup(title="Klaverjassen", starts_at=at(2, 13, 30))

    said = words(client.get("/agenda/", {"week": "alles"}))

    assert "Geweest" not in said
    assert said.index("Morgen") < said.index("Soep van de buren") < said.index("Klaverjassen")
    assert "13.30 tot 15.30 uur" in said


@pytest.mark.parametrize(
    ("capacity", "taken", "said"),
    [
        (9, 1, "Er is plek"),
        (5, 1, "Nog 4 plekken"),
        (2, 1, "Nog 1 plek"),
        (1, 2, "Vol: wachtlijst"),
    ],
)
def test_agenda_says_in_words_how_many_places_are_left(client, capacity, taken, said):
    meetup = a_meetup(capacity=capacity)
    for _ in range(taken):
        a_sign_up(meetup)

    assert said in words(client.get("/agenda/"))


def test_agenda_filtered_by_neighbourhood_shows_only_that(client):
    a_meetup(title="Hier", place=a_place(neighbourhood="Vogelbuurt"))
    a_meetup(title="Daar", place=a_place(neighbourhood="Molenwijk"))

    said = words(client.get("/agenda/", {"buurt": "Molenwijk"}))

    assert "Daar" in said
    assert "Hier" not in said.replace("Hieronder", "")
    assert "Wat is er te doen in de Molenwijk?" in said


@pytest.mark.parametrize(
    "query", ["na=x", "na=99999999999999999999", "na=0", "buurt=nergens", "code=%F0"]
)
def test_agenda_with_invalid_query_parameters_answers_200(client, query):
    a_meetup()

    assert client.get(f"/agenda/?{query}").status_code == 200


def test_next_page_continues_after_the_last_meetup_shown(client):
    place = a_place(is_shared=True)
    for n in range(PAGE + 4):
        a_meetup(place=place, title=f"Nummer {n:03}.", starts_at=at(2 + n // 10))
    first = client.get("/agenda/", {"week": "alles"})
    seen = re.findall(r"Nummer \d+", words(first))
    link = re.search(r'href="(\?[^"]*na=\d+[^"]*)"', first.content.decode())[1]

    rest = re.findall(r"Nummer \d+", words(client.get("/agenda/" + unescape(link))))

    assert len(seen) + len(rest) == PAGE + 4
    assert not set(seen) & set(rest)


def test_agenda_query_count_does_not_grow_with_meetups(client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/agenda/")
        return len(captured)

    for _ in range(3):
        a_sign_up(a_meetup())
    few = queries()
    for _ in range(27):
        a_sign_up(a_meetup())

    assert queries() == few
    assert few <= 4


def test_poster_code_reaches_the_sign_up_without_a_cookie(client, consultant):
    code = a_code(label="Portiek B")
    Code.objects.filter(pk=code.pk).update(code="4F7Q")
    meetup = a_meetup()

    arrived = client.get("/p/4f7q/", follow=True)
    assert f"/agenda/{meetup.pk}/?code=4F7Q" in arrived.content.decode()
    page = client.get(sign_up_page(meetup), {"code": "4F7Q"})
    hidden = re.search(r'name="code" value="(\w+)"', page.content.decode())[1]
    client.post(sign_up_page(meetup), form(code=hidden))

    assert code.sign_ups.count() == 1


def test_name_and_number_give_a_ticket_with_the_first_name_only(client):
    meetup = a_meetup()

    answer = client.post(sign_up_page(meetup), form(fetch="on"), follow=True)

    said = words(answer)
    assert answer.redirect_chain[-1][1] == 302
    assert ", Hennie!" in said
    assert "van Dijk" not in said
    assert "Iemand haalt u op." in said


def test_invalid_number_is_refused_and_the_form_keeps_its_values(client):
    answer = client.post(sign_up_page(a_meetup()), form(phone="06 12", fetch="on"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Met dit nummer kunnen wij u niet bellen" in page
    assert 'value="Hennie van Dijk"' in page
    assert 'value="06 12"' in page
    assert "checked" in page


def test_nonsense_in_every_field_is_a_form_error(client):
    answer = client.post(sign_up_page(a_meetup()), {"key": "x", "name": "\x00", "phone": "☎" * 50})

    assert answer.status_code == 422


def test_who_signs_up_somebody_else_says_so_in_a_fold_that_stays_open_after_an_error(client):
    page = sign_up_page(a_meetup())
    folded = '<details class="fold">'

    assert folded in client.get(page).content.decode()
    answer = client.post(page, form(on_behalf="dochter", phone=""))

    assert answer.status_code == 422
    assert '<details class="fold" open>' in answer.content.decode()
    assert 'value="dochter"' in answer.content.decode()


def test_form_names_the_day_on_which_the_sweep_erases_the_number(client):
    meetup = a_meetup()
    guest = a_sign_up(meetup)
    day = meetup.erased_on

    said = words(client.get(sign_up_page(meetup)))

    assert f"Op {long_day(day)} wissen wij uw naam en uw nummer." in said
    assert guest in old_guests(day)
    assert guest not in old_guests(day - timedelta(days=1))


def test_full_meetup_says_how_many_wait_and_suggests_another(client):
    meetup = a_meetup(capacity=2)
    for _ in range(5):
        a_sign_up(meetup)
    a_meetup(title="Spelletjes op maandag")

    said = words(client.get(sign_up_page(meetup)))

    assert "Alle 2 plekken zijn bezet" in said
    assert "Er staan nu 3 mensen voor u" in said
    assert "Spelletjes op maandag" in said


def test_sign_up_after_the_last_chair_went_joins_the_waiting_list(client):
    meetup = a_meetup(capacity=1)
    client.get(sign_up_page(meetup))
    a_sign_up(meetup)

    said = words(client.post(sign_up_page(meetup), form(), follow=True))

    assert "U staat op de wachtlijst. U bent de eerste." in said


def test_called_off_meetup_says_so_and_refuses_sign_ups(client, consultant):
    meetup = a_meetup()
    actions.cancel_meetup(meetup, why="De zaal is dicht.", by=consultant)

    said = words(client.get(reverse("activities:meetup", args=[meetup.pk])))

    assert "Dit gaat helaas niet door De zaal is dicht." in said
    assert "Ik kom" not in said
    assert client.post(sign_up_page(meetup), form()).status_code == 409


def test_begun_meetup_says_so_and_refuses_sign_ups(client):
    meetup = begun(a_meetup())

    answer = client.get(sign_up_page(meetup), follow=True)

    assert "Dit is al begonnen of geweest" in words(answer)
    assert client.post(sign_up_page(meetup), form()).status_code == 409


def test_ticket_of_a_newcomer_shows_the_host_and_how_it_goes(client, consultant):
    meetup = a_meetup(portrait=a_portrait(by=consultant), ends_at=at(3, 11, 30))

    page = client.get(ticket_page(a_sign_up(meetup)))

    assert reverse("activities:face", args=[meetup.portrait_id]) in page.content.decode()
    assert "Zo gaat het Ria staat bij de deur en weet dat u komt." in words(page)
    assert "Het duurt tot 11.30 uur." in words(page)


def test_ticket_of_who_was_there_before_or_only_waits_does_not_explain(client, consultant):
    bep = {"name": "Bep Smit", "phone": "06 12345678"}
    been = a_sign_up(**bep)
    begun(been.meetup)
    actions.mark_attended(been, by=consultant)
    known = a_sign_up(**bep)
    full = a_meetup(capacity=1)
    a_sign_up(full)

    for ticket in (known, a_sign_up(full)):
        assert "Zo gaat het" not in words(client.get(ticket_page(ticket)))


def test_ticket_is_neither_cached_nor_indexed(client):
    answer = client.get(ticket_page(a_sign_up()))

    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]


def test_unknown_ticket_token_answers_404(client):
    assert client.get("/agenda/kaartje/raden/").status_code == 404
    assert client.post("/agenda/kaartje/raden/afmelden/").status_code == 404


def test_get_on_the_cancel_page_cancels_nothing(client):
    sign_up = a_sign_up()

    client.get(reverse("activities:cancel_own", args=[sign_up.token]))

    sign_up.refresh_from_db()
    assert sign_up.status == SignUp.Status.CONFIRMED


def test_cancelling_twice_shows_the_same_page_as_once(client):
    sign_up = a_sign_up()
    page = reverse("activities:cancel_own", args=[sign_up.token])

    client.post(page)
    answer = client.post(page, follow=True)

    assert answer.status_code == 200
    assert "Jammer dat u niet kunt" in words(answer)


def test_sign_up_without_csrf_token_is_refused(client):
    careful = Client(enforce_csrf_checks=True)

    answer = careful.post(sign_up_page(a_meetup()), form())

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "who", ["host", "caretaker", "consultant", "tenant_user", "partner_worker"]
)
def test_signed_in_users_of_any_role_can_sign_up(who, request, signed_in):
    meetup = a_meetup()

    answer = signed_in(request.getfixturevalue(who)).post(sign_up_page(meetup), form())

    assert answer.status_code == 302
    assert meetup.sign_ups.count() == 1


def test_calendar_entry_uses_amsterdam_time_and_raises_sequence_per_change(client, consultant):
    meetup = a_meetup(title="Soep", starts_at=at(3, 12))
    page = reverse("activities:calendar_entry", args=[meetup.pk])

    def event():
        return Calendar.from_ical(client.get(page).content).walk("VEVENT")[0]

    first = event()
    actions.change_meetup(meetup, title="Soep en brood", by=consultant)
    actions.cancel_meetup(meetup, why="Ziek.", by=consultant)
    last = event()

    assert first["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert first["DTSTART"].dt == meetup.starts_at
    assert first["UID"] == last["UID"]
    assert (first["SEQUENCE"], last["SEQUENCE"]) == (0, 2)
    assert (first["STATUS"], last["STATUS"]) == ("CONFIRMED", "CANCELLED")


def test_no_public_page_uses_a_labelling_word(client):
    meetup = a_meetup(capacity=1)
    coming, waiting = a_sign_up(meetup), a_sign_up(meetup)
    pages = [
        "/agenda/", f"/agenda/{meetup.pk}/", sign_up_page(meetup), ticket_page(coming),
        ticket_page(waiting), reverse("activities:cancel_own", args=[coming.token]),
    ]  # fmt: skip

    said = " ".join(words(client.get(page)) for page in pages).lower()

    assert [word for word in NEVER if word in said] == []
    assert settings.ORGANISATION_PHONE in said


@pytest.mark.parametrize("language", ["nl", "en", "tr", "ar", "pl", "uk"])
def test_the_form_for_company_promises_the_term_that_the_thank_you_page_counts(client, language):
    page = client.get(reverse("activities:request_buddy"), {"taal": language}).content.decode()

    # The number is part of the sentence, because each language has its own plural forms.
    below_the_button = page.split("joinform")[1].split("</button>")[1]
    assert f" {CALLED_WITHIN} " in below_the_button.split("</form>")[0]


@pytest.mark.parametrize("name", ["sign_up", "request_buddy", "send_tickets_again"])
def test_whoever_sends_too_often_reads_whom_to_call_above_what_was_typed(client, settings, name):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"sign_up": "0/h/ip,2000/h/key"}
    args = [] if name == "request_buddy" else [a_meetup().pk]
    typed = form(things=["koffie"], party="1")

    answer = client.post(reverse(f"activities:{name}", args=args), typed)

    page = answer.content.decode()
    call = page.index('class="btn sec block" href="tel:')
    assert answer.status_code == 429
    assert call < page.index('value="06 12345678"')
