"""Home visits as appointments, and the calendar feeds that show them."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from ground.tokens import hash_token
from signals.models.follow_ups import FollowUp
from signals.models.signals import Signal


class VisitQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "VisitQuerySet":
        if not user.can(Can.WORK_SIGNALS):
            return self.none()
        return self.filter(signal__in=Signal.objects.visible_to(user))

    def attended_by(self, user: User) -> "VisitQuerySet":
        """Visits that this user makes, as visitor or companion."""
        return self.filter(Q(visitor=user) | Q(companion=user))

    def not_cancelled(self) -> "VisitQuerySet":
        return self.filter(cancelled_at=None)

    def to_tell(self) -> "VisitQuerySet":
        """Coming visits that the tenant must still be called about: that they are planned, or that
        they are cancelled."""
        planned = Q(cancelled_at=None, told=Visit.Told.CALL, told_at=None)
        cancelled = Q(told_off=Visit.Told.CALL, told_off_at=None)
        coming = self.filter(starts_at__gt=timezone.now(), signal__tenant__died_on=None)
        return coming.filter(planned | cancelled)


class Visit(models.Model):
    """A home visit with a time, shown as 'Afspraak' in calendars. Its UID never changes, its
    sequence increases with every change, and a cancelled visit stays in the feed."""

    class Told(models.TextChoices):
        """How the tenant is told."""

        CALL = "call", "Ik bel zelf"
        LETTER = "letter", "Brief in grote letters"
        AGREED = "agreed", "Al afgesproken"

    signal = models.ForeignKey(Signal, models.CASCADE, related_name="visits")
    follow_up = models.ForeignKey(
        FollowUp, models.SET_NULL, null=True, blank=True, related_name="visits"
    )
    visitor = models.ForeignKey(User, models.PROTECT, related_name="visits")
    companion = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name="samen met",
        null=True,
        blank=True,
        related_name="visits_along",
    )
    starts_at = models.DateTimeField("begint")
    minutes = models.PositiveSmallIntegerField("minuten", default=30)
    told = models.CharField("hoe weet de huurder het", max_length=8, choices=Told.choices)
    told_at = models.DateTimeField("verteld", null=True, blank=True)
    other_companion = models.CharField("gaat mee van buiten", max_length=80, blank=True)
    purpose = models.CharField("waarvoor", max_length=120, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveSmallIntegerField("versie", default=0)
    changed_at = models.DateTimeField("gewijzigd", default=timezone.now)
    cancelled_at = models.DateTimeField("vervallen", null=True, blank=True)
    told_off = models.CharField(
        "hoe hoort de huurder dat het niet doorgaat",
        max_length=8,
        choices=Told.choices,
        blank=True,
    )
    told_off_at = models.DateTimeField("afgezegd", null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = "huisbezoek"
        verbose_name_plural = "huisbezoeken"
        indexes = [
            models.Index(fields=["visitor", "starts_at"], name="signals_visitor"),
            models.Index(fields=["companion", "starts_at"], name="signals_companion"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(companion__isnull=True) | ~Q(companion=F("visitor")),
                name="visit_in_pairs_takes_two",
            ),
            models.UniqueConstraint(
                fields=["follow_up"],
                condition=Q(cancelled_at=None),
                name="one_standing_visit_a_step",
            ),
        ]

    def __str__(self) -> str:
        return f"huisbezoek {self.pk}"

    @property
    def tenant_id(self) -> int | None:
        """The tenant whose timeline shows this."""
        return self.signal.tenant_id

    @property
    def signal_url(self) -> str:
        """The URL of the signal, without a query for the signal."""
        return reverse("signals:page", args=[self.signal_id])

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def party(self) -> list[str]:
        """The names of the people who come along."""
        return [
            name for name in (self.companion and self.companion.name, self.other_companion) if name
        ]


class FeedQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "FeedQuerySet":
        return self.filter(user=user) if user.can(Can.WORK_SIGNALS) else self.none()

    def in_use(self) -> "FeedQuerySet":
        return self.filter(revoked_at=None, user__is_active=True)

    def by_token(self, token: str) -> "FeedQuerySet":
        """Return the feed in use with this secret token."""
        return self.in_use().filter(token_hash=hash_token(token))


class Feed(models.Model):
    """The private URL of a user's own calendar. Only a hash of the token is stored."""

    user = models.ForeignKey(User, models.CASCADE, related_name="feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("gemaakt", auto_now_add=True)
    revoked_at = models.DateTimeField("ingetrokken", null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = "agendakoppeling"
        verbose_name_plural = "agendakoppelingen"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at=None), name="one_feed_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"agendakoppeling {self.pk}"
