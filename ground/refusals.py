"""The exception of a business rule that refuses a change, and how a form shows it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.forms import BaseForm


class Refused(Exception):
    """A business rule refuses. The sentence is Dutch and says what to do instead.

    `field` is the name of the argument that is wrong, when another value would be accepted.
    """

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


@contextmanager
def refusal_shown_in(form: BaseForm) -> Iterator[None]:
    """Show a refused value as an error of its field, with everything typed still in the form.

    What was changed before the refusal is rolled back. Any other refusal is raised.
    """
    try:
        with transaction.atomic():
            yield
    except Refused as refusal:
        if refusal.field not in form.fields:
            raise
        form.add_error(refusal.field, refusal.sentence)
