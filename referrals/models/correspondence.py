"""Messages between sender and partner, and the partner's feedback and contact attempts."""

import uuid

from django.db import models
from django.utils import timezone

from accounts.models import User
from referrals.models.referrals import Referral


class Message(models.Model):
    """One message in the conversation between sender and partner about a referral."""

    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True, default=uuid.uuid4)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="messages")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    said_by = models.CharField("namens", max_length=120, blank=True)
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
    """How it goes: what happened, more contact or not, one sentence, the next step."""

    class Happened(models.TextChoices):
        NOT_YET = "not_yet", "Nog geen contact gehad"
        SPOKE = "spoke", "Gesproken, nog niet mee geweest"
        ONCE = "once", "1 keer mee geweest"
        MORE = "more", "2 keer of vaker mee geweest"
        STOPPED = "stopped", "Gestopt"

    class StoppedWhy(models.TextChoices):
        """Why it stopped; nothing about health."""

        TENANT = "tenant", "De huurder wilde niet meer"
        UNREACHED = "unreached", "Wij bereikten elkaar niet"
        NO_FIT = "no_fit", "Het paste toch niet"
        NO_ROOM = "no_room", "Wij hebben niet genoeg mensen"
        MOVED = "moved", "De huurder is verhuisd"
        OTHER = "other", "Iets anders"

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
    said_by = models.CharField("namens", max_length=120, blank=True)
    happened = models.CharField("wat is er gebeurd", max_length=8, choices=Happened.choices)
    more_contact = models.CharField(
        "meer contact dan eerst", max_length=4, choices=MoreContact.choices, blank=True
    )
    sentence = models.CharField("in één zin", max_length=300, blank=True)
    stopped_why = models.CharField(
        "waarom gestopt", max_length=9, choices=StoppedWhy.choices, blank=True
    )
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
    def spoke(self) -> bool:
        """Whether the partner spoke to the tenant, whatever came of it."""
        return self.happened in (self.Happened.SPOKE, self.Happened.ONCE, self.Happened.MORE)

    @property
    def took_part(self) -> bool:
        return self.happened in (self.Happened.ONCE, self.Happened.MORE)

    @property
    def contact_restored(self) -> bool:
        """The tenant took part twice or more, and says there is more contact."""
        return self.happened == self.Happened.MORE and self.more_contact in (
            self.MoreContact.YES,
            self.MoreContact.SOME,
        )


class Attempt(models.Model):
    """An attempt by the partner to reach the tenant. Acceptance alone is not help yet."""

    class How(models.TextChoices):
        PHONE = "phone", "gebeld"
        VISIT = "visit", "langs geweest"
        LETTER = "letter", "brief of kaart"
        MESSAGE = "message", "berichtje"
        MEETING = "meeting", "bij een activiteit"

    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True, default=uuid.uuid4)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="attempts")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    said_by = models.CharField("namens", max_length=120, blank=True)
    reached = models.BooleanField("gesproken")
    how = models.CharField("hoe", max_length=7, choices=How.choices)
    on = models.DateField("wanneer", default=timezone.localdate)
    told_at = models.DateTimeField("vastgelegd", auto_now_add=True)
    # It was not so after all: it stays in the history, and counts no more.
    taken_back_at = models.DateTimeField("klopte niet", null=True, blank=True)
    taken_back_why = models.CharField("waarom het niet klopte", max_length=200, blank=True)

    class Meta:
        verbose_name = "poging tot contact"
        verbose_name_plural = "pogingen tot contact"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"poging {self.pk}"

    @property
    def tenant_id(self) -> int:
        return self.referral.tenant_id
