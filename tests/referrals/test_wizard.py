"""The four steps of a sender: forms without JavaScript, saved input, and a fixed order."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from outbox.models import Message as Post
from partners import actions as partners
from partners.models import Partner
from referrals import actions
from referrals.models import Referral
from signals import actions as signals
from signals.models import FollowUp
from tenants.consent_wording import PURPOSE
from tenants.models import Consent, Field
from tests import factories
from tests.factories.referrals import WISH, a_draft, a_referral, answered

pytestmark = pytest.mark.django_db
Status = Referral.Status
YES = {
    "answer": "yes",
    "how": "spoken",
    "purpose": PURPOSE,
    "words": "Doe maar.",
    "fields_shared": ["name", "wish"],
}
WANTED = {"wish": WISH, "gist": "Kaarten, niet alleen"}


@pytest.fixture
def draft(signal, partner, consultant) -> Referral:
    return a_draft(signal=signal, partner=partner, by=consultant)


@pytest.fixture
def sender(signed_in, consultant):
    """The browser of the consultant, without JavaScript."""
    return signed_in(consultant)


def step(draft: Referral, name: str) -> str:
    return reverse(f"referrals:{name}", args=[draft.number])


def start(signal) -> str:
    return reverse("referrals:start", args=[signal.pk])


def the_draft() -> Referral:
    return Referral.objects.get()


def test_four_forms_without_javascript_send_a_referral(sender, signal, partner):
    first = sender.post(start(signal), {"partner": partner.pk})
    second = sender.post(first["Location"], WANTED)
    third = sender.post(second["Location"], YES)
    check = sender.get(third["Location"]).content.decode()
    alone = sender.post(third["Location"])
    sent = sender.post(third["Location"], {"comes_along": "on"})

    assert "Klopt alles?" in check
    assert "Zo kan Welzijn Lindenwaard de huurder niet bereiken" in check
    assert alone.status_code == 422
    assert "Kies of je meegaat" in alone.text
    assert sent["Location"] == the_draft().get_absolute_url()
    assert the_draft().status == Status.OFFERED
    assert the_draft().shared == {"name": "Mevr. H. van Ooievaar", "wish": WISH}
    assert Post.objects.filter(kind="referral_offered", to=partner.inbox).count() == 1


def test_opening_the_first_step_creates_nothing(sender, signal):
    assert sender.get(start(signal)).status_code == 200

    assert not Referral.objects.exists()


def test_draft_continues_at_its_first_open_step(sender, signal, draft):
    assert sender.get(start(signal))["Location"] == step(draft, "consent")
    assert sender.get(draft.get_absolute_url())["Location"] == step(draft, "consent")


@pytest.mark.parametrize("name", ["consent", "send"])
def test_step_redirects_to_the_first_open_step(sender, signal, consultant, partner, name):
    draft = actions.start(signal, by=consultant)
    actions.choose(draft, partner=partner, by=consultant)

    assert sender.get(step(draft, name))["Location"] == step(draft, "write_wish")
    assert sender.post(step(draft, name), YES)["Location"] == step(draft, "write_wish")
    assert not Consent.objects.exists()


@pytest.mark.parametrize("name", ["choose", "write_wish", "consent", "send"])
def test_steps_of_a_sent_referral_redirect_to_its_page(sender, referral, name):
    assert sender.get(step(referral, name))["Location"] == referral.get_absolute_url()
    assert (
        sender.post(step(referral, name), YES | WANTED)["Location"] == referral.get_absolute_url()
    )
    assert Post.objects.filter(kind="referral_offered").count() == 1


def test_first_step_without_a_partner_asks_for_one(sender, signal, partner):
    answer = sender.post(start(signal), {"partner": ""})

    assert answer.status_code == 422
    assert "Kies een partner." in answer.content.decode()
    assert not Referral.objects.exists()


def test_partner_switched_off_meanwhile_cannot_be_chosen(sender, signal, partner, coordinator):
    partners.switch_off(partner, by=coordinator)

    answer = sender.post(start(signal), {"partner": partner.pk})

    assert answer.status_code == 422
    assert "kan nu niet gevraagd worden" in answer.content.decode()


def test_wish_that_is_too_long_stays_on_the_page(sender, draft):
    answer = sender.post(step(draft, "write_wish"), {"wish": "Kaarten & " * 40, "gist": "Kaarten"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Kaarten &amp; Kaarten &amp;" in text
    assert 'value="Kaarten"' in text
    assert the_draft().wish == WISH


def test_wish_without_a_summary_stays_on_the_page(sender, draft):
    answer = sender.post(step(draft, "write_wish"), {"wish": "Iets met dieren.", "gist": ""})

    assert answer.status_code == 422
    assert "Iets met dieren." in answer.content.decode()


def test_yes_without_a_field_is_a_form_error(sender, draft):
    answer = sender.post(step(draft, "consent"), YES | {"fields_shared": []})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Kies wat er gedeeld mag worden" in text
    assert 'value="yes" id="t-ja" checked' in text
    assert "Doe maar." in text
    assert not Consent.objects.exists()


@pytest.mark.parametrize("field", ["age", "birth_date", "notes"])
def test_field_that_is_not_on_the_page_cannot_be_shared(sender, draft, field):
    answer = sender.post(step(draft, "consent"), YES | {"fields_shared": ["name", field]})

    assert answer.status_code == 422
    assert not Consent.objects.exists()


def test_consent_step_preselects_the_usual_fields_without_the_address(sender, draft, tenant):
    text = sender.get(step(draft, "consent")).content.decode()

    assert "uw naam, telefoonnummer, hoe u het liefst contact heeft en wens" in text
    assert 'id="deel-address">' in text
    assert 'id="deel-name" checked>' in text
    assert 'id="t-ja">' in text


def test_changed_ticks_update_the_sentence_and_record_nothing(sender, draft):
    answer = sender.post(step(draft, "consent"), YES | {"refresh": "1"})

    text = answer.content.decode()
    assert "uw naam en wens doorgeven" in text
    assert "Doe maar." in text
    assert not Consent.objects.exists()


def test_preview_shows_exactly_what_the_partner_will_read(sender, draft, consultant):
    answered(draft, fields=[Field.NAME, Field.PHONE])

    check = sender.get(step(draft, "send")).content.decode()
    sender.post(step(draft, "send"))

    assert the_draft().shared
    for value in the_draft().shared.values():
        assert value in check
    assert "Spechtstraat" not in check


def test_answer_later_redirects_to_the_signal_and_is_asked_again(sender, draft, signal):
    answer = sender.post(step(draft, "consent"), YES | {"answer": "later"})

    assert answer["Location"] == signal.get_absolute_url()
    assert the_draft().status == Status.DRAFT
    assert FollowUp.objects.open().get(signal=signal).kind == FollowUp.Kind.CONSENT


def test_answer_no_redirects_to_the_signal_and_sends_nothing(sender, draft, signal):
    answer = sender.post(step(draft, "consent"), YES | {"answer": "no"})

    assert answer["Location"] == signal.get_absolute_url()
    assert the_draft().status == Status.WITHDRAWN
    assert not Post.objects.filter(kind__startswith="referral").exists()


def test_send_after_withdrawn_consent_asks_again_and_sends_nothing(sender, draft, consultant):
    answered(draft)
    sender.post(reverse("tenants:withdraw_consent", args=[the_draft().consent_id]))

    answer = sender.post(step(draft, "send"))

    assert answer["Location"] == step(draft, "consent")
    assert the_draft().status == Status.DRAFT


def test_signal_without_a_tenant_is_refused_in_dutch(sender, area, consultant):
    nobody = factories.a_signal(home=factories.a_home(area), owner=consultant)

    for answer in (sender.get(start(nobody)), sender.post(start(nobody), {"partner": 1})):
        assert answer.status_code == 409
        assert "Koppel eerst een huurder" in answer.content.decode()


def test_save_and_stop_saves_the_input(sender, draft):
    answer = sender.post(
        step(draft, "write_wish"), {"wish": "Zingen.", "gist": "Zingen", "stop": "1"}
    )

    assert answer["Location"] == reverse("referrals:referral_list")
    assert the_draft().wish == "Zingen."


@pytest.mark.parametrize("name", ["choose", "write_wish", "consent", "send"])
def test_save_and_stop_with_a_blank_form_keeps_the_saved_values(sender, draft, name):
    answered(draft)

    answer = sender.post(step(draft, name), {"stop": "1"})

    assert answer["Location"] == reverse("referrals:referral_list")
    assert (the_draft().status, the_draft().wish) == (Status.DRAFT, WISH)


def test_stopping_before_choosing_a_partner_creates_nothing(sender, signal):
    answer = sender.post(start(signal), {"stop": "1"})

    assert answer["Location"] == signal.get_absolute_url()
    assert not Referral.objects.exists()


def test_changing_the_partner_needs_new_consent(sender, draft, other_partner):
    answered(draft)

    answer = sender.post(step(draft, "choose"), {"partner": other_partner.pk})
    after = sender.get(step(draft, "send"))

    assert answer["Location"] == step(draft, "write_wish")
    assert after["Location"] == step(draft, "consent")


def test_partners_in_the_area_with_room_come_first_with_the_reason(
    sender, signal, partner, other_partner, other_area
):
    Partner.objects.filter(pk=partner.pk).update(capacity=Partner.Capacity.FULL)
    factories.a_partner(other_area, name="Ver Weg")
    factories.a_partner(signal.home.area, name="Aan Huis", capacity="waiting_list")
    factories.a_partner(
        name="Afgelopen", agreement_until=timezone.localdate().replace(year=2020, day=1)
    )

    text = sender.get(start(signal)).content.decode()

    order = ["Zorgpunt De Brug", "Aan Huis", "Welzijn Lindenwaard", "Ver Weg"]
    assert sorted(order, key=text.index) == order
    assert "Werkt niet in Vogelbuurt" in text
    assert "Werkt in Vogelbuurt · wachtlijst" in text
    assert "Afgelopen" not in text


def test_page_without_partners_says_whom_to_ask(sender, signal):
    assert "Vraag de coördinator" in sender.get(start(signal)).content.decode()


def test_steps_are_not_found_by_a_consultant_of_another_area(
    draft, signal, other_consultant, signed_in
):
    somebody = signed_in(other_consultant)

    for name in ("choose", "write_wish", "consent", "send"):
        assert somebody.get(step(draft, name)).status_code == 404
        assert somebody.post(step(draft, name), YES | WANTED).status_code == 404
    assert somebody.get(start(signal)).status_code == 404
    assert the_draft().wish == WISH


def test_draft_is_discarded_with_its_button(sender, draft):
    answer = sender.post(reverse("referrals:withdraw", args=[draft.number]))

    assert answer["Location"] == reverse("referrals:referral_list")
    assert the_draft().status == Status.WITHDRAWN


def test_second_referral_of_a_signal_is_a_new_draft(sender, referral, signal, other_partner):
    sender.post(start(signal), {"partner": other_partner.pk})

    assert Referral.objects.filter(signal=signal).count() == 2


def test_steps_render_for_a_draft_in_every_state(sender, signal, partner, consultant):
    draft = a_referral(signal=signal, partner=partner, by=consultant, status=Status.DRAFT)

    for name in ("choose", "write_wish", "consent", "send"):
        assert sender.get(step(draft, name)).status_code == 200


def test_with_a_number_nobody_has_to_come_along(sender, draft, tenant):
    answered(draft, fields=[Field.NAME, Field.PHONE, Field.WISH])

    page = sender.get(step(draft, "send")).text
    sent = sender.post(step(draft, "send"))

    assert "niet bereiken" not in page
    assert sent["Location"] == draft.get_absolute_url()


def test_the_partner_reads_that_the_sender_comes_along(sender, draft, consultant):
    answered(draft, fields=[Field.NAME, Field.WISH])

    sender.post(step(draft, "send"), {"comes_along": "on"})

    assert draft.messages.get().text.startswith(f"{consultant.first_name} komt de eerste keer mee")


def test_a_home_visit_stands_when_a_referral_is_sent_and_the_page_says_so(
    sender, draft, consultant
):
    starts_at = timezone.now() + timedelta(days=2)
    visit = signals.plan_visit(
        draft.signal, starts_at=starts_at, minutes=30, companion=None, told="agreed", by=consultant
    )
    answered(draft, fields=[Field.NAME, Field.PHONE, Field.WISH])

    page = sender.post(step(draft, "send"), follow=True).text

    visit.refresh_from_db()
    assert visit.cancelled_at is None
    assert visit.follow_up.done_at is None
    assert draft.signal.follow_ups.open().get() == visit.follow_up
    assert "Het huisbezoek van" in page
    assert "blijft staan." in page


def test_a_partner_without_room_is_full_for_four_weeks_and_hears_it(
    draft, partner, partner_worker, signed_in
):
    actions.send(answered(draft), by=draft.sender)
    url = f"/verwijzingen/postvak/{draft.number}/past-niet/"

    page = signed_in(partner_worker).post(url, {"why": "full"}, follow=True).text

    partner.refresh_from_db()
    until = timezone.localdate() + timedelta(weeks=4)
    assert partner.full_until == until
    assert f"staat nu op ‘vol tot {until:%d-%m-%Y}’" in page


def test_full_until_a_day_that_is_past_has_room_again(partner):
    partner.capacity, partner.full_until = "full", timezone.localdate()

    assert partner.capacity_now == "room"
    assert partner.room == "heeft plek"


def test_a_later_day_that_the_partner_gave_itself_stays(draft, partner, partner_worker):
    later = timezone.localdate() + timedelta(weeks=30)
    type(partner).objects.filter(pk=partner.pk).update(capacity="full", full_until=later)
    actions.send(answered(draft), by=draft.sender)

    actions.decline(draft, why="full", by=partner_worker)

    partner.refresh_from_db()
    assert partner.full_until == later


def test_another_reason_than_those_on_the_list_needs_words(draft, partner_worker, signed_in):
    actions.send(answered(draft), by=draft.sender)
    url = f"/verwijzingen/postvak/{draft.number}/past-niet/"

    answer = signed_in(partner_worker).post(url, {"why": "other"})

    assert answer.status_code == 422
    assert "Schrijf kort waarom het niet past." in answer.text
    draft.refresh_from_db()
    assert draft.status == Status.OFFERED
