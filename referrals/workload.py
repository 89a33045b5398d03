"""How much a partner has in hand, and how quickly it answers: per partner, never per person."""

import statistics
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models import User
from partners.models import Partner
from referrals.models import Referral

# The period over which answers count, and the fewest answers for a median.
PERIOD = timedelta(days=365)
FEWEST = 3
MOST = 1000


@dataclass(frozen=True)
class ResponseTimes:
    """Workload and speed of a partner; `median_days` is None with fewer than FEWEST answers."""

    waiting: int
    running: int
    answered: int
    median_days: float | None


@dataclass(frozen=True)
class PartnerWorkload:
    """Workload of one partner. `late` is open past `due_on`; `first_talk` is the median number of
    days from signal to first conversation, over `n` conversations in the last year."""

    partner: Partner
    waiting: int
    late: int
    running: int
    first_talk: float | None
    n: int


def loads_of(user: User) -> list[PartnerWorkload]:
    """Return the loads of partners with referrals visible to this user, ordered by name."""
    today = timezone.localdate()
    mine = Referral.objects.visible_to(user).exclude(status=Referral.Status.DRAFT)
    rows = (
        mine.order_by()
        .values("partner")
        .annotate(
            waiting=Count("pk", filter=Q(status__in=Referral.WAITING)),
            late=Count("pk", filter=Q(status__in=Referral.OPEN, due_on__lt=today)),
            running=Count("pk", filter=Q(status__in=Referral.RUNNING)),
        )
    )
    by_partner = {row["partner"]: row for row in rows}
    talks: dict[int, list[int]] = defaultdict(list)
    since = today - PERIOD
    met = mine.filter(met_on__gt=since).annotate(logged_on=TruncDate("signal__logged_at"))
    for partner, met_on, logged_on in met.values_list("partner", "met_on", "logged_on")[:MOST]:
        talks[partner].append(max((met_on - logged_on).days, 0))
    partners = Partner.objects.filter(pk__in=by_partner).select_related("merged_into")
    return [
        _load(one, by_partner[one.pk], talks[one.pk])
        for one in partners.prefetch_related("agreements")
    ]


def _load(partner: Partner, row: dict, days: list[int]) -> PartnerWorkload:
    enough = len(days) >= FEWEST
    return PartnerWorkload(
        partner=partner,
        waiting=row["waiting"],
        late=row["late"],
        running=row["running"],
        first_talk=statistics.median(days) if enough else None,
        n=len(days),
    )


def response_times_of(partner: Partner) -> ResponseTimes:
    """Return what waits, what runs, and the median days to an answer in the last year."""
    sent = Referral.objects.filter(partner=partner)
    answers = sent.filter(answered_at__gt=timezone.now() - PERIOD).annotate(
        days=TruncDate("answered_at") - TruncDate("offered_at")
    )
    days = [took.days for took in answers.order_by("-pk").values_list("days", flat=True)[:MOST]]
    return ResponseTimes(
        waiting=sent.waiting().count(),
        running=sent.running().count(),
        answered=len(days),
        median_days=statistics.median(days) if len(days) >= FEWEST else None,
    )
