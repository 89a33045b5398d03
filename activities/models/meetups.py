"""Meetups and their capacity in chairs."""

import uuid
from datetime import date, datetime

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Count, F, Func, OuterRef, Q, Subquery, Sum, Window
from django.db.models.functions import Coalesce, Now, RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from accounts.roles import Can
from activities.models.places import Place
from activities.models.portraits import Portrait
from activities.triggers import MEETUP_BOOKS_ITS_PLACE, MEETUP_FITS, MEETUP_IS_TOUCHED
from ground.badges import Badge
from ground.language_codes import LANGUAGES
from ground.months import months_after
from partners.models import Partner
from tenants.models import Interest

# How long sign-ups and invitations are kept after the meetup.
GUESTS_KEPT_MONTHS = 12


class MeetupQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "MeetupQuerySet":
        """All meetups: the agenda is public. For the guest list see `hosted_by`."""
        return self

    def hosted_by(self, user: User) -> "MeetupQuerySet":
        """Meetups whose guest list this user may see: staff all, hosts their own, partner workers
        their organisation's."""
        if user.can(Can.PLAN_MEETUPS):
            return self
        if user.can(Can.PUBLISH_MEETUPS):
            own = Q(partner__in=Partner.objects.visible_to(user))
            return self.filter(own | Q(host=user, partner=None))
        if user.can(Can.HOST_MEETUPS):
            return self.filter(host=user)
        return self.none()

    def changed_by(self, user: User) -> "MeetupQuerySet":
        """Meetups that this user may change or call off: staff all, partner workers their
        organisation's."""
        if user.can(Can.PLAN_MEETUPS):
            return self
        if user.can(Can.PUBLISH_MEETUPS):
            return self.filter(partner__in=Partner.objects.visible_to(user))
        return self.none()

    def coming(self, now: datetime | None = None) -> "MeetupQuerySet":
        """Meetups that have not started yet, soonest first."""
        return self.filter(starts_at__gt=now or timezone.now()).order_by("starts_at", "pk")

    def not_over(self, now: datetime | None = None) -> "MeetupQuerySet":
        """Meetups that have not ended yet, also when they have started, soonest first."""
        return self.filter(ends_at__gt=now or timezone.now()).order_by("starts_at", "pk")

    def version(self) -> tuple:
        """Return a value that changes whenever the agenda does: the number of meetups that are not
        over, how many of them have not started, and the sum of `touched_at`, which a database
        trigger sets (also for sign-ups)."""
        coming = self.not_over().order_by()
        # The sum, not the maximum: a long transaction may set its time first and commit last.
        moment = Func(
            F("touched_at"),
            template="EXTRACT(EPOCH FROM %(expressions)s)",
            output_field=models.DecimalField(),
        )
        waiting = Count("pk", filter=Q(starts_at__gt=timezone.now()))
        return tuple(coming.aggregate(n=Count("pk"), open=waiting, touched=Sum(moment)).values())

    def on(self) -> "MeetupQuerySet":
        """Meetups that are not cancelled."""
        return self.filter(cancelled_at=None)

    def first_of_series(self, *order: str) -> "MeetupQuerySet":
        """Of each series only the meetup that comes first in this order; the rest as they are."""
        # No series has a negative key, so that a meetup without a series stands alone.
        alone = Coalesce("series_id", -F("pk"))
        nth = Window(RowNumber(), partition_by=[alone], order_by=[*order])
        first = self.order_by().annotate(nth=nth).filter(nth=1)
        return Meetup.objects.filter(pk__in=first.values("pk")).order_by(*order)

    def with_places(self) -> "MeetupQuerySet":
        """Annotate the number of chairs taken (`taken`), of unreserved chairs taken (`taken_open`),
        and of people waiting (`queue`), computed only for the rows that are read."""
        everybodys = {"number__lte": OuterRef("capacity") - OuterRef("kept")}
        return self.annotate(taken=_taken(), taken_open=_taken(**everybodys), queue=_waiting())

    def free_for_somebody(self) -> "MeetupQuerySet":
        """Meetups with any chair left, reserved ones included. Needs `with_places`."""
        return self.filter(taken__lt=F("capacity"))

    def free(self) -> "MeetupQuerySet":
        """Meetups that are not cancelled, have an unreserved chair left and an empty waiting
        list."""
        found = self.on().with_places()
        return found.filter(taken_open__lt=F("capacity") - F("kept"), queue=0)


def _taken(**only) -> Coalesce:
    """Subquery: the number of chairs taken, including those held for an offer."""
    chairs = apps.get_model("activities.Chair").objects
    taken = chairs.filter(meetup=OuterRef("pk"), **only).order_by()
    return Coalesce(Subquery(taken.values("meetup").annotate(n=Count("pk")).values("n")), 0)


def _waiting() -> Coalesce:
    """Subquery: the number of people on the waiting list, companions included."""
    line = apps.get_model("activities.SignUp").objects.waiting().order_by()
    line = line.filter(meetup=OuterRef("pk"))
    return Coalesce(Subquery(line.values("meetup").annotate(n=Sum("party")).values("n")), 0)


class About(models.Model):
    """Fields that a single meetup and a series share."""

    class Element(models.TextChoices):
        """The seven active elements of Bouwman and Van Tilburg (2020)."""

        OCCUPATION = "bezigheden", "bezigheden"
        MEETING = "ontmoeten", "ontmoeten"
        SUPPORT = "ondersteunen", "praktisch ondersteunen"
        MEANING = "contact", "betekenisvol contact"
        SKILLS = "vaardigheden", "sociale vaardigheden"
        EXPECTATIONS = "verwachtingen", "realistische verwachtingen"
        ROLE = "rol", "betekenisvolle rol"

    title = models.CharField("titel", max_length=80)
    tile = models.CharField("tegeltje", max_length=12, choices=Interest.choices)
    about = models.TextField("wat we doen", max_length=600)
    for_whom = models.CharField("voor wie", max_length=80, blank=True)
    capacity = models.PositiveSmallIntegerField("stoelen", validators=[MaxValueValidator(2000)])
    cost = models.CharField("kosten", max_length=60, default="Gratis")
    languages = ArrayField(
        models.CharField(max_length=3, choices=[*LANGUAGES.items()]),
        verbose_name="ook gesproken",
        default=list,
        blank=True,
    )
    host_name = models.CharField("voornaam van de gastheer of gastvrouw", max_length=40)
    portrait = models.ForeignKey(
        Portrait, models.SET_NULL, verbose_name="gezicht", null=True, blank=True, related_name="+"
    )
    element = models.CharField(
        "werkzaam element", max_length=14, choices=Element.choices, default=Element.MEETING
    )

    class Meta:
        abstract = True

    @property
    def spoken(self) -> str:
        """Languages other than Dutch that somebody at the table speaks, as a readable list."""
        return ", ".join(gettext(LANGUAGES[code]) for code in self.languages)


class Meetup(About):
    """One occasion to meet. `capacity` counts chairs; the `kept` chairs with the highest numbers
    are reserved for personally invited guests until `kept_until`."""

    series = models.ForeignKey(
        "activities.Series", models.PROTECT, verbose_name="reeks", null=True, blank=True,
        related_name="meetups",
    )  # fmt: skip
    series_day = models.DateField("dag in de reeks", null=True, blank=True)
    is_moved = models.BooleanField("anders dan de reeks", default=False)
    place = models.ForeignKey(Place, models.PROTECT, verbose_name="plek", related_name="meetups")
    starts_at = models.DateTimeField("begint")
    ends_at = models.DateTimeField("eindigt")
    kept = models.PositiveSmallIntegerField(
        "bewaard voor wie persoonlijk is gevraagd", default=0, validators=[MaxValueValidator(2000)]
    )
    kept_until = models.DateTimeField("bewaard tot", null=True, blank=True)
    walk_ins = models.PositiveSmallIntegerField("kwam zonder aanmelden", default=0)
    host = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name="gastheer of gastvrouw",
        null=True,
        blank=True,
        related_name="meetups",
    )
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        verbose_name="van een partner",
        null=True,
        blank=True,
        related_name="meetups",
    )
    cancelled_at = models.DateTimeField("afgelast", null=True, blank=True)
    cancelled_why = models.CharField("waarom afgelast", max_length=120, blank=True)
    # When anything last changed that the agenda shows; set by a database trigger.
    touched_at = models.DateTimeField(db_default=Now(), editable=False)
    # The SEQUENCE of the calendar entry (RFC 5545); raised by every change that calendars must pick
    # up.
    revision = models.PositiveIntegerField("versie", default=0)
    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True, default=uuid.uuid4)

    objects = MeetupQuerySet.as_manager()

    class Meta:
        verbose_name = "activiteit"
        verbose_name_plural = "activiteiten"
        triggers = [MEETUP_FITS, MEETUP_BOOKS_ITS_PLACE, MEETUP_IS_TOUCHED]
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="activities_agenda"),
            models.Index(fields=["ends_at"], name="activities_ended"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["series", "series_day"], name="once_a_day_of_a_series"),
            models.CheckConstraint(
                condition=Q(series=None, series_day=None)
                | Q(series__isnull=False, series_day__isnull=False),
                name="of_a_series_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meetup_ends_later"
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="meetup_has_a_chair"),
            models.CheckConstraint(
                condition=Q(kept=0, kept_until=None)
                | Q(kept__gt=0, kept__lte=F("capacity"), kept_until__isnull=False),
                name="chairs_are_kept_until_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activities:page", args=[self.pk])

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def badge(self) -> Badge:
        """The badge with how full the meetup is. Needs `with_places`."""
        if self.is_cancelled:
            return Badge("late", "x", "Afgelast")
        if not self.is_full:
            return Badge("ok num", "users", f"{self.taken} van {self.capacity}")
        waiting = f", {self.queue} {'wacht' if self.queue == 1 else 'wachten'}"
        return Badge("wait", "list", f"Vol{waiting if self.queue else ''}")

    def next_time(self) -> "Meetup | None":
        """The next meetup of this series that goes on; without a series, the next one of this name
        in this place. None when there is none yet."""
        again = {"series_id": self.series_id}
        if self.series_id is None:
            again |= {"title": self.title, "place_id": self.place_id}
        return Meetup.objects.on().coming().filter(starts_at__gt=self.starts_at, **again).first()

    @property
    def local_day(self) -> date:
        """The start date in local time."""
        return timezone.localdate(self.starts_at)

    @property
    def erased_on(self) -> date:
        """The day on which the sign-ups are erased."""
        return months_after(self.local_day, GUESTS_KEPT_MONTHS)

    @property
    def has_started(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether somebody can still sign up, for a chair or for the waiting list."""
        return not self.is_cancelled and not self.has_started

    @property
    def places_left(self) -> int:
        """The number of free unreserved chairs; 0 while people are on the waiting list. Needs
        `with_places`."""
        return 0 if self.queue else max(self.open_chairs - self.taken_open, 0)

    @property
    def open_chairs(self) -> int:
        """The number of unreserved chairs: those with the lowest numbers."""
        return self.capacity - self.kept

    @property
    def is_full(self) -> bool:
        return self.places_left == 0
