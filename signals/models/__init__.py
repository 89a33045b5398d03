"""Loneliness noticed: signals, and the follow-ups that make sure nothing falls through."""

from signals.models.covers import Cover
from signals.models.follow_ups import Conversation, FollowUp
from signals.models.reference_lists import Sign, Term, Track
from signals.models.rounds import Round, Stop
from signals.models.signals import Report, Signal
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
