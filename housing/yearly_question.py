"""Nog steeds belangstelling? Asked every year by the person's own channel, until they answer."""

import secrets
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from housing.models import ASK_AGAIN_AFTER, Candidate, HousingForm, Outsider, Step
from outbox import actions as outbox
from outbox.models import Message
from tenants.channels import channel_for

Channel = Message.Channel
# Steps on which somebody is asked: whoever is further is in touch with us.
ASKED = [Step.INTEREST, Step.INFORMED, Step.MEETING]
# After the question come two reminders, and then rest: days since the question.
REMINDERS = (timedelta(days=21), timedelta(days=42))
REST_AFTER = timedelta(days=56)
# The hour at which a message leaves.
AT = time(10)
BATCH = 200


def ask(today: date) -> int:
    """Ask or remind everybody who is due, and let those rest who never answered. Idempotent, and
    safe to run concurrently. Returns how many changed."""
    due = Candidate.objects.filter(status__in=ASKED, ended_on=None, tenant__died_on=None)
    due = due.filter(Q(tenant=None) | Q(tenant__restricted_at=None))
    due = due.exclude(form__status=HousingForm.Status.STOPPED)
    turns = Q(asked_times=0, confirmed_on__lte=today - ASK_AGAIN_AFTER)
    for nth, after in enumerate((*REMINDERS, REST_AFTER), start=1):
        turns |= Q(asked_times=nth, asked_on__lte=today - after)
    ids = list(due.filter(turns).order_by("pk").values_list("pk", flat=True)[:BATCH])
    for pk in ids:
        with transaction.atomic():
            ask_one(pk, today)
    return len(ids)


def ask_one(pk: int, today: date) -> None:
    """Take the next turn for one person, under a lock."""
    rows = Candidate.objects.select_for_update(of=("self",)).select_related("tenant", "outsider")
    candidate = rows.filter(pk=pk, status__in=ASKED, ended_on=None).first()
    if candidate is None or not is_turn(candidate, today):
        return
    if candidate.asked_times > len(REMINDERS):
        was = candidate.status
        candidate.move(Step.RESTING, by=User.objects.system(), rested_from=was)
        return
    candidate.asked_on = candidate.asked_on if candidate.asked_times else today
    candidate.asked_times += 1
    candidate.token = candidate.token or secrets.token_urlsafe(16)
    candidate.save(update_fields=["asked_on", "asked_times", "token"])
    channel, to = way_to(candidate)
    outbox.queue(
        f"candidate:{pk}:{candidate.asked_on}:{candidate.asked_times}",
        to,
        "still_interested",
        channel=channel,
        due_at=leaves_at(today),
        candidate=pk,
    )


def is_turn(candidate: Candidate, today: date) -> bool:
    """Whether it is this person's turn on a day, now that their row is locked."""
    if candidate.asked_times == 0:
        return candidate.confirmed_on <= today - ASK_AGAIN_AFTER
    after = (*REMINDERS, REST_AFTER)[candidate.asked_times - 1]
    return candidate.asked_on <= today - after


def way_to(candidate: Candidate) -> tuple[str, str]:
    """Return the channel and the address of the question."""
    if candidate.tenant:
        channel, to = channel_for(candidate.tenant)
        if channel == Channel.LETTER and candidate.tenant.shielded_at:
            channel = Channel.CALL
        return channel, to or f"belangstelling {candidate.pk}"
    outsider, likes = candidate.outsider, Outsider.Channel
    if outsider.channel == likes.MAIL:
        return Channel.MAIL, outsider.email
    return (Channel.TEXT if outsider.channel == likes.TEXT else Channel.CALL), outsider.phone


def leaves_at(today: date) -> datetime:
    """Return ten o'clock on this day, or now when that is past."""
    return max(timezone.now(), timezone.make_aware(datetime.combine(today, AT)))


def take_back(candidate: Candidate) -> None:
    """Withdraw the question and its reminders that were not sent."""
    outbox.drop(f"candidate:{candidate.pk}:")
