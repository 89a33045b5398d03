"""Who must act when a consent is withdrawn: rooms that gave something away sign up here."""

from collections.abc import Callable

from accounts.models import User
from tenants.models import Consent

Recall = Callable[[Consent, User], None]
_recalls: list[Recall] = []


def on_withdrawal(recall: Recall) -> Recall:
    """Register `recall(consent, by)`; it runs in the transaction of the withdrawal."""
    _recalls.append(recall)
    return recall


def recall_all(consent: Consent, by: User) -> None:
    """Let every room take back what it gave away under this consent."""
    for recall in _recalls:
        recall(consent, by)


Told = Callable[[Consent], list[str]]
_told: list[Told] = []


def on_told(told: Told) -> Told:
    """Register `told(consent)`: sentences about what somebody knows already, and cannot forget."""
    _told.append(told)
    return told


def known_already(consent: Consent) -> list[str]:
    """What a withdrawal does not take back, in plain sentences."""
    return [sentence for told in _told for sentence in told(consent)]
