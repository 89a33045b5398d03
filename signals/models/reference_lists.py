"""Reference lists of the coordinator: signs, terms, and other services."""

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from accounts.models import User


class ReferenceQuerySet(models.QuerySet):
    """Rows that say nothing about a person: visible to everybody."""

    def visible_to(self, user: User) -> "ReferenceQuerySet":
        return self


class SignQuerySet(ReferenceQuerySet):
    def in_use(self) -> "SignQuerySet":
        return self.filter(retired_at=None)


class Sign(models.Model):
    """Something people can see or hear, e.g. 'Post stapelt op'. A reason to talk, never a score."""

    class Group(models.TextChoices):
        PHYSICAL = "physical", "Lichamelijk"
        SOCIAL = "social", "Sociaal"
        BEHAVIOUR = "behaviour", "Gedrag"
        HOME = "home", "In en om de woning"
        LIFE_EVENT = "life_event", "Levensgebeurtenis"

    code = models.SlugField("code", unique=True)
    label = models.CharField("wat je ziet of hoort", max_length=60)
    group = models.CharField("groep", max_length=10, choices=Group.choices)
    icon = models.CharField("icoon", max_length=30, default="eye")
    position = models.PositiveSmallIntegerField(
        "volgorde", default=0, validators=[MaxValueValidator(999)]
    )
    retired_at = models.DateTimeField("niet meer in gebruik sinds", null=True, blank=True)

    objects = SignQuerySet.as_manager()

    class Meta:
        verbose_name = "waarneming"
        verbose_name_plural = "waarnemingen"
        ordering = ["position", "label"]

    def __str__(self) -> str:
        return self.label

    @property
    def key(self) -> str:
        """The value that a form sends."""
        return str(self.pk)


class OtherService(models.Model):
    """A service outside this application, with its number: 112, Veilig Thuis, the GP."""

    label = models.CharField("naam", max_length=60)
    about = models.CharField("waarvoor", max_length=120)
    phone = models.CharField(
        "telefoon",
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^[0-9 +()-]*$", "Schrijf alleen het nummer, bv. 0800 2000.")],
    )
    site = models.URLField("website", blank=True)
    is_urgent = models.BooleanField("staat bij elk signaal", default=False)
    position = models.PositiveSmallIntegerField(
        "volgorde", default=0, validators=[MaxValueValidator(999)]
    )

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "ander spoor"
        verbose_name_plural = "andere sporen"
        ordering = ["position", "label"]

    def __str__(self) -> str:
        return self.label


class Term(models.Model):
    """A term that this corporation changed. Other terms have the default in `signals.terms`."""

    code = models.CharField("termijn", max_length=20, unique=True)
    number = models.PositiveSmallIntegerField("aantal")
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("gewijzigd", auto_now=True)

    class Meta:
        verbose_name = "termijn"
        verbose_name_plural = "termijnen"
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=1) & Q(number__lte=260), name="term_within_a_working_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.number}"


class DayOff(models.Model):
    """A day on which the whole corporation is closed, besides public holidays."""

    day = models.DateField("dag", unique=True)
    label = models.CharField("waarom", max_length=60)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "vrije dag"
        verbose_name_plural = "vrije dagen"
        ordering = ["day"]

    def __str__(self) -> str:
        return self.label
