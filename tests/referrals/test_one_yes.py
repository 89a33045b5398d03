"""One yes that names a second choice, and what a withdrawal tells the tenant and the consultant."""

import pytest
from django.urls import reverse

from outbox.actions import render_text
from outbox.models import Message as Post
from referrals import actions
from referrals.models import Referral
from tenants import actions as tenants
from tenants.hooks import already_disclosed
from tenants.letters import consent_letter
from tenants.models import Consent, Tenant
from tests.factories.referrals import WISH, a_draft, a_question, a_referral, answered

pytestmark = pytest.mark.django_db
LINDENWAARD, BRUG = "Welzijn Lindenwaard", "Zorgpunt De Brug"
NOTHING_ELSE = "Verder geven wij niets door"


@pytest.fixture
def draft(signal, consultant, partner, other_partner) -> Referral:
    """A draft with a second choice, and the tenant's yes."""
    draft = a_draft(signal=signal, partner=partner, by=consultant)
    actions.choose(draft, partner=partner, second=other_partner, by=consultant)
    actions.write_wish(draft, wish=WISH, gist="Kaarten", by=consultant)
    return answered(draft)


def letters(kind: str) -> list[Post]:
    return list(Post.objects.filter(kind=kind).exclude(status=Post.Status.DROPPED))


def test_one_yes_with_a_second_choice_gives_one_letter_that_names_both(draft):
    (letter,) = letters("consent_confirmed")

    text = render_text(letter)

    assert f"doorgeven aan {LINDENWAARD}" in text
    assert f"hetzelfde doorgeven aan {BRUG}" in text
    assert text.count(NOTHING_ELSE) == 1


def test_the_letter_to_print_is_the_same_for_both(draft, tenant):
    first, second = (consent_letter(one)["paragraphs"] for one in tenant.consents.order_by("pk"))

    assert first == second
    assert any(f"hetzelfde doorgeven aan {BRUG}" in line for line in first)


def test_the_letter_names_the_second_when_the_first_was_withdrawn_before_sending(
    draft, tenant, consultant
):
    tenants.withdraw_consent(draft.consent, by=consultant)
    (letter,) = letters("consent_confirmed")

    text = render_text(letter)

    assert f"doorgeven aan {BRUG}: naam" in text
    assert f"doorgeven aan {LINDENWAARD}: naam" not in text


def test_nothing_else_is_passed_on_counts_what_was_agreed_before(
    draft, tenant, consultant, partner
):
    yes = {"answer": "yes", "how": "spoken", "words": "", "wording": "Mag dat?"}
    later = tenants.record_consent(
        tenant, recipient="partner:999", recipient_name="Buurtbus", fields=["address"],
        by=consultant, **yes,
    )  # fmt: skip

    letter = next(one for one in letters("consent_confirmed") if one.about["consent"] == later.pk)
    text = render_text(letter)

    assert f"U zei ook ja voor {LINDENWAARD}: naam, telefoon en wens." in text
    assert f"U zei ook ja voor {BRUG}" in text


def test_withdrawing_one_offers_to_stop_everything(draft, tenant, consultant, signed_in):
    client = signed_in(consultant)
    address = reverse("tenants:withdraw_consent", args=[draft.consent_id])

    page = client.get(address).text
    client.post(address, {"alles": "1"})

    assert "Alles stoppen" in page
    assert f"Alleen {LINDENWAARD}" in page
    assert BRUG in page
    assert not tenant.consents.active().exists()


def test_withdrawing_only_one_leaves_the_other(draft, tenant, consultant, signed_in):
    signed_in(consultant).post(reverse("tenants:withdraw_consent", args=[draft.consent_id]), {})

    assert [one.recipient_name for one in tenant.consents.active()] == [BRUG]


@pytest.mark.parametrize(
    ("likes", "channel", "to"),
    [
        ("mail", "mail", "hennie@thuis.example"),
        ("sms", "sms", "+31 6 12345678"),
        ("letter", "letter", None),
        ("call", "call", None),
        ("visit", "call", None),
    ],
)
def test_a_withdrawal_is_confirmed_by_the_tenants_own_channel(
    draft, tenant, consultant, likes, channel, to
):
    Tenant.objects.filter(pk=tenant.pk).update(
        channel=likes, email="hennie@thuis.example", phone="+31 6 12345678"
    )

    tenants.withdraw_consent(
        Consent.objects.get(pk=draft.consent_id), everything=True, by=consultant
    )

    (post,) = letters("consent_withdrawn")
    assert post.channel == channel
    assert to is None or post.to == to
    assert f"niets meer door aan {LINDENWAARD} en {BRUG}" in render_text(post)
    assert "Ook aan anderen geven wij nu niets door" in render_text(post)


def test_the_confirmation_says_what_still_holds(draft, consultant):
    tenants.withdraw_consent(draft.consent, by=consultant)

    (post,) = letters("consent_withdrawn")
    assert f"Uw ja voor {BRUG} geldt nog" in render_text(post)


def test_a_no_to_both_is_confirmed_once_for_both(draft, consultant):
    answered(draft, "no", fields=[])

    (post,) = letters("consent_withdrawn")
    assert f"niets meer door aan {LINDENWAARD} en {BRUG}" in render_text(post)


def test_who_restricted_the_use_of_their_data_gets_no_confirmation(draft, tenant, consultant):
    tenants.withdraw_consent(draft.consent, by=consultant)
    Tenant.objects.filter(pk=tenant.pk).update(restricted_at=draft.made_at)

    assert render_text(letters("consent_withdrawn")[0]) is None


# --- What cannot be taken back -------------------------------------------------------------------


@pytest.fixture
def sent(signal, consultant, partner, partner_worker) -> Referral:
    return a_referral(signal=signal, partner=partner, by=consultant)


def open_at_partner(referral, worker, signed_in) -> None:
    signed_in(worker).get(reverse("referrals:answer_page", args=[referral.number]))


def test_what_cannot_be_taken_back_has_the_messages_that_were_opened(
    sent, consultant, partner_worker, signed_in
):
    actions.reply(sent, text="Haar nummer is 06 12345678.", by=consultant)
    open_at_partner(sent, partner_worker, signed_in)
    actions.reply(sent, text="En de bel is stuk.", by=consultant)

    page = signed_in(consultant).get(reverse("tenants:withdraw_consent", args=[sent.consent_id]))

    assert "“Haar nummer is 06 12345678.”" in page.text
    assert "naam, telefoon en wens" in page.text
    assert "De bel is stuk" not in page.text


def test_the_partners_own_messages_are_not_listed(sent, coordinator, partner_worker, signed_in):
    a_question(sent, "Welke dag past?", by=partner_worker)
    actions.say(sent, text="Wij bellen haar.", said_by="Joke", by=coordinator)
    open_at_partner(sent, partner_worker, signed_in)

    known = " ".join(already_disclosed(sent.consent))
    assert "naam" in known
    assert "Welke dag past?" not in known
    assert "Wij bellen haar." not in known


def test_what_the_partner_saw_in_the_list_or_heard_by_telephone_is_listed(
    sent, consultant, partner_worker, signed_in, other_partner
):
    assert already_disclosed(sent.consent) == []

    listed = a_referral(sent.tenant, signal=sent.signal, partner=sent.partner, by=consultant)
    signed_in(partner_worker).get(reverse("referrals:inbox"))
    seen_in_list = already_disclosed(sent.consent)
    actions.accept(listed, said_by="Joke", by=consultant)

    assert any("in de lijst: naam en wens" in line for line in seen_in_list)
    assert any("belde op" in line for line in already_disclosed(sent.consent))


def test_what_was_read_is_named_after_the_shares_are_gone(sent, partner_worker, signed_in):
    open_at_partner(sent, partner_worker, signed_in)
    actions.decline(sent, why=Referral.Declined.FULL, by=partner_worker)

    (line,) = already_disclosed(sent.consent)

    assert line.endswith("naam, telefoon en wens.")
