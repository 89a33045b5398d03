"""Search homes by street and number, by postcode and number, or by name of a tenant."""

from dataclasses import dataclass, field, replace

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.utils.formats import date_format

from accounts.models import User
from audit.models import list_seen
from ground.paging import key_of
from ground.plain_text import plain
from ground.search_text import searchable
from signals.models import Signal
from tenants.models import Home, Tenancy, Tenant

MOST = 8
SHORTEST = 3
LONGEST = 80


@dataclass(frozen=True)
class AddressChoice:
    """One choice in the form: a tenant at a home, or an unnamed person at that address."""

    home: Home
    tenant: Tenant | None
    # Number of open signals at the home that this user may see.
    open_signals: int = field(default=0, compare=False)

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
        if not self.open_signals:
            return who
        words = "signaal" if self.open_signals == 1 else "signalen"
        return f"{who} · al {self.open_signals} {words} open"


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


def words_of(text: str) -> list[str]:
    """Return the search terms; text after the first `LONGEST` characters is ignored."""
    return searchable(plain(text[:LONGEST]).replace(",", " ")).split()


def search(user: User, text: str) -> list[AddressChoice]:
    """Return at most `MOST` matching choices, homes where this user logged before first. Return
    nothing for fewer than three characters."""
    words = words_of(text)
    if sum(map(len, words)) < SHORTEST:
        return []
    mine = Signal.objects.logged_by_user(user).filter(home=OuterRef("pk"))
    homes = Home.objects.visible_to(user).annotate(was_here=Exists(mine))
    by_address = homes
    for word in words:
        by_address = by_address.filter(search__contains=word)
    found = list(with_tenants(by_address.order_by("-was_here", "search", "pk")[:MOST]))
    if len(found) < MOST:
        tenants = Tenant.objects.named_to(user).filter(died_on=None)
        for word in words:
            tenants = tenants.filter(search__contains=word)
        names = tenants.order_by("search", "pk").values("pk")[:MOST]
        living = Tenancy.objects.current().filter(tenant__in=names).values("home")
        by_name = homes.filter(pk__in=living).exclude(pk__in=[home.pk for home in found])
        by_name = by_name.order_by("-was_here", "search", "pk")
        found += list(with_tenants(by_name[: MOST - len(found)]))
    return with_open_signals(choices_for(found)[:MOST], user)


def with_open_signals(choices: list[AddressChoice], user: User) -> list[AddressChoice]:
    """Return the same choices with the number of open signals that this user may see."""
    signals = (
        Signal.objects.visible_to(user).open().filter(home__in=[one.home.pk for one in choices])
    )
    signals = signals.filter(Q(tenant=None) | Q(tenant__shielded_at=None))
    counts = dict(signals.order_by().values_list("home").annotate(n=Count("pk")))
    return [replace(choice, open_signals=counts.get(choice.home.pk, 0)) for choice in choices]


def moved_away_hint(user: User, text: str) -> str:
    """Return a sentence when the search matches a tenant who died or moved away, else an empty
    string.

    A death is mentioned with respect, so that no colleague visits unprepared.
    """
    words = words_of(text)
    if sum(map(len, words)) < SHORTEST or any(word[0].isdigit() for word in words):
        return ""
    tenants = Tenant.objects.named_to(user)
    for word in words:
        tenants = tenants.filter(search__contains=word)
    current = Tenancy.objects.current().filter(tenant=OuterRef("pk"))
    gone = tenants.filter(Q(died_on__isnull=False) | ~Exists(current)).order_by("search", "pk")
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
    return with_open_signals(choices_for(newest_first[:3])[:4], user)


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
