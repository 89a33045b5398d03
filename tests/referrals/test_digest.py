"""One mail a day for a partner's worker who chose so; what cannot wait comes at once."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ground.refusals import Refused
from outbox.actions import render_text
from outbox.models import Message as Post
from partners import actions as partners
from partners.models import Worker
from referrals import actions, partner_digest
from referrals.models import Referral
from tests import factories
from tests.factories.activities import at
from tests.factories.referrals import a_referral

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
Status = Referral.Status


@pytest.fixture
def taken(signal, consultant, partner_worker) -> Referral:
    return a_referral(signal=signal, by=consultant, worker=partner_worker, status=Status.ACCEPTED)


@pytest.fixture
def daily(partner_worker):
    """The worker, who chose one mail a day."""
    partners.choose_mails(partner_worker.worker, mails=Worker.Mails.DAILY, by=partner_worker)
    return partner_worker


def now(referral: Referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)


def waiting(user) -> list[str]:
    """The kinds of mail that wait for this address."""
    queued = Post.objects.filter(to=user.email, status=Post.Status.QUEUED)
    return sorted(queued.values_list("kind", flat=True))


def digests(user) -> list[Post]:
    return list(Post.objects.filter(to=user.email, kind="referral_digest").order_by("due_at"))


def test_by_default_each_message_is_a_mail(taken, partner_worker, consultant):
    for text in ("Hallo.", "Nog iets."):
        actions.reply(now(taken), text=text, by=consultant)

    assert waiting(partner_worker).count("referral_message") == 2
    assert digests(partner_worker) == []


def test_messages_of_one_day_are_one_mail_the_next_morning(daily, taken, consultant):
    for text in ("Hallo.", "Nog iets."):
        actions.reply(now(taken), text=text, by=consultant)

    assert "referral_message" not in waiting(daily)
    (post,) = (
        post
        for post in digests(daily)
        if post.due_at < timezone.now() + timedelta(days=1, minutes=15)
    )
    assert timezone.localtime(post.due_at).time() == time(9)
    assert post.due_at > timezone.now()
    assert "1 van jou met een bericht dat je nog niet las" in render_text(post)


def test_what_was_read_meanwhile_is_not_counted(daily, taken, consultant, signed_in):
    actions.reply(now(taken), text="Hallo.", by=consultant)
    signed_in(daily).get(reverse("referrals:answer_page", args=[taken.number]))

    assert render_text(digests(daily)[0]) is None


def test_the_digest_counts_what_is_new_and_what_to_report(
    daily, taken, area, consultant, other_partner_worker
):
    Referral.objects.filter(pk=taken.pk).update(due_on=timezone.localdate())
    for worker in (daily, other_partner_worker):
        tenant = factories.a_tenant(factories.a_home(area))
        a_referral(tenant, by=consultant, partner=worker.worker.partner)

    text = render_text(digests(daily)[0])

    assert "1 nieuw in jullie postvak" in text
    assert "1 van jou waarover je nog terugmeldt" in text
    assert digests(other_partner_worker) == []


def test_the_shared_mailbox_still_hears_of_a_new_referral_at_once(daily, signal, consultant):
    referral = a_referral(signal=signal, by=consultant, partner=daily.worker.partner)

    assert Post.objects.filter(kind="referral_offered", to=referral.partner.inbox).exists()


def test_a_withdrawal_an_appointment_and_work_of_a_colleague_do_not_wait(
    daily, taken, consultant, area
):
    colleague = factories.a_worker(daily.worker.partner, "Anna Prins")
    actions.plan_handover(
        now(taken), starts_at=at(4), minutes=45, place="home", told="agreed", by=consultant
    )
    actions.take_over(now(taken), by=colleague)
    actions.hand_over(now(taken), to=daily.worker, by=colleague)
    actions.withdraw(now(taken), by=consultant)

    at_once = Post.objects.filter(to=daily.email, due_at__lte=timezone.now())
    assert {"referral_handover", "referral_taken_over", "referral_withdrawn"} <= set(
        at_once.values_list("kind", flat=True)
    )


def test_reminders_follow_the_choice_both_ways(taken, partner_worker):
    assert waiting(partner_worker).count("referral_tell") == 2

    partners.choose_mails(partner_worker.worker, mails="daily", by=partner_worker)
    assert "referral_tell" not in waiting(partner_worker)
    assert waiting(partner_worker).count("referral_digest") == 2

    partners.choose_mails(partner_worker.worker, mails="each", by=partner_worker)
    assert waiting(partner_worker).count("referral_tell") == 2


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ((2026, 12, 1, 8, 45), (2026, 12, 1)),
        # In the last minutes the mail of today may be gone already.
        ((2026, 12, 1, 8, 55), (2026, 12, 2)),
        ((2026, 12, 1, 14, 0), (2026, 12, 2)),
        ((2026, 12, 31, 23, 59), (2027, 1, 1)),
    ],
)
def test_the_next_digest_is_that_of_the_next_morning(partner_worker, monkeypatch, moment, day):
    at_moment = timezone.make_aware(datetime(*moment))
    monkeypatch.setattr(partner_digest.timezone, "now", lambda: at_moment)

    partner_digest.queue_digest(partner_worker)

    monkeypatch.undo()
    assert timezone.localdate(digests(partner_worker)[0].due_at) == datetime(*day).date()


def test_no_digest_on_a_day_off(partner_worker, settings):
    settings.WORKING_WEEK = [day for day in range(1, 8) if day != tomorrow().isoweekday()]

    partner_digest.queue_digest(partner_worker)
    partner_digest.queue_digest(partner_worker, timezone.now() - timedelta(days=3))

    days = {timezone.localdate(post.due_at) for post in digests(partner_worker)}
    assert tomorrow() not in days
    assert len(days) == 1


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def test_who_left_gets_no_digest(daily, taken, consultant, coordinator):
    actions.reply(now(taken), text="Hallo.", by=consultant)
    partners.leave(daily.worker, by=coordinator)

    assert render_text(digests(daily)[0]) is None


def test_a_worker_chooses_on_the_page_of_the_organisation(partner_worker, signed_in):
    client = signed_in(partner_worker)

    page = client.get(reverse("partners:own")).text
    client.post(reverse("partners:choose_mails"), {"mails": "daily"})

    assert "Hoe vaak wil je mail?" in page
    partner_worker.worker.refresh_from_db()
    assert partner_worker.worker.mails == "daily"
    assert client.post(reverse("partners:choose_mails"), {"mails": "x"}).status_code == 422


def test_nobody_chooses_for_a_colleague(partner_worker, partner):
    colleague = factories.a_worker(partner, "Anna Prins")

    with pytest.raises(Refused, match="alleen voor jezelf"):
        partners.choose_mails(colleague.worker, mails="daily", by=partner_worker)
