"""How much a partner has in hand, and how quickly it answers: of all together, never of people."""

import statistics
from dataclasses import dataclass
from datetime import timedelta

from django.db.models.functions import TruncDate
from django.utils import timezone

from partners.models import Partner
from referrals.models import Referral

# Over how long answers are counted, and from how many a median says something.
PERIOD = timedelta(days=365)
FEWEST = 3
MOST = 1000


@dataclass(frozen=True)
class Trust:
    """`median_days` is None with fewer than FEWEST answers; `n` is how many there were."""

    waiting: int
    running: int
    answered: int
    median_days: float | None


def trust_in(partner: Partner) -> Trust:
    """What waits, what runs, and in how many days the answers of the last year came."""
    sent = Referral.objects.filter(partner=partner)
    answers = sent.filter(answered_at__gt=timezone.now() - PERIOD).annotate(
        days=TruncDate("answered_at") - TruncDate("offered_at")
    )
    days = [took.days for took in answers.order_by("-pk").values_list("days", flat=True)[:MOST]]
    return Trust(
        waiting=sent.waiting().count(),
        running=sent.running().count(),
        answered=len(days),
        median_days=statistics.median(days) if len(days) >= FEWEST else None,
    )
