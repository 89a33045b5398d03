"""Voluntary questionnaires of a group, under a code; and external estimates by neighbourhood."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can


class PermissionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PermissionQuerySet":
        return self if user.can(Can.MEASURE) else self.none()


class Permission(models.Model):
    """The author's permission to use an instrument; without it the instrument is off."""

    instrument = models.CharField("instrument", max_length=40, unique=True)
    reference = models.CharField("waar de toestemming staat", max_length=200)
    given_on = models.DateField("gegeven op")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = "toestemming van de auteur"
        verbose_name_plural = "toestemmingen van auteurs"

    def __str__(self) -> str:
        return self.instrument


class MeasurementQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "MeasurementQuerySet":
        return self if user.can(Can.MEASURE) else self.none()


class Measurement(models.Model):
    """One paper form, under the code on it; nothing links it to a person.

    `answers` maps item names to the ticked answers (1, 2, 3, or absent); no score is stored.
    """

    class Moment(models.TextChoices):
        START = "start", "Bij het begin"
        LATER = "later", "Na een half jaar of later"

    code = models.CharField("code op het formulier", max_length=12)
    moment = models.CharField("wanneer", max_length=5, choices=Moment.choices)
    instrument = models.CharField("instrument en versie", max_length=40)
    taken_on = models.DateField("ingevuld op", default=timezone.localdate)
    answers = models.JSONField("antwoorden", default=dict)

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        verbose_name = "meting"
        verbose_name_plural = "metingen"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "moment", "instrument"], name="measured_once_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"meting {self.pk}"


class Estimate(models.Model):
    """RIVM's estimate of loneliness in an area (table 50120NED), with its 95% interval.

    `value`, `low` and `high` are percentages. It is about a neighbourhood, never about a person.
    """

    class Measure(models.TextChoices):
        LONELY = "Eenzaam", "Eenzaam"
        STRONGLY = "ErnstigZeerErnstigEenzaam", "Ernstig of zeer ernstig eenzaam"
        EMOTIONAL = "EmotioneelEenzaam", "Emotioneel eenzaam"
        SOCIAL = "SociaalEenzaam", "Sociaal eenzaam"

    area_code = models.CharField("gebiedscode", max_length=10)
    period = models.CharField("periode", max_length=8)
    age = models.CharField("leeftijd", max_length=5)
    measure = models.CharField("wat", max_length=30, choices=Measure.choices)
    value = models.DecimalField("schatting", max_digits=4, decimal_places=1)
    low = models.DecimalField("ondergrens", max_digits=4, decimal_places=1)
    high = models.DecimalField("bovengrens", max_digits=4, decimal_places=1)

    class Meta:
        verbose_name = "schatting van een gebied"
        verbose_name_plural = "schattingen van gebieden"
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "period", "age", "measure"], name="estimate_once"
            ),
            models.CheckConstraint(
                condition=Q(low__lte=models.F("value")) & Q(value__lte=models.F("high")),
                name="estimate_within_its_interval",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.measure} {self.period}"

    def overlaps(self, other: "Estimate") -> bool:
        """Return whether the intervals overlap, so that the two cannot be told apart."""
        return self.low <= other.high and other.low <= self.high
