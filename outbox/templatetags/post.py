"""Template filter for the subject of a message."""

from django import template

from outbox.kinds import KINDS
from outbox.models import Message

register = template.Library()


@register.filter
def subject(message: Message) -> str:
    """Return the neutral subject of the message's kind; the kind's name if it no longer exists."""
    kind = KINDS.get(message.kind)
    return str(kind.subject) if kind else message.kind
