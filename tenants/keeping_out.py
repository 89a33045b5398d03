"""Who must act when somebody asks for rest or is shielded: rooms above sign up here."""

from accounts.occasions import occasion

# `act(tenant, by)` each.
on_restriction, say_restricted = occasion()
on_shield, say_shielded = occasion()
