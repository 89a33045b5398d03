"""The terms in force, in Dutch words, for sentences that promise one."""

from ground.durations import working_days_in_words
from signals.terms import limit


def term_in_words(code: str, *, digits: bool = False) -> str:
    """'twee weken', or with `digits` '2 weken', as the coordinator set this term."""
    return working_days_in_words(limit(code), digits=digits)
