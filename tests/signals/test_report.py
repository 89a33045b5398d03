"""Reports from outside: write-only, and unverified until a colleague has assessed them."""

import uuid

import pytest
from django.urls import reverse

from accounts.roles import Role
from ground.refusals import Refused
from outbox import actions as outbox
from outbox.models import Message
from signals import actions
from signals.models import FollowUp, Report, Signal
from tenants.home_search import only_home_at
from tenants.models import Home
from tests import factories
from tests.asked_again import sent_again
from tests.factories.noticed import a_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
URL, THANKS = reverse("signals:report"), reverse("signals:thanks")


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

    known = client.post(URL, typed())
    unknown = client.post(URL, typed(typed_address="Nergensplein 900"))
    machine = client.post(URL, typed(website="http://spam.example"))

    pages = [client.get(answer["Location"]).content for answer in (known, unknown, machine)]
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
    assert Signal.objects.count() == 5


def test_reports_are_accepted_when_the_rate_limiter_is_unreachable(client, coordinator, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert {client.post(URL, typed()).status_code for _ in range(7)} == {302}


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
