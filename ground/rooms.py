"""The app config of every room, which imports the modules in which a room registers things."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import module_has_submodule

# What a room may have, and what such a module registers.
REGISTERING = (
    "aftercare",  # what happens to calls when a consent is withdrawn
    "checks",  # system checks
    "days_off",  # days on which the whole organisation is closed
    "departures",  # what happens when a worker or a partner leaves
    "followers",  # who follows a tenant
    "messages",  # message kinds
    "personal_data",  # what a tenant's file holds, and its erasure
    "restriction",  # what happens to steps when a restriction of processing is lifted
    "retention",  # retention terms
    "sentences",  # words of the audit trail
    "sign_in_events",  # what follows when somebody sets up a passkey or an app
    "trail_retention",  # the terms of the audit trail itself
    "unsorted_forms",  # public forms that are kept when too many come together
    "unusual_reads",  # what makes a read stand out in the weekly review
    "withdrawals",  # what happens to referrals when a consent is withdrawn
)


class RoomConfig(AppConfig):
    """Base class of the app config of a room. `house.test_registration` finds what is not listed.

    Use it as `rooms.RoomConfig`: Django takes every AppConfig in the namespace of an `apps` module
    for a candidate.
    """

    def ready(self) -> None:
        for name in REGISTERING:
            if module_has_submodule(self.module, name):
                import_module(f"{self.name}.{name}")
