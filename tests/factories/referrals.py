"""Test data for referrals, created through their actions."""

import uuid
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from partners.models import Partner
from referrals import actions
from referrals.models import Attempt, Feedback, Message, Referral
from signals.models import Signal
from tenants.consent_wording import PURPOSE
from tenants.models import Consent, Field, Tenant
from tests import factories

Status = Referral.Status
WISH = "Ik wil wel weer eens kaarten."
# The default shared fields: neither the address nor the age.
SHARED = [Field.NAME, Field.PHONE, Field.WISH]
CAME_ALONG_ONCE = {
    "happened": Feedback.Happened.ONCE,
    "more_contact": Feedback.MoreContact.SOME,
    "next_step": Feedback.Next.STAY,
}
GOES_BY_ITSELF = {
    "happened": Feedback.Happened.MORE,
    "more_contact": Feedback.MoreContact.YES,
    "next_step": Feedback.Next.GOES_BY_ITSELF,
}
STOPPED = {"happened": Feedback.Happened.STOPPED}


def a_draft(
    tenant: Tenant | None = None,
    *,
    signal: Signal | None = None,
    partner: Partner | None = None,
    by: User | None = None,
    wish: str = WISH,
) -> Referral:
    """A draft with a partner and a wish; the tenant has not been asked yet."""
    signal = signal or factories.a_signal(tenant)
    by = by or signal.owner
    draft = actions.start(signal, by=by)
    actions.choose(draft, partner=partner or factories.a_partner(), by=by)
    return actions.write_wish(draft, wish=wish, gist="Kaarten, niet alleen", by=by)


def answered(
    draft: Referral, answer: str = Consent.Answer.YES, *, by=None, fields=SHARED, purpose=PURPOSE
):
    """The same draft after the tenant answered the consent question."""
    return actions.record_answer(
        draft,
        answer=answer,
        how=Consent.How.SPOKEN,
        words="",
        fields=list(fields),
        purpose=purpose,
        by=by or draft.sender,
    )


def a_referral(
    tenant: Tenant | None = None,
    *,
    status: str = Status.OFFERED,
    worker: User | None = None,
    fields=SHARED,
    **draft,
) -> Referral:
    """A referral brought to this status by actions; `worker` answers for the partner."""
    if worker:
        draft["partner"] = worker.worker.partner
    referral = a_draft(tenant, **draft)
    by = referral.sender
    if status == Status.DRAFT:
        return answered(referral, fields=fields)
    actions.send(answered(referral, fields=fields), by=by)
    if status == Status.WITHDRAWN:
        return actions.withdraw(referral, by=by)
    if status == Status.OFFERED:
        return referral
    worker = worker or factories.a_worker(referral.partner)
    if status == Status.QUESTION:
        a_question(referral, by=worker)
    elif status == Status.DECLINED:
        actions.decline(referral, why=Referral.Declined.NOT_OURS, by=worker)
    else:
        actions.accept(referral, by=worker)
    if status in (Status.TRIED, Status.MET):
        a_contact(referral, reached=status == Status.MET, by=worker)
    if status == Status.PAUSED:
        until = timezone.localdate() + timedelta(days=14)
        actions.pause(referral, until=until, by=worker)
    told = {
        Status.UNDER_WAY: CAME_ALONG_ONCE,
        Status.COMPLETED: GOES_BY_ITSELF,
        Status.ENDED: STOPPED,
    }
    if status in told:
        actions.report_back(referral, key=uuid.uuid4(), by=worker, **told[status])
    return referral


def a_contact(referral: Referral, *, reached: bool, on: date | None = None, by: User) -> Attempt:
    """Record that the partner called the tenant, today or on another day."""
    on = on or timezone.localdate()
    return actions.record_contact(referral, reached=reached, how=Attempt.How.PHONE, on=on, by=by)


def a_question(referral: Referral, text: str = "Welke dag past?", *, by: User) -> Message:
    """Record a question of the partner's worker about the referral."""
    return actions.ask(referral, text=text, key=uuid.uuid4(), by=by)
