"""Suggest whom to invite to a meetup, with every reason, and why somebody is left out.

Nothing is stored and nobody gets a score: the reasons are shown as they are, and the order follows
from their number and from how long ago somebody last came. Half of the list is for people who were
never invited before.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from activities.acquaintances import knows, shared_tables
from activities.models import Invite, Meetup, SignUp
from ground.language_codes import LANGUAGES
from tenants.models import Interest, Tenancy, Tenant, Wish

# How many tenants are read, and how many are shown of each half.
LOOKED_AT, SHOWN = 400, 12


@dataclass
class InvitationCandidate:
    """A tenant who may be invited, with the reasons; with `against` set only shown, not invited."""

    tenant: Tenant
    neighbourhood: str
    reasons: list[str] = field(default_factory=list)
    against: str = ""
    last_there: date | None = None
    was_asked: bool = False

    @property
    def why(self) -> list[str]:
        """The reasons; without any, how this tenant came to be considered."""
        area = self.tenant.area
        near = area is not None and area.name == self.neighbourhood
        return self.reasons or ["woont in de buurt" if near else "meldde zich eerder aan"]

    @property
    def order(self) -> tuple:
        """Most reasons first, then longest absence; never stored."""
        return (-len(self.reasons), self.last_there or date.min, self.tenant.search)


def invitation_candidates(
    meetup: Meetup, user: User
) -> tuple[list[InvitationCandidate], list[InvitationCandidate], list]:
    """Return tenants never invited, tenants invited before, and tenants left out with the
    reason."""
    tenants = list(_pool(meetup, user))
    by_id = {
        tenant.pk: InvitationCandidate(tenant, meetup.place.neighbourhood) for tenant in tenants
    }
    _by_wish(meetup, by_id)
    _by_home(meetup, by_id)
    _by_person(meetup, by_id)
    _by_history(meetup, by_id)
    left_out = [one for one in by_id.values() if one.against]
    fitting = sorted((o for o in by_id.values() if not o.against), key=lambda one: one.order)
    never = [one for one in fitting if not one.was_asked][:SHOWN]
    before = [one for one in fitting if one.was_asked][:SHOWN]
    return never, before, sorted(left_out, key=lambda one: one.tenant.search)[:SHOWN]


def _pool(meetup: Meetup, user: User):
    """Return the tenants to consider: those this user may list who are alive and have a wish for
    this activity, live nearby or came before. Shielded tenants are in no list at all."""
    place = meetup.place
    near = Q(tenancies__home__complex_code=place.complex_code) if place.complex_code else Q()
    near |= Q(wishes__interests__contains=[meetup.tile])
    near |= Q(sign_ups__meetup__tile=meetup.tile)
    if place.neighbourhood:
        near |= Q(area__name=place.neighbourhood, wishes__isnull=False)
    found = Tenant.objects.listed_to(user).filter(died_on=None).filter(near)
    ids = found.order_by().values_list("pk", flat=True).distinct()[:LOOKED_AT]
    pool = Tenant.objects.listed_to(user).filter(pk__in=list(ids)).select_related("area")
    return pool.prefetch_related(Tenancy.now())


def _by_wish(meetup: Meetup, by_id: dict[int, InvitationCandidate]) -> None:
    for one in by_id.values():
        one.tenant.newest_wish = None
    wishes = Wish.objects.filter(tenant__in=by_id).order_by("pk")
    for wish in wishes:
        by_id[wish.tenant_id].tenant.newest_wish = wish
    label = Interest(meetup.tile).label.lower()
    for one in by_id.values():
        wish = one.tenant.newest_wish
        if wish and meetup.tile in wish.interests:
            one.reasons.append(f"wil graag: {label}")


def _by_home(meetup: Meetup, by_id: dict[int, InvitationCandidate]) -> None:
    place = meetup.place
    minutes = dict(place.walks.values_list("complex_code", "minutes"))
    for one in by_id.values():
        home = next((t.home for t in one.tenant.current_tenancies), None)
        if home is None:
            one.against = "heeft hier geen woning meer"
        elif place.complex_code and home.complex_code == place.complex_code:
            one.reasons.append("woont in hetzelfde gebouw")
        elif home.complex_code in minutes:
            one.reasons.append(f"{minutes[home.complex_code]} minuten lopen")
        elif home.street and place.street.startswith(home.street):
            one.reasons.append("woont in dezelfde straat")


def _by_person(meetup: Meetup, by_id: dict[int, InvitationCandidate]) -> None:
    for one in by_id.values():
        tenant = one.tenant
        if tenant.restricted_at:
            one.against = "gebruik van de gegevens staat stil"
        if tenant.language in meetup.languages:
            one.reasons.append(f"hier spreekt iemand {LANGUAGES[tenant.language]}")
        elif tenant.interpreter:
            one.against = one.against or "heeft een tolk nodig; die is er niet bij"
        if tenant.hears_badly and meetup.place.hearing_loop:
            one.reasons.append("er is een ringleiding")
        elif tenant.hears_badly:
            one.against = one.against or "hoort minder goed; hier is geen ringleiding"


def _by_history(meetup: Meetup, by_id: dict[int, InvitationCandidate]) -> None:
    """Add what is known of earlier meetups: attended before, would meet acquaintances, invited or
    signed up already."""
    on_the_list = set(meetup.sign_ups.active().values_list("tenant", flat=True))
    coming = set(meetup.sign_ups.coming().values_list("person", flat=True))
    asked_now = set(Invite.objects.filter(meetup=meetup).values_list("tenant", flat=True))
    asked = set(Invite.objects.filter(tenant__in=by_id).values_list("tenant", flat=True))
    own = SignUp.objects.filter(tenant__in=by_id)
    called = dict(own.values_list("person", "tenant"))
    asked |= set(called.values())
    met = shared_tables(called, coming)
    last = own.filter(attended_at__isnull=False).order_by().values("tenant")
    for row in last.annotate(day=Max("meetup__starts_at")):
        by_id[row["tenant"]].last_there = timezone.localdate(row["day"])
    known: defaultdict[int, int] = defaultdict(int)
    for person, pk in called.items():
        known[pk] = max(known[pk], met[person])
    for pk, one in by_id.items():
        one.was_asked = pk in asked
        if pk in on_the_list:
            one.against = "staat al op de lijst"
        elif pk in asked_now:
            one.against = "is al gevraagd"
        if known[pk]:
            one.reasons.append(knows(known[pk]))
        if one.last_there:
            day = date_format(one.last_there, "j E Y")
            one.reasons.append(f"was er het laatst op {day}")
