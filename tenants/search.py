"""Finding people: by some words, with a spelling error forgiven; or one person without a list."""

from datetime import date

from django.db import connection
from django.db.models import QuerySet

from ground.search_text import searchable
from tenants.models import Tenancy, Tenant

# Shorter words look like too many others.
SHORTEST_FUZZY = 4
# How alike two words must be, from 0 to 1 (PostgreSQL, pg_trgm): very, and if nobody is, less.
ALIKE = (0.65, 0.5, 0.35)
# More people than this who look like it are no answer: another word is needed then.
MOST_ALIKE = 300


def exactly(
    last_name: str, birth_date: date | None, postcode: str, number: int | None
) -> int | None:
    """The id of the one person who fits, anywhere; nothing when nobody or more than one does."""
    name = searchable(last_name)
    if not name or not (birth_date or postcode):
        return None
    tenants = Tenant.objects.filter(search__startswith=name)
    if birth_date:
        tenants = tenants.filter(birth_date=birth_date)
    if postcode:
        at = Tenancy.objects.current().filter(home__postcode=postcode, home__number=number)
        tenants = tenants.filter(pk__in=at.values("tenant"))
    # The whole surname, not its beginning.
    found = tenants.values_list("pk", "last_name")[:MOST_ALIKE]
    ids = [pk for pk, surname in found if searchable(surname) == name]
    return ids[0] if len(ids) == 1 else None


def by_words(tenants: QuerySet[Tenant], words: list[str]) -> QuerySet[Tenant]:
    """Tenants whose name or address has all these words, in any order; when nobody has, those whose
    name or street looks like them. Accents, capitals and ij or y make no difference."""
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
        # The ids at once: asking first whether there is anybody takes as long as finding them.
        if ids := list(alike.order_by().values_list("pk", flat=True)[:MOST_ALIKE]):
            return tenants.filter(pk__in=ids)
    return tenants.none()


def _having(words: list[str], how: str) -> QuerySet:
    """All the words in the name, or all in the address of a home that is rented now.

    A number is never nearly right: another number is another door.
    """
    by_name, by_home = Tenant.objects.all(), Tenancy.objects.current()
    for word in words:
        exact = len(word) < SHORTEST_FUZZY or any(letter.isdigit() for letter in word)
        lookup = "contains" if exact else how
        by_name = by_name.filter(**{f"search__{lookup}": word})
        by_home = by_home.filter(**{f"home__search__{lookup}": word})
    # One set of ids, each half by its own index; an OR would walk the whole table.
    return by_name.values("pk").union(by_home.values("tenant"))
