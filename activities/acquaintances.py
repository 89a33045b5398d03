"""Acquaintances: guests who attended the same meetup, guests who came to a host before, and the
tenant with a given number."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from activities.models import BuddyRequest, Meetup, SignUp
from activities.models.buddies import BuddyQuerySet, SharedActivity
from ground import phones
from ground.days import day_in_words
from tenants.models import Tenant

# How long a host sees past guests, how many visits are read, and how many people are shown.
REMEMBERED, LOOKED_AT, SHOWN = timedelta(weeks=26), 600, 12
# How many buddies are read.
MOST = 60
STANDS = {
    SignUp.Status.CONFIRMED: "komt al",
    SignUp.Status.OFFERED: "mag kiezen of het uitkomt",
    SignUp.Status.WAITING: "staat op de wachtlijst",
    SignUp.Status.CANCELLED: "kan deze keer niet",
}


@dataclass
class PastGuest:
    """A past guest of this host, shown by first name."""

    newest: SignUp
    reasons: list[str] = field(default_factory=list)
    against: str = ""

    @property
    def order(self) -> tuple:
        """Most reasons first, then longest absence; never stored."""
        return (-len(self.reasons), self.newest.meetup.starts_at)


def met_before(phone: str) -> dict[str, str]:
    """Map telephone numbers to the title of the newest meetup attended together with this
    number."""
    mine = SignUp.objects.filter(phone=phone, attended_at__isnull=False).values("meetup")
    others = SignUp.objects.filter(meetup__in=mine, attended_at__isnull=False)
    others = others.exclude(phone=phone).order_by("meetup__starts_at")
    return dict(others.values_list("phone", "meetup__title"))


def rank_buddies(buddy_request: BuddyRequest, buddies: BuddyQuerySet) -> list[dict]:
    """Return every buddy with the reasons to ask them and why they cannot be asked now; available
    first, then most reasons."""
    found, met = [], met_before(buddy_request.phone)
    for buddy in buddies.with_load().filter(stopped_at=None)[:MOST]:
        same = [one for one in buddy_request.things if one in buddy.things]
        reasons = [str(SharedActivity(one).label).lower() for one in same]
        if where := met.get(buddy.phone):
            reasons.append(f"samen geweest bij {where}")
        found.append({"buddy": buddy, "reasons": reasons, "why_not": buddy.why_not})
    return sorted(found, key=lambda one: (bool(one["why_not"]), -len(one["reasons"])))


def past_guests(meetup: Meetup, user: User) -> tuple[list[PastGuest], list[PastGuest]]:
    """Return past guests of this user's meetups who may be invited again (most reasons first, then
    longest absence), and those left out with the reason. Nothing of it is stored."""
    people = _who_came(meetup, user)
    stands = dict(meetup.sign_ups.order_by("pk").values_list("person", "status"))
    coming = {person for person, status in stands.items() if status == SignUp.Status.CONFIRMED}
    shared = shared_tables(people, coming)
    for person, one in people.items():
        before = one.newest.meetup
        one.against = STANDS.get(stands.get(person), "")
        if before.tile == meetup.tile:
            one.reasons.append(f"was bij {before.title}")
        if known := shared[person]:
            one.reasons.append(knows(known))
        day = day_in_words(before.starts_at, "j E")
        one.reasons.append(f"was er het laatst op {day}")
    order = sorted(people.values(), key=lambda one: one.order)
    fitting = [one for one in order if not one.against][:SHOWN]
    return fitting, [one for one in order if one.against][:SHOWN]


def _who_came(meetup: Meetup, user: User) -> dict[str, PastGuest]:
    """Map person to past guest for the last half year; without people who have died, are shielded
    or have a processing restriction."""
    mine = Meetup.objects.hosted_by(user).exclude(pk=meetup.pk)
    mine = mine.filter(starts_at__gt=timezone.now() - REMEMBERED, starts_at__lt=meetup.starts_at)
    came = SignUp.objects.visible_to(user).filter(meetup__in=mine, attended_at__isnull=False)
    there = came.values("person")
    # Filter by person and not by sign-up: perhaps only one of a person's sign-ups is linked to the
    # tenant.
    reachable = SignUp.objects.filter(person__in=there).reachable()
    hidden = SignUp.objects.filter(person__in=there).exclude(pk__in=reachable.values("pk"))
    came = came.exclude(person__in=hidden.values("person"))
    came = came.select_related("meetup").order_by("-meetup__starts_at", "pk")
    people: dict[str, PastGuest] = {}
    for sign_up in came[:LOOKED_AT]:
        people.setdefault(sign_up.person, PastGuest(sign_up))
    return people


def newcomers(meetup: Meetup, guests: Iterable[SignUp], user: User) -> set[str]:
    """Return the guests, as `person`, who were at none of the earlier meetups whose guest list this
    user may see. Where nobody ticked who came, everybody who was expected counts as present."""
    asked = {guest.person: guest.phone for guest in guests}
    at_the_same = SignUp.objects.filter(meetup=OuterRef("meetup"), attended_at__isnull=False)
    expected = SignUp.objects.visible_to(user).coming()
    were = expected.filter(
        # `phone` is here for its index; `person` alone identifies the guest.
        Q(attended_at__isnull=False) | ~Exists(at_the_same),
        phone__in=set(asked.values()),
        person__in=asked,
        meetup__cancelled_at=None,
        meetup__starts_at__lt=min(meetup.starts_at, timezone.now()),
    )
    return set(asked).difference(were.values_list("person", flat=True))


def shared_tables(people: Iterable[str], coming: set[str]) -> defaultdict[str, int]:
    """Map person to the number of coming guests who attended an earlier meetup together with
    them."""
    were = SignUp.objects.filter(person__in=[*people, *coming], attended_at__isnull=False)
    at_table = defaultdict(set)
    for meetup, person in were.values_list("meetup", "person"):
        at_table[meetup].add(person)
    met = defaultdict(set)
    for there in at_table.values():
        for person in there:
            met[person] |= (there & coming) - {person}
    return defaultdict(int, {person: len(others) for person, others in met.items()})


def knows(others: int) -> str:
    """'kent 2 die ook komen'."""
    return f"kent {others} die ook {'komt' if others == 1 else 'komen'}"


def tenant_with_number(phone: str, user: User) -> Tenant | None:
    """Return the one tenant with this number among those this user may list; None when there is
    none or several share it. Links what is recorded about somebody to their file."""
    wanted = phones.standard(phone)
    alike = Tenant.objects.listed_to(user).filter(died_on=None).ending_on(phone)
    found = [
        tenant
        for tenant in alike.only("pk", "phone")
        if phones.can_be_called(tenant.phone) and phones.standard(tenant.phone) == wanted
    ]
    return found[0] if len(found) == 1 else None
