"""What a form says about a text, and when it asks the writer to read it again first."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ground.citizen_numbers import remove_bsn
from ground.text_warnings.finding import Found, find
from ground.text_warnings.kinds import Kind
from ground.text_warnings.sentences import (
    Advice,
    advice_for_colleague,
    advice_for_tenant,
    advice_on_public_text,
)

# These say what to do now. The text itself is not wrong, and nothing keeps it back.
URGENT = frozenset({Kind.DANGER, Kind.VIOLENCE})
# Shown beside the others, and no reason to ask.
MENTIONED = frozenset({Kind.OPINION})

# Shows a sentence on the page that answers the current request.
show_now: ContextVar[Callable[[str], None] | None] = ContextVar("show_now", default=None)


@dataclass(frozen=True)
class Guard:
    """The kinds that a text should not hold, and the words in which its writer is told."""

    kinds: frozenset[Kind]
    advise: Callable[[Kind, list[Found]], list[Advice]]
    again: str | Promise
    how_to_go_on: str | Promise
    # Whether the writer is asked once before the text is saved.
    asks: bool = True

    def find(self, text: str) -> Mapping[Kind, list[Found]]:
        """Return what was found in the text by kind, in the order of the kinds."""
        found: dict[Kind, list[Found]] = {}
        for one in find(text, self.kinds):
            found.setdefault(one.kind, []).append(one)
        return found

    def reasons_to_ask(self, found: Mapping[Kind, list[Found]]) -> frozenset[Kind]:
        """Return the kinds for which the writer is asked to read the text again."""
        return frozenset(found) - URGENT - MENTIONED if self.asks else frozenset()

    def advice(self, *texts: str, without: frozenset[Kind] = frozenset()) -> list[Advice]:
        """Return all advice about the texts, as they were typed."""
        found = self.find("\n".join(remove_bsn(text) for text in texts if text))
        told = [self.advise(kind, those) for kind, those in found.items() if kind not in without]
        return [advice for those in told for advice in those]

    def show_urgent(self, found: Mapping[Kind, list[Found]]) -> None:
        """Show what to do now, on the page that answers this request."""
        show = show_now.get()
        for kind, those in found.items():
            if show and kind in URGENT:
                for advice in self.advise(kind, those):
                    show(advice.in_one)


COLLEAGUE = {
    "again": "Lees deze tekst nog een keer na.",
    "how_to_go_on": "Pas de tekst aan. Of verstuur hem nog een keer: dan blijft hij zo.",
}
# A text about a person: the default.
A_PERSON = Guard(frozenset(Kind), advice_for_colleague, **COLLEAGUE)
# A text about a person that is saved at once, because a page to change it follows.
SAVED_FIRST = replace(A_PERSON, asks=False)
# A text that anybody may read: a meetup, a place, what an organisation does. Health, faith or money
# may be its subject; a name or a number is that of a person.
PUBLIC_TEXT = Guard(frozenset({Kind.NUMBER, Kind.PERSON}), advice_on_public_text, **COLLEAGUE)
# A text that somebody from outside writes to us.
FROM_OUTSIDE = Guard(
    frozenset(Kind) - MENTIONED,
    advice_for_tenant,
    again=_("Lees uw tekst nog een keer na."),
    how_to_go_on=_("Pas uw tekst aan. Of verstuur hem nog een keer: dan blijft hij zo."),
)
