"""Who picks up a new signal, by the rules of this corporation, and what a rule would have done."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from signals.models import RoutingRule, Signal
from tenants.models import Home, Tenant

# How far back a rule is tried.
LOOK_BACK = timedelta(days=30)


def rules_that_work(workers: QuerySet[User]) -> QuerySet[RoutingRule]:
    """Return the rules whose colleague still works on signals, in order."""
    return RoutingRule.objects.filter(to__in=workers).select_related("to")


def chosen_by_rule(
    home: Home | None, tenant: Tenant | None, noticed_by: str, workers: QuerySet[User]
) -> User | None:
    """Return the colleague of the first rule that fits; None when no rule does, or without a home.

    The rules are read in any case: the time must not tell a stranger whether there is a home.
    """
    area, complex_code = (home.area_id, home.complex_code) if home else (None, "")
    fits = rules_that_work(workers).filter(
        Q(area=None) | Q(area=area),
        complex_code__in=["", complex_code],
        language__in=["", tenant.language if tenant else ""],
        noticed_by__in=["", noticed_by],
    )
    rule = fits.first()
    return rule.to if rule and home else None


@dataclass(frozen=True)
class Trial:
    """What a rule would have done with the signals of the last month: how many fit, to how many
    somebody else would have been the first owner, and who they had instead."""

    fitting: int
    moved: int
    owners: list[tuple[str, int]]
    total: int


def signals_that_fit(rule: RoutingRule, signals: QuerySet[Signal]) -> QuerySet[Signal]:
    signals = signals.exclude(home=None)
    if rule.area_id:
        signals = signals.filter(area=rule.area_id)
    if rule.complex_code:
        signals = signals.filter(home__complex_code=rule.complex_code)
    if rule.language:
        signals = signals.filter(tenant__language=rule.language)
    if rule.noticed_by:
        signals = signals.filter(noticed_by=rule.noticed_by)
    return signals


def try_rule(rule: RoutingRule, user: User, workers: QuerySet[User]) -> Trial:
    """Return what this rule would have done; rules that come before it go first."""
    recent = Signal.objects.visible_to(user).filter(logged_at__gte=timezone.now() - LOOK_BACK)
    fitting = signals_that_fit(rule, recent)
    first = Q(position__lt=rule.position)
    first |= Q(position=rule.position, pk__lt=rule.pk) if rule.pk else Q(position=rule.position)
    for before in rules_that_work(workers).filter(first).exclude(pk=rule.pk):
        fitting = fitting.exclude(pk__in=signals_that_fit(before, recent).values("pk"))
    owners = Counter(fitting.exclude(owner=rule.to).values_list("owner__name", flat=True))
    return Trial(
        fitting=fitting.count(),
        moved=owners.total(),
        owners=owners.most_common(),
        total=recent.count(),
    )
