"""The list of referrals as a spreadsheet: numbers, days and statuses, no names or free text."""

from django.utils.timezone import localdate

from ground.spreadsheets import CONTENT_TYPE, workbook
from referrals.models import Referral

__all__ = ["CONTENT_TYPE", "sheet"]
HEADER = [
    "verwijzing", "partner", "status", "wie is aan zet", "uiterlijk", "signaal van", "verstuurd",
    "beantwoord", "langs welke weg", "eerste gesprek", "dagen van signaal tot gesprek",
    "waarom niet", "verwijzer",
]  # fmt: skip


def sheet(referrals: list[Referral]) -> bytes:
    """Return an .xlsx workbook with one row per referral, in the given order."""
    return workbook("Verwijzingen", HEADER, map(_row, referrals))


def _row(referral: Referral) -> list:
    logged_on = localdate(referral.signal.logged_at)
    met_on = referral.met_on
    turn = referral.waits_for and Referral.Turn(referral.waits_for).label
    return [
        referral.pk,
        str(referral.partner or ""),
        referral.get_status_display(),
        turn,
        referral.due_on if turn else None,
        logged_on,
        localdate(referral.offered_at) if referral.offered_at else None,
        localdate(referral.answered_at) if referral.answered_at else None,
        referral.get_answered_via_display(),
        met_on,
        max((met_on - logged_on).days, 0) if met_on else None,
        referral.get_declined_why_display(),
        referral.sender.display_name,
    ]
