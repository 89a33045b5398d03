"""Search homes by address, from the first letters typed to exactly one home."""

from functools import reduce
from operator import or_

from django.db.models import Case, QuerySet, Value, When

from ground.search_text import searchable
from tenants import addresses
from tenants.models import Home

# The most homes with one number that are compared with the words of a typed address.
MOST_COMPARED = 2000


def homes_at(homes: QuerySet[Home], text: str, *, first: tuple[str, ...], most: int) -> list[Home]:
    """Return at most `most` homes at this address, by the likeliest reading that any home has; then
    those whose number only starts as typed.

    Within each, homes with exactly this number come first, then `first`, an order of the queryset.
    """
    ways = addresses.readings(text)
    found = []
    for way in ways:
        exact = reduce(or_, map(addresses.exactly, way))
        apart = Case(When(exact, then=0), default=1) if exact else Value(0)
        matching = homes.filter(addresses.matching(way)).alias(apart=apart)
        if found := list(matching.order_by("apart", *first, "search", "pk")[:most]):
            break
    if len(found) < most and ways and ways[0][0].number is not None:
        begun = homes.filter(reduce(or_, map(addresses.starting, ways[0])))
        begun = begun.exclude(pk__in=[home.pk for home in found])
        found += begun.order_by(*first, "search", "pk")[: most - len(found)]
    return found


def only_home_at(homes: QuerySet[Home], text: str) -> Home | None:
    """Return the home with exactly this street, number, letter and addition; None when there is no
    such home or more than one.

    A town or postcode tells homes apart; a floor or anything else in the text is ignored.
    """
    for way in addresses.readings(text):
        same = {}
        for one in way:
            if one.number is not None and one.words:
                some_words = reduce(or_, (addresses.has_word(word) for word in one.words))
                near = homes.filter(addresses.exactly(one), some_words)[:MOST_COMPARED]
                same |= {home.pk: home for home in near if _is_street_of(home, one.words)}
        if len(same) > 1:
            typed = {word for one in way for word in one.words}
            same = {pk: home for pk, home in same.items() if _is_town_of(home, typed)}
        if same:
            return next(iter(same.values())) if len(same) == 1 else None
    return None


def _is_street_of(home: Home, words: tuple[str, ...]) -> bool:
    """Return whether consecutive words are the street, however divided; without a street, whether
    one of the words is the postcode. A typed postcode may not be another one."""
    postcode = searchable(home.postcode.replace(" ", ""))
    typed = [word for word in words if addresses.is_postcode(word)]
    if typed and postcode and postcode not in typed:
        return False
    street = "".join(addresses.street_words(home.street))
    parts = [part for word in words for part in addresses.street_words(word)]
    named = [word for word in parts if not addresses.is_postcode(word)]
    if not named:
        return postcode in typed
    runs = ("".join(named[i:j]) for i in range(len(named)) for j in range(i + 1, len(named) + 1))
    return street in runs


def _is_town_of(home: Home, typed: set[str]) -> bool:
    town = searchable(home.town).split()
    return bool(town) and typed.issuperset(town)
