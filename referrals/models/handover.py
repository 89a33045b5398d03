"""A warm handover: sender, tenant and partner meet in person or by telephone."""

from uuid import UUID, uuid5

from django.db import models
from django.db.models import Q

from accounts.models import User
from referrals.models.referrals import Referral
from signals.models import Visit


class HandoverQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "HandoverQuerySet":
        return self.filter(referral__in=Referral.objects.visible_to(user))

    def not_cancelled(self) -> "HandoverQuerySet":
        return self.filter(visit__cancelled_at=None)


class Handover(models.Model):
    """An appointment of sender, tenant and partner. The time is on the visit, so that it moves with
    it; `told_sequence` is the version of the visit that the partner was mailed about."""

    class Place(models.TextChoices):
        HOME = "home", "bij de huurder thuis"
        PARTNER = "partner", "bij de partner"
        MEETING = "meeting", "op een ontmoetingsplek"
        PHONE = "phone", "aan de telefoon, met z’n drieën"

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="handovers")
    visit = models.OneToOneField(Visit, models.CASCADE, related_name="handover")
    place = models.CharField("waar", max_length=7, choices=Place.choices)
    who = models.CharField("wie er nog bij is", max_length=80, blank=True)
    told_sequence = models.PositiveIntegerField(null=True, editable=False)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = "warme overdracht"
        verbose_name_plural = "warme overdrachten"
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["id"], name="handover_to_tell", condition=Q(told_sequence__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"warme overdracht {self.pk}"

    @property
    def confirmation_key(self) -> UUID:
        """The key of the partner's message that confirms this version of the appointment."""
        return uuid5(self.visit.uid, f"confirmed:{self.visit.sequence}")

    @property
    def is_confirmed(self) -> bool:
        """Whether the partner confirmed the appointment as it is now."""
        return self.referral.messages.filter(key=self.confirmation_key).exists()

    @property
    def tenant_id(self) -> int:
        return self.referral.tenant_id
