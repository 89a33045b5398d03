"""A partner organisation, and when it cannot be chosen."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.models import Area, User
from accounts.roles import Can

# How long confirmed details count as current; after that the partner is asked to confirm them.
ASSURED_DAYS = 183


def assured_since() -> date:
    """Return the first day of confirmation that still counts as current today."""
    return timezone.localdate() - timedelta(days=ASSURED_DAYS)


class PartnerQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PartnerQuerySet":
        """Staff see all partners; a partner's worker sees their organisation while it is on."""
        if user.can(Can.SEE_PARTNERS):
            return self
        if user.can(Can.ANSWER_REFERRAL):
            return self.filter(workers__user=user, workers__left_at=None, switched_off_at=None)
        return self.none()

    def in_use(self) -> "PartnerQuerySet":
        """Switched on; a merged partner is switched off."""
        return self.filter(switched_off_at=None)

    def agreed(self) -> "PartnerQuerySet":
        """With an agreement that is in force today."""
        from partners.models.agreements import Agreement

        return self.filter(Exists(Agreement.objects.in_force().filter(partner=OuterRef("pk"))))

    def choosable(self) -> "PartnerQuerySet":
        """Partners that can be asked today: switched on, with an agreement, confirmed recently."""
        return self.in_use().agreed().filter(assured_on__gte=assured_since())

    def stale(self) -> "PartnerQuerySet":
        """Partners that lack only a recent confirmation."""
        return self.in_use().agreed().filter(assured_on__lt=assured_since())


class Partner(models.Model):
    """A welfare, care, municipal or other organisation (HSDS: organization)."""

    class Kind(models.TextChoices):
        WELFARE = "welfare", "Welzijn"
        CARE = "care", "Zorg"
        MUNICIPALITY = "municipality", "Gemeente"
        LIBRARY = "library", "Bibliotheek"
        FAITH = "faith", "Kerk, moskee of andere gemeenschap"
        SPORT = "sport", "Sportclub"
        VOLUNTEERS = "volunteers", "Vrijwilligers"
        OTHER = "other", "Anders"

    class Capacity(models.TextChoices):
        ROOM = "room", "heeft plek"
        WAITING_LIST = "waiting_list", "wachtlijst"
        FULL = "full", "vol"

    name = models.CharField("naam", max_length=120, unique=True)
    kind = models.CharField("soort", max_length=14, choices=Kind.choices)
    offers = models.CharField("wat ze doen", max_length=300)
    inbox = models.EmailField("e-mail voor verwijzingen")
    # Separated by commas. Its leads invite people with an address there; see `partners/domains.py`.
    mail_domains = models.CharField(
        "e-maildomeinen", max_length=300, blank=True, default="", db_default=""
    )
    phone = models.CharField("telefoon", max_length=20, blank=True)
    website = models.URLField("website", blank=True)
    areas = models.ManyToManyField(Area, verbose_name="gebieden", blank=True, related_name="+")
    capacity = models.CharField(
        "ruimte", max_length=14, choices=Capacity.choices, default=Capacity.ROOM
    )
    full_until = models.DateField("vol tot", null=True, blank=True)
    assured_on = models.DateField("gegevens gecontroleerd", default=timezone.localdate)
    asked_to_assure_on = models.DateField("om controle gevraagd", null=True, blank=True)
    switched_off_at = models.DateTimeField("uitgezet", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from"
    )

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = "partner"
        verbose_name_plural = "partners"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(full_until=None) | Q(capacity="full"), name="full_until_when_full"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(switched_off_at__isnull=False),
                name="merged_is_switched_off",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partners:page", args=[self.pk])

    @cached_property
    def agreement_until(self) -> date | None:
        """The last day of the agreements begun so far; in the past when none is in force."""
        today = timezone.localdate()
        begun = [a.ends_on for a in self.agreements.all() if a.starts_on <= today]
        return max(begun, default=None)

    @property
    def agreement_ended(self) -> bool:
        """Whether no agreement is in force today, so that no new referral is possible."""
        return self.agreement_until is None or self.agreement_until < timezone.localdate()

    @property
    def is_stale(self) -> bool:
        """Whether the details were not confirmed recently."""
        return self.assured_on < assured_since()

    @property
    def capacity_now(self) -> str:
        """The capacity today: full until a day that is past means that there is room."""
        if self.full_until and self.full_until <= timezone.localdate():
            return self.Capacity.ROOM
        return self.capacity

    @property
    def room(self) -> str:
        """'heeft plek', 'vol tot 03-01-2027'."""
        if self.full_until and self.capacity_now == self.Capacity.FULL:
            return f"vol tot {self.full_until:%d-%m-%Y}"
        return str(self.Capacity(self.capacity_now).label)

    @property
    def why_not(self) -> str:
        """Why this partner cannot be chosen today, with what to do, in one sentence; or empty."""
        if self.merged_into_id:
            return f"{self.name} is samengegaan met {self.merged_into}. Kies die."
        if self.switched_off_at:
            return f"{self.name} is uitgezet. Kies een andere partner."
        if self.agreement_until is None:
            return (
                f"Met {self.name} is nog geen afspraak vastgelegd. "
                "Vraag de coördinator om die toe te voegen."
            )
        if self.agreement_ended:
            return (
                f"De afspraken met {self.name} golden tot en met "
                f"{self.agreement_until:%d-%m-%Y}. Vraag de coördinator om ze te verlengen."
            )
        if self.is_stale:
            return (
                f"De gegevens van {self.name} zijn sinds {self.assured_on:%d-%m-%Y} niet "
                "bevestigd. Bel ze en bevestig dat alles nog klopt."
            )
        return ""

    @property
    def is_choosable(self) -> bool:
        """The same rule as `choosable()`, for one partner."""
        return not self.why_not

    @property
    def consent_key(self) -> str:
        """How a consent identifies this partner as recipient."""
        return f"partner:{self.pk}"
