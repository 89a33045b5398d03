"""Message kinds of this app: ids only, neutral subjects; outdated messages are dropped."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ground.language_codes import read_in
from outbox.kinds import Audience, kind
from outbox.models import Message
from outbox.subjects import register_subjects
from partners.models import Worker
from referrals.actions.access_links import issue_access_link, issue_code
from referrals.calendar import NAME, as_file
from referrals.models import AccessLink, Handover, Referral
from referrals.partner_digest import Digest
from referrals.recipients import sender_of
from tenants.shared_fields import current_home

register_subjects(referral=Referral)

Status = Referral.Status


def _referral(message: Message, *statuses: str) -> Referral | None:
    """Return the referral if it has one of these statuses."""
    referrals = Referral.objects.select_related("partner", "sender", "signal__owner", "tenant")
    return referrals.filter(pk=message.about["referral"], status__in=statuses).first()


def _for_partner(referral: Referral | None, message: Message) -> dict | None:
    """Return the context of a mail to a partner; None for a partner that is switched off.

    `link` opens this one referral without an account, after a code; each mail gets a new link when
    it is rendered.
    """
    if referral is None or referral.partner.switched_off_at:
        return None
    return {
        "path": reverse("referrals:answer_page", args=[referral.number]),
        "link": reverse("referrals:link", args=[issue_access_link(referral, message.to)]),
    }


def _for_sender(referral: Referral | None) -> dict | None:
    return referral and {"path": referral.get_absolute_url()}


@kind(
    "referral_offered",
    subject="Er staat iets nieuws in je postvak van Aanloop",
    audience=Audience.PARTNER,
    secret=True,
)
def referral_offered(message: Message) -> dict | None:
    """To the partner; dropped when it was answered or withdrawn before sending."""
    return _for_partner(_referral(message, Status.OFFERED), message)


@kind(
    "referral_waiting",
    subject="Er wacht nog iets op antwoord in Aanloop",
    audience=Audience.PARTNER,
    secret=True,
)
def referral_waiting(message: Message) -> dict | None:
    """To the partner, one working day before the term ends; dropped when it was answered."""
    return _for_partner(_referral(message, Status.OFFERED), message)


@kind(
    "referral_tell",
    subject="Vertel even hoe het gaat, in Aanloop",
    audience=Audience.PARTNER,
    secret=True,
)
def referral_tell(message: Message) -> dict | None:
    """To the partner, one working day before the term for feedback ends."""
    return _for_partner(_referral(message, *Referral.RUNNING), message)


@kind(
    "referral_unowned",
    subject="Er wacht werk van een collega in Aanloop",
    audience=Audience.PARTNER,
    secret=True,
)
def referral_unowned(message: Message) -> dict | None:
    """To the shared mailbox, when the worker who accepted left; dropped after a takeover."""
    referral = _referral(message, *Referral.RUNNING)
    return None if referral is None or referral.taken_by_id else _for_partner(referral, message)


def _for_colleague(referral: Referral | None, message: Message) -> dict | None:
    """Return the context of a mail to a worker with an account, who still works at the partner."""
    if referral is None or referral.partner.switched_off_at:
        return None
    there = Worker.objects.present().filter(partner=referral.partner_id)
    if not there.filter(user=message.about["user"], user__is_active=True).exists():
        return None
    return {"path": reverse("referrals:answer_page", args=[referral.number])}


@kind(
    "referral_handed_over", subject="Een collega gaf je werk in Aanloop", audience=Audience.PARTNER
)
def referral_handed_over(message: Message) -> dict | None:
    """To the worker who got a referral from a colleague; dropped when somebody else has it now."""
    referral = _referral(message, *Referral.RUNNING)
    if referral is None or referral.taken_by_id != message.about["user"]:
        return None
    return _for_colleague(referral, message)


@kind(
    "referral_taken_over",
    subject="Een collega nam werk van je over in Aanloop",
    audience=Audience.PARTNER,
)
def referral_taken_over(message: Message) -> dict | None:
    """To the worker who had a referral until now; dropped when they have it again."""
    referral = _referral(message, *Referral.RUNNING)
    if referral is None or referral.taken_by_id == message.about["user"]:
        return None
    return _for_colleague(referral, message)


@kind(
    "referral_digest",
    subject="Aanloop: wat er vandaag voor je klaarstaat",
    audience=Audience.PARTNER,
)
def referral_digest(message: Message) -> dict | None:
    """To a worker who chose one mail a day: numbers at the time of sending; dropped when there is
    nothing, or when the worker left."""
    workers = Worker.objects.present().filter(user=message.about["user"], user__is_active=True)
    worker = workers.filter(partner__switched_off_at=None).select_related("user").first()
    counts = worker and Digest.of(worker.user)
    if not counts or counts.is_empty:
        return None
    return {
        "counts": counts,
        "path": reverse("referrals:inbox"),
        "choose": f"{reverse('partners:own')}#mail",
    }


@kind("referral_partner_off", subject="Een partner is gestopt in Aanloop", audience=Audience.STAFF)
def referral_partner_off(message: Message) -> dict | None:
    """To the sender, while the partner is switched off."""
    referral = _referral(message, *Referral.OPEN)
    return _for_sender(referral if referral and referral.partner.switched_off_at else None)


def appointment_file(message: Message) -> tuple[str, bytes, str]:
    """Return the calendar file of the appointment: a neutral title and the time, nothing else."""
    handover = Handover.objects.select_related("visit").get(pk=message.about["handover"])
    return NAME, as_file(handover), "text/calendar"


@kind(
    "referral_handover",
    subject="Een afspraak in Aanloop",
    audience=Audience.PARTNER,
    secret=True,
    attach=appointment_file,
)
def referral_handover(message: Message) -> dict | None:
    """To the partner: an appointment was made, moved or dropped. Its time is on the page and in the
    calendar file. Dropped when a newer version has its own mail, or when an appointment was
    cancelled before anybody heard of it."""
    handovers = Handover.objects.select_related("visit")
    handover = handovers.filter(pk=message.about["handover"]).first()
    about = f"referral:{message.about['referral']}:handover:{message.about['handover']}:"
    if handover is None or message.key != f"{about}{handover.visit.sequence}":
        return None
    unsent = [Message.Status.QUEUED, Message.Status.DROPPED, Message.Status.FAILED]
    others = Message.objects.filter(key__startswith=about).exclude(status__in=unsent)
    told = others.exclude(pk=message.pk).exists()
    if handover.visit.cancelled_at:
        what = "dropped" if told else ""
    else:
        what = "moved" if told else "made"
    words = _for_partner(_referral(message, *Referral.RUNNING), message) if what else None
    return words and words | {"what": what}


@kind("referral_code", subject="Je code voor Aanloop", audience=Audience.PARTNER, secret=True)
def referral_code(message: Message) -> dict | None:
    """To the mailbox of a link. The code is made while rendering; only its hash is stored."""
    links = AccessLink.objects.in_use().select_related("referral__partner")
    at = links.filter(pk=message.about["access_link"]).first()
    newest = at and message.key == f"pass:{at.pk}:code:{at.codes}"
    return {"code": issue_code(at), "partner": at.referral.partner} if newest else None


def _for_tenant(message: Message, *statuses: str) -> dict | None:
    referral = _referral(message, *statuses)
    if referral is None or referral.tenant.died_on or referral.tenant.restricted_at:
        return None
    home = current_home(referral.tenant)
    language = read_in(referral.tenant.language)
    return {"referral": referral, "tenant": referral.tenant, "home": home, "language": language}


@kind("referral_taken", subject=_("Iemand neemt contact met u op"), audience=Audience.TENANT)
def referral_taken(message: Message) -> dict | None:
    """To the tenant: who will be in touch, and how to stop it."""
    return _for_tenant(message, *Referral.RUNNING)


@kind("referral_ended", subject=_("Hoe gaat het met u?"), audience=Audience.TENANT)
def referral_ended(message: Message) -> dict | None:
    """To the tenant: the partner's part is over; the corporation asks how it goes."""
    return _for_tenant(message, Status.COMPLETED, Status.ENDED)


@kind("referral_answered", subject="Er is antwoord in Aanloop", audience=Audience.STAFF)
def referral_answered(message: Message) -> dict | None:
    """To the sender: accepted or declined."""
    return _for_sender(_referral(message, *Referral.OPEN, Status.COMPLETED, Status.DECLINED))


@kind("referral_question", subject="Er is een vraag voor je in Aanloop", audience=Audience.STAFF)
def referral_question(message: Message) -> dict | None:
    """To the sender, while the question is unanswered."""
    return _for_sender(_referral(message, Status.QUESTION))


@kind(
    "referral_message",
    subject="Er is een bericht voor je in Aanloop",
    audience=Audience.STAFF | Audience.PARTNER,
    secret=True,
)
def referral_message(message: Message) -> dict | None:
    """To either side; each side gets its own page of the same referral."""
    referral = _referral(message, *Referral.OPEN)
    if referral and message.to == sender_of(referral).email:
        return _for_sender(referral)
    return _for_partner(referral, message)


@kind("referral_feedback", subject="Er is teruggemeld in Aanloop", audience=Audience.STAFF)
def referral_feedback(message: Message) -> dict | None:
    """To the sender: the partner gave feedback or recorded an attempt."""
    return _for_sender(_referral(message, *Referral.OPEN, Status.COMPLETED, Status.ENDED))


@kind("referral_withdrawn", subject="Er is iets ingetrokken in Aanloop", audience=Audience.PARTNER)
def referral_withdrawn(message: Message) -> dict | None:
    """To the partner: there is nothing left to do, without the tenant or the reason. Also sent when
    the referral has been erased since."""
    there = Referral.objects.filter(pk=message.about["referral"])
    still = there.exclude(status=Status.WITHDRAWN).exists()
    return None if still else {"path": reverse("referrals:inbox")}
