"""Tenant search: by words, tolerating spelling errors; or exactly one person, without a list."""

from datetime import date

from django.db import connection
from django.db.models import QuerySet

from ground.search_text import searchable
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
    does. `postcode` is compared in the form '9999 XA', together with the house number."""
    name = searchable(last_name)
    if not name or not (birth_date or postcode):
        return None
    tenants = Tenant.objects.filter(search__startswith=name)
    if birth_date:
        tenants = tenants.filter(birth_date=birth_date)
    if postcode:
        at = Tenancy.objects.current().filter(home__postcode=postcode, home__number=number)
        tenants = tenants.filter(pk__in=at.values("tenant"))
    # The index matches a prefix; keep only those whose whole surname is equal.
    found = tenants.values_list("pk", "last_name")[:MOST_ALIKE]
    ids = [pk for pk, surname in found if searchable(surname) == name]
    return ids[0] if len(ids) == 1 else None


def by_words(tenants: QuerySet[Tenant], words: list[str]) -> QuerySet[Tenant]:
    """Return tenants whose name or address contains all these words, in any order; when there are
    none, tenants whose name or street resembles them. Ignores accents, case and ij versus y."""
    if not words:
        return tenants
    found = tenants.filter(pk__in=_having(words, "contains"))
    if found.order_by().exists() or max(map(len, words)) < SHORTEST_FUZZY:
        return found
    alike = tenants.filter(pk__in=_having(words, "trigram_word_similar"))
    for likeness in ALIKE:
        with connection.cursor() as cursor:
            setting = "pg_trgm.word_similarity_threshold"
            cursor.execute("SELECT set_config(%s, %s, false)", [setting, str(likeness)])
        # Fetch the ids directly: an exists() query takes as long as finding them.
        if ids := list(alike.order_by().values_list("pk", flat=True)[:MOST_ALIKE]):
            return tenants.filter(pk__in=ids)
    return tenants.none()


def _having(words: list[str], how: str) -> QuerySet:
    """Return ids of tenants with all the words in their name, or all in their current address.

    Words with a digit are matched exactly: another house number is another address.
    """
    by_name, by_home = Tenant.objects.all(), Tenancy.objects.current()
    for word in words:
        exact = len(word) < SHORTEST_FUZZY or any(letter.isdigit() for letter in word)
        lookup = "contains" if exact else how
        by_name = by_name.filter(**{f"search__{lookup}": word})
        by_home = by_home.filter(**{f"home__search__{lookup}": word})
    # A union lets each half use its own index; an OR would scan the whole table.
    return by_name.values("pk").union(by_home.values("tenant"))
