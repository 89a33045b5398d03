"""Rounds and visits in the invented town, and one tenant's network map."""

import uuid
from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from config.demo.clock import days_ago
from config.demo.homes import find
from signals import actions as signals
from signals.models import FollowUp, Round, RoundStop, Signal, Visit
from tenants import actions as tenants
from tenants.models import Tenant


def go_round(people: dict[str, User]) -> None:
    """Create a round of everybody over eighty, half of it done."""
    with days_ago(6, 9):
        made = signals.start_round(
            key=uuid.uuid4(),
            name="80 jaar en ouder, alle complexen",
            kind=Round.Kind.AGE,
            complex_code="",
            number=80,
            by=people["Samira"],
        )
    outcomes = [RoundStop.Outcome.SPOKEN, RoundStop.Outcome.NOT_HOME, RoundStop.Outcome.REFUSED]
    with days_ago(4, 14):
        for stop, outcome in zip(made.stops.order_by("pk"), outcomes, strict=False):
            signals.finish_stop(stop, outcome=outcome, by=people["Samira"])


def go_out(people: dict[str, User], inhabitants: dict[str, Tenant]) -> None:
    """Create three visits, each planned the day before; one with a companion."""
    today = timezone.localdate()
    for name, at_time, told, companion in [
        ("Annie Boer", time(15, 15), Visit.Told.AGREED, None),
        ("Yonas Tesfay", time(13), Visit.Told.CALL, None),
        ("Marijke Velde", time(10, 30), Visit.Told.LETTER, people["Yusuf"]),
    ]:
        signal = Signal.objects.open().get(tenant=find(inhabitants, name))
        with days_ago(1, 15):
            visit = signals.plan_visit(
                signal,
                starts_at=timezone.make_aware(datetime.combine(today, at_time)),
                minutes=30,
                companion=companion,
                told=told,
                purpose="Kennismaken",
                by=people["Samira"],
            )
        if told == Visit.Told.CALL:
            # This visit is tomorrow, so that there is still somebody to call.
            FollowUp.objects.filter(pk=visit.follow_up_id).update(due_on=today + timedelta(days=1))
            Visit.objects.filter(pk=visit.pk).update(starts_at=visit.starts_at + timedelta(days=1))


def draw_network(people: dict[str, User], tenant: Tenant) -> None:
    """Fill the network map of Hennie van Dijk."""
    around = [
        ("Dochter Ellen", "family", 2, "strong", False),
        ("Zus Greet", "family", 3, "faded", False),
        ("Buurvrouw 16", "neighbours", 2, "ordinary", False),
        ("Ria", "activities", 1, "ordinary", True),
        ("Koffietafel", "activities", 2, "ordinary", True),
        ("Samira", "help", 3, "ordinary", False),
        ("Joost", "help", 2, "ordinary", False),
        ("Corrie", "friends", 3, "faded", False),
    ]

    def draw(new: bool) -> None:
        for label, circle, often, strength, is_new in around:
            if is_new == new:
                tenants.add_contact(
                    tenant,
                    label=label,
                    circle=circle,
                    often=often,
                    strength=strength,
                    is_new=is_new,
                    is_professional=circle == "help",
                    by=people["Samira"],
                )

    with days_ago(26, 10, 30):
        draw(new=False)
        tenants.take_snapshot(tenant, by=people["Samira"])
    with days_ago(5, 10, 30):
        draw(new=True)
