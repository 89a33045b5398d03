"""The kinds of what should not stand in a free text."""

from enum import Enum


class Kind(Enum):
    """What a word or a phrase is about. The order is that of the warnings on a page."""

    DANGER = "danger"
    VIOLENCE = "violence"
    NUMBER = "number"
    ILLNESS = "illness"
    ORIGIN = "origin"
    DEBTS = "debts"
    CRIME = "crime"
    PERSON = "person"
    OPINION = "opinion"
