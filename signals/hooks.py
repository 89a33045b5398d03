"""What other rooms listen to when a signal ends, or turns out to be about somebody else."""

from ground.hooks import Hook

# A listener ends what depends on the signal, or refuses.
on_signal_ending = Hook("signals.on_signal_ending", "signal, by")
