"""Template filters for the charts of the overview."""

from django import template

register = template.Library()
HEIGHTS = 4


@register.filter
def heat(count: int, most: int) -> str:
    """Return the CSS class of a bar, 'h0' to 'h4', by its share of the maximum."""
    return f"h{-(-HEIGHTS * count // most)}" if count and most else "h0"
