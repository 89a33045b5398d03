"""Campaigns, and the short codes on their printed materials that show what worked."""

import re
import secrets
import uuid
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.models import Area, User
from accounts.roles import Can
from audit.moves import Moving
from ground.constraints import one_of
from outreach import moments
from outreach.days import in_reach

# No 0, O, 1, I or L: a code is read aloud and typed from paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


EMPTY_FOR = timedelta(days=14)
NOT_EVALUATED_FOR = timedelta(days=30)
# More than any campaign has: catches typing errors.
MOST_EUROS, MOST_REACHED, MOST_HOURS = 1000000, 1000000, 10000


def for_residents(text: str) -> None:
    """Refuse a word that labels whoever reads it."""
    if "eenza" in text.casefold():
        raise ValidationError(
            "Bewoners lezen dit. Schrijf het zonder het woord ‘eenzaam’, bijvoorbeeld: Kom erbij.",
            code="label",
        )


class CampaignQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CampaignQuerySet":
        return self if user.can(Can.INFORM) or user.can(Can.SEE_FIGURES) else self.none()

    def with_totals(self) -> "CampaignQuerySet":
        """Annotate the cost of the efforts, the number of spots, and how often a code opened."""
        efforts = Effort.objects.filter(campaign=OuterRef("pk")).order_by().values("campaign")
        codes = Code.objects.filter(effort__campaign=OuterRef("pk")).order_by()
        codes = codes.values("effort__campaign")
        return self.annotate(
            cost=Coalesce(Subquery(efforts.annotate(n=Sum("cost")).values("n")), 0),
            spots=Coalesce(Subquery(codes.annotate(n=Count("pk")).values("n")), 0),
            opened=Coalesce(Subquery(codes.annotate(n=Sum("visits")).values("n")), 0),
        )

    def unfinished(self, today: date) -> "CampaignQuerySet":
        """Campaigns that need their owner: without an effort since they started, or not evaluated
        since they ended. `has_efforts` says which."""
        going = Effort.objects.filter(campaign=OuterRef("pk"), stopped_on=None)
        empty = Q(status__in=Campaign.OPEN, has_efforts=False, starts_on__lte=today - EMPTY_FOR)
        over = Q(
            status__in=Campaign.OPEN | {Campaign.Status.ENDED},
            ends_on__lte=today - NOT_EVALUATED_FOR,
        )
        return self.annotate(has_efforts=Exists(going)).filter(empty | over)

    def asked_of(self, user: User) -> "CampaignQuerySet":
        """The user's own; for those who assign work also those of owners who left."""
        left = Q(owner__is_active=False) if user.can(Can.ASSIGN_WORK) else Q()
        return self.filter(Q(owner=user) | left)


class Campaign(Moving):
    """What we tell the residents of some areas in one period, to reach one goal."""

    class Status(models.TextChoices):
        IDEA = "idea", "Idee"
        PREPARATION = "preparation", "Voorbereiding"
        RUNNING = "running", "Loopt"
        ENDED = "ended", "Afgerond"
        EVALUATED = "evaluated", "Geëvalueerd"
        STOPPED = "stopped", "Gestopt"

    MOVES = {
        Status.IDEA: {Status.PREPARATION, Status.STOPPED},
        Status.PREPARATION: {Status.RUNNING, Status.STOPPED},
        Status.RUNNING: {Status.ENDED, Status.STOPPED},
        Status.ENDED: {Status.EVALUATED},
        Status.EVALUATED: {Status.ENDED},
        Status.STOPPED: {Status.IDEA},
    }
    OPEN = {Status.IDEA, Status.PREPARATION, Status.RUNNING}
    BADGES = dict.fromkeys(Status, ("plan", "circle-dot"))

    name = models.CharField("naam", max_length=120)
    goal = models.CharField("doel", max_length=200, blank=True)
    question = models.CharField("vraag die we beantwoorden", max_length=200, blank=True)
    audience = models.CharField("voor wie", max_length=200)
    areas = models.ManyToManyField(
        Area, verbose_name="gebieden", related_name="campaigns", blank=True
    )
    owner = models.ForeignKey(
        User, models.PROTECT, verbose_name="eigenaar", related_name="campaigns"
    )
    budget = models.PositiveIntegerField(
        "budget in hele euro's", default=0, validators=[MaxValueValidator(MOST_EUROS)]
    )
    moment = models.CharField("voor welk moment", max_length=8, choices=moments.CHOICES, blank=True)
    starts_on = models.DateField("begint op", validators=[in_reach])
    # Unknown only for campaigns that were made before there was an end.
    ends_on = models.DateField("eindigt op", null=True, validators=[in_reach])
    headline = models.CharField(
        "kop op het papier", max_length=40, blank=True, validators=[for_residents]
    )
    invitation = models.CharField(
        "zin onder de kop", max_length=120, blank=True, validators=[for_residents]
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.IDEA)
    evaluation = models.TextField("het antwoord op de vraag", max_length=1200, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True, default=uuid.uuid4)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "campagne"
        verbose_name_plural = "campagnes"
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["-starts_on", "-id"], name="outreach_campaigns")]
        constraints = [
            one_of(
                "status",
                "idea, preparation, running, ended, evaluated, stopped",
                name="campaign_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="campaign_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("outreach:page", args=[self.pk])

    @property
    def day_of_moment(self) -> date | None:
        """The first time of its moment since the campaign starts."""
        moment = moments.MOMENTS.get(self.moment)
        return moment and moment.on_or_after(self.starts_on)

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do for residents."""
        return self.status in self.OPEN

    @property
    def life(self) -> list[str]:
        """The labels of the stages from idea to evaluated; empty when it was stopped."""
        stages = [stage.label for stage in self.Status if stage != self.Status.STOPPED]
        return [] if self.status == self.Status.STOPPED else stages

    @property
    def stage_number(self) -> int:
        """The position of its stage, from 1."""
        return self.Status.values.index(self.status) + 1

    @property
    def next_steps(self) -> list[tuple[str, str]]:
        """The statuses that may follow, as (value, label), besides the one that needs a text."""
        following = self.MOVES[self.status] - {self.Status.EVALUATED}
        return [(s.value, s.label) for s in self.Status if s in following]


class EffortQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "EffortQuerySet":
        return self.filter(campaign__in=Campaign.objects.visible_to(user))


class Effort(models.Model):
    """What was done once for a campaign, over one channel: what it cost and whom it reached."""

    class Channel(models.TextChoices):
        POSTER = "poster", "Posters"
        LETTER = "letter", "Brieven"
        DOORS = "doors", "Deur aan deur"
        TALK = "talk", "Voorlichting of gesprek"

    class Counted(models.TextChoices):
        COUNTED = "counted", "geteld"
        ESTIMATED = "estimated", "geschat"

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="efforts")
    channel = models.CharField("kanaal", max_length=8, choices=Channel.choices)
    where = models.CharField("waar", max_length=80)
    day = models.DateField("dag", validators=[in_reach])
    worker = models.ForeignKey(User, models.PROTECT, verbose_name="wie doet het", related_name="+")
    material = models.CharField("materiaal en versie", max_length=80, blank=True)
    planned = models.PositiveIntegerField(
        "bereik bedoeld", null=True, blank=True, validators=[MaxValueValidator(MOST_REACHED)]
    )
    reached = models.PositiveIntegerField(
        "bereik gedaan", null=True, blank=True, validators=[MaxValueValidator(MOST_REACHED)]
    )
    counted = models.CharField("hoe weet je dat", max_length=9, choices=Counted.choices, blank=True)
    cost = models.PositiveIntegerField(
        "kosten in hele euro's", default=0, validators=[MaxValueValidator(MOST_EUROS)]
    )
    hours = models.PositiveSmallIntegerField(
        "uren werk", default=0, validators=[MaxValueValidator(MOST_HOURS)]
    )
    stopped_on = models.DateField("gestopt op", null=True, blank=True)
    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True, default=uuid.uuid4)

    objects = EffortQuerySet.as_manager()

    class Meta:
        verbose_name = "inzet"
        verbose_name_plural = "inzet"
        ordering = ["day", "pk"]
        constraints = [
            one_of("counted", "counted, estimated, ", name="effort_counted_is_known"),
            models.CheckConstraint(
                condition=Q(reached=None) | ~Q(counted=""), name="effort_reach_says_how_it_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.where}"


def next_national_week(today: date) -> date:
    """Return the first day of the next Week tegen Eenzaamheid: the last Thursday of September."""
    return moments.MOMENTS[moments.WEEK].on_or_after(today)


class DoneTask(models.Model):
    """A task that was counted back from a moment, and who did it."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="done_tasks")
    task = models.CharField("taak", max_length=12)
    done_on = models.DateField("klaar op", default=timezone.localdate)
    done_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "taak van een campagne"
        verbose_name_plural = "taken van een campagne"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "task"], name="task_done_once"),
        ]

    def __str__(self) -> str:
        return f"taak {self.task}"


def new_code() -> str:
    """Return a random code of four unambiguous characters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(4))


def as_printed(typed: str) -> str:
    """Normalise a typed code to its printed form: '4f-7q ' -> '4F7Q'."""
    return re.sub(r"[^0-9A-Z]", "", typed.upper())[:8]


class CodeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CodeQuerySet":
        """Everybody: a code is public, on a wall."""
        return self


class Code(models.Model):
    """A short code on a poster or letter. Visits count for the campaign, never for a person."""

    effort = models.ForeignKey(Effort, models.CASCADE, related_name="codes", verbose_name="inzet")
    code = models.CharField("code", max_length=8, unique=True, default=new_code)
    label = models.CharField("waar hangt of ligt het", max_length=80)
    visits = models.PositiveIntegerField("keer geopend", default=0)
    handed_out = models.PositiveIntegerField(
        "hoeveel uitgedeeld of opgehangen",
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_REACHED)],
    )

    objects = CodeQuerySet.as_manager()

    class Meta:
        verbose_name = "code"
        verbose_name_plural = "codes"
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["effort", "label"], name="code_once_for_a_spot")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def campaign(self) -> Campaign:
        return self.effort.campaign


class MentionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "MentionQuerySet":
        return self.filter(code__effort__in=Effort.objects.visible_to(user))


class Mention(models.Model):
    """Somebody named a code at the desk, by telephone or at the door. Nobody keeps who it was."""

    class Via(models.TextChoices):
        PHONE = "phone", "Aan de telefoon"
        DESK = "desk", "Aan de balie"
        DOOR = "door", "Aan de deur"

    code = models.ForeignKey(Code, models.CASCADE, related_name="mentions")
    via = models.CharField("hoe", max_length=5, choices=Via.choices)
    talked = models.BooleanField("wij praatten met elkaar", default=False)
    noted_at = models.DateTimeField("genoteerd", default=timezone.now)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True, default=uuid.uuid4)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = "genoemde code"
        verbose_name_plural = "genoemde codes"
        ordering = ["-noted_at", "-pk"]

    def __str__(self) -> str:
        return f"genoemde code {self.code_id}"
