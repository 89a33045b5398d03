"""What the pages of the outbox call a message."""

from django import template

from outbox.kinds import KINDS
from outbox.models import Message

register = template.Library()


@register.filter
def subject(message: Message) -> str:
    """The neutral subject of its kind; the bare name when that kind is no longer in use."""
    kind = KINDS.get(message.kind)
    return str(kind.subject) if kind else message.kind
