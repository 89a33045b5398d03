"""The demo can be filled on any day and at any hour."""

from datetime import datetime
from unittest.mock import patch

import pytest
from django.utils import timezone

from accounts.roles import Role
from activities.models import Meetup, SignUp
from config.demo.people import PEOPLE
from config.demo.town import settle
from signals.models import Signal


def test_somebody_in_the_demo_has_each_role_that_signs_in():
    without = set(Role) - {Role.SYSTEM, Role.STRANGER} - {person.role for person in PEOPLE}

    assert not without, f"{without}: add a person to PEOPLE in config/demo/people.py."


@pytest.mark.django_db
@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-28 00:05",  # a Saturday, just after midnight
        "2026-11-29 23:55",  # a Sunday, just before it
        "2027-01-01 12:00",  # a public holiday
        "2027-03-28 02:30",  # the night of the change to summer time
        "2028-02-29 09:00",  # leap day
    ],
)
def test_the_demo_town_is_filled_on_any_day_and_hour(moment):
    now = timezone.make_aware(datetime.fromisoformat(moment))
    with patch.object(timezone, "now", lambda: now):
        assert settle()
        assert not settle()

    assert Signal.objects.exists()
    assert Meetup.objects.filter(starts_at__lt=now, sign_ups__attended_at__isnull=False).exists()
    assert set(SignUp.objects.values_list("status", flat=True)) >= {"offered", "waiting"}
    assert not Meetup.objects.filter(portrait=None).exists()
