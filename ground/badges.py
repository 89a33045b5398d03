"""Status badges: an outline, an icon and a word, so that they are readable in greyscale."""

from typing import NamedTuple


class Badge(NamedTuple):
    """`outline` is a modifier class of `.badge` in components.css, `icon` a Lucide icon name."""

    outline: str
    icon: str
    label: str


LATE = Badge("late", "triangle-alert", "Te laat")
TO_VERIFY = Badge("new", "inbox", "Te beoordelen")
# Badges that templates show by name: `{% badge "waiting" %}`.
BY_NAME = {
    "urgent": Badge("late", "bell-ring", "Vandaag"),
    "new": Badge("new", "circle-dashed", "Nieuw"),
    "picked_up": Badge("plan", "circle-dot", "Opgepakt"),
    "visit": Badge("plan", "calendar", "Huisbezoek"),
    "waiting": Badge("wait", "hourglass", "Wacht op partner"),
    "question": Badge("wait", "circle-question-mark", "Vraag terug"),
    "partner": Badge("with", "corner-up-right", "Bij partner"),
    "restored": Badge("ok", "check-check", "Contact hersteld"),
    "late": LATE,
    "closed": Badge("done", "square-check", "Afgesloten"),
}
