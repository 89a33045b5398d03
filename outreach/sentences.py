"""Sentences about campaigns in the audit trail."""

from accounts.models import User
from audit.models import Event
from audit.sentences import Line, register_sentences
from outreach.models import Campaign, Code


@register_sentences("outreach.start_campaign")
def started(events: list[Event], to: User) -> dict[int, Line]:
    """'Campagne gemaakt: Kom erbij'."""
    campaigns = Campaign.objects.visible_to(to).in_bulk([int(e.subject_id) for e in events])
    return {
        event.pk: Line(title=f"Campagne gemaakt: {found.name}", icon="megaphone")
        for event in events
        if (found := campaigns.get(int(event.subject_id)))
    }


@register_sentences("outreach.add_code")
def code_added(events: list[Event], to: User) -> dict[int, Line]:
    """'Code 4F7Q gemaakt voor Portiek B'."""
    codes = Code.objects.visible_to(to).in_bulk([int(e.subject_id) for e in events])
    return {
        event.pk: Line(title=f"Code {found.code} gemaakt voor {found.label}", icon="qr-code")
        for event in events
        if (found := codes.get(int(event.subject_id)))
    }
