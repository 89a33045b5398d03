"""Two weeks of reads in the invented town, so that the weekly review has something to show."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from audit import actions as audit
from audit.models import Review, ReviewWeek, seen
from config.demo.clock import days_ago
from tenants import actions as tenants
from tenants.models import FileAccess, Tenant

Verdict = Review.Verdict
# Weekday (0 is Monday), hour, minute, who, and how many tenants further down the list.
READS = [
    (0, 9, 12, "Samira", 0), (0, 9, 40, "Samira", 1), (0, 11, 5, "Marga", 4),
    (1, 10, 30, "Samira", 2), (1, 13, 15, "Yusuf", 7), (2, 9, 5, "Samira", 5),
    (2, 15, 20, "Marga", 1), (3, 10, 10, "Yusuf", 8), (3, 14, 45, "Samira", 6),
    (4, 9, 30, "Samira", 3), (4, 16, 0, "Marga", 0),
]  # fmt: skip
# Late in the evening, and the same file five times without any change.
STANDS_OUT = [
    (2, 22, 47, "Yusuf", 9), (2, 22, 58, "Yusuf", 10),
    (0, 12, 5, "Marga", 11), (1, 12, 10, "Marga", 11), (2, 12, 3, "Marga", 11),
    (3, 12, 8, "Marga", 11), (4, 12, 1, "Marga", 11),
]  # fmt: skip


def look_around(people: dict[str, User], inhabitants: list[Tenant]) -> None:
    """Create two weeks of reads: the first reviewed and signed, the second still open."""
    read_files(people, inhabitants, weeks=2, reads=READS)
    read_files(people, inhabitants, weeks=1, reads=READS + STANDS_OUT)
    elsewhere = inhabitants[9].pk
    reason, words = FileAccess.Reason.CONTACT, "Belde mij, Yusuf is op cursus"
    tenants.open_with_reason(tenant_id=elsewhere, reason=reason, words=words, by=people["Samira"])
    this = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    with days_ago(days_since(1, 0), 1):
        before = audit.fill(monday=this - timedelta(weeks=2), by=User.objects.system())
    with days_ago(days_since(1, 0), 10):
        settle(before, by=people["Fenna"])
    audit.fill(monday=this - timedelta(weeks=1), by=User.objects.system())


def days_since(weeks: int, weekday: int) -> int:
    """Return how many days ago that weekday was, that many weeks back."""
    return timezone.localdate().weekday() + 7 * weeks - weekday


def read_files(
    people: dict[str, User], inhabitants: list[Tenant], *, weeks: int, reads: list
) -> None:
    """Create the reads of one week, each at its own time."""
    for weekday, hour, minute, name, nth in reads:
        with days_ago(days_since(weeks, weekday), hour, minute):
            seen(inhabitants[nth], by=people[name])


def settle(week: ReviewWeek, *, by: User) -> None:
    """Mark every line as in order, except one about which a colleague was asked."""
    for n, review in enumerate(week.reviews.order_by("pk")):
        asked = n == 2
        audit.decide(
            review,
            verdict=Verdict.ASKED if asked else Verdict.IN_ORDER,
            note="Belde terug namens een collega." if asked else "",
            by=by,
        )
    audit.sign(week, by=by)
