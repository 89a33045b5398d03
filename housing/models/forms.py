"""Housing forms that make meeting easier; no allocation of homes."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Count, Q, When
from django.urls import reverse

from accounts.models import User
from accounts.roles import Can
from activities.models import Meetup
from audit.moves import Moving
from ground.constraints import one_of
from housing.models.steps import Step
from tenants.models import Home


class HousingFormQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "HousingFormQuerySet":
        return self if user.can(Can.HOUSE) or user.can(Can.SEE_FIGURES) else self.none()

    def open_to_all(self) -> "HousingFormQuerySet":
        """Forms with a public page, on which anybody may apply."""
        return self.filter(is_public=True).exclude(status=HousingForm.Status.STOPPED)

    def with_interested(self) -> "HousingFormQuerySet":
        """Annotate the number of interested candidates, visible to the user or not."""
        interested = Q(candidates__ended_on=None, candidates__tenant__died_on=None)
        return self.annotate(interested=Count("candidates", filter=interested))

    def with_to_call(self) -> "HousingFormQuerySet":
        """Annotate how many people applied on the public page, and were not called yet."""
        new = Q(candidates__status=Step.INTEREST, candidates__outsider__source="web")
        return self.annotate(to_call=Count("candidates", filter=new))

    def by_stage(self) -> "HousingFormQuerySet":
        """In the order of the stages, then by name."""
        stages = (When(status=status, then=n) for n, status in enumerate(HousingForm.Status.values))
        return self.annotate(stage=Case(*stages)).order_by("stage", "name", "pk")


class HousingForm(Moving):
    """A way of living together, e.g. a Thuishuis. `vera` is a VERA WOONVORM code."""

    class Status(models.TextChoices):
        IDEA = "idea", "Idee"
        STUDY = "study", "Haalbaarheid"
        DECIDED = "decided", "Besluit genomen"
        BUILDING = "building", "In de bouw"
        RECRUITING = "recruiting", "Werving"
        LIVED_IN = "lived_in", "Bewoond"
        STOPPED = "stopped", "Gestopt"

    class Vera(models.TextChoices):
        """The VERA WOONVORM codes in use here."""

        CLUSTERED = "GEC", "Geclusterde woonvorm"
        GROUP = "GRO", "Groepswonen"
        OTHER = "OVE", "Overig"

    class OwnKind(models.TextChoices):
        """What such a form is called here."""

        THUISHUIS = "thuishuis", "Thuishuis"
        GROUP_55 = "group_55", "Woongroep 55+"
        MIXED = "mixed", "Gemengd wonen"
        ROOMS = "rooms", "Kamers met Aandacht"
        COURT = "court", "Knarrenhof"
        NEAR_KIN = "near_kin", "Kangoeroewoning"

    class Allocation(models.TextChoices):
        """Who gets a home, and who decides so."""

        ORDINARY = "ordinary", "Gewoon, zoals elke woning"
        GROUP = "group", "De groep draagt voor, wij wijzen toe"
        PRIORITY = "priority", "Met voorrang, volgens de verordening"

    MOVES = {
        Status.IDEA: {Status.STUDY, Status.STOPPED},
        Status.STUDY: {Status.DECIDED, Status.STOPPED},
        Status.DECIDED: {Status.BUILDING, Status.RECRUITING, Status.STOPPED},
        Status.BUILDING: {Status.RECRUITING, Status.STOPPED},
        Status.RECRUITING: {Status.LIVED_IN, Status.STOPPED},
        Status.LIVED_IN: {Status.STOPPED},
        Status.STOPPED: {Status.IDEA},
    }
    BADGES = dict.fromkeys(Status, ("plan", "circle-dot"))

    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True, default=uuid.uuid4)
    name = models.CharField("naam", max_length=120)
    vera = models.CharField("soort", max_length=8, choices=Vera.choices)
    own_kind = models.CharField("eigen soort", max_length=9, choices=OwnKind.choices, blank=True)
    about = models.TextField("hoe men er woont", max_length=600)
    place = models.CharField("complex of plek", max_length=120)
    complex_code = models.CharField("complex in de woningen", max_length=40, blank=True)
    allocation = models.CharField(
        "toewijzen", max_length=8, choices=Allocation.choices, default=Allocation.ORDINARY
    )
    allocator = models.URLField("website van de woonruimteverdeler", blank=True)
    homes = models.PositiveSmallIntegerField("aantal woningen")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.IDEA)
    contact = models.ForeignKey(
        User, models.PROTECT, verbose_name="aanspreekpunt", related_name="housing_forms"
    )
    is_public = models.BooleanField("heeft een openbare pagina", default=False)
    steps = ArrayField(
        models.CharField(max_length=8, choices=Step.choices),
        verbose_name="stappen tussen belangstelling en een woning",
        default=Step.optional,
        blank=True,
    )

    objects = HousingFormQuerySet.as_manager()

    class Meta:
        verbose_name = "woonvorm"
        verbose_name_plural = "woonvormen"
        ordering = ["name"]
        constraints = [
            one_of(
                "allocation", "ordinary, group, priority", name="housing_form_allocation_is_known"
            ),
            one_of(
                "status",
                "idea, study, decided, building, recruiting, lived_in, stopped",
                name="housing_form_status_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("housing:page", args=[self.pk])

    @property
    def has_complex(self) -> bool:
        """Whether the complex of the form is among the homes; true without a complex."""
        homes = Home.objects.filter(complex_code=self.complex_code)
        return not self.complex_code or homes.exists()

    @property
    def next_steps(self) -> list[tuple[str, str]]:
        """The statuses that may follow, as (value, label), in the order of the stages."""
        return [(s.value, s.label) for s in self.Status if s in self.MOVES.get(self.status, set())]

    @property
    def path(self) -> list[Step]:
        """The steps that somebody takes for this form, from interest to a home."""
        return [step for step in Step.along() if step in self.steps or step not in Step.optional()]


class FormMeetupQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "FormMeetupQuerySet":
        return self.filter(form__in=HousingForm.objects.visible_to(user))


class FormMeetup(models.Model):
    """A meetup at which people who would like to live in a form get to know each other."""

    form = models.ForeignKey(
        HousingForm, models.CASCADE, verbose_name="woonvorm", related_name="meetups"
    )
    meetup = models.ForeignKey(
        Meetup, models.CASCADE, verbose_name="activiteit", related_name="housing_forms"
    )

    objects = FormMeetupQuerySet.as_manager()

    class Meta:
        verbose_name = "kennismaking"
        verbose_name_plural = "kennismakingen"
        constraints = [
            models.UniqueConstraint(fields=["form", "meetup"], name="meetup_once_a_form"),
        ]

    def __str__(self) -> str:
        return f"kennismaking {self.pk}"


def forms_open_to_all(by: User) -> models.QuerySet:
    """The forms on which anybody may apply."""
    return HousingForm.objects.open_to_all()
