"""What a tenant would like, who is around, and what was agreed."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

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
    """A short line that a colleague leaves on the file: what was agreed, not what was thought."""

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


class ContactQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ContactQuerySet":
        return self.filter(tenant__in=Tenant.objects.visible_to(user))


class Contact(models.Model):
    """Somebody around a tenant, by role or first name only, on the network map (ecomap)."""

    class Circle(models.TextChoices):
        """The five life circles, clockwise from the top."""

        FAMILY = "family", "Familie"
        NEIGHBOURS = "neighbours", "Buren"
        ACTIVITIES = "activities", "Activiteiten"
        HELP = "help", "Hulp"
        FRIENDS = "friends", "Vrienden"

    class Often(models.IntegerChoices):
        """How often they speak: the ring."""

        WEEKLY = 1, "elke week"
        MONTHLY = 2, "elke maand"
        SELDOM = 3, "minder vaak"

    class Strength(models.TextChoices):
        STRONG = "strong", "sterk"
        ORDINARY = "ordinary", "gewoon"
        FADED = "faded", "verwaterd"

    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="contacts")
    label = models.CharField("rol of voornaam", max_length=30)
    circle = models.CharField("kring", max_length=10, choices=Circle.choices)
    often = models.PositiveSmallIntegerField("hoe vaak", choices=Often.choices)
    strength = models.CharField(
        "band", max_length=8, choices=Strength.choices, default=Strength.ORDINARY
    )
    is_new = models.BooleanField("nieuw sinds we samen begonnen", default=False)
    noted_on = models.DateField("besproken op", default=timezone.localdate)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = "contact"
        verbose_name_plural = "contacten"
        ordering = ["circle", "often", "label", "pk"]

    def __str__(self) -> str:
        return self.label
