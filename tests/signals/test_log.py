"""Logging a signal: who, what and how urgent, and what follows at once."""

import re
import uuid
from datetime import date, time, timedelta

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.roles import Role
from audit.models import Event
from ground.workdays import working_days_after
from outbox.models import Message
from signals.models import FollowUp, Sign, Signal
from tests import factories

pytestmark = pytest.mark.django_db


def typed(choice: str, **changes) -> dict:
    """Return the form data that a caretaker sends."""
    return {
        "key": str(uuid.uuid4()),
        "address": "",
        "choice": choice,
        "signs": [Sign.objects.first().pk],
        "urgency": "week",
        "tenant_knows": "no",
        "fact": "Post stapelt op.",
    } | changes


def test_logged_signal_gets_an_owner_in_the_area_and_one_next_step(caretaker, consultant, area):
    tenant = factories.a_tenant(factories.a_home(area))

    signal = factories.a_signal(tenant, by=caretaker)

    assert signal.owner == consultant
    step = signal.follow_ups.get()
    assert (step.owner, step.kind, step.done_at) == (consultant, FollowUp.Kind.ASSESS, None)


def test_owner_of_an_urgent_signal_is_mailed_at_once_without_a_name(
    every_day_is_worked, caretaker, consultant, area
):
    signal = factories.an_urgent_signal(home=factories.a_home(area), by=caretaker)
    step = signal.follow_ups.get()

    message = Message.objects.get(key__startswith=f"follow-up:{step.pk}:urgent")

    assert message.to == consultant.email
    assert message.about == {"follow_up": step.pk, "user": consultant.pk}


def test_owner_of_an_ordinary_signal_gets_no_mail_about_it_alone(
    every_day_is_worked, caretaker, consultant, area
):
    factories.a_signal(home=factories.a_home(area), by=caretaker)

    assert not Message.objects.exists()


def test_signal_goes_to_the_consultant_with_the_least_open_work(caretaker, consultant, area):
    idle = factories.a_user(Role.CONSULTANT, "Nieuw", (area,))
    factories.a_signal(home=factories.a_home(area), by=caretaker)

    second = factories.a_signal(home=factories.a_home(area), by=caretaker)

    assert second.owner == idle


def test_signal_in_an_area_without_consultant_goes_to_the_coordinator(caretaker, coordinator, area):
    signal = factories.a_signal(home=factories.a_home(area), by=caretaker, owner=coordinator)

    assert signal.owner == coordinator


def test_form_sent_twice_logs_one_signal(signed_in, caretaker, consultant, area):
    tenant = factories.a_tenant(factories.a_home(area))
    form = typed(f"{tenant.tenancies.get().home_id}:{tenant.pk}")
    url = reverse("signals:log")

    first = signed_in(caretaker).post(url, form)
    second = signed_in(caretaker).post(url, form)

    assert (first.status_code, second.status_code) == (302, 302)
    assert Signal.objects.count() == FollowUp.objects.count() == 1


def test_caretaker_logs_at_an_address_without_a_known_tenant(
    signed_in, caretaker, consultant, area
):
    home = factories.a_home(area)

    signed_in(caretaker).post(reverse("signals:log"), typed(f"{home.pk}:"))

    assert Signal.objects.get().tenant is None


def test_form_refuses_a_home_in_another_area(signed_in, caretaker, other_area):
    home = factories.a_home(other_area)

    answer = signed_in(caretaker).post(reverse("signals:log"), typed(f"{home.pk}:"))

    assert answer.status_code == 422
    assert not Signal.objects.exists()


def test_action_refuses_a_home_in_another_area(caretaker, other_area):
    home = factories.a_home(other_area)

    with pytest.raises(Http404):
        factories.a_signal(home=home, by=caretaker)


def test_form_without_an_address_keeps_the_typed_text(signed_in, caretaker):
    answer = signed_in(caretaker).post(
        reverse("signals:log"), typed("", address="Nergensstraat 9", fact="Gordijnen dicht.")
    )

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Nergensstraat 9" in text
    assert "Gordijnen dicht." in text
    assert "We vonden geen adres of naam" in text


def test_form_refuses_four_signs(signed_in, caretaker, area):
    home = factories.a_home(area)
    signs = [sign.pk for sign in Sign.objects.all()[:4]]

    answer = signed_in(caretaker).post(reverse("signals:log"), typed(f"{home.pk}:", signs=signs))

    assert answer.status_code == 422
    assert "hoogstens drie" in answer.content.decode()


def test_whether_the_tenant_knows_has_no_default(signed_in, caretaker, area):
    text = signed_in(caretaker).get(reverse("signals:log")).content.decode()

    assert 'value="week" checked' in text
    assert 'name="tenant_knows" id="weet-ja" value="yes">' in text


@pytest.mark.parametrize(
    "typed_text", ["merelstraat 14", "MERELSTR 14", "9999XA 14", "van dyk", "Dijk"]
)
def test_search_finds_a_home_by_address_postcode_or_name(signed_in, caretaker, area, typed_text):
    home = factories.a_home(area, number=14, addition="2")
    factories.a_tenant(home, last_name="Dijk")

    answer = signed_in(caretaker).get(reverse("signals:address_choices"), {"address": typed_text})

    assert "Merelstraat 14-2" in answer.content.decode()


def test_exactly_one_address_typed_and_saved_is_taken(signed_in, caretaker, consultant, area):
    tenant = factories.a_tenant(factories.a_home(area, street="Wiekenlaan", number=5))
    factories.a_tenant(factories.a_home(area, street="Wiekenlaan", number=15))

    signed_in(caretaker).post(reverse("signals:log"), typed("", address="wiekenlaan 5"))

    assert Signal.objects.get().tenant == tenant


def test_an_address_of_two_people_asks_for_whom(signed_in, caretaker, area):
    home = factories.a_home(area, street="Wiekenlaan", number=5)
    factories.a_tenant(home)
    factories.a_tenant(home)

    answer = signed_in(caretaker).post(
        reverse("signals:log"), typed("", address="Wiekenlaan 5", fact="Lampen overdag aan.")
    )

    assert "Kies een adres uit de lijst. ‘Wiekenlaan 5’ past op één adres." in answer.text
    assert "Lampen overdag aan." in answer.text
    assert not Signal.objects.exists()


def test_who_logs_for_the_first_time_taps_a_street_and_a_number(signed_in, caretaker, area):
    for number in range(1, 12):
        factories.a_home(area, street="Wiekenlaan", number=number)
    factories.a_home(factories.an_area("Verweg"), street="Verweglaan", number=1)
    client, form = signed_in(caretaker), typed("", fact="Lampen overdag aan.")

    start = client.get(reverse("signals:log")).text
    street = client.post(reverse("signals:log"), form | {"zoek": "Wiekenlaan"}).text
    number = client.post(reverse("signals:log"), form | {"zoek": "Wiekenlaan 11"}).text

    assert 'name="zoek" value="Wiekenlaan"' in start
    assert "Verweglaan" not in start
    assert 'name="zoek" value="Wiekenlaan 11" formnovalidate>11</button>' in street
    assert "Lampen overdag aan." in number
    assert "1 adres gevonden" in number


def test_more_addresses_than_fit_are_announced(signed_in, caretaker, area):
    for number in range(1, 12):
        factories.a_home(area, street="Wiekenlaan", number=number)

    text = signed_in(caretaker).get(reverse("signals:address_choices"), {"address": "wieken"}).text

    assert "Dit zijn de eerste 8." in text


def test_search_without_javascript_keeps_the_rest_of_the_form(signed_in, caretaker, area):
    factories.a_home(area, number=14)
    form = typed("", address="merelstraat 14", zoek="1", fact="Lampen overdag aan.")

    answer = signed_in(caretaker).post(reverse("signals:log"), form)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Merelstraat 14" in text
    assert "Lampen overdag aan." in text
    assert "aria-invalid" not in text


def test_trail_says_who_logged_what_without_the_texts(caretaker, consultant, area):
    signal = factories.a_signal(
        factories.a_tenant(factories.a_home(area)), by=caretaker, fact="Geheim123"
    )

    event = Event.objects.get(verb="signals.log")

    assert (event.actor_id, event.subject_id, event.tenant_id) == (
        caretaker.pk,
        str(signal.pk),
        signal.tenant_id,
    )
    assert not Event.objects.filter(details__icontains="Geheim123").exists()


def test_due_dates_skip_weekends_and_dutch_holidays():
    # Good Friday (26 March) and Easter Monday (29 March) are both in the list.
    assert working_days_after(date(2027, 3, 25), 1) == date(2027, 3, 30)
    assert working_days_after(date(2026, 11, 27), 2) == date(2026, 12, 1)
    assert working_days_after(date(2026, 12, 26), 0) == date(2026, 12, 28)


def test_privacy_officer_cannot_log(privacy_officer, area):
    with pytest.raises(Http404):
        factories.a_signal(home=factories.a_home(area), by=privacy_officer)


def test_fact_impression_and_own_words_are_stored_apart(signed_in, caretaker, consultant, area):
    home = factories.a_home(area)
    words = {"fact": "Deed niet open.", "impression": "Leek moe.", "own_words": "Kom morgen maar."}

    signed_in(caretaker).post(reverse("signals:log"), typed(f"{home.pk}:", **words))

    signal = Signal.objects.get()
    assert (signal.fact, signal.impression, signal.own_words) == tuple(words.values())


def test_noticer_and_channel_are_stored(signed_in, consultant, area):
    home = factories.a_home(area)
    form = typed(f"{home.pk}:", noticed_by="mechanic", channel="TEL")

    signed_in(consultant).post(reverse("signals:log"), form)

    signal = Signal.objects.get()
    assert (signal.noticed_by, signal.channel) == ("mechanic", "TEL")


def test_colleague_a_signal_was_logged_for_sees_its_status(signed_in, caretaker, consultant, area):
    home = factories.a_home(area)
    form = typed(f"{home.pk}:", on_behalf_of=caretaker.pk)

    signed_in(consultant).post(reverse("signals:log"), form)

    text = signed_in(caretaker).get(reverse("signals:mine")).content.decode()
    assert home.address in text
    assert "namens jou" in text
    assert "Post stapelt op." not in text


def test_open_signals_at_a_home_are_shown_to_users_who_may_see_them(
    signed_in, caretaker, consultant, area
):
    home = factories.a_home(area, number=14)
    factories.a_signal(home=home, by=caretaker)
    url = reverse("signals:address_choices") + "?address=merelstraat 14"

    assert "al 1 signaal open" in signed_in(consultant).get(url).content.decode()
    assert "signaal open" not in signed_in(caretaker).get(url).content.decode()


def test_deceased_tenant_is_not_offered_and_mentioned_with_respect(signed_in, caretaker, area):
    factories.a_tenant(
        factories.a_home(area), last_name="Vermeulen", infix="", died_on=date(2026, 10, 3)
    )

    text = signed_in(caretaker).get(reverse("signals:address_choices") + "?address=vermeulen")

    assert "Mevr. Vermeulen is overleden op 3 oktober 2026" in text.content.decode()


def test_search_says_that_a_tenant_moved(signed_in, caretaker, area):
    tenant = factories.a_tenant(factories.a_home(area), last_name="Vermeulen", infix="")
    tenant.tenancies.update(ends_on=date(2026, 1, 31))

    text = signed_in(caretaker).get(reverse("signals:address_choices") + "?address=vermeulen")

    assert "woont hier niet meer" in text.content.decode()


def test_tenants_of_one_home_are_offered_by_name(signed_in, caretaker, area):
    home = factories.a_home(area, number=14)
    names = [factories.a_tenant(home).formal_name for _ in range(3)]

    text = signed_in(caretaker).get(reverse("signals:address_choices") + "?address=merelstraat 14")

    assert all(name in text.content.decode() for name in names)
    assert "iemand op dit adres" in text.content.decode()


def test_ambiguous_address_says_how_many_homes_match(signed_in, caretaker, area):
    for addition in ("1", "2"):
        factories.a_home(area, number=14, addition=addition)

    answer = signed_in(caretaker).post(reverse("signals:log"), typed("", address="merels 14"))

    assert "past op 2 adressen" in answer.content.decode()


def test_control_characters_are_removed_and_the_text_is_stored(
    signed_in, caretaker, consultant, area
):
    home = factories.a_home(area)

    signed_in(caretaker).post(
        reverse("signals:log"), typed(f"{home.pk}:", fact="Licht\x00 \u202ebrandt\u202c overdag.")
    )

    assert Signal.objects.get().fact == "Licht brandt overdag."


def test_text_that_is_too_long_is_kept_in_the_form_and_says_by_how_much(signed_in, caretaker, area):
    home = factories.a_home(area)

    answer = signed_in(caretaker).post(
        reverse("signals:log"), typed(f"{home.pk}:", fact="a" * 1_000_000)
    )

    assert answer.status_code == 422
    assert "1000000 tekens" in answer.content.decode()


def test_htmx_form_redirects_after_saving_and_returns_the_form_after_an_error(
    signed_in, caretaker, consultant, area
):
    home = factories.a_home(area)
    client, htmx = signed_in(caretaker), {"HX-Request": "true"}

    saved = client.post(reverse("signals:log"), typed(f"{home.pk}:"), headers=htmx)
    wrong = client.post(reverse("signals:log"), typed(""), headers=htmx)

    assert saved["HX-Redirect"] == reverse("signals:mine")
    assert wrong.status_code == 422
    assert "<html" not in wrong.content.decode()


def test_confirmation_says_when_the_owner_is_reminded(
    every_day_is_worked, signed_in, caretaker, consultant, area, settings
):
    home = factories.a_home(area)
    settings.REMIND_FROM = time(8, 30)

    today = signed_in(caretaker).post(
        reverse("signals:log"), typed(f"{home.pk}:", urgency="today"), follow=True
    )
    calm = signed_in(caretaker).post(
        reverse("signals:log"), typed(f"{home.pk}:", urgency="calm", again="on"), follow=True
    )

    assert "Samira krijgt er nu bericht van" in today.content.decode()
    assert "om half negen" in calm.content.decode()


def test_confirmation_names_the_next_digest_however_late_the_step_is_due(
    every_day_is_worked, signed_in, caretaker, consultant, area, settings
):
    home = factories.a_home(area)
    settings.REMIND_FROM = time(0)
    tomorrow = date_format(timezone.localdate() + timedelta(days=1), "l j F")

    answer = signed_in(caretaker).post(
        reverse("signals:log"), typed(f"{home.pk}:", urgency="calm", again="on"), follow=True
    )

    assert f"met bericht op {tomorrow}" in answer.content.decode()


def test_confirmation_to_the_owner_says_your_list(signed_in, consultant, area):
    home = factories.a_home(area)

    answer = signed_in(consultant).post(reverse("signals:log"), typed(f"{home.pk}:"), follow=True)

    text = answer.content.decode()
    assert "Vastgelegd. Het staat op je lijst." in text
    assert "lijst van Samira" not in text


@pytest.mark.parametrize(("role", "to"), [("caretaker", "signals:mine"), ("consultant", "home")])
def test_way_back_from_the_form_leads_to_another_page(signed_in, request, role, to):
    user = request.getfixturevalue(role)

    text = signed_in(user).get(reverse("signals:log")).content.decode()

    assert f'href="{reverse(to)}"' in text.split("<h1>")[0].split("form-page")[1]


def test_form_says_at_what_time_reminders_are_sent(
    every_day_is_worked, signed_in, caretaker, consultant, area, settings
):
    home = factories.a_home(area)
    settings.REMIND_FROM = time(7, 45)

    page = signed_in(caretaker).post(
        reverse("signals:log"), typed(f"{home.pk}:", urgency="calm", again="on"), follow=True
    )

    assert "om kwart voor acht" in page.content.decode()


def test_homes_where_the_user_logged_before_come_first(signed_in, caretaker, consultant, area):
    factories.a_home(area, number=14, addition="1")
    visited = factories.a_home(area, number=14, addition="2")
    factories.a_signal(home=visited, by=caretaker)

    answer = signed_in(caretaker).get(
        reverse("signals:address_choices") + "?address=merelstraat 14"
    )

    text = answer.content.decode()
    assert text.index("Merelstraat 14-2") < text.index("Merelstraat 14-1")


def test_same_form_with_another_text_is_refused_because_the_first_arrived(
    signed_in, caretaker, consultant, area
):
    tenant = factories.a_tenant(factories.a_home(area))
    form = typed(f"{tenant.tenancies.get().home_id}:{tenant.pk}")
    url = reverse("signals:log")
    signed_in(caretaker).post(url, form)

    answer = signed_in(caretaker).post(url, form | {"fact": "De hond is weg."})

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "kwam al eerder aan, met andere woorden" in text
    assert "Dit had je geschreven" in text
    assert "De hond is weg." in text
    assert Signal.objects.count() == 1


@pytest.fixture
def logged_by_back(signed_in, caretaker, consultant, area):
    """A client that sends the form of a signal that was just saved, under another key."""
    tenant = factories.a_tenant(factories.a_home(area))
    form = typed(f"{tenant.tenancies.get().home_id}:{tenant.pk}")
    client = signed_in(caretaker)
    client.post(reverse("signals:log"), form)

    def send(**changes):
        again = form | {"key": str(uuid.uuid4())} | changes
        return client.post(reverse("signals:log"), again, follow=True)

    return send


def test_the_same_form_after_back_is_recognised_whatever_its_key(logged_by_back):
    answer = logged_by_back()

    assert answer.status_code == 422
    assert re.search(r"Dit heb je om \d+\.\d\d uur al vastgelegd\.", answer.text)
    assert "Post stapelt op." in answer.text
    assert Signal.objects.count() == 1


def test_a_second_signal_is_made_on_purpose(logged_by_back):
    logged_by_back(again="on")

    assert Signal.objects.count() == 2


@pytest.mark.parametrize("changes", [{"fact": "De hond blaft."}, {"own_words": "Het gaat goed."}])
def test_other_words_are_a_signal_of_their_own(logged_by_back, changes):
    logged_by_back(**changes)

    assert Signal.objects.count() == 2


def test_other_signs_are_a_signal_of_their_own(logged_by_back):
    logged_by_back(signs=[Sign.objects.last().pk])

    assert Signal.objects.count() == 2


def test_an_hour_later_it_is_a_signal_of_its_own(logged_by_back):
    Signal.objects.update(logged_at=timezone.now() - timedelta(hours=1))

    logged_by_back()

    assert Signal.objects.count() == 2
