"""Services of an organisation for people: the entries of the social map (sociale kaart)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from ground.constraints import one_of
from ground.language_codes import LANGUAGES
from ground.search_text import searchable
from partners.models.organisations import Partner


class Need(models.TextChoices):
    """What somebody can be helped with; a short list, in everyday words."""

    COMPANY = "company", "Gezelschap en een praatje"
    TOGETHER = "together", "Samen iets doen"
    EATING = "eating", "Samen eten"
    MOVING = "moving", "Bewegen en naar buiten"
    BUDDY = "buddy", "Een maatje of bezoek aan huis"
    TALKING = "talking", "Praten over verlies of zorgen"
    LANGUAGE = "language", "Nederlands leren"
    MONEY = "money", "Geld en papieren"
    TRANSPORT = "transport", "Vervoer"
    HOME = "home", "Hulp in huis of zorg"
    ROLE = "role", "Zelf iets voor een ander doen"


class ServiceQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ServiceQuerySet":
        return self.filter(partner__in=Partner.objects.visible_to(user))

    def offered(self) -> "ServiceQuerySet":
        """Active services of organisations that are switched on."""
        return self.filter(status=Service.Status.ACTIVE, partner__switched_off_at=None)


class Service(models.Model):
    """One thing an organisation offers, with the fields of HSDS 3.1 (Open Referral)."""

    class Status(models.TextChoices):
        """The values of HSDS."""

        ACTIVE = "active", "Is er nu"
        INACTIVE = "inactive", "Nog niet begonnen"
        CLOSED = "temporarily closed", "Tijdelijk gesloten"
        DEFUNCT = "defunct", "Bestaat niet meer"

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="services")
    name = models.CharField("naam", max_length=120)
    description = models.CharField("wat het is", max_length=600)
    status = models.CharField("stand", max_length=18, choices=Status.choices, default="active")
    needs = ArrayField(
        models.CharField(max_length=10, choices=Need.choices),
        verbose_name="waarbij het helpt",
        default=list,
    )
    for_whom = models.CharField("voor wie", max_length=300, blank=True)
    minimum_age = models.PositiveSmallIntegerField(
        "vanaf leeftijd", null=True, blank=True, validators=[MaxValueValidator(130)]
    )
    maximum_age = models.PositiveSmallIntegerField(
        "tot en met leeftijd", null=True, blank=True, validators=[MaxValueValidator(130)]
    )
    languages = ArrayField(
        models.CharField(max_length=3), verbose_name="talen", default=list, blank=True
    )
    costs = models.CharField("wat het kost", max_length=200, blank=True)
    how_to_join = models.CharField("hoe je meedoet", max_length=300, blank=True)
    wait = models.CharField("hoe lang het wachten is", max_length=120, blank=True)
    accessibility = models.CharField("toegankelijk", max_length=200, blank=True)
    assured_on = models.DateField("gecontroleerd", default=timezone.localdate)
    search = models.CharField(max_length=255, editable=False, default="")

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = "aanbod van een partner"
        verbose_name_plural = "aanbod van partners"
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["name", "id"], name="partners_service_name"),
            GinIndex(fields=["needs"], name="partners_service_needs"),
        ]
        constraints = [
            one_of(
                "status",
                "active, inactive, temporarily closed, defunct",
                name="service_status_is_known",
            ),
            models.UniqueConstraint(fields=["partner", "name"], name="one_service_of_a_name"),
            models.CheckConstraint(
                condition=Q(minimum_age=None)
                | Q(maximum_age=None)
                | Q(maximum_age__gte=F("minimum_age")),
                name="service_ages_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def make_searchable(self) -> None:
        """Fill the `search` field; call before saving."""
        line = searchable(self.name, self.partner.name, self.description, self.for_whom)
        self.search = line[:255]

    @property
    def need_labels(self) -> list[str]:
        return [Need(code).label for code in self.needs if code in Need.values]

    @property
    def language_names(self) -> list[str]:
        """Names of the languages; empty when the service is in Dutch only."""
        return [LANGUAGES.get(code, code) for code in self.languages]

    @property
    def ages(self) -> str:
        """'vanaf 65 jaar', '18 tot en met 27 jaar', or empty for everybody."""
        match self.minimum_age, self.maximum_age:
            case None, None:
                return ""
            case low, None:
                return f"vanaf {low} jaar"
            case None, high:
                return f"tot en met {high} jaar"
            case low, high:
                return f"{low} tot en met {high} jaar"

    def fits_age(self, age: int | None) -> bool:
        """Whether the service is for somebody of this age; an unknown age fits."""
        if age is None:
            return True
        return (self.minimum_age or 0) <= age <= (self.maximum_age or 999)
