"""Personal codes on letters: eight characters, made to be read aloud and typed from paper.

No 0, O, 1, I or L. The last character is a checksum that always detects one wrong character or two
swapped ones (31 characters, a prime number, with a different weight for each position).
"""

import re
import secrets

from django.utils.translation import gettext as _

from outreach.models import ALPHABET

LENGTH = 8
# Characters that never occur in a code, and what the reader probably saw instead.
LOOKS_LIKE = {"0": "Q, D", "O": "Q, D", "1": "7, T", "I": "7, T", "L": "E, 7"}


class NotACode(ValueError):
    """The input is not a code; the message explains to the user what is wrong with it."""


def new_code() -> str:
    """Return a random code: one of 27 billion."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + check(body)


def check(body: str) -> str:
    """Return the checksum character for the other characters."""
    total = sum(place * ALPHABET.index(c) for place, c in enumerate(body, start=1))
    return ALPHABET[total % len(ALPHABET)]


def written(code: str) -> str:
    """Format a code for paper: '4F7QK2M9' -> '4F7Q-K2M9'."""
    return f"{code[:4]}-{code[4:]}"


def read(typed: str) -> str:
    """Parse a typed code; raises NotACode with a helpful sentence."""
    found = re.sub(r"[\s.\-–_]", "", typed.upper())
    for character in found:
        if character in LOOKS_LIKE:
            raise NotACode(
                _(
                    "In een code staat nooit een %(wrong)s. Kijk nog eens op de brief: misschien "
                    "is het een van deze: %(right)s."
                )
                % {"wrong": character, "right": LOOKS_LIKE[character]}
            )
        if character not in ALPHABET:
            raise NotACode(
                _("In een code staan alleen letters en cijfers, en geen %(wrong)s.")
                % {"wrong": character}
            )
    if len(found) != LENGTH:
        raise NotACode(
            _("Een code heeft %(length)d tekens. U typte er %(typed)d.")
            % {"length": LENGTH, "typed": len(found)}
        )
    if check(found[:-1]) != found[-1]:
        raise NotACode(
            _("Een van de tekens klopt niet. Kijk nog eens op de brief, of bel ons gerust.")
        )
    return found
