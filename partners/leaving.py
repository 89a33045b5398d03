"""Who must act when a partner's worker or a whole organisation goes: rooms above sign up here."""

from accounts.occasions import occasion

# `left(worker, by)`: somebody works there no more.
on_leave, say_left = occasion()
# `gone(partner, by)`: an organisation was switched off.
on_switch_off, say_gone = occasion()
# `merged(partner, into, by)`: it goes on as another; before it is switched off.
on_merge, say_merged = occasion()
