"""Hooks for other rooms: run when a signal ends, or is linked to another tenant."""

from ground.hooks import Hook

# A listener ends what depends on the signal, or raises Refused.
on_signal_ending = Hook("signals.on_signal_ending", "signal, by")
