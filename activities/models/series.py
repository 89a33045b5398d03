"""Recurring meetups: one rule that produces meetups until it ends."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from activities import recurrence
from activities.models.meetups import About
from activities.models.places import Place
from partners.models import Partner


class SeriesQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "SeriesQuerySet":
        """All series: the agenda is public. For who may change one see `changed_by`."""
        return self

    def changed_by(self, user: User) -> "SeriesQuerySet":
        """Series that this user may change: staff all, partner workers their organisation's."""
        if user.can(Can.PLAN_MEETUPS):
            return self
        if user.can(Can.PUBLISH_MEETUPS):
            return self.filter(partner__in=Partner.objects.visible_to(user))
        return self.none()

    def running(self) -> "SeriesQuerySet":
        """Series that have not ended."""
        return self.filter(Q(until=None) | Q(until__gte=timezone.localdate()))


class Series(About):
    """A recurring meetup. Its meetups are separate rows, created some months ahead, each identified
    by the day that the rule gave it (`Meetup.series_day`), so that one that was moved or called off
    is not created again."""

    place = models.ForeignKey(Place, models.PROTECT, verbose_name="plek", related_name="series")
    first_on = models.DateField("eerste dag")
    until = models.DateField("tot en met", null=True, blank=True)
    begins = models.TimeField("begint")
    ends = models.TimeField("eindigt")
    rule = models.CharField("herhaling", max_length=60)
    repeat = models.CharField("hoe vaak", max_length=12, choices=recurrence.Repeat.CHOICES)
    skips_holidays = models.BooleanField("niet op feestdagen", default=True)
    host = models.ForeignKey(
        User, models.PROTECT, verbose_name="gastheer of gastvrouw", null=True, blank=True,
        related_name="series",
    )  # fmt: skip
    partner = models.ForeignKey(
        Partner, models.PROTECT, verbose_name="van een partner", null=True, blank=True,
        related_name="series",
    )  # fmt: skip
    # The SEQUENCE of the calendar entry (RFC 5545); raised by every change that calendars must pick
    # up.
    revision = models.PositiveIntegerField("versie", default=0)
    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True, default=uuid.uuid4)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = "reeks"
        verbose_name_plural = "reeksen"
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activities:series_page", args=[self.pk])

    def days(self, until: date) -> list[date]:
        """Return the days of the rule up to and including a day; without holidays if so chosen."""
        last = min(until, self.until or until)
        found = recurrence.days(self.rule, self.first_on, last)
        return [d for d in found if not (self.skips_holidays and recurrence.is_holiday(d))]
