"""Sharing without consent in vital interest (AVG/GDPR 6.1.d and 9.2.c), decided by two people."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.moves import Moving
from ground.constraints import one_of
from tenants.models.people import Field, Tenant

# How long the user who asked may read the data after the confirmation.
READABLE = timedelta(hours=1)


class VitalInterestQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "VitalInterestQuerySet":
        """All rows for users who decide or review them; otherwise the user's own requests."""
        if user.can(Can.DECIDE_VITAL) or user.can(Can.KEEP_TERMS):
            return self
        return self.filter(asked_by=user) if user.can(Can.RECORD_CONSENT) else self.none()

    def to_decide(self, user: User) -> "VitalInterestQuerySet":
        """Requests of colleagues about which this user may decide now."""
        if not user.can(Can.DECIDE_VITAL):
            return self.none()
        return self.filter(status=VitalInterest.Status.ASKED).exclude(asked_by=user)


class VitalInterest(Moving):
    """What was shared with whom without consent, why it could not wait, and who decided."""

    class Status(models.TextChoices):
        ASKED = "asked", "Wacht op een tweede collega"
        CONFIRMED = "confirmed", "Mag, één keer"
        DECLINED = "declined", "Mag niet"
        REVIEWED = "reviewed", "Bekeken door de privacyfunctionaris"

    MOVES = {
        Status.ASKED: {Status.CONFIRMED, Status.DECLINED},
        Status.CONFIRMED: {Status.REVIEWED},
    }

    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="vital_interests")
    status = models.CharField("status", max_length=9, choices=Status.choices, default=Status.ASKED)
    recipient_name = models.CharField("aan wie", max_length=120)
    fields = ArrayField(
        models.CharField(max_length=12, choices=Field.choices), verbose_name="wat", default=list
    )
    danger = models.CharField("wat er dreigt", max_length=300)
    why_not_asked = models.CharField("waarom vragen niet kan", max_length=200)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("gevraagd", auto_now_add=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    review = models.CharField("oordeel", max_length=300, blank=True)

    objects = VitalInterestQuerySet.as_manager()

    class Meta:
        verbose_name = "noodzaak zonder toestemming"
        verbose_name_plural = "noodzaak zonder toestemming"
        constraints = [
            one_of(
                "status",
                "asked, confirmed, declined, reviewed",
                name="vital_interest_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="vital_interest_takes_two",
            ),
        ]

    def __str__(self) -> str:
        return f"noodzaak {self.pk}"

    @property
    def is_readable(self) -> bool:
        """Whether the data may be read: within READABLE of the confirmation."""
        confirmed = self.status == self.Status.CONFIRMED
        return confirmed and timezone.now() - self.status_since < READABLE

    @property
    def field_labels(self) -> list[str]:
        return [Field(field).label for field in self.fields]
