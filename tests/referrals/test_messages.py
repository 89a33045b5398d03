"""Messages about a referral: a neutral subject and a link, no names and no free text."""

import json
import uuid

import pytest
from django.urls import reverse

from accounts.models import stranger
from outbox.actions import render_text
from outbox.kinds import KINDS
from outbox.models import Message as Post
from partners import actions as partners
from referrals import actions
from referrals.actions.access_links import find_access_link, issue_access_link
from referrals.models import Referral
from tests import factories
from tests.factories.activities import at
from tests.factories.referrals import CAME_ALONG_ONCE, GOES_BY_ITSELF, WISH, a_question, a_referral

pytestmark = pytest.mark.django_db
OURS = {name for name in KINDS if name.startswith("referral_")}


@pytest.fixture
def everything_posted(referral, partner_worker, consultant, coordinator) -> dict[str, str]:
    """The text of each kind of message, rendered while it was queued and still current."""
    words: dict[str, str] = {}

    def catch() -> Referral:
        for message in Post.objects.filter(kind__in=OURS):
            if text := render_text(message):
                words[message.kind] = text
        return Referral.objects.get(pk=referral.pk)

    a_question(catch(), "Drinkt ze thee?", by=partner_worker)
    actions.reply(catch(), text="Koffie, zwart.", by=consultant)
    colleague = factories.a_worker(referral.partner, "Ans Vertrekt")
    actions.accept(catch(), by=colleague)
    partners.leave(colleague.worker, by=coordinator)
    actions.take_over(catch(), by=partner_worker)
    other = factories.a_worker(referral.partner, "Neemt Over")
    actions.hand_over(catch(), to=other.worker, text="Ze houdt van thee.", by=partner_worker)
    catch()
    actions.take_over(catch(), by=partner_worker)
    partners.choose_mails(partner_worker.worker, mails="daily", by=partner_worker)
    actions.reply(catch(), text="Ze wacht op je.", by=consultant)
    actions.plan_handover(
        catch(), starts_at=at(4), minutes=45, place="home", who="Dochter", told="agreed",
        by=consultant,
    )  # fmt: skip
    link = find_access_link(issue_access_link(catch(), referral.partner.inbox))
    actions.send_code(link, by=stranger())
    actions.report_back(
        catch(), sentence="Ze zat naast Piet.", by=partner_worker, **CAME_ALONG_ONCE
    )
    partners.switch_off(referral.partner, by=coordinator)
    catch()
    partners.switch_on(referral.partner, by=coordinator)
    actions.report_back(catch(), by=partner_worker, **GOES_BY_ITSELF)
    again = a_referral(referral.tenant, partner=referral.partner, by=consultant)
    actions.withdraw(again, by=consultant)
    catch()
    return words


def test_every_kind_has_a_text_without_the_tenant_or_the_wish(everything_posted, tenant, signal):
    assert set(everything_posted) == OURS

    secrets = [
        tenant.last_name, tenant.first_name, tenant.phone, "Spechtstraat", WISH, "Kaarten",
        signal.fact, "thee", "Koffie", "Piet", "Dochter", "eenzaam", "signaal",
    ]  # fmt: skip
    for kind, text in everything_posted.items():
        said = f"{KINDS[kind].subject}\n{text}"
        assert [secret for secret in secrets if secret.lower() in said.lower()] == []


def test_queued_messages_hold_ids_only(everything_posted, referral):
    for message in Post.objects.filter(kind__in=OURS):
        assert all(isinstance(number, int) for number in message.about.values())
        assert "Ooievaar" not in json.dumps([message.key, message.about, message.to])


def test_mail_links_each_side_to_its_own_page(referral, partner_worker, consultant):
    actions.say(referral, text="Hallo.", key=uuid.uuid4(), by=partner_worker)
    actions.reply(referral, text="Dag.", key=uuid.uuid4(), by=consultant)

    words = {
        message.to: render_text(message) for message in Post.objects.filter(kind="referral_message")
    }

    assert referral.get_absolute_url() in words[consultant.email]
    assert reverse("referrals:answer_page", args=[referral.number]) in words[referral.partner.inbox]


def test_owner_who_replaces_the_sender_is_linked_to_the_senders_page(
    referral, partner_worker, consultant, coordinator
):
    Referral.objects.filter(pk=referral.pk).update(sender=coordinator)
    coordinator.is_active = False
    coordinator.save()
    referral = Referral.objects.get(pk=referral.pk)

    actions.say(referral, text="Hallo.", by=partner_worker)

    message = Post.objects.get(kind="referral_message")
    assert message.to == consultant.email
    assert referral.get_absolute_url() in render_text(message)


@pytest.mark.parametrize("kind", ["referral_offered", "referral_waiting"])
def test_outdated_mail_is_dropped_when_rendered(kind, referral, partner_worker):
    on_its_way = Post.objects.filter(kind=kind).first()

    actions.accept(referral, by=partner_worker)

    assert render_text(on_its_way) is None


@pytest.mark.parametrize("kind", ["referral_offered", "referral_waiting"])
def test_mail_to_a_switched_off_partner_is_dropped(kind, referral, partner, coordinator):
    partners.switch_off(partner, by=coordinator)

    assert {render_text(post) for post in Post.objects.filter(kind=kind)} == {None}


def test_mail_about_an_answered_question_is_dropped(referral, partner_worker, consultant):
    a_question(referral, by=partner_worker)
    actions.reply(referral, text="Dinsdag.", by=consultant)

    assert render_text(Post.objects.get(kind="referral_question")) is None
