"""Models of signals of loneliness, and of their follow-up."""

from signals.models.covers import Cover
from signals.models.endings import Ending
from signals.models.follow_ups import Conversation, FollowUp
from signals.models.notes import SignalNote
from signals.models.reference_lists import DayOff, OtherService, Sign, Term
from signals.models.rounds import Round, RoundStop
from signals.models.routing import RoutingRule
from signals.models.signals import Report, Signal
from signals.models.visits import Feed, Visit

__all__ = [
    "Conversation",
    "Cover",
    "DayOff",
    "Ending",
    "Feed",
    "FollowUp",
    "OtherService",
    "Report",
    "Round",
    "RoundStop",
    "RoutingRule",
    "Sign",
    "Signal",
    "SignalNote",
    "Term",
    "Visit",
]
