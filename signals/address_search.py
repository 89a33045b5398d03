"""Search homes by street and number, by postcode and number, or by name of a tenant."""

from dataclasses import dataclass, field, replace

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.utils.formats import date_format

from accounts.models import User
from audit.models import list_seen
from ground.paging import key_of
from ground.search_text import size_of_search
from signals.models import Signal
from tenants.home_search import homes_at, only_home_at
from tenants.models import Home, Tenancy, Tenant

MOST = 8
SHORTEST = 3
LONGEST = 80
# The most streets, or addresses of one street, that are shown as tiles to tap.
MOST_TO_TAP = 120


@dataclass(frozen=True)
class AddressChoice:
    """One choice in the form: a tenant at a home, or an unnamed person at that address."""

    home: Home
    tenant: Tenant | None
    # Numbers of open and of closed signals at the home that this user may see.
    open_signals: int = field(default=0, compare=False)
    closed_signals: int = field(default=0, compare=False)

    @property
    def value(self) -> str:
        """Return `home:tenant` as primary keys, or `home:` for an unnamed person at the address."""
        return f"{self.home.pk}:{self.tenant.pk if self.tenant else ''}"

    @property
    def label(self) -> str:
        return self.home.address

    @property
    def hint(self) -> str:
        who = self.tenant.formal_name if self.tenant else "iemand op dit adres"
        hints = [who]
        if self.open_signals:
            hints.append(f"al {number_of_signals(self.open_signals)} open")
        if self.closed_signals:
            hints.append(f"eerder {number_of_signals(self.closed_signals)}")
        return " · ".join(hints)


def number_of_signals(n: int) -> str:
    return "1 signaal" if n == 1 else f"{n} signalen"


def choices_for(homes: list[Home]) -> list[AddressChoice]:
    """Return a choice for every living, unshielded tenant of each home, and one for an unnamed
    person unless there is exactly one tenant."""
    choices = []
    for home in homes:
        tenants = [
            tenancy.tenant
            for tenancy in home.current_tenancies
            if not tenancy.tenant.died_on and not tenancy.tenant.shielded_at
        ]
        choices += [AddressChoice(home, tenant) for tenant in tenants]
        if len(tenants) != 1:
            choices.append(AddressChoice(home, None))
    return choices


def record_choices_seen(choices: list[AddressChoice], *, by: User) -> None:
    """Record in the audit trail which choices a page showed, and which tenants they named."""
    tenants = [choice.tenant.pk for choice in choices if choice.tenant]
    list_seen(
        "signals.address_choices", Home, [one.value for one in choices], by=by, tenants=tenants
    )


def with_tenants(homes):
    """Prefetch the current tenancies and their tenants, in two queries."""
    now = Tenancy.objects.current().select_related("tenant").order_by("role", "pk")
    return homes.prefetch_related(Prefetch("tenancies", now, to_attr="current_tenancies"))


def is_long_enough(text: str) -> bool:
    """Return whether a text has the fewest letters and digits to search with."""
    return size_of_search(text[:LONGEST]) >= SHORTEST


@dataclass(frozen=True)
class Found:
    """What a search found: choices, whether there are more, and what can be tapped instead."""

    choices: list[AddressChoice] = field(default_factory=list)
    more: bool = False
    # Pairs of a street, or an address in the street that was searched for, and its label; tapping
    # one searches for it.
    to_tap: list[tuple[str, str]] = field(default_factory=list)

    def with_chosen(self, choice: AddressChoice | None) -> "Found":
        """Return the same with a choice that was made before in front."""
        if choice is None or choice in self.choices:
            return self
        return replace(self, choices=[choice, *self.choices])


def search(user: User, text: str) -> Found:
    """Return the first `MOST` choices. The exact house number comes first, then homes where this
    user logged before. Finds nothing for fewer than `SHORTEST` characters."""
    if not is_long_enough(text):
        return Found()
    text = text[:LONGEST]
    mine = Signal.objects.logged_by_user(user).filter(home=OuterRef("pk"))
    homes = with_tenants(Home.objects.visible_to(user).annotate(was_here=Exists(mine)))
    found = homes_at(homes, text, first=("-was_here",), most=MOST + 1)
    if len(found) <= MOST:
        tenants = Tenant.objects.named_to(user).filter(died_on=None).with_name(text)
        names = tenants.values("pk")[: MOST + 1]
        living = Tenancy.objects.current().filter(tenant__in=names).values("home")
        by_name = homes.filter(pk__in=living).exclude(pk__in=[home.pk for home in found])
        found += by_name.order_by("-was_here", "search", "pk")[: MOST + 1 - len(found)]
    choices = choices_for(found)
    return Found(
        with_signals(choices[:MOST], user),
        more=len(choices) > MOST,
        to_tap=addresses_in(user, text) if len(found) > MOST else [],
    )


def addresses_in(user: User, street: str) -> list[tuple[str, str]]:
    """Return the addresses in exactly this street and their numbers, by number; none when there are
    too many."""
    homes = Home.objects.visible_to(user).filter(street__iexact=" ".join(street.split()))
    homes = homes.order_by("search", "pk")[: MOST_TO_TAP + 1]
    found = {
        home.address: Home.written("", home.number, home.letter, home.addition) for home in homes
    }
    return list(found.items()) if len(found) <= MOST_TO_TAP else []


def start(user: User) -> Found:
    """Return what to choose from before anything is typed: the homes visited last, and the streets
    to tap when there are none."""
    choices = last_visited(user)
    if choices:
        return Found(choices)
    homes = Home.objects.visible_to(user).filter(kind=Home.DWELLING)
    streets = homes.order_by("street").values_list("street", "street").distinct()
    to_tap = list(streets[: MOST_TO_TAP + 1])
    return Found(to_tap=to_tap if len(to_tap) <= MOST_TO_TAP else [])


def with_signals(choices: list[AddressChoice], user: User) -> list[AddressChoice]:
    """Return the same choices with the numbers of signals that this user may see."""
    signals = Signal.objects.visible_to(user).filter(home__in=[one.home.pk for one in choices])
    signals = signals.filter(Q(tenant=None) | Q(tenant__shielded_at=None)).exclude(
        reason=Signal.Reason.MERGED
    )
    closed = Count("pk", filter=Q(status__in=Signal.ENDED))
    counted = signals.order_by().values("home").annotate(every=Count("pk"), closed=closed)
    numbers = {row["home"]: row for row in counted}
    return [
        replace(
            choice,
            open_signals=row["every"] - row["closed"],
            closed_signals=row["closed"],
        )
        if (row := numbers.get(choice.home.pk))
        else choice
        for choice in choices
    ]


def moved_away_hint(user: User, text: str) -> str:
    """Return a sentence when the search matches a tenant who died or moved away, else an empty
    string.

    A death is mentioned with respect, so that no colleague visits unprepared.
    """
    if not is_long_enough(text) or any(c.isdigit() for c in text):
        return ""
    tenants = Tenant.objects.named_to(user).with_name(text[:LONGEST])
    current = Tenancy.objects.current().filter(tenant=OuterRef("pk"))
    gone = tenants.filter(Q(died_on__isnull=False) | ~Exists(current))
    tenant = gone.first()
    if tenant is None:
        return ""
    if tenant.died_on:
        return (
            f"{tenant.called} is overleden op {date_format(tenant.died_on, 'j F Y')}. "
            "Wil je iets vastleggen over wie daar nu woont? Zoek dan op het adres."
        )
    return f"{tenant.called} woont hier niet meer. Zoek op het adres voor wie er nu woont."


def last_visited(user: User) -> list[AddressChoice]:
    """Return the choices for the homes of this user's latest signals, newest first."""
    latest = Signal.objects.logged_by_user(user).order_by("-pk").values_list("home", flat=True)[:10]
    homes = {
        home.pk: home
        for home in with_tenants(Home.objects.visible_to(user).filter(pk__in=list(latest)))
    }
    newest_first = [homes[pk] for pk in dict.fromkeys(latest) if pk in homes]
    return with_signals(choices_for(newest_first[:3])[:4], user)


def only_choice_at(user: User, text: str) -> AddressChoice | None:
    """Return the choice for exactly this address; None when it has more people, or is not one."""
    home = only_home_at(with_tenants(Home.objects.visible_to(user)), text)
    choices = choices_for([home]) if home else []
    return choices[0] if len(choices) == 1 else None


def choice_for(user: User, value: str) -> AddressChoice | None:
    """Return the choice for a form value, or None when this user may not log there."""
    home_pk = key_of(value.partition(":")[0])
    if home_pk is None:
        return None
    home = with_tenants(Home.objects.visible_to(user).filter(pk=home_pk)).first()
    if home is None:
        return None
    return next(
        (one for one in [*choices_for([home]), AddressChoice(home, None)] if one.value == value),
        None,
    )
