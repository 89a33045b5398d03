"""Meeting places: how to get in, and when they are booked."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Func, Min, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from activities import recurrence
from activities.triggers import PLACE_TOUCHES_ITS_MEETUPS
from ground.constraints import one_of
from tenants.models import Home

if TYPE_CHECKING:
    from activities.models.meetups import Meetup


class PlaceQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PlaceQuerySet":
        """All places: the agenda is public."""
        return self


class Place(models.Model):
    """Where people meet. A room takes one meetup at a time; a shared place such as a square
    (`is_shared`) takes any number."""

    class OpenTo(models.TextChoices):
        NEIGHBOURHOOD = "buurt", "iedereen uit de buurt"
        COMPLEX = "complex", "bewoners van het complex en wie zij meenemen"
        MEETUPS = "activiteit", "wie naar een activiteit komt, verder dicht"
        INVITED = "uitnodiging", "alleen wie is uitgenodigd"

    name = models.CharField("naam", max_length=80)
    street = models.CharField("adres", max_length=120)
    town = models.CharField("plaats", max_length=80, blank=True)
    neighbourhood = models.CharField("buurt", max_length=80, blank=True)
    complex_code = models.CharField("in complex", max_length=40, blank=True)
    room_for = models.PositiveSmallIntegerField(
        "plek voor", null=True, blank=True, validators=[MaxValueValidator(2000)]
    )
    is_shared = models.BooleanField("er kan meer tegelijk", default=False)
    step_free = models.BooleanField("zonder drempels", default=False)
    steps = models.PositiveSmallIntegerField(
        "aantal treden", null=True, blank=True, validators=[MaxValueValidator(200)]
    )
    accessible_toilet = models.BooleanField("toilet voor rolstoelen", default=False)
    hearing_loop = models.BooleanField("ringleiding", default=False)
    directions = models.CharField("hoe kom je er", max_length=200, blank=True)
    open_to = models.CharField(
        "wie er binnen mag", max_length=12, choices=OpenTo.choices, default=OpenTo.NEIGHBOURHOOD
    )
    opening = models.CharField("open", max_length=120, blank=True)
    key_holder = models.CharField("sleutel bij", max_length=80, blank=True)
    key_phone = models.CharField("telefoon van de sleutel", max_length=20, blank=True)
    house_rules = models.TextField("huisregels", max_length=1000, blank=True)
    # A subsidy for a meeting room requires meetups open to the neighbourhood for at least this
    # long.
    subsidy_from = models.DateField("subsidie vanaf", null=True, blank=True)
    subsidy_until = models.DateField("subsidie verplicht tot en met", null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "plek"
        verbose_name_plural = "plekken"
        triggers = [PLACE_TOUCHES_ITS_MEETUPS]
        ordering = ["name"]
        constraints = [
            one_of(
                "open_to", "buurt, complex, activiteit, uitnodiging", name="place_open_to_is_known"
            ),
            models.CheckConstraint(
                condition=Q(subsidy_from=None, subsidy_until=None)
                | Q(subsidy_until__gte=F("subsidy_from")),
                name="a_subsidy_has_both_days",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("activities:place", args=[self.pk])

    @property
    def address(self) -> str:
        """'Merelstraat 2, Lindenwaard', for somebody who may not know the town."""
        return ", ".join(filter(None, [self.street, self.town]))

    def taken_by(self, begins: datetime, ends: datetime, *, but: "Meetup | None" = None):
        """Bookings that overlap a period, soonest first; none for a shared place."""
        if self.is_shared:
            return self.bookings.none()
        found = self.bookings.filter(begins_at__lt=ends, ends_at__gt=begins)
        if but is not None and but.pk:
            found = found.exclude(meetup=but)
        return found.select_related("meetup").order_by("begins_at")

    def minutes_from(self, home: Home | None) -> int | None:
        """Return the walk from a home in minutes; None when nobody has noted it."""
        if home is None or not home.complex_code:
            return None
        walks = self.walks.filter(complex_code=home.complex_code)
        return walks.values_list("minutes", flat=True).first()

    @property
    def is_open_to_neighbourhood(self) -> bool:
        return self.open_to == self.OpenTo.NEIGHBOURHOOD

    def owes_meeting(self) -> bool:
        """Whether a subsidy requires meetups in this place today."""
        today = timezone.localdate()
        return bool(self.subsidy_until and self.subsidy_from <= today <= self.subsidy_until)


class WalkingTimeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "WalkingTimeQuerySet":
        return self if user.can(Can.PLAN_MEETUPS) else self.none()

    def minutes_from(self, complex_code: str) -> dict[int, int]:
        """Return the minutes from a complex to each place to which a colleague walked, by the
        place's primary key. Public: it is about buildings."""
        walks = self.filter(complex_code=complex_code).order_by("place")
        return dict(walks.values_list("place", "minutes"))

    def complexes(self) -> list[tuple[str, str]]:
        """Return the code and name of each complex from which somebody walked, by name. Public: it
        is about buildings."""
        walked = self.order_by().values("complex_code")
        homes = Home.objects.filter(complex_code__in=walked).exclude(complex_name="").order_by()
        named = homes.values("complex_code").annotate(name=Min("complex_name"))
        return list(named.order_by("name").values_list("complex_code", "name"))


class WalkingTime(models.Model):
    """The walking time from a complex to a place, as a colleague measured it on foot."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="walks")
    complex_code = models.CharField("complex", max_length=40)
    minutes = models.PositiveSmallIntegerField("minuten lopen")

    objects = WalkingTimeQuerySet.as_manager()

    class Meta:
        verbose_name = "loopafstand"
        verbose_name_plural = "loopafstanden"
        ordering = ["minutes", "complex_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "complex_code"], name="one_walk_from_a_complex"
            )
        ]

    def __str__(self) -> str:
        return f"{self.minutes} minuten lopen"


class BookingQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "BookingQuerySet":
        return self if user.can(Can.PLAN_MEETUPS) else self.none()

    def coming(self) -> "BookingQuerySet":
        """Current and future bookings, soonest first."""
        return self.filter(ends_at__gt=timezone.now()).order_by("begins_at")


class BookingPeriod(Func):
    """The period of a booking as a range, for the exclusion constraint."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class ReservationQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ReservationQuerySet":
        return self if user.can(Can.PLAN_MEETUPS) else self.none()


class Reservation(models.Model):
    """A place that is reserved again and again by a rule, for something that is not on the agenda.
    Each time is a booking of its own, made at once and released alone or with the later ones."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="reservations")
    what = models.CharField("waarvoor", max_length=80)
    first_on = models.DateField("eerste dag")
    until = models.DateField("tot en met")
    begins = models.TimeField("van")
    ends = models.TimeField("tot")
    rule = models.CharField("herhaling", max_length=60)
    repeat = models.CharField("hoe vaak", max_length=12, choices=recurrence.Repeat.CHOICES)
    skips_holidays = models.BooleanField("niet op feestdagen", default=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True)

    objects = ReservationQuerySet.as_manager()

    class Meta:
        verbose_name = "reservering die terugkomt"
        verbose_name_plural = "reserveringen die terugkomen"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("first_on")), name="a_reservation_ends_later"
            )
        ]

    def __str__(self) -> str:
        return self.what


class Booking(models.Model):
    """A period in which a place is taken: by a meetup (kept in sync by a trigger), or by `what`."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="bookings")
    begins_at = models.DateTimeField("van")
    ends_at = models.DateTimeField("tot")
    meetup = models.OneToOneField(
        "activities.Meetup", models.CASCADE, null=True, blank=True, related_name="booking"
    )
    what = models.CharField("waarvoor", max_length=80, blank=True)
    reservation = models.ForeignKey(
        Reservation, models.CASCADE, null=True, blank=True, related_name="bookings"
    )
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = "reservering"
        verbose_name_plural = "reserveringen"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="a_booking_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(meetup__isnull=True) | Q(what=""), name="a_booking_is_for_one_thing"
            ),
            ExclusionConstraint(
                name="a_place_is_taken_once",
                expressions=[
                    (
                        BookingPeriod("begins_at", "ends_at", RangeBoundary()),
                        RangeOperators.OVERLAPS,
                    ),
                    ("place", RangeOperators.EQUAL),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What takes the place, as staff read it."""
        return self.meetup.title if self.meetup else self.what
