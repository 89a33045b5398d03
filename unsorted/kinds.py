"""The kinds of public form that are kept past the limit of everybody together. A room above
registers each of its own in its `unsorted_forms.py`, with what its form leads to."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.functional import Promise

from accounts.roles import Can
from ground.hooks import Registry

# What was typed into one form, as the action takes it; in JSON.
Fields = dict


@dataclass(frozen=True)
class FormKind:
    """A kind of form.

    `label` is its name for colleagues, `heading` what its sender reads. `take(fields, by=...)` does
    what sending the form within the limit does, for a visitor with the ability `can`; `land`
    returns the page after that. `lines` returns of each form what a colleague reads, as pairs of a
    label and a text; it takes many forms at once, for one query.
    """

    label: str
    heading: str | Promise
    can: Can
    take: Callable[..., object]
    land: Callable[..., HttpResponse]
    lines: Callable[[list[Fields]], list[list[tuple[str, str]]]]


FORM_KINDS: Registry[FormKind] = Registry(
    "unsorted.form_kinds", "public forms that are kept past the limit of everybody together"
)
