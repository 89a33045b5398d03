"""Terms in Dutch words, for sentences that promise one."""

from ground.durations import working_days_in_words
from signals.terms import limit


def term_in_words(code: str, *, digits: bool = False) -> str:
    """Return a term as the coordinator set it: 'twee weken', or with `digits` '2 weken'."""
    return working_days_in_words(limit(code), digits=digits)
