"""Who must agree before a signal ends, or turns out to be about another: rooms sign up here."""

from accounts.occasions import occasion

# `ending(signal, by)`: settles what hangs on the signal, or refuses.
on_ending, settle = occasion()
