"""Nothing is sent to a partner without consent per field; the database enforces it too."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from config.demo.clock import days_ago
from ground.refusals import Refused
from ground.workdays import working_days_after
from outbox.models import Message as Post
from partners import actions as partners
from referrals import actions
from referrals.models import Referral, Share
from signals import actions as signals
from signals.models import FollowUp, Signal
from tenants import actions as tenants
from tenants.consent_wording import PURPOSE
from tenants.models import Consent, Field, Tenant
from tests import factories
from tests.factories.referrals import WISH, a_draft, a_referral, answered

pytestmark = pytest.mark.django_db
Answer, Kind, Status = Consent.Answer, FollowUp.Kind, Referral.Status


@pytest.fixture
def draft(signal, partner, consultant) -> Referral:
    return a_draft(signal=signal, partner=partner, by=consultant)


def open_step(signal: Signal) -> FollowUp:
    return signal.follow_ups.open().get()


def refused(draft: Referral, words: str) -> None:
    """Assert that sending is refused with this message and that nothing was shared or queued."""
    with pytest.raises(Refused, match=words):
        actions.send(draft, by=draft.sender)
    assert not Share.objects.exists()
    assert not Post.objects.filter(kind="referral_offered").exists()
    assert Referral.objects.get(pk=draft.pk).status != Status.OFFERED


def test_partner_gets_exactly_the_consented_fields(draft, consultant):
    answered(draft, fields=[Field.NAME, Field.WISH])

    actions.send(draft, by=consultant)

    shares = dict(draft.shares.values_list("field", "value"))
    assert shares == {"name": "Mevr. H. van Ooievaar", "wish": WISH}


def test_unknown_value_is_not_shared(draft, tenant, consultant):
    Tenant.objects.filter(pk=tenant.pk).update(phone="")
    draft = Referral.objects.get(pk=draft.pk)

    actions.send(answered(draft), by=consultant)

    assert Field.PHONE not in draft.shares.values_list("field", flat=True)


def test_send_is_refused_when_every_consented_field_is_empty(draft, tenant):
    Tenant.objects.filter(pk=tenant.pk).update(phone="")
    draft = Referral.objects.get(pk=draft.pk)

    refused(answered(draft, fields=[Field.PHONE]), "staat niet in het dossier")


def test_shares_are_frozen_after_sending(referral, tenant):
    Tenant.objects.filter(pk=tenant.pk).update(phone="088 999 99 99")

    assert Referral.objects.get(pk=referral.pk).shared[Field.PHONE] == tenant.phone


def test_send_without_an_answer_is_refused(draft):
    refused(draft, "Zonder ja gaat er niets weg")


@pytest.mark.parametrize("answer", [Answer.LATER, Answer.NO])
def test_send_without_a_yes_is_refused(draft, answer):
    answered(draft, answer)

    refused(draft, "Zonder ja|kan niet meer")


def test_consent_for_one_partner_does_not_cover_another(draft, other_partner, consultant):
    answered(draft)
    actions.choose(draft, partner=other_partner, by=consultant)

    refused(draft, "Zonder ja gaat er niets weg")


def test_withdrawn_consent_does_not_count(draft, consultant):
    answered(draft)
    tenants.withdraw_consent(draft.consent, by=consultant)

    refused(draft, "Zonder toestemming van de huurder")


def test_expired_consent_does_not_count(draft):
    with days_ago(200):
        answered(draft)

    refused(draft, "Zonder toestemming van de huurder")


def test_earlier_yes_does_not_count_after_a_later_answer(draft, tenant, partner, consultant):
    answered(draft)
    tenants.record_consent(
        tenant,
        recipient=partner.consent_key,
        recipient_name=partner.name,
        fields=[],
        answer=Answer.NO,
        how=Consent.How.PHONE,
        words="",
        wording="Is dat goed?",
        by=consultant,
    )

    refused(draft, "Zonder toestemming")


def test_withdrawing_a_later_consent_also_ends_the_earlier_one(draft, signal, partner, consultant):
    another = factories.a_signal(signal.tenant, owner=consultant)
    answered(draft)
    later = answered(a_draft(signal=another, partner=partner, by=consultant))

    tenants.withdraw_consent(later.consent, by=consultant)

    refused(draft, "intussen veranderd|Zonder toestemming")


def test_each_purpose_needs_its_own_consent(draft, signal, partner, consultant):
    another = factories.a_signal(signal.tenant, owner=consultant)
    answered(draft)
    answered(a_draft(signal=another, partner=partner, by=consultant), purpose="vervoer")
    meeting = actions.send(draft, by=consultant)

    tenants.withdraw_consent(signal.tenant.consents.get(purpose="vervoer"), by=consultant)

    meeting.refresh_from_db()
    assert meeting.status == "offered"
    assert meeting.shared
    with pytest.raises(Refused, match="Zonder toestemming"):
        signal.tenant.require_consent(partner.consent_key, "vervoer", {Field.NAME})


def test_file_shows_the_partner_about_whom_the_tenant_was_not_asked(
    draft, partner, consultant, signed_in
):
    page = signed_in(consultant).get(draft.tenant.get_absolute_url()).text
    assert f"Nog niet gevraagd: {partner}" in page

    answered(draft)

    assert (
        "Nog niet gevraagd" not in signed_in(consultant).get(draft.tenant.get_absolute_url()).text
    )


def test_each_field_needs_its_own_consent(tenant, partner, consultant, draft):
    answered(draft, fields=[Field.WISH])

    with pytest.raises(Refused, match="geen toestemming voor: telefoon"):
        tenant.require_consent(partner.consent_key, PURPOSE, {Field.WISH, Field.PHONE})


@pytest.mark.parametrize(
    "field",
    [
        pytest.param(Field.ADDRESS, id="a field that was not agreed"),
        pytest.param("birth_date", id="a field that can never be shared"),
    ],
)
def test_database_refuses_a_field_without_consent(referral, field):
    with pytest.raises(IntegrityError, match="no active consent"), transaction.atomic():
        Share.objects.create(referral=referral, field=field, value="Spechtstraat 217")

    assert referral.shares.count() == 3


def test_database_refuses_a_share_after_consent_was_withdrawn(referral, consultant):
    tenants.withdraw_consent(referral.consent, by=consultant)

    with pytest.raises(IntegrityError, match="no active consent"), transaction.atomic():
        Share.objects.create(referral=referral, field=Field.NAME, value="Mevr. Van Ooievaar")


def test_database_refuses_the_consent_of_another_tenant(referral, consultant):
    neighbour = a_draft(partner=referral.partner)
    Referral.objects.filter(pk=neighbour.pk).update(consent=referral.consent)

    with pytest.raises(IntegrityError, match="no active consent"), transaction.atomic():
        Share.objects.create(referral=neighbour, field=Field.NAME, value="De buurman")


def test_database_refuses_to_update_a_share(referral):
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        referral.shares.update(value="iets anders")


def test_sending_puts_the_partners_answer_on_the_senders_list(referral, signal, consultant):
    step = open_step(signal)

    signal.refresh_from_db()
    assert signal.status == Signal.Status.REFERRED
    assert (step.kind, step.owner) == (Kind.PARTNER_ANSWERS, consultant)
    assert step.due_on == referral.due_on == working_days_after(timezone.localdate(), 5)


def test_user_who_sends_a_colleagues_draft_becomes_the_sender(draft, coordinator, signal):
    answered(draft)

    actions.send(draft, by=coordinator)

    assert Referral.objects.get(pk=draft.pk).sender == coordinator
    assert open_step(signal).owner == coordinator


def test_sending_twice_sends_once(draft, consultant):
    answered(draft)
    stale = Referral.objects.get(pk=draft.pk)
    actions.send(draft, by=consultant)

    with pytest.raises(Refused, match="Iemand anders was je net voor"):
        actions.send(stale, by=consultant)

    assert Post.objects.filter(kind="referral_offered").count() == 1


def test_sent_referral_cannot_be_changed(referral, other_partner, consultant):
    with pytest.raises(Refused, match="al verstuurd"):
        actions.write_wish(referral, wish="Iets anders", gist="Anders", by=consultant)
    with pytest.raises(Refused, match="al verstuurd"):
        actions.choose(referral, partner=other_partner, by=consultant)


def test_signal_has_one_draft_however_often_it_is_started(signal, consultant, coordinator):
    first = actions.start(signal, by=consultant)

    again = actions.start(signal, by=coordinator)

    assert again == first
    assert Referral.objects.count() == 1


def test_draft_starts_with_the_latest_wish(signal, tenant, consultant):
    tenants.record_wish(tenant, words="Samen eten.", interests=[], by=consultant)

    assert actions.start(signal, by=consultant).wish == "Samen eten."


def test_signal_without_a_tenant_cannot_be_referred(area, consultant):
    nobody = factories.a_signal(home=factories.a_home(area), owner=consultant)

    with pytest.raises(Refused, match="Koppel eerst een huurder"):
        actions.start(nobody, by=consultant)


def test_send_is_refused_after_the_signal_was_closed(draft, signal, consultant):
    answered(draft)
    signals.close(signal, reason=Signal.Reason.SOLVED, by=consultant)
    draft.signal.refresh_from_db()

    refused(draft, "Dit signaal is afgesloten")


def test_send_is_refused_for_a_tenant_who_died(draft, tenant):
    answered(draft)
    Tenant.objects.filter(pk=tenant.pk).update(died_on=timezone.localdate())

    refused(Referral.objects.get(pk=draft.pk), "overleden")


def test_who_asked_for_restriction_is_not_referred(draft, tenant):
    answered(draft)
    Tenant.objects.filter(pk=tenant.pk).update(restricted_at=timezone.now())

    refused(Referral.objects.get(pk=draft.pk), "vroeg om beperking")


def test_draft_about_another_tenant_is_neither_sent_nor_continued(
    draft, signal, tenant, consultant
):
    housemate = factories.a_tenant(signal.home)
    answered(draft)
    signals.link_tenant(signal, tenant=housemate, by=consultant)

    refused(Referral.objects.get(pk=draft.pk), "een andere huurder")
    assert actions.start(signal, by=consultant).tenant == housemate
    assert Referral.objects.get(pk=draft.pk).status == Status.WITHDRAWN


def test_send_to_a_switched_off_partner_is_refused(draft, partner, coordinator):
    answered(draft)
    partners.switch_off(partner, by=coordinator)

    refused(draft, "is uitgezet")


def test_send_to_a_partner_with_an_ended_agreement_is_refused(draft, partner):
    answered(draft)
    end = timezone.localdate() - timedelta(days=1)
    partner.agreements.update(starts_on=end, ends_on=end)

    refused(draft, "golden tot en met")


def test_answer_later_is_asked_again_in_a_week(draft, signal):
    answered(draft, Answer.LATER)

    assert open_step(signal).kind == Kind.CONSENT
    assert open_step(signal).due_on == working_days_after(timezone.localdate(), 5)
    assert Referral.objects.get(pk=draft.pk).status == Status.DRAFT


def test_answer_no_ends_the_draft_and_contact_continues(draft, signal):
    answered(draft, Answer.LATER)

    answered(draft, Answer.NO)

    assert Referral.objects.get(pk=draft.pk).status == Status.WITHDRAWN
    assert open_step(signal).kind == Kind.CALL
    assert not Post.objects.filter(kind__startswith="referral").exists()


def test_consent_stores_the_sentence_that_was_read_aloud(draft, consultant, partner):
    consent = answered(draft, fields=[Field.NAME, Field.WISH]).consent

    assert "uw naam en wens doorgeven aan Welzijn Lindenwaard" in consent.wording
    assert (consent.recorded_by, consent.recipient) == (consultant, partner.consent_key)


@pytest.mark.parametrize("answer", [Answer.LATER, Answer.NO])
def test_answer_no_or_later_ends_an_earlier_consent_for_the_same_partner(
    referral, tenant, consultant, partner, answer
):
    another = a_draft(
        signal=factories.a_signal(tenant, owner=consultant), partner=partner, by=consultant
    )

    answered(another, answer)

    assert not tenant.consents.active().exists()
    assert Referral.objects.get(pk=referral.pk).status == Status.WITHDRAWN


def test_answer_no_for_one_partner_keeps_the_consent_for_another(
    referral, tenant, consultant, other_partner
):
    another = a_draft(
        signal=factories.a_signal(tenant, owner=consultant), partner=other_partner, by=consultant
    )

    answered(another, Answer.NO)

    assert Referral.objects.get(pk=referral.pk).status == Status.OFFERED


def test_users_without_the_refer_permission_are_refused(
    signal, caretaker, partner_worker, other_consultant
):
    for somebody in (caretaker, partner_worker, other_consultant):
        with pytest.raises(Http404):
            actions.start(signal, by=somebody)
    assert not Referral.objects.exists()


def test_discarded_draft_notifies_nobody(draft, consultant, signal):
    step = open_step(signal)

    actions.withdraw(draft, by=consultant)

    assert open_step(signal) == step
    assert not Post.objects.filter(kind__startswith="referral").exists()


def test_two_signals_of_one_tenant_can_be_referred_to_one_partner(
    referral, tenant, consultant, partner
):
    another = factories.a_signal(tenant, owner=consultant)

    a_referral(signal=another, partner=partner, by=consultant)

    assert Referral.objects.open().filter(tenant=tenant, partner=partner).count() == 2
