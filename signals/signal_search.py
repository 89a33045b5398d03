"""Search the list of signals: by name, address, words, and owner."""

from django.db.models import Q, QuerySet

from accounts.models import User
from ground.plain_text import plain
from ground.search_text import size_of_search
from signals.models import Signal, SignalNote
from tenants import addresses
from tenants.models import Home, Tenant

# Shorter texts would match nearly every signal.
SHORTEST = 2
LONGEST = 80


def with_text(signals: QuerySet[Signal], text: str, *, by: User) -> QuerySet[Signal]:
    """Return the signals about whom or where this text may be, whose words hold it, or whose owner
    it names.

    Names and addresses are read as in every search; of a tenant whom this user may not find, and
    of one with a shielded address, only the words count.
    """
    text = " ".join(plain(text[:LONGEST]).split())
    if size_of_search(text) < SHORTEST:
        return signals
    names = Tenant.objects.listed_to(by).with_name(text).order_by()
    homes = Home.objects.visible_to(by).filter(addresses.matching(addresses.readings(text)[0]))
    every = Signal.objects.order_by()
    not_shielded = Q(tenant=None) | Q(tenant__shielded_at=None)
    found = [
        every.filter(tenant__in=names.values("pk")),
        every.filter(not_shielded, home__in=homes.values("pk")),
        every.filter(owner__in=User.objects.filter(name__icontains=text).values("pk")),
        *(
            every.filter(**{f"{field}__icontains": text})
            for field in ("fact", "own_words", "impression")
        ),
    ]
    noted = SignalNote.objects.filter(text__icontains=text).order_by().values("signal")
    # A union lets each part use its own index; an OR would scan all signals.
    ids = found[0].values("pk").union(*(one.values("pk") for one in found[1:]), noted)
    return signals.filter(pk__in=ids)
