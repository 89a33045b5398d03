"""System check: Aanloop does not start while a kind of message has no text for some channel."""

from django.core.checks import Error, register
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import select_template

from outbox.kinds import KINDS
from outbox.models import Message


@register()
def every_kind_has_a_text(app_configs, **kwargs) -> list[Error]:
    """Return an error for each kind of message and channel without a text."""
    return [
        Error(
            f"The message '{name}' has no text for the channel '{channel}'.",
            hint=f"Write {' or '.join(f'templates/{each}' for each in names)}.",
            id="outbox.E001",
        )
        for name, kind in KINDS.items()
        for channel in Message.Channel
        if not exists(names := kind.templates(channel)[::-1])
    ]


def exists(names: list[str]) -> bool:
    try:
        return bool(select_template(names))
    except TemplateDoesNotExist:
        return False
