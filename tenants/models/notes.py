"""Wishes of a tenant, and notes on the file."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import User
from tenants.models.people import Tenant


class Interest(models.TextChoices):
    """A short list of things people like to do together; matched to meetups."""

    COFFEE = "koffie", "Koffie en praten"
    SOUP = "soep", "Samen eten"
    WALKING = "wandelen", "Wandelen"
    CARDS = "kaarten", "Kaarten en spelletjes"
    PLANTS = "plant", "Planten en tuin"
    KNITTING = "breien", "Breien en handwerk"
    MUSIC = "muziek", "Muziek"


class Wish(models.Model):
    """What a tenant would like, in the tenant's own words, with interests from the short list."""

    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="wishes")
    words = models.CharField("in eigen woorden", max_length=300)
    interests = ArrayField(
        models.CharField(max_length=12, choices=Interest.choices),
        verbose_name="interesses",
        default=list,
        blank=True,
    )
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("genoteerd", auto_now_add=True)

    class Meta:
        verbose_name = "wens"
        verbose_name_plural = "wensen"
        indexes = [models.Index(fields=["tenant", "-id"], name="tenants_wish_of")]

    def __str__(self) -> str:
        return f"wens {self.pk}"


class Note(models.Model):
    """A short note on the file: what was agreed, not opinions."""

    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True, default=uuid.uuid4)
    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="notes")
    text = models.CharField("notitie", max_length=200)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("geschreven", auto_now_add=True)

    class Meta:
        verbose_name = "notitie"
        verbose_name_plural = "notities"

    def __str__(self) -> str:
        return f"notitie {self.pk}"
