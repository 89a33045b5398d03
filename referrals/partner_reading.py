"""What a partner's worker reads: the own organisation's referrals, of those the shares."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from ground.paging import one_page
from referrals.badges import badge_for_partner, long_badge_for_partner
from referrals.models import Feedback, Handover, Referral

Status = Referral.Status
# Counts above this are shown as 'more than': an exact count of everything grows with the data.
MOST = 1000
TABS = {
    "open": ("Open", Referral.WAITING),
    "loopt": ("Loopt", Referral.RUNNING),
    "klaar": ("Klaar", (Status.COMPLETED, Status.ENDED, Status.DECLINED)),
}
# From so many days before that, the list asks for it.
ASK_AHEAD = timedelta(days=3)


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    count: int

    @property
    def shown(self) -> str:
        return f"{MOST - 1}+" if self.count >= MOST else str(self.count)


def readable(user: User) -> QuerySet[Referral]:
    """The referrals of the own organisation. Never joins the tenant, the signal or a note."""
    latest = Feedback.objects.filter(referral=OuterRef("pk")).order_by("-pk")
    return (
        Referral.objects.visible_to(user)
        .select_related("partner", "sender", "taken_by", "consent")
        .prefetch_related("shares")
        .annotate(
            last_happened=Subquery(latest.values("happened")[:1]),
        )
    )


def appointment_of(referral: Referral) -> Handover | None:
    """The appointment of three that stands, also for a day after it."""
    since = timezone.now() - timedelta(days=1)
    standing = referral.handovers.standing().filter(visit__starts_at__gt=since)
    return standing.select_related("visit").first()


def awaited(user: User) -> int:
    """How many wait for an answer of the own organisation, up to `MOST`."""
    return Referral.objects.visible_to(user).filter(status=Status.OFFERED)[:MOST].count()


def tabs(user: User) -> list[Tab]:
    """Open, running and done, with how many there are in each."""
    mine = Referral.objects.visible_to(user)
    return [
        Tab(key, label, mine.filter(status__in=statuses)[:MOST].count())
        for key, (label, statuses) in TABS.items()
    ]


def tab_of(referral: Referral) -> str:
    """In which tab a referral is."""
    return next(key for key, (_, statuses) in TABS.items() if referral.status in statuses)


def page_of(user: User, tab: str, after: int | None) -> tuple[list[Referral], int | None]:
    """One page of a tab, newest first, and the key from which the next one goes on."""
    rows = readable(user).filter(status__in=TABS[tab][1]).order_by("-pk")
    if after:
        rows = rows.filter(pk__lt=after)
    page, more = one_page(rows)
    for referral in page:
        mark(referral)
    return page, more


def mark(referral: Referral) -> Referral:
    """Say on the row itself by when the partner tells how it goes, whether that is soon, and how
    the status is shown."""
    referral.report_by = referral.due_on if referral.is_running else None
    ahead = timezone.localdate() + ASK_AHEAD
    referral.report_soon = referral.report_by is not None and referral.report_by <= ahead
    referral.short_badge = badge_for_partner(referral, soon=referral.report_soon)
    referral.long_badge = long_badge_for_partner(referral, soon=referral.report_soon)
    return referral
