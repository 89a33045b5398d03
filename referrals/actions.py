"""The life of a referral, in the order it happens: drafted, sent, answered, told, ended."""

from uuid import UUID, uuid4

from django.utils import timezone

from accounts.doors import Refused
from accounts.models import User
from accounts.roles import Can
from audit.doors import action
from outbox import actions as outbox
from partners import actions as partners
from partners.models import Partner
from referrals.loop import (
    answer_by,
    await_answer,
    back_to_consultant,
    next_for_sender,
    take_back,
    tell_partner,
    tell_sender,
)
from referrals.models import Feedback, Message, Referral, Share
from signals.models import FollowUp, Signal
from signals.planning import plan
from signals.workdays import working_days_after
from tenants import actions as tenants
from tenants.models import Consent, Field
from tenants.shares import shared_value
from tenants.wording import PURPOSE
from tenants.wording import sentence as sentence_to_read

Kind = FollowUp.Kind
Status = Referral.Status
Answer = Consent.Answer
# Working days after which a partner who stays involved tells again how it goes: four weeks.
TELL_AGAIN_AFTER = 20


def require_referable(signal: Signal) -> None:
    """Refused while nobody knows whom it is about, after it ended, and about who died."""
    if signal.tenant_id is None:
        raise Refused(
            "Koppel eerst een huurder aan dit signaal. Verwijzen kan alleen als je weet om wie "
            "het gaat, want die moet zelf ja zeggen."
        )
    if not signal.is_open:
        raise Refused("Dit signaal is afgesloten. Heropen het als je wilt verwijzen.")
    if signal.tenant.died_on:
        raise Refused("Deze huurder is overleden. Verwijzen kan niet meer.")
    if signal.tenant.restricted_at:
        raise Refused("Deze huurder vroeg om beperking. Verwijzen kan nu niet.")


@action(Can.REFER)
def start(signal: Signal, *, by: User) -> Referral:
    """Begin the one draft of a signal, or continue it. The tenant's latest wish is filled in."""
    require_referable(signal)
    drafts = Referral.objects.filter(signal=signal, status=Status.DRAFT)
    for draft in drafts.exclude(tenant=signal.tenant_id):
        # The signal turned out to be about somebody else.
        draft.move(Status.WITHDRAWN, by=by)
    wish = signal.tenant.wishes.order_by("-pk").first()
    draft, _ = Referral.objects.get_or_create(
        signal=signal,
        status=Status.DRAFT,
        defaults={"tenant": signal.tenant, "sender": by, "wish": wish.words if wish else ""},
    )
    return draft


@action(Can.REFER)
def choose(referral: Referral, *, partner: Partner, by: User) -> Referral:
    """Choose whom to ask. A consent for another partner does not count for this one."""
    _require_choosable(partner)
    if referral.partner_id != partner.pk:
        _write(referral, partner=partner, consent=None)
    return referral


@action(Can.REFER)
def write_wish(referral: Referral, *, wish: str, gist: str, by: User) -> Referral:
    """Write down what the tenant would like, and the same in a few words."""
    _write(referral, wish=wish, gist=gist)
    return referral


@action(Can.REFER)
def record_answer(
    referral: Referral,
    *,
    answer: str,
    how: str,
    words: str,
    fields: list[str],
    purpose: str = PURPOSE,
    by: User,
) -> Referral:
    """Record what the tenant said to the sentence that was read aloud.

    Yes: the draft goes on. Let me think: asked again in a week. No: the draft ends unsent. The
    latest answer counts: anything but yes also ends what this partner had an earlier yes for, for
    the same purpose.
    """
    partner = referral.partner
    _require_choosable(partner)
    consent = tenants.record_consent(
        referral.tenant,
        recipient=partner.consent_key,
        recipient_name=partner.name,
        fields=fields if answer == Answer.YES else [],
        answer=answer,
        how=how,
        words=words,
        wording=sentence_to_read(referral.tenant, partner.name, fields, purpose),
        purpose=purpose,
        by=by,
    )
    _write(referral, consent=consent)
    if answer == Answer.YES:
        return referral
    given = referral.tenant.consents.active().filter(recipient=partner.consent_key, purpose=purpose)
    if earlier := given.order_by("-pk").first():
        tenants.withdraw_consent(earlier, by=by)
    if answer == Answer.LATER:
        next_for_sender(referral, Kind.CONSENT, by=by)
        return referral
    referral.move(Status.WITHDRAWN, by=by)
    if referral.signal.follow_ups.open().filter(kind=Kind.CONSENT).exists():
        # The step was to ask; now that it is answered, the contact with the tenant goes on.
        plan(referral.signal, Kind.CALL, by=by)
    return referral


@action(Can.REFER)
def send(referral: Referral, *, by: User) -> Referral:
    """Offer the wish to the partner with exactly what the tenant agreed to share, and no more."""
    consent, partner = _require_yes(referral), referral.partner
    _require_choosable(partner)
    signal = referral.signal
    require_referable(signal)
    if signal.tenant_id != referral.tenant_id:
        raise Refused("Aan dit signaal is nu een andere huurder gekoppeld. Begin opnieuw.")
    referral.move(
        Status.OFFERED, by=by, sender=by, offered_at=timezone.now(), answer_by=answer_by()
    )
    _freeze(referral, consent)
    if signal.status != Signal.Status.REFERRED:
        signal.move(Signal.Status.REFERRED, by=by)
    tell_partner(referral, "referral_offered", "offered")
    await_answer(referral, by=by)
    return referral


@action(Can.REFER)
def withdraw(referral: Referral, *, by: User) -> Referral:
    """Take a referral back, or throw a draft away. The partner hears only that it is withdrawn."""
    was_sent = referral.status != Status.DRAFT
    referral.move(Status.WITHDRAWN, by=by)
    if was_sent:
        take_back(referral, by=by)
    return referral


@action(Can.ANSWER_REFERRAL)
def accept(referral: Referral, *, by: User) -> Referral:
    """Take it on. Of two colleagues the second reads who was first."""
    try:
        referral.move(Status.ACCEPTED, by=by, taken_by=by, answered_at=timezone.now())
    except Refused:
        took_it = Referral.objects.filter(pk=referral.pk).values("taken_by")
        taken_by = User.objects.filter(pk__in=took_it).first()
        if taken_by is None:
            raise
        if taken_by == by:
            raise Refused("Je hebt dit zelf al opgepakt.") from None
        raise Refused(
            f"{taken_by} was je net voor en heeft dit opgepakt. Je hoeft niets meer te doen."
        ) from None
    outbox.drop(f"referral:{referral.pk}:waiting:")
    next_for_sender(referral, Kind.PARTNER_MEETS, by=by)
    tell_sender(referral, "referral_answered", "accepted")
    return referral


@action(Can.ANSWER_REFERRAL)
def ask(referral: Referral, *, text: str, key: UUID | None = None, by: User) -> Message:
    """Ask the sender something first; it is the sender's turn until the answer."""
    message, new = _write_message(referral, text, key, by=by)
    if new:
        referral.move(Status.QUESTION, by=by)
        outbox.drop(f"referral:{referral.pk}:waiting:")
        next_for_sender(referral, Kind.PARTNER_ASKS, by=by)
        tell_sender(referral, "referral_question", f"question:{message.pk}")
    return message


@action(Can.REFER)
def reply(referral: Referral, *, text: str, key: UUID | None = None, by: User) -> Message:
    """Write to the partner. If it had a question, this is the answer and the term starts again."""
    _require_open(referral)
    message, new = _write_message(referral, text, key, by=by)
    if new:
        if referral.status == Status.QUESTION:
            referral.move(Status.OFFERED, by=by, answer_by=answer_by())
            await_answer(referral, by=by)
        tell_partner(referral, "referral_message", f"message:{message.pk}")
    return message


@action(Can.ANSWER_REFERRAL)
def say(referral: Referral, *, text: str, key: UUID | None = None, by: User) -> Message:
    """Write to the sender, without asking for a turn."""
    _require_open(referral)
    message, new = _write_message(referral, text, key, by=by)
    if new:
        tell_sender(referral, "referral_message", f"message:{message.pk}")
    return message


@action(Can.ANSWER_REFERRAL)
def decline(referral: Referral, *, why: str, text: str = "", by: User) -> Referral:
    """Give it back with a reason. The partner keeps nothing, and the consultant looks further."""
    referral.move(Status.DECLINED, by=by, declined_why=why, answered_at=timezone.now())
    if text:
        Message.objects.create(referral=referral, author=by, text=text)
    if why == Referral.Declined.FULL:
        partners.change_capacity(referral.partner, capacity=Partner.Capacity.FULL, by=by)
    referral.shares.all().delete()
    outbox.drop(f"referral:{referral.pk}:")
    back_to_consultant(referral, Kind.CALL, by=by)
    tell_sender(referral, "referral_answered", "declined")
    return referral


@action(Can.ANSWER_REFERRAL)
def report_back(
    referral: Referral,
    *,
    happened: str,
    more_contact: str = "",
    sentence: str = "",
    next_step: str = "",
    key: UUID | None = None,
    by: User,
) -> Feedback:
    """Tell how it goes, and what comes next: contact restored, the partner stays, or it stopped."""
    feedback, new = Feedback.objects.get_or_create(
        key=key or uuid4(),
        defaults={
            "referral": referral,
            "author": by,
            "happened": happened,
            "more_contact": more_contact,
            "sentence": sentence,
            "next_step": next_step,
        },
    )
    _require_same_form(feedback, referral, by=by)
    if not new:
        return feedback
    if referral.status not in (Status.ACCEPTED, Status.UNDER_WAY):
        raise Refused("Terugmelden kan alleen bij wat je hebt opgepakt en nog loopt.")
    status = _status_after(referral, feedback)
    if status != referral.status:
        referral.move(status, by=by)
    if happened == Feedback.Happened.STOPPED:
        back_to_consultant(referral, Kind.CALL, by=by)
    elif status == Status.ENDED:
        back_to_consultant(referral, Kind.CHECK, by=by)
    elif status == Status.COMPLETED:
        next_for_sender(referral, Kind.CHECK, by=by)
    else:
        again = working_days_after(timezone.localdate(), TELL_AGAIN_AFTER)
        next_for_sender(referral, Kind.FEEDBACK, by=by, due_on=again)
    tell_sender(referral, "referral_feedback", f"feedback:{feedback.pk}")
    return feedback


def _status_after(referral: Referral, feedback: Feedback) -> str:
    if feedback.happened == Feedback.Happened.STOPPED:
        return Status.ENDED
    if feedback.next_step == Feedback.Next.GOES_BY_ITSELF:
        return Status.COMPLETED if feedback.contact_restored else Status.ENDED
    if feedback.happened == Feedback.Happened.NOT_YET:
        return referral.status
    return Status.UNDER_WAY


def _freeze(referral: Referral, consent: Consent) -> None:
    """Copy what was agreed, as it is today; what we do not know is not there."""
    tenant, wish = referral.tenant, referral.wish
    values = {field: shared_value(tenant, Field(field), wish=wish) for field in consent.fields}
    if not any(values.values()):
        raise Refused(
            "Wat de huurder wil delen, staat niet in het dossier: de partner zou niets zien. "
            "Vraag in stap 3 of er iets anders gedeeld mag worden."
        )
    Share.objects.bulk_create(
        Share(referral=referral, field=field, value=value)
        for field, value in values.items()
        if value
    )


def _write(referral: Referral, **fields) -> None:
    """Change a draft, if it still is one."""
    if not Referral.objects.filter(pk=referral.pk, status=Status.DRAFT).update(**fields):
        raise Refused("Deze verwijzing is al verstuurd of ingetrokken, en verandert niet meer.")
    for field, value in fields.items():
        setattr(referral, field, value)


def _write_message(
    referral: Referral, text: str, key: UUID | None, *, by: User
) -> tuple[Message, bool]:
    """One message for each key, however often the form is sent."""
    message, new = Message.objects.get_or_create(
        key=key or uuid4(), defaults={"referral": referral, "author": by, "text": text}
    )
    _require_same_form(message, referral, by=by)
    return message, new


def _require_same_form(row: Message | Feedback, referral: Referral, *, by: User) -> None:
    """A key that was used before is this person's own form, sent again."""
    if (row.referral_id, row.author_id) != (referral.pk, by.pk):
        raise Refused("Dit formulier is al eens verstuurd. Open een nieuw formulier.")


def _require_open(referral: Referral) -> None:
    if not referral.is_open:
        raise Refused("Deze verwijzing loopt niet meer. Schrijven kan niet meer.")


def _require_choosable(partner: Partner | None) -> None:
    if partner is None:
        raise Refused("Kies eerst een partner.")
    now = Partner.objects.select_related("merged_into").get(pk=partner.pk)
    if now.why_not:
        raise Refused(now.why_not)


def _require_yes(referral: Referral) -> Consent:
    """The answer on the draft is a yes, and the last word to this partner; locked until sent."""
    given = Consent.objects.select_for_update().filter(pk=referral.consent_id).first()
    if given is None or given.answer != Answer.YES or not referral.partner:
        raise Refused("Leg eerst vast wat de huurder zegt. Zonder ja gaat er niets weg.")
    asked = {"recipient": referral.partner.consent_key, "purpose": given.purpose}
    consent = referral.tenant.require_consent(**asked, fields=set(given.fields))
    if not consent == given == referral.tenant.consents.filter(**asked).latest("pk"):
        raise Refused(
            "Het antwoord van de huurder is intussen veranderd. Vraag het opnieuw in stap 3."
        )
    return given
