"""Retention of signals, rounds and the tenant's file."""

from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate

from audit.retention import register_need, register_term
from ground.months import latest_due
from signals.models import Round, Signal
from tenants.models import Contact, Letter, Note, Snapshot, Tenant, Wish

Reason = Signal.Reason
SHORT = {Reason.NOT_LONELY, Reason.UNFOUNDED, Reason.MISTAKE}
# Months after closing.
MONTHS, UNREACHED_MONTHS, SHORT_MONTHS, FILE_MONTHS = 12, 3, 1, 12


@register_term("signals", "Afgesloten signalen", rule="signal", model=Signal, tenant="tenant_id")
def closed_signals(today: date):
    """After a year; after three months when the tenant was unreachable, after one when there was no
    loneliness or the signal was a mistake."""

    def over(months: int) -> Q:
        return Q(closed_on__lte=latest_due(today, months))

    closed = Signal.objects.filter(status=Signal.Status.CLOSED, merged=None)
    return closed.annotate(closed_on=TruncDate("closed_at")).filter(
        over(MONTHS)
        | over(UNREACHED_MONTHS) & Q(reason=Reason.UNREACHABLE)
        | over(SHORT_MONTHS) & Q(reason__in=SHORT)
    )


@register_term("rounds", "Afgeronde rondes", rule="signal", model=Round)
def ended_rounds(today: date):
    ended = Round.objects.annotate(ended_on=TruncDate("ended_at"))
    return ended.filter(ended_on__lte=latest_due(today, MONTHS))


def without_recent_signal(today: date) -> Q:
    """Condition: the tenant has no open signal, and the last one closed a year ago."""
    about = Signal.objects.filter(tenant=OuterRef("tenant"))
    recent = about.annotate(closed_on=TruncDate("closed_at")).filter(
        Q(closed_at=None) | Q(closed_on__gt=latest_due(today, FILE_MONTHS))
    )
    return ~Exists(recent)


@register_term("wishes", "Wensen", rule="file", model=Wish, tenant="tenant_id")
def old_wishes(today: date):
    noted = Wish.objects.annotate(noted_on=TruncDate("noted_at"))
    old = Q(noted_on__lte=latest_due(today, FILE_MONTHS))
    return noted.filter(old, without_recent_signal(today))


@register_term("notes", "Notities", rule="file", model=Note, tenant="tenant_id")
def old_notes(today: date):
    written = Note.objects.annotate(written_on=TruncDate("written_at"))
    old = Q(written_on__lte=latest_due(today, FILE_MONTHS))
    return written.filter(old, without_recent_signal(today))


@register_term("letters", "Brieven", rule="file", model=Letter, tenant="tenant_id")
def old_letters(today: date):
    written = Letter.objects.annotate(written_on=TruncDate("written_at"))
    old = Q(written_on__lte=latest_due(today, FILE_MONTHS))
    return written.filter(old, without_recent_signal(today))


@register_term("contacts", "Contacten op de netwerkkaart", rule="file", model=Contact,
             tenant="tenant_id")  # fmt: skip
def old_contacts(today: date):
    old = Q(noted_on__lte=latest_due(today, FILE_MONTHS))
    return Contact.objects.filter(old, without_recent_signal(today))


@register_term("snapshots", "Netwerkkaarten", rule="file", model=Snapshot, tenant="tenant_id")
def old_snapshots(today: date):
    old = Q(taken_on__lte=latest_due(today, FILE_MONTHS))
    return Snapshot.objects.filter(old, without_recent_signal(today))


register_need(Tenant, lambda: Exists(Signal.objects.filter(tenant=OuterRef("pk"))))
