"""Reports from outside: write-only, and unverified until a colleague has assessed them."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from ground.refusals import Refused
from outbox import actions as outbox
from outbox.actions import render_text
from outbox.models import Message
from signals import actions
from signals.models import FollowUp, Report, Signal
from signals.receipts import hash_code
from tenants.home_search import only_home_at
from tenants.models import Home
from tests import factories
from tests.asked_again import sent_again
from tests.factories.noticed import a_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
URL, COME_BACK = reverse("signals:report"), reverse("signals:come_back")
THANKS = reverse("signals:thanks")
CODE = re.compile(r">([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})<")


def typed(**changes) -> dict:
    return {
        "key": str(uuid.uuid4()),
        "website": "",
        "noticed_by": "neighbour",
        "typed_address": "Merelstraat 14",
        "fact": "De gordijnen zijn al weken dicht.",
    } | changes


def test_report_is_unverified_and_has_an_owner_and_a_step(client, consultant, area):
    home = factories.a_home(area, number=14)

    answer = client.post(URL, typed())

    signal = Signal.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, THANKS)
    assert (signal.status, signal.home, signal.owner) == ("unverified", home, consultant)
    assert signal.follow_ups.get().kind == FollowUp.Kind.TRIAGE


def test_response_is_the_same_whether_the_home_is_known_or_not(client, consultant, coordinator):
    factories.a_home(number=14)

    pages = []
    for form in (
        typed(),
        typed(typed_address="Nergensplein 900"),
        typed(website="http://spam.example"),
    ):
        page = client.post(URL, form, follow=True).content.decode()
        pages.append(CODE.sub("><", page))

    assert pages[0] == pages[1] == pages[2]
    assert Signal.objects.count() == 2


def test_thank_you_page_says_who_does_what_by_when(client):
    text = client.get(THANKS).content.decode()

    assert "Een medewerker van" in text
    assert "uiterlijk op" in text


def test_report_with_an_unknown_address_goes_to_the_coordinator(client, consultant, coordinator):
    client.post(URL, typed(typed_address="boven de oude smederij"))

    signal = Signal.objects.get()
    assert (signal.home, signal.owner) == (None, coordinator)
    assert signal.place == "boven de oude smederij"


@pytest.mark.parametrize(
    "text", ["Merelstraat 14", "merelstraat 14, Testdorp", "MERELSTRAAT 14 9999XA"]
)
def test_home_is_found_by_the_address_people_type(text, area):
    home = factories.a_home(area, number=14)
    factories.a_home(area, number=140)

    assert only_home_at(Home.objects.all(), text) == home


def test_ambiguous_address_matches_no_home(area):
    factories.a_home(area, number=14)
    factories.a_home(area, number=14)

    assert only_home_at(Home.objects.all(), "Merelstraat 14") is None


def test_report_sent_twice_is_stored_once(client, coordinator):
    form = typed()

    client.post(URL, form)
    client.post(URL, form)

    assert Signal.objects.count() == Report.objects.count() == FollowUp.objects.count() == 1


def test_another_text_on_the_same_form_is_a_second_report(client, coordinator):
    form = typed()

    client.post(URL, form)
    client.post(URL, form | {"fact": "De hond blaft niet meer."})

    facts = set(Signal.objects.values_list("fact", flat=True))
    assert facts == {"De gordijnen zijn al weken dicht.", "De hond blaft niet meer."}


def test_report_about_oneself_requires_a_telephone_number(client, coordinator):
    answer = client.post(URL, typed(noticed_by="self"))

    assert answer.status_code == 422
    assert "Vul uw telefoonnummer in" in answer.content.decode()
    assert "De gordijnen zijn al weken dicht." in answer.content.decode()


def test_report_can_be_anonymous(client, coordinator):
    client.post(URL, typed())

    report = Report.objects.get()
    assert (report.name, report.phone, report.email) == ("", "", "")


def test_sixth_report_in_an_hour_is_refused_and_keeps_the_typed_text(client, coordinator):
    for number in "12345":
        assert client.post(URL, typed(fact=f"Nummer {number}.")).status_code == 302

    answer = client.post(URL, typed(fact="Nummer zes."))

    assert answer.status_code == 429
    assert "Nummer zes." in answer.content.decode()
    assert "Probeer het over een uur opnieuw" in answer.content.decode()
    assert 'class="btn sec mt3" href="tel:' in answer.content.decode()
    assert "<title>Fout:" in answer.content.decode()
    assert Signal.objects.count() == 5


def test_reports_are_accepted_and_counted_without_a_broker(client, coordinator, settings):
    away = settings.CACHES["broker"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = settings.CACHES | {"broker": away}

    assert [client.post(URL, typed()).status_code for _ in range(6)] == [302] * 5 + [429]


def test_number_that_looks_like_a_bsn_is_not_stored(client, coordinator):
    form = typed(fact="Haar nummer is 111222333.")

    client.post(URL, sent_again(client.post(URL, form), form))

    assert "111222333" not in Signal.objects.get().fact


def test_verified_report_goes_to_the_consultant_of_the_area(
    consultant, coordinator, area, signed_in
):
    home = factories.a_home(area)
    tenant = factories.a_tenant(home)
    report = a_report(owner=coordinator)
    url = reverse("signals:verify", args=[report.pk])

    page = signed_in(coordinator).get(url).content.decode()
    answer = signed_in(coordinator).post(
        url, {"address": home.address, "choice": f"{home.pk}:{tenant.pk}"}
    )

    report.refresh_from_db()
    assert "boven de oude smederij" in page
    assert answer.status_code == 302
    assert (report.status, report.home, report.tenant) == ("new", home, tenant)
    assert report.follow_ups.open().get().kind == FollowUp.Kind.ASSESS


def test_verify_form_without_a_home_keeps_the_typed_text(coordinator, signed_in):
    report = a_report(owner=coordinator)

    answer = signed_in(coordinator).post(
        reverse("signals:verify", args=[report.pk]), {"address": "Smederij"}
    )

    assert answer.status_code == 422
    assert "Smederij" in answer.content.decode()
    assert "Kies een adres uit de lijst" in answer.content.decode()


def test_unfounded_report_is_closed_with_a_reason(consultant, area):
    report = a_report(factories.a_home(area))

    actions.close(report, reason=Signal.Reason.UNFOUNDED, by=consultant)

    assert not report.follow_ups.open().exists()


def test_closed_report_without_a_home_cannot_be_reopened(coordinator):
    report = a_report(owner=coordinator)
    actions.close(report, reason=Signal.Reason.UNFOUNDED, by=coordinator)

    with pytest.raises(Refused, match="nooit een woning gevonden"):
        actions.reopen(report, why="asked", by=coordinator)


def test_consultant_of_another_area_does_not_see_a_report(area, other_consultant, signed_in):
    factories.a_user(Role.CONSULTANT, areas=(area,))
    report = a_report(factories.a_home(area))

    answer = signed_in(other_consultant).get(reverse("signals:verify", args=[report.pk]))

    assert answer.status_code == 404


def said_to(address: str) -> list[str]:
    """Return the texts sent to a reporter, after rendering all that is due."""
    claimed = [m for m in outbox.claim() if m.to == address]
    return [mail.subject + mail.body for m in claimed if (mail := outbox.prepare(m))]


def test_reporter_is_told_that_it_was_picked_up_and_finished_and_nothing_more(consultant, area):
    home = factories.a_home(area)
    tenant = factories.a_tenant(home)
    report = a_report(home, email="buur@buurt.example", wants_news=True)
    signal = actions.verify(report, home=home, tenant=tenant, by=consultant)
    assert said_to("buur@buurt.example") == []

    signal = actions.pick_up(signal, by=consultant)
    first = said_to("buur@buurt.example")
    actions.close(signal, reason=Signal.Reason.SOLVED, by=consultant)
    second = said_to("buur@buurt.example")

    assert len(first) == len(second) == 1
    assert "opgepakt" in first[0]
    assert "klaar" in second[0]
    for said in first + second:
        assert tenant.last_name not in said
        assert home.street not in said
        assert "eenzaam" not in said.lower()


def test_reporter_who_did_not_ask_for_updates_gets_none(consultant, area):
    home = factories.a_home(area)
    report = a_report(home, email="buur@buurt.example")
    signal = actions.verify(report, home=home, by=consultant)

    actions.pick_up(signal, by=consultant)

    assert not Message.objects.filter(kind__startswith="report").exists()


def test_text_of_ten_megabytes_is_refused_in_dutch(client, coordinator):
    client.raise_request_exception = False

    answer = client.post(URL, typed(fact="a" * 10_000_000))

    assert answer.status_code == 400
    assert "wat u typte staat er nog" in answer.content.decode()
    assert not Signal.objects.exists()


def test_bidirectional_control_characters_are_removed(client, coordinator):
    client.post(URL, typed(fact="Net\u202egod\x00 gezien."))

    assert Signal.objects.get().fact == "Netgod gezien."


def test_reporter_gets_no_update_about_a_merge_but_one_about_the_end(consultant, area):
    home = factories.a_home(area)
    kept = factories.a_signal(home=home, owner=consultant)
    report = a_report(home, owner=consultant, email="buur@buurt.example", wants_news=True)

    actions.merge(report, into=kept, by=consultant)
    assert said_to("buur@buurt.example") == []

    actions.close(kept, reason=Signal.Reason.SOLVED, by=consultant)
    assert len(said_to("buur@buurt.example")) == 1


def test_report_without_a_home_goes_to_the_coordinator(coordinator):
    factories.a_user(Role.CONSULTANT, "Nog zonder gebied")

    assert a_report(home=None).owner == coordinator


def test_the_same_report_after_back_is_one_report_and_the_answer_is_the_same(client, coordinator):
    first = client.post(URL, typed())
    again = client.post(URL, typed())

    assert (first.status_code, first.url) == (again.status_code, again.url)
    assert Report.objects.count() == 1


def back(code: str, fact: str = "") -> dict:
    """Return the form of somebody who comes back."""
    return {"key": str(uuid.uuid4()), "code": code, "fact": fact}


def code_of(client, form: dict) -> str:
    """Send a report, and return the code on the page after it."""
    page = client.post(URL, form, follow=True)
    assert page.redirect_chain == [(THANKS, 302)]
    return CODE.search(page.content.decode())[1]


def test_who_needs_somebody_today_says_so_and_the_owner_hears_at_once(client, consultant, area):
    factories.a_home(area, number=14)

    client.post(URL, typed(today="yes"))

    signal, step = Signal.objects.get(), FollowUp.objects.get()
    assert (signal.urgency, step.kind) == ("today", FollowUp.Kind.TRIAGE)
    assert step.due_on == timezone.localdate()
    assert Message.objects.get(kind="follow_up_urgent").to == consultant.email


def test_report_without_hurry_waits_for_the_digest(client, consultant, area):
    factories.a_home(area, number=14)

    client.post(URL, typed(today="no"))

    assert Signal.objects.get().urgency == "week"
    assert not Message.objects.exists()


def test_reporter_without_a_name_comes_back_and_adds_something(client, consultant, area, signed_in):
    factories.a_home(area, number=14)
    code = code_of(client, typed())

    typed_back = f" {code.lower().replace('-', ' ')} "
    page = client.post(COME_BACK, back(typed_back, "De hond blaft."))

    signal = Signal.objects.get()
    heard = Message.objects.get(kind="report_added")
    seen = signed_in(consultant).get(signal.get_absolute_url()).content.decode()
    text = page.content.decode()
    assert "Uw bericht is ontvangen" in text
    assert "Wij hebben uw aanvulling." in text
    assert "De melder zei" in seen
    assert "De hond blaft." in seen
    assert heard.to == consultant.email
    assert "De hond blaft." not in render_text(heard)


def test_reporter_who_comes_back_hears_one_word_and_nothing_else(client, consultant, area):
    tenant = factories.a_tenant(factories.a_home(area, number=14))
    code = code_of(client, typed())
    signal = Signal.objects.get()

    said = [client.post(COME_BACK, back(code)).content.decode()]
    actions.verify(signal, home=signal.home, tenant=tenant, by=consultant)
    actions.pick_up(Signal.objects.get(), by=consultant)
    said.append(client.post(COME_BACK, back(code)).content.decode())
    actions.close(Signal.objects.get(), reason="refused", by=consultant)
    said.append(client.post(COME_BACK, back(code)).content.decode())

    words = ["ontvangen", "opgepakt", "afgerond"]
    assert [word for word, page in zip(words, said, strict=True) if f"is {word}" in page] == words
    assert not any(secret in "".join(said) for secret in (tenant.last_name, consultant.name))


@pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA", "x" * 5000, "'; --", "é"])
def test_unknown_code_is_answered_in_words_and_what_was_typed_stays(code, client, coordinator):
    answer = client.post(COME_BACK, back(code, "De hond blaft."))

    assert answer.status_code == 422
    assert "De hond blaft." in answer.content.decode()
    assert not Message.objects.filter(kind="report_added").exists()


def test_codes_cannot_be_tried_without_end(client, coordinator, settings):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"code": "3/h/ip"}

    answers = [client.post(COME_BACK, back("AAAA-AAAA-AAAA")).status_code for _ in range(5)]

    assert answers == [422, 422, 422, 429, 429]


def test_code_on_the_page_after_back_and_sending_again_works(client, coordinator):
    code_of(client, typed())

    code = code_of(client, typed())

    assert Signal.objects.count() == 1
    assert client.post(COME_BACK, back(code)).status_code == 200


def test_code_is_not_stored_in_the_database(client, coordinator):
    code = code_of(client, typed())

    assert code.replace("-", "") not in str(Report.objects.values().get())
    assert Report.objects.get().code_hash == hash_code(code)


def test_code_is_in_no_address(client, coordinator):
    answer = client.post(URL, typed())

    assert answer.url == THANKS
    assert CODE.search(client.get(THANKS).content.decode())
    client.cookies.clear()
    assert not CODE.search(client.get(THANKS).content.decode())


def test_addition_that_is_sent_twice_is_one_note_and_one_message(client, coordinator):
    form = back(code_of(client, typed()), "De hond blaft.")

    for _ in range(2):
        client.post(COME_BACK, form)

    assert Signal.objects.get().notes.count() == 1
    assert Message.objects.filter(kind="report_added").count() == 1


def test_addition_brings_the_step_forward(client, consultant, area):
    factories.a_home(area, number=14)
    code = code_of(client, typed())
    far = timezone.localdate() + timedelta(days=20)
    FollowUp.objects.update(due_on=far, heard_at=timezone.now())

    client.post(COME_BACK, back(code, "De hond blaft."))

    step = FollowUp.objects.get()
    assert step.due_on == timezone.localdate() + timedelta(days=1)
    assert step.heard_at is None


def test_addition_to_a_finished_report_is_a_report_of_its_own(client, consultant, area):
    home = factories.a_home(area, number=14)
    code = code_of(client, typed(name="Buur"))
    signal = Signal.objects.get()
    actions.verify(signal, home=home, by=consultant)
    actions.close(Signal.objects.get(), reason="solved", by=consultant)
    form = back(code, "Nu brandt het licht niet meer.")

    for _ in range(2):
        client.post(COME_BACK, form)

    assert Signal.objects.count() == 2
    new = Signal.objects.latest("pk")
    assert (new.status, new.home, new.fact) == ("unverified", home, form["fact"])
    assert new.report.name == "Buur"
    assert new.follow_ups.open().count() == 1
