"""Evidence for a meeting-room subsidy: how often people met there, and how often everybody was
welcome."""

from django.db.models import Count, Q, Sum
from django.db.models.functions import ExtractYear
from django.utils import timezone

from activities.models import Meetup, Place, SignUp


def evidence(place: Place) -> list[dict]:
    """Return, per year and newest first, the past meetups here since the subsidy, how many of them
    were for everybody, and the people who came."""
    held = Meetup.objects.on().filter(place=place, ends_at__lte=timezone.now())
    since = place.subsidy_from
    held = (
        held.filter(starts_at__date__gte=since).order_by().annotate(year=ExtractYear("starts_at"))
    )
    were = {"status": SignUp.Status.CONFIRMED, "attended_at__isnull": False}
    guests = SignUp.objects.filter(meetup__in=held, **were).order_by()
    came = guests.values(year=ExtractYear("meetup__starts_at")).annotate(n=Sum("party"))
    by_year = {row["year"]: row["n"] for row in came}
    everybody = Count("pk", filter=Q(for_whom=""))
    years = held.values("year").annotate(
        meetups=Count("pk"), open=everybody, walk_ins=Sum("walk_ins")
    )
    return [
        {
            "year": row["year"],
            "meetups": row["meetups"],
            "open": row["open"],
            "came": by_year.get(row["year"], 0) + row["walk_ins"],
        }
        for row in years.order_by("-year")
    ]
