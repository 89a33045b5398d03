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


# The fewest referrals for a share: of fewer, it could tell what happened to one tenant.
FEWEST_FOR_A_SHARE = 5
# Contact counts for what was accepted longer ago than this: before it, no contact means little.
TIME_FOR_CONTACT = timedelta(days=14)


@dataclass(frozen=True)
class Part:
    """`count` of `n`, as a share; without one when `n` is too small."""

    count: int
    n: int

    @property
    def percentage(self) -> int | None:
        """Return the share in whole percents; None below FEWEST_FOR_A_SHARE."""
        return round(100 * self.count / self.n) if self.n >= FEWEST_FOR_A_SHARE else None


@dataclass(frozen=True)
class Trust:
    """How a partner deals with referrals, over the last year: workload, speed, what it accepts and
    where contact was made. `median_days` is None with fewer than FEWEST answers."""

    waiting: int
    running: int
    answered: int
    median_days: float | None
    accepted: Part
    in_contact: Part


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


def trust_of(partner: Partner) -> Trust:
    """Return what waits, what runs, and of the last year: the median days to an answer, which part
    was accepted, and in which part of that the partner spoke with the tenant."""
    now = timezone.now()
    sent = Referral.objects.filter(partner=partner)
    answers = sent.filter(answered_at__gt=now - PERIOD).annotate(
        days=TruncDate("answered_at") - TruncDate("offered_at")
    )
    accepted = ~Q(status=Referral.Status.DECLINED)
    long_ago = accepted & Q(answered_at__lte=now - TIME_FOR_CONTACT)
    counts = answers.aggregate(
        answered=Count("pk"),
        accepted=Count("pk", filter=accepted),
        long_ago=Count("pk", filter=long_ago),
        met=Count("pk", filter=long_ago & Q(met_on__isnull=False)),
    )
    days = [took.days for took in answers.order_by("-pk").values_list("days", flat=True)[:MOST]]
    return Trust(
        waiting=sent.waiting().count(),
        running=sent.running().count(),
        answered=counts["answered"],
        median_days=statistics.median(days) if len(days) >= FEWEST else None,
        accepted=Part(counts["accepted"], counts["answered"]),
        in_contact=Part(counts["met"], counts["long_ago"]),
    )
