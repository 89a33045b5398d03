"""Agreements with an organisation about working together and about personal data."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from partners.models.organisations import Partner

# A longer term is a typing error.
MOST_YEARS = 10


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AgreementQuerySet":
        return self.filter(partner__in=Partner.objects.visible_to(user))

    def in_force(self, on: date | None = None) -> "AgreementQuerySet":
        """Those in force on a day (today by default)."""
        on = on or timezone.localdate()
        return self.filter(starts_on__lte=on, ends_on__gte=on)


class AgreementManager(models.Manager.from_queryset(AgreementQuerySet)):
    """Defers the document, which can be megabytes, until it is read."""

    def get_queryset(self) -> AgreementQuerySet:
        return super().get_queryset().defer("document")


class Agreement(models.Model):
    """A signed document with a first and last day. New referrals need one in force today."""

    class Kind(models.TextChoices):
        COVENANT = "covenant", "Convenant"
        PROCESSOR = "processor", "Verwerkersovereenkomst"
        JOINT = "joint", "Regeling gezamenlijk verantwoordelijken"

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="agreements")
    kind = models.CharField("soort", max_length=10, choices=Kind.choices)
    starts_on = models.DateField("geldt vanaf")
    ends_on = models.DateField("geldt tot en met")
    contact = models.CharField("contactpersoon", max_length=120, blank=True)
    document = models.BinaryField("het document", null=True, blank=True)
    document_name = models.CharField("naam van het document", max_length=120, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField("toegevoegd", auto_now_add=True)

    objects = AgreementManager()

    class Meta:
        verbose_name = "afspraak met een partner"
        verbose_name_plural = "afspraken met partners"
        ordering = ["-ends_on", "-pk"]
        indexes = [models.Index(fields=["ends_on"], name="partners_agreement_ends")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="agreement_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} tot en met {self.ends_on:%d-%m-%Y}"

    @property
    def holds(self) -> bool:
        return self.starts_on <= timezone.localdate() <= self.ends_on
