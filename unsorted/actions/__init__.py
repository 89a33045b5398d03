"""Keep a form of a busy hour, take it after all, or discard it."""

from unsorted.actions.keeping import keep
from unsorted.actions.sorting import discard, discard_hour, take, use_code

__all__ = ["discard", "discard_hour", "keep", "take", "use_code"]
