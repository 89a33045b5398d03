"""What should not stand in a text about a person, and what its writer is told.

Lists of words and phrases, read on our own server: the text is sent to nobody. The result is a
sentence for the writer, who decides. Nothing is counted, stored or said about the tenant.
"""

from ground.text_warnings.finding import Found, find
from ground.text_warnings.guards import (
    A_PERSON,
    FROM_OUTSIDE,
    PUBLIC_TEXT,
    SAVED_FIRST,
    URGENT,
    Guard,
    show_now,
)
from ground.text_warnings.kinds import Kind
from ground.text_warnings.sentences import Advice

__all__ = [
    "A_PERSON",
    "FROM_OUTSIDE",
    "PUBLIC_TEXT",
    "SAVED_FIRST",
    "URGENT",
    "Advice",
    "Found",
    "Guard",
    "Kind",
    "find",
    "show_now",
]
