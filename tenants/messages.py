"""Messages of this room: the consent confirmation letter, and mail to privacy officers."""

from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Can, Role, roles_with
from audit.models import midnight
from ground.language_codes import read_in
from outbox import actions as outbox
from outbox.kinds import Audience, kind
from outbox.models import Message
from outbox.subjects import register_subjects
from tenants.channels import channel_for
from tenants.consent_wording import enumerate_words
from tenants.hooks import already_disclosed
from tenants.letters import in_force_by
from tenants.models import Consent, VitalInterest
from tenants.shared_fields import current_home

register_subjects(consent=Consent, vital=VitalInterest)

DAY = timedelta(days=1)


def confirm_consent(consent: Consent) -> None:
    """Queue a large-print letter that confirms a consent; at most one per consent."""
    outbox.queue(
        f"consent:{consent.pk}:letter",
        f"brief over toestemming {consent.pk}",
        "consent_confirmed",
        channel=Message.Channel.LETTER,
        consent=consent.pk,
    )


@kind("consent_confirmed", subject=_("Een brief over wat is afgesproken"), audience=Audience.TENANT)
def consent_confirmed(message: Message) -> dict | None:
    """Return the letter's context; None when what was agreed is no longer in force, or when the
    tenant has died or no longer rents a home."""
    consents = Consent.objects.select_related("tenant")
    consent = consents.filter(pk=message.about["consent"]).first()
    agreed = consent and in_force_by(consent)
    if not agreed or consent.tenant.died_on:
        return None
    home = current_home(consent.tenant)
    return home and {
        "language": read_in(consent.tenant.language),
        "consent": agreed.first,
        "tenant": consent.tenant,
        "home": home,
        "what": lazy(_what, str)(agreed.first),  # in the language of the letter
        "second": agreed.second,
        "others": [(other, lazy(_what, str)(other)) for other in agreed.others],
    }


def _what(consent: Consent) -> str:
    """Return the shared fields as text, e.g. 'naam, telefoon en wens'."""
    return enumerate_words([gettext(label).lower() for label in consent.field_labels])


def confirm_withdrawal(ended: list[Consent]) -> None:
    """Queue a confirmation by the tenant's own channel that we stopped sharing.

    One that waits to be sent names everything of that day, so there is one for all that a tenant
    withdraws at once. Nothing to a tenant who died or restricted the use of their data.
    """
    consent = next((one for one in ended if one.is_with_another), None)
    if consent is None or consent.tenant.is_left_in_peace:
        return
    tenant = consent.tenant
    key = f"withdrawn:{tenant.pk}:{timezone.localdate(consent.withdrawn_at)}:"
    if Message.objects.filter(key__startswith=key, status=Message.Status.QUEUED).exists():
        return
    channel, to = channel_for(tenant)
    outbox.queue(
        f"{key}{consent.pk}",
        to or f"huurder van toestemming {consent.pk}",
        "consent_withdrawn",
        channel=channel,
        consent=consent.pk,
    )


def _withdrawn_that_day(consent: Consent) -> list[Consent]:
    """The consents to share that ended on the same day, the latest of each recipient; without those
    that the tenant has given again since."""
    day = timezone.localdate(consent.withdrawn_at)
    there = consent.tenant.consents.with_others()
    again = set(there.active().values_list("recipient", flat=True))
    ended = there.filter(withdrawn_at__gte=midnight(day), withdrawn_at__lt=midnight(day + DAY))
    latest = {one.recipient: one for one in ended.order_by("pk")}
    return [one for recipient, one in latest.items() if recipient not in again]


@kind("consent_withdrawn", subject=_("Wij zijn gestopt, zoals u vroeg"), audience=Audience.TENANT)
def consent_withdrawn(message: Message) -> dict | None:
    """To the tenant: with whom we stopped sharing, and with whom we still share. Dropped when there
    is nobody left to name, or the tenant died or restricted the use of their data; the letter also
    without a home."""
    consents = Consent.objects.exclude(withdrawn_at=None).select_related("tenant")
    consent = consents.filter(pk=message.about["consent"]).first()
    if consent is None or consent.tenant.is_left_in_peace:
        return None
    home = current_home(consent.tenant)
    if message.channel == Message.Channel.LETTER and home is None:
        return None
    ended, others = _withdrawn_that_day(consent), consent.in_force_beside()
    return ended and {
        "tenant": consent.tenant,
        "home": home,
        "day": consent.withdrawn_at,
        "who": lazy(enumerate_words, str)([one.recipient_name for one in ended]),
        "was_read": any(already_disclosed(one) for one in ended),
        "still": lazy(enumerate_words, str)([one.recipient_name for one in others]),
        "goes_on": bool(others),
    }


def ask_second_colleague(asked: VitalInterest) -> None:
    """Mail each colleague who may decide, except the one who asked."""
    for user in deciders().exclude(pk=asked.asked_by_id):
        outbox.queue(
            f"vital:{asked.pk}:asked:{user.pk}", user.email, "vital_interest_asked", vital=asked.pk
        )


def deciders() -> QuerySet[User]:
    """Active users who may decide about sharing without consent."""
    deciding = User.objects.filter(role__in=roles_with(Can.DECIDE_VITAL), is_active=True)
    return deciding.order_by("pk")


@kind(
    "vital_interest_asked",
    subject="Aanloop: een collega vraagt nu je beslissing",
    audience=Audience.STAFF,
)
def vital_interest_asked(message: Message) -> dict | None:
    """Dropped once somebody decided."""
    waiting = VitalInterest.objects.filter(status=VitalInterest.Status.ASKED)
    asked = waiting.filter(pk=message.about["vital"]).first()
    return asked and {"number": asked.pk, "path": reverse("tenants:vital_page", args=[asked.pk])}


def tell_decision(asked: VitalInterest) -> None:
    """Mail the user who asked that there is a decision."""
    to = asked.asked_by.email
    outbox.queue(f"vital:{asked.pk}:decided", to, "vital_interest_decided", vital=asked.pk)


@kind(
    "vital_interest_decided",
    subject="Aanloop: er is beslist over je vraag",
    audience=Audience.STAFF,
)
def vital_interest_decided(message: Message) -> dict | None:
    number = message.about["vital"]
    return {"number": number, "path": reverse("tenants:vital_page", args=[number])}


def report_vital_interest(used: VitalInterest) -> None:
    """Mail each active privacy officer; the mail holds the case number and nothing else."""
    officers = User.objects.filter(role=Role.PRIVACY_OFFICER, is_active=True)
    for email in officers.values_list("email", flat=True):
        outbox.queue(f"vital:{used.pk}:{email}", email, "vital_interest_used", vital=used.pk)


@kind(
    "vital_interest_used",
    subject="Aanloop: er is zonder toestemming gedeeld",
    audience=Audience.STAFF,
)
def vital_interest_used(message: Message) -> dict | None:
    return {"number": message.about["vital"]}
