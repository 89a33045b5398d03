"""The network map (ecomap) of a tenant, and its snapshots of earlier days."""

from django.db import models
from django.utils import timezone

from accounts.models import User
from tenants.models.people import Tenant


class ContactQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ContactQuerySet":
        return self.filter(tenant__in=Tenant.objects.visible_to(user))


class Tie(models.Model):
    """A tie on a map: circle, frequency and strength; whether it is mutual, and whether it is
    professional."""

    class Circle(models.TextChoices):
        """The five life circles, clockwise from the top."""

        FAMILY = "family", "Familie"
        NEIGHBOURS = "neighbours", "Buren"
        ACTIVITIES = "activities", "Activiteiten"
        HELP = "help", "Hulp"
        FRIENDS = "friends", "Vrienden"

    class Often(models.IntegerChoices):
        """How often they are in touch; decides the ring on the map."""

        WEEKLY = 1, "elke week"
        MONTHLY = 2, "elke maand"
        SELDOM = 3, "minder vaak"

    class Strength(models.TextChoices):
        STRONG = "strong", "sterk"
        ORDINARY = "ordinary", "gewoon"
        FADED = "faded", "verwaterd"

    label = models.CharField("rol of voornaam", max_length=30)
    circle = models.CharField("kring", max_length=10, choices=Circle.choices)
    often = models.PositiveSmallIntegerField("hoe vaak", choices=Often.choices)
    strength = models.CharField(
        "band", max_length=8, choices=Strength.choices, default=Strength.ORDINARY
    )
    is_mutual = models.BooleanField("komt van twee kanten", default=True)
    is_professional = models.BooleanField("is er voor zijn of haar werk", default=False)
    is_new = models.BooleanField("nieuw sinds we samen begonnen", default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def counts(self) -> bool:
        """Whether growth counts this tie: mutual, not faded, and not professional."""
        faded = self.strength == self.Strength.FADED
        return self.is_mutual and not self.is_professional and not faded


class Contact(Tie):
    """A contact on a tenant's network map (ecomap), by role or first name only."""

    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="contacts")
    noted_on = models.DateField("besproken op", default=timezone.localdate)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = "contact"
        verbose_name_plural = "contacten"
        ordering = ["circle", "often", "label", "pk"]


class SnapshotQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "SnapshotQuerySet":
        return self.filter(tenant__in=Tenant.objects.visible_to(user))


class Snapshot(models.Model):
    """The network map as it was on one day, to compare with later."""

    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="snapshots")
    taken_on = models.DateField("vastgelegd op", default=timezone.localdate)
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = "netwerkkaart van een dag"
        verbose_name_plural = "netwerkkaarten van een dag"
        constraints = [
            models.UniqueConstraint(fields=["tenant", "taken_on"], name="snapshot_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"netwerkkaart van {self.taken_on}"


class SnapshotTie(Tie):
    """A contact on the map of that day."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="ties")

    class Meta:
        verbose_name = "contact van een dag"
        verbose_name_plural = "contacten van een dag"
        ordering = ["circle", "often", "label", "pk"]
