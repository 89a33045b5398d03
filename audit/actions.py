"""Changes around the trail: the weekly review of reads, retention sweeps and legal holds."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action, create_action
from audit.models import Event, LegalHold, RetentionSweep, Review, ReviewWeek, record
from audit.unusual_reads import RANDOM, found_in
from ground.refusals import Refused

# Reads chosen at random each week, in addition to the unusual ones.
SAMPLE = 10
# A transaction that began before midnight may be committed just after it.
WAIT = timedelta(hours=1)


def fill_due() -> int:
    """Select reads to review for every past week without a selection; return how many weeks."""
    mondays = due()
    for monday in mondays:
        fill(monday=monday, by=User.objects.system())
    return len(mondays)


def due() -> list[date]:
    """Return the Mondays of the past weeks after the last one with a selection.

    The first selection ever is of the week that ended last; empty while the trail has no older row.
    """
    today = timezone.localdate(timezone.now() - WAIT)
    this = today - timedelta(days=today.weekday())
    chosen = ReviewWeek.objects.order_by("-monday").values_list("monday", flat=True).first()
    monday = chosen + timedelta(weeks=1) if chosen else this - timedelta(weeks=1)
    if not chosen and not Event.objects.filter(at__lt=ReviewWeek(monday=this).since).exists():
        return []
    return [monday + timedelta(weeks=n) for n in range((this - monday).days // 7)]


@create_action(Can.KEEP_TIME, says="weekcontrole klaargezet", recorded=False)
def fill(*, monday: date, by: User) -> ReviewWeek:
    """Select the reads to review of one week: all unusual ones, and SAMPLE others at random.

    A second or concurrent call returns the selection of the first.
    """
    week, is_ours = claim(monday)
    if not is_ours:
        return week
    found = found_in(week)
    others = week.events().reads().exclude(pk__in=found).order_by("?")
    by_chance = dict.fromkeys(others.values_list("pk", flat=True)[:SAMPLE], (RANDOM, ""))
    lines = sorted(found.items()) + sorted(by_chance.items())
    Review.objects.bulk_create(
        Review(week=week, event_id=pk, why=why, because=because[:300])
        for pk, (why, because) in lines
    )
    record("audit.fill", week, by=by, lines=len(lines))
    return week


def claim(monday: date) -> tuple[ReviewWeek, bool]:
    """Return the week, and whether this call created it and therefore makes the selection."""
    read = ReviewWeek(monday=monday).events().reads()
    return ReviewWeek.objects.get_or_create(monday=monday, defaults={"reads": read.count})


@action(Can.SEE_TRAIL, says="logregel beoordeeld", recorded=False)
def decide(review: Review, *, verdict: str, note: str = "", by: User) -> Review:
    """Record the verdict on a read; it can be changed until the week is signed."""
    unsigned(review.week_id)
    said = {"verdict": verdict, "note": note, "decided_at": timezone.now(), "decided_by": by}
    Review.objects.filter(pk=review.pk).update(**said)
    review.refresh_from_db()
    record("audit.decide", review, by=by, verdict=verdict)
    return review


@action(Can.SEE_TRAIL, says="week afgetekend")
def sign(week: ReviewWeek, *, by: User) -> ReviewWeek:
    """Sign off a week; nothing in it changes afterwards. Refused while a read has no verdict."""
    week = unsigned(week.pk)
    if left := week.reviews.open().count():
        lines = "1 regel" if left == 1 else f"{left} regels"
        raise Refused(f"Je hebt nog {lines} te bekijken. Teken de week daarna af.")
    ReviewWeek.objects.filter(pk=week.pk).update(signed_at=timezone.now(), signed_by=by)
    week.refresh_from_db()
    return week


def unsigned(monday: date) -> ReviewWeek:
    """Lock the week until the end of the transaction and return it. Refused when it is signed."""
    week = ReviewWeek.objects.select_for_update().get(pk=monday)
    if week.signed_at:
        raise Refused("Deze week is al afgetekend. Er verandert niets meer in.")
    return week


@action(Can.KEEP_TERMS, says="opruiming toegestaan")
def approve_sweep(night: RetentionSweep, *, by: User) -> RetentionSweep:
    """Approve a sweep that was stopped because of its size; the next nightly sweep removes it."""
    now = timezone.now()
    RetentionSweep.objects.filter(pk=night.pk, approved_at=None).update(
        approved_at=now, approved_by=by
    )
    night.refresh_from_db()
    return night


@create_action(Can.KEEP_TERMS, says="blokkade gezet")
def hold(*, tenant_number: int, why: str, by: User) -> LegalHold:
    """Place a legal hold: no data of this tenant is removed until it is lifted."""
    held, _ = LegalHold.objects.get_or_create(
        tenant_number=tenant_number, lifted_at=None, defaults={"why": why, "set_by": by}
    )
    return held


@action(Can.KEEP_TERMS, says="blokkade opgeheven")
def lift_hold(held: LegalHold, *, by: User) -> LegalHold:
    """Lift a legal hold; the next nightly sweep applies retention again."""
    LegalHold.objects.filter(pk=held.pk, lifted_at=None).update(
        lifted_at=timezone.now(), lifted_by=by
    )
    held.refresh_from_db()
    return held
