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
