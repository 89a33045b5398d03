"""Loneliness noticed: signals, and the follow-ups that make sure nothing falls through."""

from signals.models.away import Cover
from signals.models.lists import Sign, Term, Track
from signals.models.noticed import Report, Signal
from signals.models.rounds import Round, Stop
from signals.models.steps import Conversation, FollowUp
from signals.models.visits import Feed, Visit

__all__ = [
    "Conversation",
    "Cover",
    "Feed",
    "FollowUp",
    "Report",
    "Round",
    "Sign",
    "Signal",
    "Stop",
    "Term",
    "Track",
    "Visit",
]
