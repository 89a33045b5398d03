"""Group results of the questionnaire: pairs only, twenty at least, and no claim about causes."""

from dataclasses import dataclass
from statistics import mean

from tenants.djg6 import VERSION, score
from tenants.models import Measurement

# With fewer pairs individuals could be recognised, and a mean says nothing.
FEWEST_PAIRS = 20
Moment = Measurement.Moment


@dataclass(frozen=True)
class Group:
    """Counts and means of a group.

    `pairs` counts people whose two forms can both be scored; `only_start` and `only_later` those
    with one form, `unusable` those with too many missing answers. `before` and `now` are mean
    totals (0 to 6), None below FEWEST_PAIRS pairs.
    """

    pairs: int
    only_start: int
    only_later: int
    unusable: int
    before: float | None
    now: float | None


def group() -> Group:
    """Compute the results over all forms of the current version."""
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
