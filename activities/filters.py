"""Filters of the agenda, and of the list of meetups for staff, hosts and partners."""

from datetime import date, datetime, time, timedelta

import django_filters as filters
from django.db.models import CharField, Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone

from activities.models import Meetup, Place, Series
from activities.models.meetups import MeetupQuerySet
from ground.search_text import searchable
from tenants.models import Interest

# The number of characters that are searched with.
LONGEST = 80
MOST_WORDS = 6
# What `?week=` may say, in the order in which the agenda offers them.
THIS_WEEK, NEXT_WEEK, EVERYTHING = WEEKS = ("deze", "volgende", "alles")
# A meetup is almost empty when at most one chair in so many is taken.
ALMOST_EMPTY = 4


class AgendaFilter(filters.FilterSet):
    """Filter by neighbourhood, on its exact name, and by words."""

    buurt = filters.CharFilter(field_name="place__neighbourhood", label="Buurt")
    zoek = filters.CharFilter(method="with_words", label="Zoek")

    class Meta:
        model = Meetup
        fields = ["buurt"]

    def with_words(self, meetups: MeetupQuerySet, name: str, text: str) -> MeetupQuerySet:
        """Meetups that have every word in what the agenda says about them, or in the name of their
        tile."""
        line = Searchable(
            Concat(
                "title", Value(" "), "about", Value(" "), "for_whom", Value(" "), "host_name",
                Value(" "), "place__name", Value(" "), "place__street", Value(" "),
                "place__neighbourhood", output_field=CharField(),
            )
        )  # fmt: skip
        found = meetups.alias(line=line)
        for word in list(dict.fromkeys(searchable(text[:LONGEST]).split()))[:MOST_WORDS]:
            tiles = [tile for tile, label in Interest.choices if word in searchable(tile, label)]
            found = found.filter(Q(line__contains=word) | Q(tile__in=tiles))
        return found


class Searchable(Func):
    """A text as `searchable` compares it, for rows without a search column; signs stay."""

    template = (
        "REPLACE(TRANSLATE(REGEXP_REPLACE(LOWER(NORMALIZE(%(expressions)s, NFKD)),"
        r" '[\u0300-\u036f''’‘`´]', '', 'g'), 'ıłøđ', 'ilod'), 'ij', 'y')"
    )
    output_field = CharField()


def in_week(meetups: MeetupQuerySet, week: str) -> MeetupQuerySet:
    """Return the meetups of a week in WEEKS; of all weeks, one date for each series."""
    if week == EVERYTHING:
        return one_of_a_series(meetups)
    today = timezone.localdate()
    next_monday = today + timedelta(days=7 - today.weekday())
    if week == THIS_WEEK:
        return meetups.filter(starts_at__lt=midnight(next_monday))
    monday_after = midnight(next_monday + timedelta(weeks=1))
    return meetups.filter(starts_at__gte=midnight(next_monday), starts_at__lt=monday_after)


def midnight(day: date) -> datetime:
    """Return the moment at which a local day begins."""
    return timezone.make_aware(datetime.combine(day, time()))


def one_of_a_series(meetups: MeetupQuerySet) -> MeetupQuerySet:
    """Return the meetups without the dates of a series after its next one. A date that differs from
    its series stays, and so does one that was called off before the next one."""
    earlier = Meetup.objects.not_over().on().order_by()
    earlier = earlier.filter(series=OuterRef("series"), is_moved=False)
    earlier = earlier.filter(series_day__lt=OuterRef("series_day"))
    return meetups.exclude(Q(is_moved=False) & Q(Exists(earlier)))


class MeetupFilter(filters.FilterSet):
    """Filter by place, host and how full it is, or show every date of one series."""

    plek = filters.ModelChoiceFilter(
        field_name="place", queryset=Place.objects.none(), label="Plek", empty_label="Alle plekken"
    )
    ontvangt = filters.ChoiceFilter(
        field_name="host_name", label="Wie ontvangt", empty_label="Iedereen"
    )
    hoe_vol = filters.ChoiceFilter(
        choices=[("bijna-leeg", "Bijna leeg"), ("plek", "Nog plek"), ("vol", "Vol")],
        label="Hoe vol",
        empty_label="Maakt niet uit",
        method="by_chairs",
    )
    reeks = filters.ModelChoiceFilter(field_name="series", queryset=Series.objects.all())

    class Meta:
        model = Meetup
        fields = ["plek", "ontvangt", "hoe_vol", "reeks"]

    def __init__(self, data, *, queryset: MeetupQuerySet) -> None:
        """`queryset` are the meetups to choose from; its places and hosts are the choices."""
        super().__init__(data, queryset=queryset.with_places())
        among = queryset.order_by()
        self.filters["plek"].queryset = Place.objects.filter(pk__in=among.values("place"))
        names = among.order_by("host_name").values_list("host_name", flat=True).distinct()
        self.filters["ontvangt"].extra["choices"] = [(name, name) for name in names]

    def by_chairs(self, meetups: MeetupQuerySet, _name: str, how: str) -> MeetupQuerySet:
        if how == "bijna-leeg":
            return meetups.on().filter(taken__lte=F("capacity") / ALMOST_EMPTY)
        if how == "plek":
            return meetups.on().filter(taken_open__lt=F("capacity") - F("kept"), queue=0)
        return meetups.on().exclude(taken_open__lt=F("capacity") - F("kept"), queue=0)

    @property
    def is_narrowed(self) -> bool:
        """Whether fewer meetups are shown than there are."""
        return any(self.form.cleaned_data.values()) if self.form.is_valid() else True

    @property
    def series(self) -> Series | None:
        """The series of which every date is shown."""
        return self.form.cleaned_data.get("reeks") if self.form.is_valid() else None
