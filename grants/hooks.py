"""Hooks for rooms above: an account is switched off or on."""

from ground.hooks import Hook

# An account gets an address; `account` is None for a new one. A listener may refuse.
on_new_address = Hook("grants.on_new_address", "account, address")
# An account was switched off; runs after it can no longer sign in.
on_switched_off = Hook("grants.on_switched_off", "account, by")
# Somebody asks to switch an account on again. A listener may refuse.
on_switching_on = Hook("grants.on_switching_on", "account, by")
