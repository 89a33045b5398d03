"""Rounds: lists of people to call or visit, without a signal. Refusals are respected."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import User
from accounts.roles import Can
from signals.models.covers import whose_work
from signals.models.signals import Signal
from tenants.models import Home, Tenancy, Tenant


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "RoundQuerySet":
        """A user's own rounds; a coordinator sees all. A caretaker sees those to walk."""
        if user.can(Can.WORK_SIGNALS) and user.can(Can.SEE_ALL_AREAS):
            return self
        if user.can(Can.WORK_SIGNALS):
            return self.filter(owner__in=whose_work(user))
        if user.can(Can.WALK_ROUNDS):
            return self.filter(walker=user).running()
        return self.none()

    def running(self) -> "RoundQuerySet":
        return self.filter(ended_at=None)


class Round(models.Model):
    """A list of people with something in common, e.g. everybody over eighty, or new tenants."""

    class Kind(models.TextChoices):
        AGE = "age", "Iedereen boven een leeftijd"
        NEW = "new", "Nieuwe huurders"

    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True)
    name = models.CharField("naam", max_length=80)
    kind = models.CharField("voor wie", max_length=4, choices=Kind.choices)
    complex_code = models.CharField("complex", max_length=40, blank=True)
    number = models.PositiveSmallIntegerField("leeftijd of weken")
    owner = models.ForeignKey(User, models.PROTECT, related_name="rounds")
    walker = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name="wie loopt de ronde",
        null=True,
        blank=True,
        related_name="rounds_walked",
    )
    started_on = models.DateField("begonnen", auto_now_add=True)
    ended_at = models.DateTimeField("afgerond", null=True, blank=True)
    left_out = models.PositiveSmallIntegerField("niet op de lijst", default=0)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "ronde"
        verbose_name_plural = "rondes"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("signals:round_page", args=[self.pk])


class RoundStopQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "RoundStopQuerySet":
        """The stops of a user's rounds. A caretaker does not see what others recorded."""
        stops = self.filter(round__in=Round.objects.visible_to(user))
        if user.can(Can.WORK_SIGNALS):
            return stops
        homes = Home.objects.visible_to(user)
        return stops.filter(Q(outcome__in=RoundStop.TO_DO) | Q(done_by=user), home__in=homes)

    def open(self) -> "RoundStopQuerySet":
        return self.filter(outcome__in=RoundStop.TO_DO)

    def with_approachable(self) -> "RoundStopQuerySet":
        """Annotate whether the tenant is alive, still lives there, and may be approached."""
        lives_there = Tenancy.objects.current().filter(
            tenant=OuterRef("tenant"), home=OuterRef("home")
        )
        return self.annotate(
            is_approachable=Q(tenant__died_on=None)
            & Q(tenant__restricted_at=None)
            & Exists(lives_there)
        )


class RoundStop(models.Model):
    """One person on a round, and the outcome."""

    class Outcome(models.TextChoices):
        TO_DO = "", "Nog te doen"
        NOT_HOME = "not_home", "Niet thuis"
        SPOKEN = "spoken", "Gesproken, gaat goed"
        SIGNAL = "signal", "Gesproken, signaal vastgelegd"
        REFUSED = "refused", "Wil dit niet"
        LETTER = "letter", "Kaartje achtergelaten"

    TO_DO = (Outcome.TO_DO, Outcome.NOT_HOME)

    round = models.ForeignKey(Round, models.CASCADE, related_name="stops")
    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="stops")
    home = models.ForeignKey(Home, models.PROTECT, related_name="stops")
    outcome = models.CharField(
        "uitkomst", max_length=8, choices=Outcome.choices, blank=True, default=Outcome.TO_DO
    )
    tries = models.PositiveSmallIntegerField("pogingen", default=0)
    signal = models.ForeignKey(Signal, models.SET_NULL, null=True, blank=True, related_name="stops")
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField("laatst geprobeerd", null=True, blank=True)

    objects = RoundStopQuerySet.as_manager()

    class Meta:
        verbose_name = "adres van een ronde"
        verbose_name_plural = "adressen van rondes"
        constraints = [
            models.UniqueConstraint(fields=["round", "tenant"], name="once_on_a_round"),
        ]
        indexes = [models.Index(fields=["tenant", "outcome"], name="signals_stop_of")]

    def __str__(self) -> str:
        return f"adres {self.pk} van ronde {self.round_id}"
