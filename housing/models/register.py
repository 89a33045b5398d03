"""What is kept of a housing form: its phases, decisions, agreements and lessons."""

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from ground.badges import Badge
from ground.constraints import one_of
from housing.models.forms import HousingForm

# From this long before its last day, an agreement is shown as ending.
ENDS_SOON = timedelta(days=90)


class OfForm(models.QuerySet):
    def visible_to(self, user: User) -> "OfForm":
        return self.filter(form__in=HousingForm.objects.visible_to(user))

    def late(self) -> "OfForm":
        """Phases that should be done by now."""
        return self.filter(done_on=None, planned_on__lt=timezone.localdate())


class Phase(models.Model):
    """When a form enters a stage, or is evaluated, and who sees to it."""

    class Kind(models.TextChoices):
        """The stages of HousingForm, and three evaluations after people moved in."""

        IDEA = "idea", "Idee"
        STUDY = "study", "Haalbaarheid"
        DECIDED = "decided", "Besluit genomen"
        BUILDING = "building", "In de bouw"
        RECRUITING = "recruiting", "Werving"
        LIVED_IN = "lived_in", "Bewoond"
        AFTER_1 = "after_1", "Evaluatie na 1 jaar"
        AFTER_3 = "after_3", "Evaluatie na 3 jaar"
        AFTER_5 = "after_5", "Evaluatie na 5 jaar"

    # The years after moving in.
    EVALUATIONS = {Kind.AFTER_1: 1, Kind.AFTER_3: 3, Kind.AFTER_5: 5}

    form = models.ForeignKey(
        HousingForm, models.CASCADE, verbose_name="woonvorm", related_name="phases"
    )
    kind = models.CharField("fase", max_length=10, choices=Kind.choices)
    owner = models.ForeignKey(
        User, models.PROTECT, verbose_name="wie is aan zet", related_name="housing_phases",
        null=True, blank=True,
    )  # fmt: skip
    planned_on = models.DateField("gepland op", null=True, blank=True)
    done_on = models.DateField("gedaan op", null=True, blank=True)

    objects = OfForm.as_manager()

    class Meta:
        verbose_name = "fase"
        verbose_name_plural = "fasen"
        constraints = [
            one_of(
                "kind",
                "idea, study, decided, building, recruiting, lived_in, after_1, after_3, after_5",
                name="phase_kind_is_known",
            ),
            models.UniqueConstraint(fields=["form", "kind"], name="phase_once_a_form"),
        ]
        indexes = [
            models.Index(
                fields=["owner", "planned_on"],
                condition=Q(done_on=None),
                name="housing_phases_to_do",
            )
        ]

    def __str__(self) -> str:
        return f"fase {self.pk}"

    @property
    def is_behind(self) -> bool:
        """Whether the form is in this stage or past it."""
        kinds, stage = self.Kind.values, self.form.status
        return stage in kinds and kinds.index(self.kind) <= kinds.index(stage)

    @property
    def is_done(self) -> bool:
        return self.done_on is not None or self.is_behind

    @property
    def is_late(self) -> bool:
        return bool(not self.is_done and self.planned_on and self.planned_on < timezone.localdate())

    @property
    def days_late(self) -> int:
        """Calendar days since the planned day; 0 when it is not late."""
        return (timezone.localdate() - self.planned_on).days if self.is_late else 0

    @property
    def standing(self) -> str:
        """'done', 'late' or 'todo'."""
        return "done" if self.is_done else "late" if self.is_late else "todo"


class Record(models.Model):
    """A decision, an agreement or a lesson: what it says, of whom, and on which day."""

    class Kind(models.TextChoices):
        DECISION = "decision", "Besluit"
        AGREEMENT = "agreement", "Afspraak"
        LESSON = "lesson", "Les"

    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True, default=uuid.uuid4)
    form = models.ForeignKey(
        HousingForm, models.CASCADE, verbose_name="woonvorm", related_name="records"
    )
    kind = models.CharField("soort", max_length=9, choices=Kind.choices)
    what = models.CharField("wat", max_length=200)
    whose = models.CharField("van wie", max_length=80, blank=True)
    day = models.DateField("dag")

    objects = OfForm.as_manager()

    class Meta:
        verbose_name = "besluit, afspraak of les"
        verbose_name_plural = "besluiten, afspraken en lessen"
        constraints = [
            one_of("kind", "decision, agreement, lesson", name="record_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display().lower()} {self.pk}"

    @property
    def ends(self) -> Badge | None:
        """The badge of an agreement that ended or ends soon."""
        today = timezone.localdate()
        if self.kind != self.Kind.AGREEMENT or self.day > today + ENDS_SOON:
            return None
        if self.day < today:
            return Badge("late", "triangle-alert", f"Afgelopen op {dutch(self.day)}")
        return Badge("wait", "calendar-clock", f"Loopt af op {dutch(self.day)}")


class AgeTarget(models.Model):
    """How many of the homes are meant for people of an age."""

    class Band(models.TextChoices):
        """Ages at which people differ in what they want of a form; whole years."""

        UNDER_55 = "under_55", "Jonger dan 55"
        FROM_55 = "from_55", "55 tot 65 jaar"
        FROM_65 = "from_65", "65 tot 75 jaar"
        FROM_75 = "from_75", "75 en ouder"

    # The youngest age of each band.
    FROM = {Band.UNDER_55: 0, Band.FROM_55: 55, Band.FROM_65: 65, Band.FROM_75: 75}

    form = models.ForeignKey(
        HousingForm, models.CASCADE, verbose_name="woonvorm", related_name="age_targets"
    )
    band = models.CharField("leeftijd", max_length=8, choices=Band.choices)
    homes = models.PositiveSmallIntegerField("aantal woningen")

    objects = OfForm.as_manager()

    class Meta:
        verbose_name = "bedoelde mix"
        verbose_name_plural = "bedoelde mix"
        constraints = [
            one_of("band", "under_55, from_55, from_65, from_75", name="age_target_band_is_known"),
            models.UniqueConstraint(fields=["form", "band"], name="age_target_once_a_form"),
        ]

    def __str__(self) -> str:
        return f"bedoelde mix {self.pk}"


def dutch(day: date) -> str:
    """'31-12-2026'."""
    return f"{day:%-d-%-m-%Y}"
