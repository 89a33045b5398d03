"""Who must act when a partner's worker or a whole organisation goes: rooms above sign up here."""

from collections.abc import Callable

from accounts.models import User
from partners.models import Partner, Worker

Left = Callable[[Worker, User], None]
Gone = Callable[[Partner, User], None]
Merged = Callable[[Partner, Partner, User], None]
_left: list[Left] = []
_gone: list[Gone] = []
_merged: list[Merged] = []


def on_leave(left: Left) -> Left:
    """Register `left(worker, by)`; it runs in the transaction in which somebody leaves."""
    _left.append(left)
    return left


def on_switch_off(gone: Gone) -> Gone:
    """Register `gone(partner, by)`; it runs in the transaction of the switching off."""
    _gone.append(gone)
    return gone


def on_merge(merged: Merged) -> Merged:
    """Register `merged(partner, into, by)`; it runs before the one is switched off."""
    _merged.append(merged)
    return merged


def say_left(worker: Worker, by: User) -> None:
    for left in _left:
        left(worker, by)


def say_gone(partner: Partner, by: User) -> None:
    for gone in _gone:
        gone(partner, by)


def say_merged(partner: Partner, into: Partner, by: User) -> None:
    for merged in _merged:
        merged(partner, into, by)
