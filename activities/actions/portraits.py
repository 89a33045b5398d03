"""The face of a host is put on the agenda, and taken off."""

from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from activities.models import Portrait
from audit.guards import action, create_action


@create_action(Can.PLAN_MEETUPS, says="foto toegevoegd")
def add_portrait(*, name: str, picture: bytes, by: User) -> Portrait:
    """Somebody agreed that their face stands on the agenda."""
    return Portrait.objects.create(
        name=name, picture=picture, agreed_on=timezone.localdate(), made_by_id=by.pk
    )


@action(Can.PLAN_MEETUPS, says="foto weggehaald")
def remove_portrait(portrait: Portrait, *, by: User) -> None:
    """Somebody does not want it any more: gone from every meetup at once."""
    portrait.delete()
