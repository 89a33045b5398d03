"""Add and remove portraits of hosts."""

from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from activities.models import Portrait
from audit.guards import action, create_action


@create_action(Can.PLAN_MEETUPS, says="foto toegevoegd")
def add_portrait(*, name: str, picture: bytes, by: User) -> Portrait:
    """Add the portrait of a host who agreed to be shown on the agenda."""
    return Portrait.objects.create(
        name=name, picture=picture, agreed_on=timezone.localdate(), made_by_id=by.pk
    )


@action(Can.PLAN_MEETUPS, says="foto weggehaald")
def remove_portrait(portrait: Portrait, *, by: User) -> None:
    """Remove a portrait at the host's wish; every meetup stops showing it at once."""
    portrait.delete()
