"""Tenant search: by words, tolerating spelling errors; or exactly one person, without a list."""

from datetime import date
from functools import reduce
from operator import or_

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from ground.search_text import searchable
from tenants import addresses
from tenants.models import Tenancy, Tenant

# Shorter words resemble too many others for a fuzzy match.
SHORTEST_FUZZY = 4
# Thresholds of word similarity, from 0 to 1 (PostgreSQL, pg_trgm), tried from strict to loose
# until one of them finds somebody.
ALIKE = (0.65, 0.5, 0.35)
# The most fuzzy matches returned; with more than this the user has to add a word.
MOST_ALIKE = 300


def find_exactly_one(
    last_name: str, birth_date: date | None, postcode: str, number: int | None
) -> int | None:
    """Return the id of the only tenant, in any area, who matches; None when no one or more than one
    does. `postcode` is compared in the form '9999 XA', together with the house number. The surname
    may have its infix in front or not."""
    name = searchable(last_name)
    if not name or not (birth_date or postcode):
        return None
    words = name.split()
    ends = [" ".join(words[at:]) for at in range(len(words))]
    tenants = Tenant.objects.filter(reduce(or_, (Q(search__startswith=end) for end in ends)))
    if birth_date:
        tenants = tenants.filter(birth_date=birth_date)
    if postcode:
        at = Tenancy.objects.current().filter(home__postcode=postcode, home__number=number)
        tenants = tenants.filter(pk__in=at.values("tenant"))
    # The index matches a prefix; keep only those whose whole surname is equal.
    found = tenants.only("last_name", "infix")[:MOST_ALIKE]
    ids = [
        tenant.pk
        for tenant in found
        if name in (searchable(tenant.last_name), searchable(tenant.surname))
    ]
    return ids[0] if len(ids) == 1 else None


def by_text(tenants: QuerySet[Tenant], text: str) -> QuerySet[Tenant]:
    """Return tenants whose name or address contains all the words of a text, in any order; when
    there are none, tenants whose name or street resembles them."""
    if not searchable(text):
        return tenants
    ways = addresses.readings(text)
    for way in ways:
        found = tenants.filter(pk__in=_ids(way, "contains"))
        if found.order_by().exists():
            return found
    loosely = [way for way in (ways[0], ways[-1]) if _is_long_enough(way)]
    if not loosely:
        return tenants.none()
    alike = tenants.filter(pk__in=_ids(loosely[0], "trigram_word_similar"))
    for likeness in ALIKE:
        if ids := _ids_alike(alike, likeness):
            return tenants.filter(pk__in=ids)
    return tenants.none()


def _ids_alike(alike: QuerySet[Tenant], likeness: float) -> list[int]:
    """Fetch the ids directly: an exists() query takes as long as finding them.

    The threshold holds until the transaction ends: with a pooler, another visitor may get this
    connection afterwards.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        setting = "pg_trgm.word_similarity_threshold"
        cursor.execute("SELECT set_config(%s, %s, true)", [setting, str(likeness)])
        return list(alike.order_by().values_list("pk", flat=True)[:MOST_ALIKE])


def _is_long_enough(ways: list[addresses.Reading]) -> bool:
    return any(len(word) >= SHORTEST_FUZZY for way in ways for word in way.words)


def _ids(ways: list[addresses.Reading], how: str) -> QuerySet:
    """Return ids of tenants whose current address matches one of the readings, or whose name does:
    a reading with a house number is no name."""
    at_home = Tenancy.objects.current().filter(addresses.matching(ways, "home__search", how))
    names = [way for way in ways if way.number is None]
    if not names:
        return at_home.values("tenant")
    # A union lets each half use its own index; an OR would scan the whole table.
    named = Tenant.objects.filter(addresses.matching(names, how=how))
    return named.values("pk").union(at_home.values("tenant"))
