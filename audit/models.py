"""The append-only audit trail, its weekly review, legal holds and retention sweeps.

The trail has one row for each action or read. Rows are added and never changed; a row is removed
after five years. Each week the privacy officer reviews a selection of the reads.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import STAFF, Can
from audit.triggers import (
    EVENT_IS_APPEND_ONLY,
    IS_NOT_EMPTIED,
    REVIEW_IS_CHOSEN_ONCE,
    WEEK_IS_SIGNED_ONCE,
)

# The id of the current request, which all its rows in the trail share.
request_id: ContextVar[UUID | None] = ContextVar("request_id", default=None)


class EventQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "EventQuerySet":
        """The whole trail for the privacy officer, nothing for others."""
        return self if user.can(Can.SEE_TRAIL) else self.none()

    def showing_tenant(self, tenant_id: int) -> "EventQuerySet":
        """Rows about one tenant, or about a list that showed this tenant: who looked?"""
        itself = {"ids": [str(tenant_id)]}
        on_a_list = Q(subject_type="tenants.Tenant", subject_id="", details__contains=itself)
        named = Q(subject_id="", details__contains={"tenants": [str(tenant_id)]})
        return self.filter(Q(tenant_id=tenant_id) | on_a_list | named)

    def all_reads(self) -> "EventQuerySet":
        """Reads only: of one object, or of a list."""
        return self.filter(models.Q(verb="seen") | models.Q(subject_id=""))

    def about_tenant(self, tenant_id: int) -> "EventQuerySet":
        """Rows about one tenant, newest first."""
        return self.filter(tenant_id=tenant_id).order_by("-pk")

    def between(self, since: datetime, until: datetime) -> "EventQuerySet":
        """Rows from `since` up to and excluding `until`; uses the index on `at`."""
        return self.filter(at__gte=since, at__lt=until)

    def reads(self) -> "EventQuerySet":
        """Reads by staff of a tenant's file, of a signal, or of a list that names tenants."""
        one = Q(verb="seen") & (Q(tenant_id__isnull=False) | Q(subject_type="signals.Signal"))
        people = Q(subject_type="tenants.Tenant") & ~Q(details__ids=[])
        several = Q(subject_id="") & (Q(details__has_key="tenants") | people)
        return self.filter(one | several, actor_role__in=STAFF)

    def opened(self) -> "EventQuerySet":
        """Reads by staff of one object about one tenant."""
        return self.reads().filter(verb="seen", tenant_id__isnull=False)


class Event(models.Model):
    """One verb, by one user, about one object. Ids only: no names, no findings.

    It has no foreign keys, so that the trail outlives the objects it is about.
    """

    at = models.DateTimeField("wanneer", auto_now_add=True)
    verb = models.CharField("wat", max_length=60)
    actor_id = models.BigIntegerField("wie", null=True)
    actor_role = models.CharField("rol", max_length=20)
    subject_type = models.CharField("waaraan", max_length=60)
    subject_id = models.CharField("nummer", max_length=40)
    tenant_id = models.BigIntegerField("huurder", null=True)
    details = models.JSONField("bijzonderheden", default=dict)
    request_id = models.UUIDField("verzoek", null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "logregel"
        verbose_name_plural = "logregels"
        triggers = [EVENT_IS_APPEND_ONLY, IS_NOT_EMPTIED]
        indexes = [
            models.Index(fields=["tenant_id", "-id"], name="audit_tenant"),
            models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_subject"),
            models.Index(fields=["actor_id", "-id"], name="audit_actor"),
            models.Index(fields=["verb", "-id"], name="audit_verb"),
            models.Index(fields=["at"], name="audit_at"),
            GinIndex(
                fields=["details"],
                opclasses=["jsonb_path_ops"],
                name="audit_lists",
                condition=Q(subject_id=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%d-%m-%Y %H:%M} {self.verb} {self.subject_type} {self.subject_id}"

    @property
    def is_read(self) -> bool:
        """Whether somebody only looked, as in `all_reads`."""
        return self.verb == "seen" or not self.subject_id


def label(subject: models.Model) -> str:
    """Return the model label of an object in the trail: `room.Model`."""
    return subject._meta.label


def tenant_of(subject: models.Model) -> int | None:
    """Return the id of the tenant that an object is about, or None."""
    if subject._meta.label == "tenants.Tenant":
        return subject.pk
    return getattr(subject, "tenant_id", None)


def record(verb: str, subject: models.Model, *, by: User, **details) -> Event:
    """Add a row to the trail in the transaction of the change; `details` has ids and codes only."""
    event = event_of(verb, subject, by=by, **details)
    event.save()
    return event


def record_each(verb: str, subjects: Iterable[models.Model], *, by: User, **details) -> None:
    """Add a row to the trail for each of many objects that changed together."""
    Event.objects.bulk_create(event_of(verb, subject, by=by, **details) for subject in subjects)


def event_of(verb: str, subject: models.Model, *, by: User, **details) -> Event:
    return Event(
        verb=verb,
        actor_id=by.pk,
        actor_role=by.role,
        subject_type=label(subject),
        subject_id=str(subject.pk),
        tenant_id=tenant_of(subject),
        details=details,
        request_id=request_id.get(),
    )


def seen(subject: models.Model, *, by: User, **details) -> Event:
    """Record a read before the page is shown, so that there is no page without a record."""
    return record("seen", subject, by=by, **details)


def list_seen(
    verb: str,
    kind: type[models.Model],
    ids: list,
    *,
    by: User,
    tenants: Iterable[int | None] = (),
    **details,
) -> Event:
    """Record that a list was shown, with exactly the ids that were on it.

    `tenants` are the ids of tenants named on a list of other objects; None is skipped.
    """
    if named := sorted({str(pk) for pk in tenants if pk}):
        details["tenants"] = named
    return Event.objects.create(
        verb=verb,
        actor_id=by.pk,
        actor_role=by.role,
        subject_type=kind._meta.label,
        subject_id="",
        details={"ids": [str(pk) for pk in ids], **details},
        request_id=request_id.get(),
    )


def midnight(day: date) -> datetime:
    """Return the start of a day in local time.

    A filter on a datetime can use an index; one on the date of a datetime cannot.
    """
    return timezone.make_aware(datetime.combine(day, time.min))


class ReviewWeekQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ReviewWeekQuerySet":
        return self if user.can(Can.SEE_TRAIL) else self.none()

    def unsigned(self) -> "ReviewWeekQuerySet":
        return self.filter(signed_at=None)

    def signed(self) -> "ReviewWeekQuerySet":
        return self.exclude(signed_at=None)

    def counted(self) -> "ReviewWeekQuerySet":
        """Annotate the number of selected reads (`lines`) and of those with a verdict (`done`)."""
        done = models.Count("reviews", filter=~Q(reviews__verdict=""))
        return self.annotate(lines=models.Count("reviews"), done=done)


class ReviewWeek(models.Model):
    """A week of reads under review: selected once, and closed to changes when it is signed."""

    monday = models.DateField("maandag", primary_key=True)
    reads = models.PositiveIntegerField("keer gelezen", help_text="waaruit getrokken is")
    filled_at = models.DateTimeField("klaargezet", default=timezone.now)
    signed_at = models.DateTimeField("afgetekend", null=True, blank=True)
    signed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="door"
    )

    objects = ReviewWeekQuerySet.as_manager()

    class Meta:
        verbose_name = "controleweek"
        verbose_name_plural = "controleweken"
        triggers = [WEEK_IS_SIGNED_ONCE, IS_NOT_EMPTIED]
        constraints = [
            models.CheckConstraint(
                condition=Q(monday__iso_week_day=1), name="week_begins_on_monday"
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="week_is_signed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"week {self.monday.isocalendar().week}"

    def get_absolute_url(self) -> str:
        return reverse("audit:week", args=[self.monday])

    @property
    def days(self) -> list[date]:
        return [self.monday + timedelta(days=n) for n in range(7)]

    @property
    def sunday(self) -> date:
        return self.days[-1]

    @property
    def since(self) -> datetime:
        return midnight(self.monday)

    @property
    def until(self) -> datetime:
        """The end of the week, exclusive."""
        return midnight(self.monday + timedelta(days=7))

    @property
    def is_late(self) -> bool:
        """Whether the week ended more than seven days ago and is not signed."""
        over_for = timezone.localdate() - self.sunday - timedelta(days=1)
        return self.signed_at is None and over_for > timedelta(days=7)

    def events(self) -> EventQuerySet:
        """Rows of the trail in this week."""
        return Event.objects.between(self.since, self.until)

    def events_before(self, weeks: int) -> EventQuerySet:
        """Rows of the trail in the given number of weeks before this one."""
        return Event.objects.between(midnight(self.monday - timedelta(weeks=weeks)), self.since)


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ReviewQuerySet":
        return self if user.can(Can.SEE_TRAIL) else self.none()

    def open(self) -> "ReviewQuerySet":
        return self.filter(verdict=Review.Verdict.OPEN)

    def done(self) -> "ReviewQuerySet":
        return self.exclude(verdict=Review.Verdict.OPEN)


class Review(models.Model):
    """One read selected for review: why it was selected, and the verdict.

    `why` is the code of a kind in `audit.unusual_reads`, or RANDOM; `because` explains it in Dutch.
    There is no foreign key to the row of the trail, only its id.
    """

    class Verdict(models.TextChoices):
        OPEN = "", "Nog te bekijken"
        IN_ORDER = "in_order", "In orde"
        ASKED = "asked", "Nagevraagd"
        NOT_IN_ORDER = "not_in_order", "Niet in orde"

    week = models.ForeignKey(ReviewWeek, models.PROTECT, related_name="reviews")
    event_id = models.BigIntegerField("logregel")
    why = models.CharField("waarom", max_length=20)
    because = models.CharField("toelichting", max_length=300, blank=True)
    verdict = models.CharField(
        "oordeel", max_length=12, choices=Verdict, default=Verdict.OPEN, blank=True
    )
    note = models.CharField("notitie", max_length=200, blank=True)
    decided_at = models.DateTimeField("bekeken", null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="door"
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "te bekijken logregel"
        verbose_name_plural = "te bekijken logregels"
        triggers = [REVIEW_IS_CHOSEN_ONCE, IS_NOT_EMPTIED]
        constraints = [
            models.UniqueConstraint(fields=["week", "event_id"], name="review_once_a_week"),
            models.CheckConstraint(
                condition=Q(verdict="", note="", decided_at=None, decided_by=None)
                | Q(
                    verdict__in=["in_order", "asked", "not_in_order"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="review_is_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week_id} {self.why} {self.event_id}"


class LegalHoldQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "LegalHoldQuerySet":
        return self if user.can(Can.KEEP_TERMS) else self.none()

    def in_force(self) -> "LegalHoldQuerySet":
        return self.filter(lifted_at=None)


class LegalHold(models.Model):
    """A legal hold: no data of this tenant is removed, because of a dispute or an inquiry.

    VERA calls this the archive state Geblokkeerd.
    """

    tenant_number = models.BigIntegerField("huurdernummer")
    why = models.CharField("waarom", max_length=200)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField("sinds", auto_now_add=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField("opgeheven", null=True, blank=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        verbose_name = "blokkade"
        verbose_name_plural = "blokkades"
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_number"],
                condition=Q(lifted_at=None),
                name="hold_once_a_tenant",
            ),
        ]

    def __str__(self) -> str:
        return f"blokkade {self.pk}"


class RetentionSweepQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "RetentionSweepQuerySet":
        return self if user.can(Can.KEEP_TERMS) else self.none()


class RetentionSweep(models.Model):
    """The sweep of one kind of row in one night: how many rows were due and how many were removed.

    Only these numbers remain of removed rows; they contain no personal data.
    """

    day = models.DateField("nacht")
    code = models.CharField("wat", max_length=40)
    due = models.PositiveIntegerField("over de termijn")
    total = models.PositiveIntegerField("in totaal")
    removed = models.PositiveIntegerField("verwijderd", default=0)
    stopped_at = models.DateTimeField("gestopt: te veel tegelijk", null=True, blank=True)
    approved_at = models.DateTimeField("mag toch sinds", null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField("klaar", null=True, blank=True)

    objects = RetentionSweepQuerySet.as_manager()

    class Meta:
        verbose_name = "opruiming"
        verbose_name_plural = "opruimingen"
        constraints = [
            models.UniqueConstraint(fields=["day", "code"], name="sweep_once_a_night"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.day}"

    @property
    def waits(self) -> bool:
        """Whether the sweep was stopped and still has to be approved."""
        return self.stopped_at is not None and self.approved_at is None

    @property
    def goes_on(self) -> bool:
        """Whether the sweep is approved and the next night will finish it."""
        return self.approved_at is not None and self.ended_at is None
