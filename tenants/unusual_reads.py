"""Reads that stand out because of whose tenant it is."""

from audit.models import ReviewWeek
from audit.unusual_reads import unusual


@unusual("outside", "Buiten het eigen gebied", "Het dossier is met een reden geopend.")
def outside(week: ReviewWeek) -> dict[int, str]:
    """Every file that was opened outside the own area, with a reason."""
    opened = week.events().filter(verb="tenants.open_with_reason")
    return dict.fromkeys(opened.values_list("pk", flat=True), "")
