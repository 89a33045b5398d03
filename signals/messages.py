"""Messages of this room. They hold ids and numbers; the subject is safe on a lock screen."""

from datetime import date

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ground.language_codes import read_in
from outbox.kinds import Audience, kind
from outbox.models import Message
from outbox.subjects import register_subjects
from signals.models import FollowUp, Report, Round, Signal, SignalNote, Visit
from signals.ownership import on_duty
from signals.reminders import Counts
from signals.reporter_updates import PICKED_UP

register_subjects(follow_up=FollowUp, note=SignalNote, report=Report, visit=Visit)


@kind("follow_up_urgent", subject="Aanloop: er is iets dat vandaag moet", audience=Audience.STAFF)
def follow_up_urgent(message: Message) -> dict | None:
    """An urgent step, once, to the owner or whoever covers; dropped when it was finished or
    closed."""
    steps = FollowUp.objects.open().select_related("signal", "owner")
    step = steps.filter(pk=message.about["follow_up"]).first()
    if step is None or not step.signal.is_open:
        return None
    if message.about.get("user") not in (None, on_duty(step.owner).pk):
        return None  # reassigned in the meantime; the new owner gets a message of their own
    return {"step": step, "path": step.signal.get_absolute_url()}


@kind(
    "follow_up_put_off",
    subject="Aanloop: een stap is ver vooruit gepland",
    audience=Audience.STAFF,
)
def follow_up_put_off(message: Message) -> dict | None:
    """To the coordinators: a colleague planned a step far ahead, and wrote why; dropped when the
    step is done or replaced."""
    steps = FollowUp.objects.open().select_related("signal")
    step = steps.filter(pk=message.about["follow_up"]).first()
    return step and {"step": step, "path": step.signal.get_absolute_url()}


@kind("digest", subject="Aanloop: wat er vandaag voor je klaarstaat", audience=Audience.STAFF)
def digest(message: Message) -> dict | None:
    """Counts at the time of sending; dropped on another day, or when everything is done."""
    day = date.fromisoformat(message.about["day"])
    user = User.objects.filter(pk=message.about["user"], is_active=True).first()
    if user is None or timezone.localdate() != day:
        return None
    counts = Counts.of(user, day, message.about.get("new", []))
    return None if counts.is_empty else {"counts": counts}


@kind("report_picked_up", subject=_("Uw bericht is opgepakt"), audience=Audience.TENANT)
def report_picked_up(message: Message) -> dict | None:
    return _report(message) if _status_of(message) in PICKED_UP else None


@kind("report_finished", subject=_("Uw bericht is afgerond"), audience=Audience.TENANT)
def report_finished(message: Message) -> dict | None:
    return _report(message) if _status_of(message) == Signal.Status.CLOSED else None


def _status_of(message: Message) -> str | None:
    found = Signal.objects.filter(report=message.about["report"])
    whole = Coalesce("merged_into__status", "status")
    return found.annotate(now=whole).values_list("now", flat=True).first()


def _report(message: Message) -> dict | None:
    report = Report.objects.filter(pk=message.about["report"], wants_news=True).first()
    return report and {"report": report}


@kind(
    "report_added",
    subject="Aanloop: een melder heeft iets toegevoegd",
    audience=Audience.STAFF,
)
def report_added(message: Message) -> dict | None:
    """To the owner of the signal, or whoever covers."""
    note = SignalNote.objects.select_related("signal").filter(pk=message.about["note"]).first()
    return note and {"signal": note.signal, "path": note.signal.get_absolute_url()}


@kind(
    "visit_along",
    subject="Aanloop: een huisbezoek waar je meegaat is veranderd",
    audience=Audience.STAFF,
)
def visit_along(message: Message) -> dict | None:
    """To the companion of a visit; dropped once the visit is past."""
    coming = Visit.objects.filter(pk=message.about["visit"], starts_at__gt=timezone.now())
    visit = coming.first()
    if visit is None:
        return None
    goes = visit.cancelled_at is None and visit.companion_id == message.about["user"]
    return {"goes": goes, "visit": visit, "path": reverse("signals:route")}


@kind("round_to_walk", subject="Aanloop: er is een ronde voor je", audience=Audience.STAFF)
def round_to_walk(message: Message) -> dict | None:
    """To who walks a round that a colleague started; dropped once it is over."""
    started = Round.objects.running().select_related("walker").filter(pk=message.about["round"])
    round_ = started.first()
    return round_ and {"round": round_, "path": round_.get_absolute_url()}


@kind("visit_announced", subject=_("Een brief over een huisbezoek"), audience=Audience.TENANT)
def visit_announced(message: Message) -> dict | None:
    """A letter in large type; dropped when the tenant died or moved, or the visit was cancelled."""
    visits = Visit.objects.not_cancelled()
    visits = visits.select_related("signal__tenant", "signal__home", "visitor")
    visit = visits.filter(pk=message.about["visit"], starts_at__gt=timezone.now()).first()
    return visit and _letter_about(visit)


@kind("visit_cancelled", subject=_("Een huisbezoek gaat niet door"), audience=Audience.TENANT)
def visit_cancelled(message: Message) -> dict | None:
    """A letter in large type; dropped when the tenant died or moved, or the visit stands again."""
    visits = Visit.objects.exclude(cancelled_at=None)
    visits = visits.select_related("signal__tenant", "signal__home", "visitor")
    visit = visits.filter(pk=message.about["visit"], starts_at__gt=timezone.now()).first()
    return visit and _letter_about(visit)


def _letter_about(visit: Visit) -> dict | None:
    if visit.signal.has_died or not visit.signal.lives_here:
        return None
    tenant = visit.signal.tenant
    language = read_in(tenant.language)
    return {"visit": visit, "tenant": tenant, "home": visit.signal.home, "language": language}
