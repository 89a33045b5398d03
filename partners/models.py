"""Organisations that help tenants meet people, and who works there."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Area, User
from accounts.roles import Can


class PartnerQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PartnerQuerySet":
        """Staff see all partners; a partner's worker sees the own organisation."""
        if user.can(Can.SEE_PARTNERS):
            return self
        if user.can(Can.ANSWER_REFERRAL):
            return self.filter(workers__user=user)
        return self.none()

    def choosable(self) -> "PartnerQuerySet":
        """Partners that can be asked today: switched on, with an agreement that still holds."""
        return self.filter(switched_off_at=None, agreement_until__gte=timezone.localdate())


class Partner(models.Model):
    """A welfare, care, municipal or other organisation."""

    class Kind(models.TextChoices):
        WELFARE = "welfare", "Welzijn"
        CARE = "care", "Zorg"
        MUNICIPALITY = "municipality", "Gemeente"
        OTHER = "other", "Anders"

    class Capacity(models.TextChoices):
        ROOM = "room", "heeft plek"
        WAITING_LIST = "waiting_list", "wachtlijst"
        FULL = "full", "vol"

    name = models.CharField("naam", max_length=120, unique=True)
    kind = models.CharField("soort", max_length=14, choices=Kind.choices)
    offers = models.CharField("wat ze doen", max_length=300)
    inbox = models.EmailField("e-mail voor verwijzingen")
    phone = models.CharField("telefoon", max_length=20, blank=True)
    areas = models.ManyToManyField(Area, verbose_name="gebieden", blank=True, related_name="+")
    capacity = models.CharField(
        "ruimte", max_length=14, choices=Capacity.choices, default=Capacity.ROOM
    )
    agreement_until = models.DateField("afspraken gelden tot en met")
    assured_on = models.DateField("gegevens gecontroleerd", default=timezone.localdate)
    switched_off_at = models.DateTimeField("uitgezet", null=True, blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = "partner"
        verbose_name_plural = "partners"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partners:page", args=[self.pk])

    @property
    def agreement_ended(self) -> bool:
        """Whether the agreement ran out, so that nobody new can be referred."""
        return self.agreement_until < timezone.localdate()

    @property
    def is_choosable(self) -> bool:
        """The same rule as `choosable()`, for one partner."""
        return self.switched_off_at is None and not self.agreement_ended

    @property
    def consent_key(self) -> str:
        """How a consent names this partner as recipient."""
        return f"partner:{self.pk}"


class Worker(models.Model):
    """Somebody who answers referrals for a partner."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="workers")
    user = models.OneToOneField(User, models.CASCADE, related_name="worker")

    class Meta:
        verbose_name = "medewerker"
        verbose_name_plural = "medewerkers"

    def __str__(self) -> str:
        return str(self.user)
