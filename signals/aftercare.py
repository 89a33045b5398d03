"""Aftercare: calls after 3, 6 and 12 months, for as long as the tenant wants them."""

from django.utils import timezone

from accounts.models import User
from audit.models import record
from signals.models import FollowUp, Signal
from signals.next_step import end_open_step, lock_signal
from signals.term_words import term_in_words
from tenants.consent_wording import form_of_address
from tenants.hooks import on_withdrawal
from tenants.models import Consent, Tenant

Outcome = FollowUp.Outcome
Status = Signal.Status
# Recipient, purpose and validity of the consent to be called again. A new consent replaces an older
# one with the same purpose, so the purpose names no term; the terms are in the wording.
RECIPIENT = "aftercare"
PURPOSE = "later nabellen"
CONSENT_DAYS = 400
CALLS = (FollowUp.Kind.CHECK, FollowUp.Kind.CHECK_6, FollowUp.Kind.CHECK_12)


def sentence(tenant: Tenant) -> str:
    """Return the sentence to read aloud to ask consent for later calls."""
    first, second, third = (term_in_words(kind) for kind in CALLS)
    return (
        f"{form_of_address(tenant)}, ik bel u graag over {first} nog een keer om te horen "
        f"hoe het gaat. En daarna na {second} en na {third}. U mag altijd stoppen. "
        "Is dat goed?"
    )


@on_withdrawal
def stop_calling(consent: Consent, by: User) -> None:
    """Stop the calls when the tenant withdraws consent."""
    if consent.recipient != RECIPIENT:
        return
    for signal in Signal.objects.filter(tenant=consent.tenant, status=Status.AFTERCARE):
        end_aftercare(signal, by=by)


def end_aftercare(signal: Signal, *, by: User) -> None:
    """Close a signal in aftercare for good; it keeps its reason."""
    now = lock_signal(signal)
    if now.status != Status.AFTERCARE:
        return
    now.move(Status.CLOSED, by=by, closed_at=timezone.now())
    end_open_step(now, Outcome.CLOSED, by=by)
    record("signals.end_aftercare", now, by=by)
