"""Reads that are always reviewed because of whose file it is."""

from audit.models import ReviewWeek
from audit.unusual_reads import register_unusual


@register_unusual("outside", "Buiten het eigen gebied", "Het dossier is met een reden geopend.")
def outside(week: ReviewWeek) -> dict[int, str]:
    """Every file that was opened with a reason, outside the user's own area."""
    opened = week.events().filter(verb="tenants.open_with_reason")
    return dict.fromkeys(opened.values_list("pk", flat=True), "")
