"""What a partner's worker reads: the own organisation's referrals, of those the shares."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from accounts.paging import one_page
from referrals.models import Feedback, Referral

Status = Referral.Status
# Counts above this are shown as 'more than': an exact count of everything grows with the data.
MOST = 1000
TABS = {
    "open": ("Open", (Status.OFFERED, Status.QUESTION)),
    "loopt": ("Loopt", (Status.ACCEPTED, Status.UNDER_WAY)),
    "klaar": ("Klaar", (Status.COMPLETED, Status.ENDED, Status.DECLINED)),
}
# When the partner is expected to tell how it goes: two weeks after accepting, then every four.
FIRST_REPORT = timedelta(days=14)
NEXT_REPORT = timedelta(days=28)
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
            last_told_at=Subquery(latest.values("told_at")[:1]),
        )
    )


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
    """Say on the row itself by when the partner tells how it goes, and whether that is soon."""
    referral.report_by = referral.report_soon = None
    if referral.status in TABS["loopt"][1]:
        if referral.last_told_at:
            told = timezone.localtime(referral.last_told_at).date()
            referral.report_by = told + NEXT_REPORT
        else:
            referral.report_by = timezone.localtime(referral.answered_at).date() + FIRST_REPORT
        referral.report_soon = referral.report_by - timezone.localdate() <= ASK_AHEAD
    return referral
