"""Actions on accounts, and on access that waits for a second person."""

from grants.actions.accounts import (
    add_account,
    change_account,
    change_role,
    switch_off,
    switch_on,
)
from grants.actions.decisions import confirm, refuse, withdraw

__all__ = [
    "add_account",
    "change_account",
    "change_role",
    "confirm",
    "refuse",
    "switch_off",
    "switch_on",
    "withdraw",
]
