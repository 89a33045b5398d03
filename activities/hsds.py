"""What there is to do as HSDS 3.1 (Open Referral), for other systems: the social map, and meetups
with their place and their days.

Shape: the `service_list` page of the specification, github.com/openreferral/specification. A series
is one service; its rule is the schedule, in local time.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Model, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from activities.models import Meetup, Place, Series
from partners import hsds as partners
from partners.hsds import known, languages_of, number_of, without_contact

MOST = 100
# The zone of every time: an offset would be wrong in summer or in winter.
LOCAL = "Tijden zijn die van Europe/Amsterdam."


class Chain:
    """Several querysets after each other, each with a function that describes its rows; can be
    counted and sliced, as a paginator does."""

    def __init__(self, *parts: tuple[QuerySet, Callable[[Model], dict]]) -> None:
        self.parts = [(rows, describe, rows.count()) for rows, describe in parts]

    def count(self) -> int:
        return sum(count for _rows, _describe, count in self.parts)

    def __getitem__(self, asked: slice) -> list[dict]:
        found, begin, end = [], asked.start, asked.stop
        for rows, describe, count in self.parts:
            if begin < count and end > 0:
                found += [describe(row) for row in rows[max(begin, 0) : end]]
            begin, end = begin - count, end - count
        return found


def services() -> Chain:
    """Return everything that the public may come to: services of partners, series, meetups."""
    coming = Meetup.objects.coming()
    series = Series.objects.filter(meetups__in=coming.on()).distinct().order_by("pk")
    different = coming.filter(Q(is_moved=True) | Q(cancelled_at__isnull=False))
    series = series.select_related("place", "partner").prefetch_related(
        Prefetch("meetups", different, to_attr="different")
    )
    single = coming.on().filter(series=None).select_related("place", "partner").order_by("pk")
    return Chain(
        (partners.public_services(), partners.service_of),
        (series, service_of_series),
        (single, service_of_meetup),
    )


def page_of(number: int, size: int) -> dict | None:
    """Return one page of services, or None when there are fewer pages."""
    pages = Paginator(services(), size)
    if number > pages.num_pages:
        return None
    # The same for everybody, whatever language their browser has chosen.
    with translation.override(settings.LANGUAGE_CODE):
        page = pages.page(number)
    return {
        "total_items": pages.count,
        "total_pages": pages.num_pages,
        "page_number": page.number,
        "size": len(page.object_list),
        "first_page": page.number == 1,
        "last_page": not page.has_next(),
        "empty": not page.object_list,
        "contents": page.object_list,
    }


def organisation_of(what: Meetup | Series) -> dict:
    """Return the HSDS `organization` of a partner's meetup, or that of our own organisation."""
    if what.partner and not what.partner.switched_off_at:
        return partners.organisation_of(what.partner)
    return {
        "id": number_of("organization", "own"),
        "name": settings.ORGANISATION,
        "description": f"{settings.ORGANISATION} brengt bewoners bij elkaar.",
        "website": settings.SITE_URL,
        "phones": [{"id": number_of("phone", "own"), "number": settings.ORGANISATION_PHONE}],
    }


def location_of(place: Place) -> dict:
    """Return an HSDS `location`. Its `addresses` would need a postcode, which we do not have: the
    street and the town are in the description."""
    access = {
        "Geen trap en geen drempels": place.step_free,
        "Toilet voor rolstoelen": place.accessible_toilet,
        "Ringleiding": place.hearing_loop,
    }
    where = [place.street, place.town, place.neighbourhood]
    return {
        "id": number_of("location", place.pk),
        "location_type": "physical",
        "name": place.name,
        "description": ", ".join(filter(None, where)),
    } | known(
        {
            "transportation": without_contact(place.directions),
            "accessibility": [
                {"id": number_of("accessibility", place.pk, words), "description": words}
                for words, has in access.items()
                if has
            ],
        }
    )


def service_of(what: Meetup | Series, key: str, page: str, schedules: list[dict]) -> dict:
    """Return the HSDS `service` of a meetup or a series, at its place on its days."""
    organisation = organisation_of(what)
    at_location = number_of("at", key)
    return {
        "id": key,
        "organization_id": organisation["id"],
        "name": what.title,
        "description": without_contact(what.about),
        "url": settings.SITE_URL + page,
        "status": "active",
        "fees_description": without_contact(what.cost),
        "organization": organisation,
        "languages": languages_of(key, ["NLD", *what.languages], key),
        "service_at_locations": [
            {
                "id": at_location,
                "service_id": key,
                "location_id": number_of("location", what.place_id),
                "location": location_of(what.place),
                "schedules": [
                    schedule | {"service_at_location_id": at_location} for schedule in schedules
                ],
            }
        ],
    } | known({"eligibility_description": what.for_whom})


def service_of_meetup(meetup: Meetup) -> dict:
    """Return the service of a meetup that is not in a series: its schedule is one day."""
    page = reverse("activities:meetup", args=[meetup.pk])
    key = number_of("meetup", meetup.pk)
    begins, ends = timezone.localtime(meetup.starts_at), timezone.localtime(meetup.ends_at)
    schedule = one_day(key, begins.date(), ends.date())
    hours = {"opens_at": f"{begins:%H:%M}", "closes_at": f"{ends:%H:%M}"}
    return service_of(meetup, key, page, [schedule | hours])


def service_of_series(series: Series) -> dict:
    """Return the service of a series: its rule, and in words the dates that differ."""
    key = number_of("series", series.pk)
    rule = dict(part.split("=") for part in series.rule.split(";"))
    schedule = {
        "id": number_of("schedule", key),
        "dtstart": series.first_on.isoformat(),
        "valid_from": series.first_on.isoformat(),
        "description": series.get_repeat_display(),
        "notes": LOCAL,
    }
    if rule["FREQ"] == "YEARLY":
        # HSDS knows weeks and months: of a yearly rule this is the next day.
        today = timezone.localdate()
        days = series.days(today + timedelta(days=366))
        day = next((one for one in days if one >= today), days[-1])
        schedule |= one_day(key, day, day)
    else:
        schedule |= {"freq": rule["FREQ"], "interval": int(rule.get("INTERVAL", 1))}
        schedule |= known({"byday": rule.get("BYDAY"), "bymonthday": rule.get("BYMONTHDAY")})
        if series.until:
            schedule |= dict.fromkeys(("until", "valid_to"), series.until.isoformat())
    hours = {"opens_at": f"{series.begins:%H:%M}", "closes_at": f"{series.ends:%H:%M}"}
    service = service_of(series, key, reverse("activities:agenda"), [schedule | hours])
    return service | known({"alert": in_words(series.different)})


def one_day(key: str, first: date, last: date) -> dict:
    """Return an HSDS `schedule` of one occasion, which may end after midnight."""
    return {
        "id": number_of("schedule", key),
        "dtstart": first.isoformat(),
        "valid_from": first.isoformat(),
        "valid_to": last.isoformat(),
        "notes": LOCAL,
    }


def in_words(different: Iterable[Meetup]) -> str:
    """Return which dates of a series are not as its rule says."""
    return " ".join(
        f"Op {date_format(meetup.series_day, 'j F Y')} "
        + ("gaat het niet door." if meetup.is_cancelled else "is het anders dan anders.")
        for meetup in different
    )
