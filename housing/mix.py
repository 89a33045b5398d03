"""How old the people in a form are, beside the ages for which its homes are meant."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from housing.models import AgeTarget, HousingForm
from tenants.models import Tenant

# A smaller number of people is not shown: it would tell about somebody.
FEWEST = 5
Band = AgeTarget.Band


class Row(NamedTuple):
    """One band: the homes meant for it, and the people in it, None when they are too few to show
    or when the form has no complex."""

    label: str
    wanted: int | None
    people: int | None

    @property
    def share(self) -> int | None:
        """The people as a percentage of what is meant, at most 100; None when one is unknown."""
        if not self.wanted or self.people is None:
            return None
        return min(100, round(100 * self.people / self.wanted))


def band_of(age: int) -> Band:
    """Return the band of an age in whole years."""
    return Band([band for band, youngest in AgeTarget.FROM.items() if youngest <= age][-1])


def mix(form: HousingForm, today: date | None = None) -> list[Row]:
    """Return a row for each band. Nobody's age is shown, and no number below FEWEST."""
    wanted = dict(form.age_targets.values_list("band", "homes"))
    people = inhabitants(form, today or timezone.localdate())
    return [
        Row(
            band.label,
            wanted.get(band),
            people[band] if form.complex_code and people[band] >= FEWEST else None,
        )
        for band in Band
    ]


def inhabitants(form: HousingForm, today: date) -> Counter:
    """Count the tenants who rent a home in the complex of the form, per band; those without a date
    of birth are left out."""
    if not form.complex_code:
        return Counter()
    living = Tenant.objects.filter(died_on=None, birth_date__isnull=False)
    here = living.in_complex(form.complex_code, today)
    return Counter(band_of(tenant.age(today)) for tenant in here.only("birth_date"))
