"""Campaigns, and the short codes on their printed materials that show what worked."""

import re
import secrets
import uuid
from datetime import date, timedelta

from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse

from accounts.models import User
from accounts.roles import Can

# No 0, O, 1, I or L: a code is read aloud and typed from paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class CampaignQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CampaignQuerySet":
        return self if user.can(Can.INFORM) or user.can(Can.SEE_FIGURES) else self.none()


class Campaign(models.Model):
    """One effort to inform people, e.g. letters to a complex in the Week tegen Eenzaamheid."""

    class Channel(models.TextChoices):
        POSTER = "poster", "Posters"
        LETTER = "letter", "Brieven"
        DOORS = "doors", "Deur aan deur"
        TALK = "talk", "Voorlichting of gesprek"

    name = models.CharField("naam", max_length=120)
    audience = models.CharField("voor wie", max_length=200)
    channel = models.CharField("weg", max_length=8, choices=Channel.choices)
    reach = models.PositiveIntegerField(
        "aantal adressen of mensen", default=0, validators=[MaxValueValidator(1000000)]
    )
    cost = models.PositiveIntegerField(
        "kosten in hele euro's", default=0, validators=[MaxValueValidator(10000000)]
    )
    starts_on = models.DateField("begint op")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True, default=uuid.uuid4)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "campagne"
        verbose_name_plural = "campagnes"
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["-starts_on", "-id"], name="outreach_campaigns")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("outreach:page", args=[self.pk])


def next_national_week(today: date) -> date:
    """Return the first day of the next Week tegen Eenzaamheid: the last Thursday of September."""
    for year in (today.year, today.year + 1):
        last = date(year, 9, 30)
        thursday = last - timedelta(days=(last.weekday() - 3) % 7)
        if thursday >= today:
            break
    return thursday


def new_code() -> str:
    """Return a random code of four unambiguous characters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(4))


def as_printed(typed: str) -> str:
    """Normalise a typed code to its printed form: '4f-7q ' -> '4F7Q'."""
    return re.sub(r"[^0-9A-Z]", "", typed.upper())[:8]


class CodeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CodeQuerySet":
        """Everybody: a code is public, on a wall."""
        return self


class Code(models.Model):
    """A short code on a poster or letter. Visits count for the campaign, never for a person."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="codes")
    code = models.CharField("code", max_length=8, unique=True, default=new_code)
    label = models.CharField("waar hangt of ligt het", max_length=80)
    visits = models.PositiveIntegerField("keer geopend", default=0)

    objects = CodeQuerySet.as_manager()

    class Meta:
        verbose_name = "code"
        verbose_name_plural = "codes"
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "label"], name="code_once_for_a_spot")
        ]

    def __str__(self) -> str:
        return self.code
