"""Past the limit of everybody together a form is taken all the same, and asks for a code."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from activities.models import BuddyRequest, Meetup, SignUp, SignUpReceipt
from outbox.actions import render
from outbox.models import Message
from signals.models import Report, Signal
from tests.asked_again import sent_again
from tests.factories.activities import a_meetup
from tests.factories.unsorted import a_kept_report, a_kept_sign_up
from unsorted.models import UnsortedForm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
REPORT, BUDDY = reverse("signals:report"), reverse("activities:request_buddy")
SIX = re.compile(r"\b\d{6}\b")
FACT = "De gordijnen zijn al weken dicht."


@pytest.fixture(autouse=True)
def busy(settings):
    """Everybody together has sent enough; each network has not."""
    settings.TEXT_GATEWAY = "sms.example"
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {
        "report": "5/h/ip,0/h/key",
        "sign_up": "5/h/ip,0/h/key",
    }


def a_report(**changes) -> dict:
    return {
        "key": str(uuid.uuid4()), "noticed_by": "neighbour", "typed_address": "Merelstraat 14",
        "fact": FACT, "phone": "06 12 34 56 78",
    } | changes  # fmt: skip


def a_guest(**changes) -> dict:
    guest = {"key": str(uuid.uuid4()), "name": "Ans de Wit", "phone": "06 12 34 56 78"}
    return guest | {"party": "1"} | changes


def sign_up_url(meetup: Meetup) -> str:
    return reverse("activities:sign_up", args=[meetup.pk])


def code_sent() -> str:
    """Return the code in the newest message with one; it is made while the message is."""
    return SIX.search(render(codes().latest("pk"))[1])[0]


def codes() -> QuerySet[Message]:
    return Message.objects.filter(kind="form_code")


def text_of(page) -> str:
    return " ".join(page.content.decode().split())


def test_a_report_of_a_busy_hour_waits_and_asks_for_a_code(client, coordinator):
    answer = client.post(REPORT, a_report())
    page = client.get(answer["Location"])

    assert answer.status_code == 302
    assert not Signal.objects.exists()
    assert "Wij hebben uw bericht" in text_of(page)
    assert "naar het nummer dat eindigt op 78" in text_of(page)
    message = codes().get()
    assert (message.channel, message.to) == ("sms", "+31 6 12345678")


def test_the_right_code_reports_it_and_gives_the_code_to_come_back_with(client, coordinator):
    page = client.post(REPORT, a_report())["Location"]

    answer = client.post(page, {"code": code_sent()}, follow=True)

    signal = Signal.objects.get()
    assert (signal.fact, signal.status) == (FACT, "unverified")
    assert answer.redirect_chain == [(reverse("signals:thanks"), 302)]
    code = re.search(r">([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})<", answer.content.decode())[1]
    status = client.post(reverse("signals:come_back"), {"code": code, "key": uuid.uuid4()})
    assert "Uw bericht is ontvangen" in text_of(status)


def test_the_right_code_signs_the_guest_up(client):
    meetup = a_meetup()
    page = client.post(sign_up_url(meetup), a_guest())["Location"]
    assert not SignUp.objects.exists()
    code = code_sent()

    answer = client.post(page, {"code": f"{code[:3]} {code[3:]}"}, follow=True)

    guest = SignUp.objects.get()
    assert (guest.name, guest.phone, guest.status) == ("Ans de Wit", "+31 6 12345678", "confirmed")
    receipt = SignUpReceipt.objects.get()
    assert answer.redirect_chain[0][0] == reverse("activities:receipt", args=[receipt.token])
    assert "Ans" in text_of(answer)


def test_the_right_code_asks_for_company(client):
    form = {"key": str(uuid.uuid4()), "things": ["koffie"], "phone": "06 12 34 56 78"}
    page = client.post(BUDDY, form)["Location"]
    assert not BuddyRequest.objects.exists()

    answer = client.post(page, {"code": code_sent()})

    assert answer["Location"] == reverse("activities:buddy_thanks")
    assert BuddyRequest.objects.get().things == ["koffie"]


def test_who_signs_up_late_for_a_full_meetup_waits_for_a_chair(client):
    meetup = a_meetup(capacity=1)
    pages = []
    for name, phone in [("Ans", "06 12 34 56 78"), ("Bep", "06 87 65 43 21")]:
        page = client.post(sign_up_url(meetup), a_guest(name=name, phone=phone))["Location"]
        pages.append((page, code_sent()))

    for page, code in pages:
        client.post(page, {"code": code})

    assert list(SignUp.objects.order_by("pk").values_list("name", "status")) == [
        ("Ans", "confirmed"), ("Bep", "waiting")
    ]  # fmt: skip


def test_a_meetup_that_began_meanwhile_says_so_and_the_form_stays(client):
    meetup = a_meetup()
    page = client.post(sign_up_url(meetup), a_guest())["Location"]
    code = code_sent()
    Meetup.objects.filter(pk=meetup.pk).update(starts_at=timezone.now() - timedelta(minutes=5))

    answer = client.post(page, {"code": code})

    assert answer.status_code == 409
    assert "Deze activiteit is al begonnen of geweest." in text_of(answer)
    assert UnsortedForm.objects.get().fields["name"] == "Ans de Wit"


def test_a_meetup_that_began_or_does_not_exist_keeps_nothing(client):
    meetup = a_meetup()
    Meetup.objects.filter(pk=meetup.pk).update(starts_at=timezone.now() - timedelta(minutes=5))

    begun = client.post(sign_up_url(meetup), a_guest())
    gone = client.post(reverse("activities:sign_up", args=[999999]), a_guest())

    assert (begun.status_code, gone.status_code) == (409, 404)
    assert not UnsortedForm.objects.exists()


def test_sent_once_more_for_somebody_else_both_are_signed_up(client, settings):
    meetup, busy = a_meetup(), settings.PUBLIC_LIMITS
    guest = a_guest()
    settings.PUBLIC_LIMITS = busy | {"sign_up": "5/h/ip"}
    client.post(sign_up_url(meetup), guest)
    settings.PUBLIC_LIMITS = busy

    other = guest | {"name": "Bep", "phone": "06 87 65 43 21"}
    page = client.post(sign_up_url(meetup), other)["Location"]
    client.post(page, {"code": code_sent()})

    assert set(SignUp.objects.values_list("name", flat=True)) == {"Ans de Wit", "Bep"}


def test_messages_about_the_sign_up_are_in_the_language_of_the_form(client, coordinator):
    meetup = a_meetup()
    answer = client.post(f"{sign_up_url(meetup)}?taal=tr", a_guest())
    assert "kod" in render(codes().get())[1].lower()

    Client().post(answer["Location"], {"code": code_sent()}, headers={"accept-language": "nl"})

    assert SignUp.objects.get().language == "tr"


def test_a_wrong_code_is_said_and_the_sixth_try_does_not_count(client):
    page = client.post(REPORT, a_report())["Location"]
    right = code_sent()
    wrong = f"{(int(right) + 1) % 10**6:06}"

    first = client.post(page, {"code": wrong})
    for _ in range(4):
        last = client.post(page, {"code": wrong})
    sixth = client.post(page, {"code": right})

    assert first.status_code == 422
    assert "Deze code klopt niet. Kijk nog eens goed" in text_of(first)
    assert "De code klopte vijf keer niet" in text_of(last)
    assert "De code klopte vijf keer niet" in text_of(sixth)
    assert not Signal.objects.exists()


def test_a_code_of_four_digits_is_no_try(client):
    page = client.post(REPORT, a_report())["Location"]

    answer = client.post(page, {"code": "1234"})

    assert "De code heeft zes cijfers." in text_of(answer)
    assert UnsortedForm.objects.get().tries == 0


def test_a_code_works_for_an_hour(client):
    page = client.post(REPORT, a_report())["Location"]
    code = code_sent()
    an_hour_ago = timezone.now() - timedelta(minutes=61)
    UnsortedForm.objects.update(made_at=an_hour_ago, code_until=timezone.now())

    answer = client.post(page, {"code": code})

    assert "Een collega kijkt ernaar. U hoeft niets te doen." in text_of(answer)
    assert not Signal.objects.exists()


def test_the_code_of_one_form_does_not_fit_another():
    meetup = a_meetup()
    form, _ = a_kept_sign_up(meetup)
    other, token = a_kept_sign_up(meetup, phone="+31 6 87654321")
    code = SIX.search(render(codes().get(about={"form": form.pk}))[1])[0]
    render(codes().get(about={"form": other.pk}))

    Client().post(reverse("unsorted:use_code", args=[token]), {"code": code})

    assert not SignUp.objects.exists()


def test_only_hashes_of_the_code_and_of_the_token_are_stored(client):
    page = client.post(REPORT, a_report())["Location"]
    code, token = code_sent(), page.rstrip("/").rpartition("/")[2]

    form, message = UnsortedForm.objects.get(), codes().get()

    stored = f"{form.__dict__} {message.__dict__}"
    assert code not in stored
    assert token not in stored


def test_a_report_without_an_address_waits_for_a_colleague(client):
    page = client.get(client.post(REPORT, a_report(phone=""))["Location"])

    assert "Een collega kijkt ernaar. U hoeft niets te doen." in text_of(page)
    assert 'name="code"' not in page.content.decode()
    assert not codes().exists()


def test_who_typed_a_landline_hears_that_a_colleague_calls(client):
    meetup = a_meetup()

    page = client.get(client.post(sign_up_url(meetup), a_guest(phone="088 000 12 34"))["Location"])

    assert "Een collega kijkt ernaar en belt u." in text_of(page)
    assert not codes().exists()


def test_who_typed_a_landline_and_a_mailbox_gets_the_code_by_mail(client):
    client.post(REPORT, a_report(phone="088 000 12 34", email="ans@voorbeeld.nl"))

    message = codes().get()
    assert (message.channel, message.to) == ("mail", "ans@voorbeeld.nl")
    assert SIX.search(render(message)[1])


def test_without_a_text_gateway_no_colleague_reads_out_a_code(client, settings):
    settings.TEXT_GATEWAY = ""

    page = client.get(client.post(REPORT, a_report())["Location"])

    assert "Een collega kijkt ernaar en belt u." in text_of(page)
    assert not codes().exists()


def test_one_address_gets_one_code_an_hour_and_the_pages_are_the_same(client):
    pages = [
        client.get(client.post(REPORT, a_report(fact=fact))["Location"])
        for fact in (FACT, "De post ligt er nog.")
    ]

    assert codes().count() == 1
    first, second = (re.sub(r"csrf[^>]*|/ontvangen/\w+/", "", text_of(page)) for page in pages)
    assert first == second
    assert "Kreeg u het afgelopen uur al een code voor iets anders?" in first


def test_guesses_at_a_form_without_a_code_are_answered_as_those_at_one_with(client):
    a_kept_report(phone="+31 6 12345678")
    _form, token = a_kept_report(phone="+31 6 12345678", fact="De post ligt er nog.")
    page = reverse("unsorted:use_code", args=[token])

    answers = [text_of(client.post(page, {"code": "123456"})) for _ in range(5)]

    assert "Deze code klopt niet." in answers[0]
    assert "De code klopte vijf keer niet" in answers[4]


def test_past_the_limit_of_codes_a_form_waits_for_a_colleague(client, settings):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"form_code": "1/h/key"}
    a_kept_report(phone="+31 6 87654321")

    page = client.get(client.post(REPORT, a_report())["Location"])

    assert "Een collega kijkt ernaar. U hoeft niets te doen." in text_of(page)
    assert [message.to for message in codes()] == ["+31 6 87654321"]


def test_a_form_that_is_sent_twice_is_one_row_with_one_page(client):
    form = a_report()

    first, second = (client.post(REPORT, form)["Location"] for _ in range(2))

    assert first == second
    assert UnsortedForm.objects.count() == 1
    assert client.post(REPORT, form | {"fact": "Iets anders."})["Location"] != first


def test_the_limit_of_a_network_still_refuses(client):
    answers = [client.post(REPORT, a_report()) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Uw bericht is nog niet verstuurd. Wat u typte staat er nog." in text_of(answers[5])


def test_a_page_for_a_code_is_private_and_gone_with_an_unknown_token(client):
    page = client.get(client.post(REPORT, a_report())["Location"])

    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]
    assert client.get(reverse("unsorted:use_code", args=["a" * 32])).status_code == 404


def test_what_was_typed_is_erased_when_the_code_was_right(client, coordinator):
    page = client.post(REPORT, a_report())["Location"]

    client.post(page, {"code": code_sent()})

    form = UnsortedForm.objects.get()
    assert (form.status, form.fields, form.address, form.code_hash) == ("taken", {}, "", "")
    assert form.sorted_by is None
    assert "Het is al verwerkt." in text_of(client.get(page))
    assert Report.objects.count() == 1


def test_a_citizen_number_is_not_kept(client):
    form = a_report(fact="Zijn nummer is 123456782, zegt hij.")
    client.post(REPORT, sent_again(client.post(REPORT, form), form))

    assert "[nummer weggelaten]" in UnsortedForm.objects.get().fields["fact"]


def test_a_tenant_who_is_signed_in_is_the_one_who_signs_up(signed_in, tenant_user):
    meetup, client = a_meetup(), signed_in(tenant_user)
    page = client.post(sign_up_url(meetup), a_guest())["Location"]

    client.post(page, {"code": code_sent()})

    assert SignUp.objects.get().made_by_id == tenant_user.pk
