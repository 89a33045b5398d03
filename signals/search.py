"""Finding whose door it is: by street and number, postcode and number, or name."""

from dataclasses import dataclass

from django.db.models import Prefetch

from accounts.models import User
from signals.models import Signal
from tenants.models import Home, Tenancy, Tenant
from tenants.text import searchable

MOST = 8
SHORTEST = 3


@dataclass(frozen=True)
class Door:
    """One choice in the form: a tenant at a home, or somebody at that address."""

    home: Home
    tenant: Tenant | None

    @property
    def value(self) -> str:
        """`home:tenant`, or `home:` for somebody at this address."""
        return f"{self.home.pk}:{self.tenant.pk if self.tenant else ''}"

    @property
    def label(self) -> str:
        return self.home.address

    @property
    def hint(self) -> str:
        return self.tenant.formal_name if self.tenant else "iemand op dit adres"


def doors_of(homes: list[Home]) -> list[Door]:
    """Each home once for every tenant who lives there, or once for somebody at the address."""
    doors = []
    for home in homes:
        tenants = [
            tenancy.tenant for tenancy in home.current_tenancies if not tenancy.tenant.died_on
        ]
        doors += [Door(home, tenant) for tenant in tenants]
        if len(tenants) != 1:
            doors.append(Door(home, None))
    return doors


def with_tenants(homes):
    """Homes with the people who live there now, in two queries."""
    now = Tenancy.objects.current().select_related("tenant").order_by("role", "pk")
    return homes.prefetch_related(Prefetch("tenancies", now, to_attr="current_tenancies"))


def search(user: User, text: str) -> list[Door]:
    """The doors that fit what was typed, at most a handful; nothing for less than three letters."""
    words = searchable(text.replace(",", " ")).split()
    if sum(map(len, words)) < SHORTEST:
        return []
    homes = Home.objects.visible_to(user)
    by_address = homes
    for word in words:
        by_address = by_address.filter(search__contains=word)
    found = list(with_tenants(by_address.order_by("search", "pk")[:MOST]))
    if len(found) < MOST:
        tenants = Tenant.objects.named_to(user).filter(died_on=None)
        for word in words:
            tenants = tenants.filter(search__contains=word)
        names = tenants.order_by("search", "pk").values("pk")[:MOST]
        living = Tenancy.objects.current().filter(tenant__in=names).values("home")
        by_name = homes.filter(pk__in=living).exclude(pk__in=[home.pk for home in found])
        found += list(with_tenants(by_name.order_by("search", "pk")[: MOST - len(found)]))
    return doors_of(found)[:MOST]


def last_visited(user: User) -> list[Door]:
    """The doors of this person's latest signals, newest first."""
    latest = Signal.objects.logged_by_user(user).order_by("-pk").values_list("home", flat=True)[:10]
    homes = {
        home.pk: home
        for home in with_tenants(Home.objects.visible_to(user).filter(pk__in=list(latest)))
    }
    newest_first = [homes[pk] for pk in dict.fromkeys(latest) if pk in homes]
    return doors_of(newest_first[:3])[:4]


def door_for(user: User, value: str) -> Door | None:
    """The door behind a value from the form, if this person may log there."""
    home_pk, _, tenant_pk = value.partition(":")
    if not home_pk.isdecimal() or (tenant_pk and not tenant_pk.isdecimal()):
        return None
    home = with_tenants(Home.objects.visible_to(user).filter(pk=home_pk)).first()
    if home is None:
        return None
    return next(
        (door for door in [*doors_of([home]), Door(home, None)] if door.value == value), None
    )
