"""How a signal ended, each time it did."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from signals.models.signals import Signal


class EndingQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "EndingQuerySet":
        return self.filter(signal__in=Signal.objects.visible_to(user))

    def reopened(self) -> "EndingQuerySet":
        """Endings after which the signal was reopened."""
        return self.exclude(reopened_at=None)


class Ending(models.Model):
    """A signal was closed, or went into aftercare: why, and how the tenant saw it.

    It stays when the signal is reopened, with the user who reopened it and why.
    """

    class Why(models.TextChoices):
        """Why a signal was reopened."""

        ASKED = "asked", "De huurder vroeg erom"
        NOTICED = "noticed", "Er viel opnieuw iets op"
        CALLED = "called", "Bij het nabellen bleek het nodig"
        TOO_SOON = "too_soon", "Te vroeg of per ongeluk afgesloten"
        OTHER = "other", "Iets anders"

    signal = models.ForeignKey(Signal, models.CASCADE, related_name="endings")
    reason = models.CharField("waarom afgesloten", max_length=12, choices=Signal.Reason.choices)
    tenant_view = models.CharField("wat vond de huurder", max_length=300, blank=True)
    ended_at = models.DateTimeField("afgesloten")
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField("weer opgepakt", null=True, blank=True)
    reopened_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField("waarom weer opgepakt", max_length=8, choices=Why.choices, blank=True)
    words = models.CharField("toelichting", max_length=300, blank=True)

    objects = EndingQuerySet.as_manager()

    class Meta:
        verbose_name = "afsluiting"
        verbose_name_plural = "afsluitingen"
        indexes = [models.Index(fields=["signal", "-id"], name="signals_endings")]
        constraints = [
            models.CheckConstraint(
                condition=Q(reopened_at=None, why="") | Q(reopened_at__isnull=False) & ~Q(why=""),
                name="ending_reopened_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"afsluiting {self.pk}"

    @property
    def tenant_id(self) -> int | None:
        """The tenant whose timeline shows this."""
        return self.signal.tenant_id
