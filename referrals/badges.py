"""Status badges for partners; staff see the table `Referral.BADGES`."""

from ground.badges import BY_NAME, LATE, Badge
from referrals.models import Referral

Status = Referral.Status
RUNS = Badge("with", "corner-up-right", "Loopt")
# A running referral shows `REPORT_BACK` instead of `RUNS` when feedback is due soon.
REPORT_BACK = Badge("wait", "hourglass", "Meld terug")
DONE = Badge("done", "check", "Klaar")
FOR_PARTNER = {
    Status.OFFERED: BY_NAME["new"],
    Status.QUESTION: Badge("wait", "circle-question-mark", "Vraag gesteld"),
    **dict.fromkeys(Referral.RUNNING, RUNS),
    Status.COMPLETED: BY_NAME["restored"],
    Status.DECLINED: Badge("done", "undo-2", "Teruggegeven"),
    # A colleague who answers on the partner's behalf may open referrals that the partner cannot
    # see.
    **dict.fromkeys((Status.ENDED, *Referral.OUT_OF_SIGHT), DONE),
}


def badge_for_partner(referral: Referral, *, soon: bool) -> Badge:
    """Return the badge for a list; `soon` when feedback is due within a few days."""
    if referral.status == Status.OFFERED and referral.is_late:
        return LATE
    if referral.is_running and soon:
        return REPORT_BACK
    return FOR_PARTNER[referral.status]


def long_badge_for_partner(referral: Referral, *, soon: bool) -> Badge:
    """Return the badge for the referral's own page, with the number of days left."""
    badge = badge_for_partner(referral, soon=soon)
    if referral.status != Status.OFFERED:
        return badge
    if referral.is_late:
        return badge._replace(label=f"{days(referral.days_late)} te laat")
    left = referral.days_left
    return badge._replace(label=f"Nog {days(left)}" if left else "Vandaag antwoorden")


def days(number: int) -> str:
    return f"{number} {'dag' if number == 1 else 'dagen'}"
