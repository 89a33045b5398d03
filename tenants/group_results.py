"""What a group's forms say together: only pairs, only from twenty on, without a cause."""

from dataclasses import dataclass
from statistics import mean

from tenants.djg6 import VERSION, score
from tenants.models import Measurement

# Fewer pairs could be recognised, and say nothing.
FEWEST_PAIRS = 20
Moment = Measurement.Moment


@dataclass(frozen=True)
class Group:
    """`pairs` people filled in both forms completely enough; `only_start` and `only_later` one of
    the two, `unusable` have too many open answers. The means are None under FEWEST_PAIRS."""

    pairs: int
    only_start: int
    only_later: int
    unusable: int
    before: float | None
    now: float | None


def group() -> Group:
    """All forms of the version in use."""
    totals: dict[str, dict[str, int | None]] = {}
    for one in Measurement.objects.filter(instrument=VERSION):
        totals.setdefault(one.code, {})[one.moment] = score(one.answers).total
    both = [t for t in totals.values() if len(t) == len(Moment)]
    pairs = [t for t in both if None not in t.values()]
    enough = len(pairs) >= FEWEST_PAIRS
    return Group(
        pairs=len(pairs),
        only_start=sum(list(t) == [Moment.START] for t in totals.values()),
        only_later=sum(list(t) == [Moment.LATER] for t in totals.values()),
        unusable=len(both) - len(pairs),
        before=mean(t[Moment.START] for t in pairs) if enough else None,
        now=mean(t[Moment.LATER] for t in pairs) if enough else None,
    )
