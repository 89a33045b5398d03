"""Messages of this room: the consent confirmation letter, and mail to privacy officers."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import MATRIX, Can, Role
from ground.language_codes import read_in
from outbox import actions as outbox
from outbox.kinds import Audience, kind
from outbox.models import Message
from tenants.consent_wording import enumerate_words
from tenants.models import Consent, VitalInterest
from tenants.shared_fields import current_home


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
    """Return the letter's context; None when the consent is no longer active, or when the tenant
    has died or no longer rents a home."""
    consents = Consent.objects.active().select_related("tenant")
    consent = consents.filter(pk=message.about["consent"]).first()
    if consent is None or consent.tenant.died_on:
        return None
    home = current_home(consent.tenant)
    what = lazy(_what, str)(consent)  # in the language of the letter
    about = {"consent": consent, "tenant": consent.tenant, "home": home, "what": what}
    return home and about | {"language": read_in(consent.tenant.language)}


def _what(consent: Consent) -> str:
    """Return the shared fields as text, e.g. 'naam, telefoon en wens'."""
    return enumerate_words([gettext(label).lower() for label in consent.field_labels])


def ask_second_colleague(asked: VitalInterest) -> None:
    """Mail each colleague who may decide, except the one who asked."""
    for user in deciders().exclude(pk=asked.asked_by_id):
        outbox.queue(
            f"vital:{asked.pk}:asked:{user.pk}", user.email, "vital_interest_asked", vital=asked.pk
        )


def deciders() -> QuerySet[User]:
    """Active users who may decide about sharing without consent."""
    roles = [role for role, abilities in MATRIX.items() if Can.DECIDE_VITAL in abilities]
    return User.objects.filter(role__in=roles, is_active=True).order_by("pk")


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
