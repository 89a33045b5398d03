"""The loop with a partner: what the tenant agreed to share, the answer, and how it went.

A partner reads these tables only. They hold a frozen minimal copy; the signal and the tenant's file
stay out of reach.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.models import User
from accounts.roles import Can
from audit.moves import Moving
from partners.models import Partner
from signals.models import Signal
from tenants.models import Consent, Field, Tenant


class ReferralQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ReferralQuerySet":
        """Staff: those of visible tenants or sent by themselves. A partner's worker: those sent to
        the own organisation, while it is switched on, and not withdrawn."""
        if user.can(Can.ANSWER_REFERRAL):
            return self.filter(partner__workers__user=user, partner__switched_off_at=None).exclude(
                status__in=Referral.OUT_OF_SIGHT
            )
        if user.can(Can.IMPORT):
            return self
        if user.can(Can.REFER):
            return self.filter(Q(sender=user) | Q(tenant__in=Tenant.objects.visible_to(user)))
        return self.none()

    def open(self) -> "ReferralQuerySet":
        return self.filter(status__in=Referral.OPEN)

    def waiting(self) -> "ReferralQuerySet":
        """Offered, and not taken up yet."""
        return self.filter(status__in=Referral.WAITING)

    def running(self) -> "ReferralQuerySet":
        """Taken up, and not ended."""
        return self.filter(status__in=[s for s in Referral.OPEN if s not in Referral.WAITING])


class Referral(Moving):
    """A tenant's wish, offered to a partner with the tenant's consent."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Concept"
        OFFERED = "offered", "Nieuw"
        QUESTION = "question", "Vraag terug"
        ACCEPTED = "accepted", "Opgepakt"
        UNDER_WAY = "under_way", "In contact"
        COMPLETED = "completed", "Contact hersteld"
        DECLINED = "declined", "Past niet"
        ENDED = "ended", "Partner is klaar"
        WITHDRAWN = "withdrawn", "Ingetrokken"

    class Declined(models.TextChoices):
        """Why it does not fit."""

        FULL = "full", "We hebben geen plek"
        NOT_OURS = "not_ours", "Dit past niet bij wat wij doen"
        AREA = "area", "Buiten ons gebied"
        UNREACHABLE = "unreachable", "We kregen geen contact"
        OTHER = "other", "Anders"

    OUT_OF_SIGHT = (Status.DRAFT, Status.WITHDRAWN)
    WAITING = (Status.OFFERED, Status.QUESTION)
    OPEN = (Status.OFFERED, Status.QUESTION, Status.ACCEPTED, Status.UNDER_WAY)
    MOVES = {
        Status.DRAFT: {Status.OFFERED, Status.WITHDRAWN},
        Status.OFFERED: {
            Status.ACCEPTED,
            Status.DECLINED,
            Status.QUESTION,
            Status.WITHDRAWN,
        },
        Status.QUESTION: {Status.OFFERED, Status.ACCEPTED, Status.DECLINED, Status.WITHDRAWN},
        Status.ACCEPTED: {Status.UNDER_WAY, Status.COMPLETED, Status.ENDED, Status.WITHDRAWN},
        Status.UNDER_WAY: {Status.COMPLETED, Status.ENDED, Status.WITHDRAWN},
    }

    number = models.UUIDField("nummer", unique=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.PROTECT, related_name="referrals")
    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="referrals")
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        verbose_name="partner",
        null=True,
        blank=True,
        related_name="referrals",
    )
    sender = models.ForeignKey(User, models.PROTECT, related_name="+")
    consent = models.ForeignKey(
        Consent,
        models.PROTECT,
        verbose_name="toestemming",
        null=True,
        blank=True,
        related_name="referrals",
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    wish = models.CharField("wat wil de huurder", max_length=300, blank=True)
    gist = models.CharField("de wens in een paar woorden", max_length=60, blank=True)
    made_at = models.DateTimeField("begonnen", auto_now_add=True)
    offered_at = models.DateTimeField("aangeboden", null=True, blank=True)
    answer_by = models.DateField("antwoord uiterlijk", null=True, blank=True)
    answered_at = models.DateTimeField("beantwoord", null=True, blank=True)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    declined_why = models.CharField(
        "waarom past het niet", max_length=12, choices=Declined.choices, blank=True
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = "verwijzing"
        verbose_name_plural = "verwijzingen"
        indexes = [
            models.Index(fields=["partner", "status", "-id"], name="referrals_inbox"),
            models.Index(fields=["sender", "status", "-id"], name="referrals_sent"),
            models.Index(fields=["tenant", "-id"], name="referrals_tenant"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"])
                | Q(
                    partner__isnull=False,
                    consent__isnull=False,
                    offered_at__isnull=False,
                    answer_by__isnull=False,
                ),
                name="referral_sent_with_consent",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(declined_why=""),
                name="referral_declined_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["signal"], condition=Q(status="draft"), name="one_draft_a_signal"
            ),
        ]

    def __str__(self) -> str:
        return f"verwijzing {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("referrals:page", args=[self.number])

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @cached_property
    def shared(self) -> dict[str, str]:
        """What was frozen, by field: all that a partner's page may read about a tenant.

        Nothing when the consent has run out, also before anybody asked again.
        """
        if self.consent is None or not self.consent.is_active:
            return {}
        return {share.field: share.value for share in self.shares.all()}

    @property
    def shared_name(self) -> str:
        """How a partner's page calls the tenant: by the shared name, or by no name at all."""
        return self.shared.get(Field.NAME, "Een huurder")

    @property
    def shared_words(self) -> dict[str, str]:
        """The words for a sentence about the tenant, as far as the shared name tells."""
        name = self.shared_name
        words = {
            "Mevr.": {"whose": "Haar", "who": "zij", "whom": "haar"},
            "Dhr.": {"whose": "Zijn", "who": "hij", "whom": "hem"},
        }.get(name.split()[0], {"whose": "De", "who": "de huurder", "whom": "de huurder"})
        return words | {"name": name[:1].lower() + name[1:]}

    @property
    def shared_gist(self) -> str:
        """The wish in a few words, if the wish was shared."""
        return self.gist if Field.WISH in self.shared else ""

    @property
    def days_left(self) -> int:
        """Days until the partner should have answered; negative when it is late."""
        return (self.answer_by - timezone.localdate()).days

    @property
    def days_late(self) -> int:
        return -self.days_left


class Share(models.Model):
    """One agreed fact, frozen at sending. The database refuses it without consent."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="shares")
    field = models.CharField("wat", max_length=12, choices=Field.choices)
    value = models.CharField("inhoud", max_length=300)

    class Meta:
        verbose_name = "gedeeld gegeven"
        verbose_name_plural = "gedeelde gegevens"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "field"], name="share_once_a_field"),
        ]

    def __str__(self) -> str:
        return self.get_field_display()


class Message(models.Model):
    """One line of the conversation between sender and partner about a referral."""

    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True, default=uuid.uuid4)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="messages")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.CharField("bericht", max_length=500)
    sent_at = models.DateTimeField("wanneer", auto_now_add=True)

    class Meta:
        verbose_name = "bericht aan of van een partner"
        verbose_name_plural = "berichten aan of van partners"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"bericht {self.pk}"

    @property
    def tenant_id(self) -> int:
        return self.referral.tenant_id


class FeedbackQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "FeedbackQuerySet":
        return self.filter(referral__in=Referral.objects.visible_to(user))


class Feedback(models.Model):
    """How it goes, told in under a minute: a fact, a question, a sentence, a step."""

    class Happened(models.TextChoices):
        NOT_YET = "not_yet", "Nog geen contact gehad"
        SPOKE = "spoke", "Gesproken, nog niet mee geweest"
        ONCE = "once", "1 keer mee geweest"
        MORE = "more", "2 keer of vaker mee geweest"
        STOPPED = "stopped", "Gestopt"

    class MoreContact(models.TextChoices):
        """The tenant's own answer to: do you have more contact than before?"""

        YES = "yes", "Ja"
        SOME = "some", "Een beetje"
        NO = "no", "Nog niet"

    class Next(models.TextChoices):
        GOES_BY_ITSELF = "by_itself", "Loopt vanzelf"
        STAY = "stay", "Ik blijf betrokken"

    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True, default=uuid.uuid4)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="feedback")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    happened = models.CharField("wat is er gebeurd", max_length=8, choices=Happened.choices)
    more_contact = models.CharField(
        "meer contact dan eerst", max_length=4, choices=MoreContact.choices, blank=True
    )
    sentence = models.CharField("in één zin", max_length=300, blank=True)
    next_step = models.CharField("en nu", max_length=9, choices=Next.choices, blank=True)
    told_at = models.DateTimeField("wanneer", auto_now_add=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = "terugkoppeling"
        verbose_name_plural = "terugkoppelingen"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["referral", "-id"], name="referrals_feedback_of")]

    def __str__(self) -> str:
        return f"terugkoppeling {self.pk}"

    @property
    def tenant_id(self) -> int:
        return self.referral.tenant_id

    @property
    def took_part(self) -> bool:
        return self.happened in (self.Happened.ONCE, self.Happened.MORE)

    @property
    def contact_restored(self) -> bool:
        """Took part twice or more, and the tenant says there is more contact."""
        return self.happened == self.Happened.MORE and self.more_contact in (
            self.MoreContact.YES,
            self.MoreContact.SOME,
        )
