"""The public agenda: no login, no cookies."""

from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import get_language

from accounts.guards import public
from accounts.templatetags.shell import long_day, tenant_times
from activities import calendar
from activities.filters import EVERYTHING, LONGEST, WEEKS, AgendaFilter, in_week
from activities.models import Meetup, Place, Series, WalkingTime
from activities.models.meetups import MeetupQuerySet
from ground.paging import one_page, requested_key, rows_after
from ground.plain_text import capital
from ground.revalidation import ASK_EACH_TIME, etag_of, revalidated
from outreach.models import as_printed

PAGE = 60
MOST_IN_A_FEED = 200
# How many other dates of its series the page of a meetup offers.
MOST_DATES = 6
# How long a meetup that is over stays in a feed.
KEPT_IN_A_FEED = timedelta(weeks=4)


def neighbourhoods() -> list[str]:
    """Return the neighbourhoods with a meetup in the agenda, in alphabetical order."""
    coming = Meetup.objects.not_over().order_by().values("place")
    places = Place.objects.filter(pk__in=coming).exclude(neighbourhood="")
    return list(places.order_by("neighbourhood").values_list("neighbourhood", flat=True).distinct())


def agenda_version(request: HttpRequest) -> str | None:
    """Return an ETag that changes whenever the agenda would look different to this visitor. None
    when the response is not cacheable: signed in, with a pending message, or choosing a
    language."""
    if request.user.is_authenticated or "taal" in request.GET or messages.get_messages(request):
        return None
    walk_from = asked_complex(request)
    seen_as = (
        Meetup.objects.version(),
        WalkingTime.objects.minutes_from(walk_from) if walk_from else None,
        timezone.localdate().isoformat(),
        request.get_full_path(),
        get_language(),
        request.COOKIES.get("letters", ""),
        request.COOKIES.get("contrast", ""),
        settings.RELEASE,
    )
    return etag_of(repr(seen_as).encode())


def cacheable(view):
    """Let browsers and caches store a public view and revalidate it: 304 when nothing changed."""

    @wraps(view)
    def kept(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        version = agenda_version(request)
        if version is None:
            return view(request, *args, **kwargs)
        response = get_conditional_response(request, etag=version)
        response = response or view(request, *args, **kwargs)
        response["ETag"] = version
        response["Cache-Control"] = ASK_EACH_TIME
        patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
        return response

    return kept


@public
@cacheable
def agenda(request: HttpRequest) -> HttpResponse:
    """Meetups that are not over, by day: of the chosen week, else of the first week that has any.
    The next page starts after the last meetup shown."""
    found = AgendaFilter(request.GET, queryset=Meetup.objects.not_over()).qs
    words = request.GET.get("zoek", "").strip()[:LONGEST]
    asked = request.GET.get("week", "")
    week, page, more = meetups_of_week(found, weeks_to_try(asked, words), requested_key(request))
    walk_from = asked_complex(request)
    walks = WalkingTime.objects.minutes_from(walk_from) if walk_from else {}
    context = {
        "meetups": page,
        "more": more,
        "week": week,
        "weeks": WEEKS,
        "nothing_this_week": not asked and not words and week != WEEKS[0] and page,
        "words": words,
        "neighbourhoods": neighbourhoods(),
        "here": request.GET.get("buurt", "")[:80],
        "code": as_printed(request.GET.get("code", "")),
        "walk_from": walk_from,
        "walks": walks,
        "feed": feed_of(request),
        "unknown_code": "onbekend" in request.GET,
    }
    return render(request, "activities/agenda.html", context)


def narrowed_by(request: HttpRequest) -> dict[str, str]:
    """Return how the agenda is narrowed besides by week: the neighbourhood and the words."""
    asked = {"buurt": request.GET.get("buurt", ""), "zoek": request.GET.get("zoek", "").strip()}
    return {name: value[:LONGEST] for name, value in asked.items() if value}


def feed_of(request: HttpRequest) -> str:
    """Return the address of the calendar feed with the meetups that this page shows in some
    week."""
    query = urlencode(narrowed_by(request))
    return reverse("activities:feed") + (f"?{query}" if query else "")


def weeks_to_try(asked: str, words: str) -> list[str]:
    """Return the weeks of which the first one with a meetup is shown."""
    if asked in WEEKS:
        return [asked]
    return [EVERYTHING] if words else [*WEEKS]


def meetups_of_week(
    found: MeetupQuerySet, weeks: list[str], after: int | None
) -> tuple[str, list[Meetup], int | None]:
    """Return the first of the weeks that has meetups, a page of these, and the key for the next
    page; of the last week also when it has none."""
    for week in weeks:
        meetups = in_week(found, week).with_places().select_related("place", "series")
        rows = rows_after(meetups, after, "starts_at", "pk", among=Meetup.objects.all())
        page, more = one_page(rows, PAGE)
        if page:
            break
    return week, page, more


def asked_complex(request: HttpRequest) -> str:
    """Return the code of the complex from which the visitor walks (`?vanaf=`); may be unknown."""
    return request.GET.get("vanaf", "").replace("\0", "")[:40]


@public
def choose_complex(request: HttpRequest) -> HttpResponse:
    """Where the visitor lives, so that the agenda can say how far each meetup is on foot."""
    context = {"complexes": WalkingTime.objects.complexes()}
    return render(request, "activities/choose_complex.html", context)


@public
@cacheable
def meetup(request: HttpRequest, pk: int) -> HttpResponse:
    """One meetup: what, when, where, with whom; says so kindly when it is over or called off."""
    found = get_object_or_404(
        Meetup.objects.with_places().select_related("place", "partner", "series"), pk=pk
    )
    walk_from = asked_complex(request)
    walks = WalkingTime.objects.minutes_from(walk_from) if walk_from else {}
    context = {
        "meetup": found,
        "code": as_printed(request.GET.get("code", "")),
        "walk_from": walk_from,
        "walks": walks,
        "dates": other_dates(found),
        "event": schema_org(found),
        "description": in_one_line(found),
        "picture": settings.SITE_URL + reverse("activities:picture", args=[pk]),
    }
    return render(request, "activities/public.html", context)


def in_one_line(meetup: Meetup) -> str:
    """Return when and where, as shown with a link that somebody shared."""
    day, place = capital(long_day(meetup.starts_at)), meetup.place
    return f"{day}, {tenant_times(meetup)}. {place.name}, {place.address}."


def other_dates(meetup: Meetup) -> list[Meetup]:
    """Return the next dates of the series of a meetup, without those that were called off."""
    if meetup.series_id is None:
        return []
    dates = Meetup.objects.coming().on().filter(series=meetup.series_id).exclude(pk=meetup.pk)
    return list(dates.with_places()[:MOST_DATES])


def schema_org(meetup: Meetup) -> dict:
    """Return the meetup as structured data for search engines (schema.org/Event)."""
    off, free = meetup.is_cancelled, meetup.cost == "Gratis"
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": meetup.title,
        "description": meetup.about,
        "inLanguage": "nl",
        "startDate": timezone.localtime(meetup.starts_at).isoformat(),
        "endDate": timezone.localtime(meetup.ends_at).isoformat(),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "eventStatus": f"https://schema.org/Event{'Cancelled' if off else 'Scheduled'}",
        "isAccessibleForFree": free,
        "maximumAttendeeCapacity": meetup.capacity,
        "image": settings.SITE_URL + reverse("activities:picture", args=[meetup.pk]),
        "url": settings.SITE_URL + reverse("activities:meetup", args=[meetup.pk]),
        "location": {
            "@type": "Place",
            "name": meetup.place.name,
            "address": postal_address(meetup.place),
        },
        "organizer": {"@type": "Organization", "name": settings.ORGANISATION},
    }


def postal_address(place: Place) -> dict:
    """Return the address of a place as schema.org/PostalAddress."""
    address = {"@type": "PostalAddress", "streetAddress": place.street, "addressCountry": "NL"}
    return address | ({"addressLocality": place.town} if place.town else {})


@public
def feed(request: HttpRequest) -> HttpResponse:
    """Calendar feed of all meetups, or of those in one neighbourhood (`?buurt=`) or with some words
    (`?zoek=`). Includes those of the last weeks, so that they stay in people's calendars, and
    meetups that were called off, so that calendars remove them."""
    lately = Meetup.objects.not_over(timezone.now() - KEPT_IN_A_FEED)
    coming = AgendaFilter(request.GET, queryset=lately).qs.select_related("place", "series")
    name = ", ".join([settings.ORGANISATION, *narrowed_by(request).values()])
    response = as_calendar(calendar.feed(coming[:MOST_IN_A_FEED], name), "agenda")
    # Of all meetups: one that moved to another neighbourhood is no longer among those of this one.
    changed_at = lately.order_by().aggregate(at=Max("touched_at"))["at"]
    return revalidated(request, response, changed_at=changed_at)


@public
def series_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Calendar file of a series: one entry with its rule."""
    found = get_object_or_404(Series.objects.select_related("place"), pk=pk)
    response = as_calendar(calendar.series(found), f"reeks-{pk}")
    return revalidated(request, response, changed_at=calendar.series_changed_at(found))


@public
def calendar_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Calendar file of one meetup."""
    found = get_object_or_404(Meetup.objects.select_related("place", "series"), pk=pk)
    response = as_calendar(calendar.entry(found), f"activiteit-{pk}")
    return revalidated(request, response, changed_at=found.touched_at)


def as_calendar(content: bytes, name: str) -> HttpResponse:
    """Return the calendar file as a download with this name."""
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response
