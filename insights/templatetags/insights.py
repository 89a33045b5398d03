"""How the overview draws its figures."""

from django import template

register = template.Library()
HEIGHTS = 4


@register.filter
def heat(count: int, most: int) -> str:
    """The class of a bar, 'h0' to 'h4', by its share of the highest."""
    return f"h{-(-HEIGHTS * count // most)}" if count and most else "h0"
