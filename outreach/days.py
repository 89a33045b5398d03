"""Which days somebody may choose: a wrong year is a typing error."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

FIRST = date(2000, 1, 1)
MOST_YEARS = 5


def in_reach(day: date) -> None:
    """Refuse a day before 2000, or more than five years ahead."""
    if day < FIRST:
        raise ValidationError("Kies een dag in 2000 of later. Klopt het jaar?", code="early")
    if day.year - timezone.localdate().year > MOST_YEARS:
        raise ValidationError(
            f"Kies een dag die hooguit {MOST_YEARS} jaar vooruit is. Klopt het jaar?", code="late"
        )
