"""What a partner's worker reads: the referrals to their organisation, with only the shares."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from ground.paging import one_page
from partners.models import Worker
from referrals.badges import badge_for_partner, long_badge_for_partner
from referrals.models import Feedback, Handover, Referral

Status = Referral.Status
# Counts of this size are shown as 'more than': an exact count costs more as the data grows.
MOST = 1000
TABS = {
    "open": ("Open", Referral.WAITING),
    "loopt": ("Loopt", Referral.RUNNING),
    "klaar": ("Klaar", (Status.COMPLETED, Status.ENDED, Status.DECLINED)),
}
# The list asks for feedback this long before it is due.
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
    """Referrals to the user's organisation. Never joins the tenant, the signal or a note."""
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
    """Return the current handover appointment, until a day after its start; None without one."""
    since = timezone.now() - timedelta(days=1)
    standing = referral.handovers.not_cancelled().filter(visit__starts_at__gt=since)
    return standing.select_related("visit").first()


def dropped_appointment_of(referral: Referral) -> Handover | None:
    """Return the newest appointment when it was cancelled, until a day after it would have been."""
    newest = referral.handovers.select_related("visit").first()
    since = timezone.now() - timedelta(days=1)
    gone = newest and newest.visit.cancelled_at and newest.visit.starts_at > since
    return newest if gone else None


def colleagues_for(referral: Referral, user: User) -> QuerySet[Worker]:
    """Return the workers to whom this user may hand over the referral, by name."""
    present = Worker.objects.present().filter(partner=referral.partner_id, user__is_active=True)
    others = present.exclude(user=referral.taken_by_id).exclude(user=user)
    return others.select_related("user").order_by("user__name", "pk")


def awaited(user: User) -> int:
    """How many referrals wait for an answer of the user's organisation, up to `MOST`."""
    return Referral.objects.visible_to(user).filter(status=Status.OFFERED)[:MOST].count()


def tabs(user: User) -> list[Tab]:
    """Return the tabs open, running and done, with the count of each."""
    mine = Referral.objects.visible_to(user)
    return [
        Tab(key, label, mine.filter(status__in=statuses)[:MOST].count())
        for key, (label, statuses) in TABS.items()
    ]


def tab_of(referral: Referral) -> str:
    """Return the key of the tab that a referral is in."""
    return next(key for key, (_, statuses) in TABS.items() if referral.status in statuses)


def page_of(user: User, tab: str, after: int | None) -> tuple[list[Referral], int | None]:
    """Return one page of a tab, newest first, and the key after which the next page starts."""
    rows = readable(user).filter(status__in=TABS[tab][1]).order_by("-pk")
    if after:
        rows = rows.filter(pk__lt=after)
    page, more = one_page(rows)
    for referral in page:
        annotate_badges(referral)
    return page, more


def annotate_badges(referral: Referral) -> Referral:
    """Set on the instance when feedback is due, whether that is soon, and the badges to show."""
    referral.report_by = referral.due_on if referral.is_running else None
    ahead = timezone.localdate() + ASK_AHEAD
    referral.report_soon = referral.report_by is not None and referral.report_by <= ahead
    referral.short_badge = badge_for_partner(referral, soon=referral.report_soon)
    referral.long_badge = long_badge_for_partner(referral, soon=referral.report_soon)
    return referral
