"""Sentences about campaigns in the audit trail."""

from accounts.models import User
from audit.models import Event
from audit.sentences import Line, register_sentences
from outreach.models import Campaign, Code, Effort, Mention

TITLES = {
    "outreach.start_campaign": "Campagne gemaakt",
    "outreach.change_campaign": "Campagne gewijzigd",
    "outreach.advance_campaign": "Campagne een stap verder",
    "outreach.evaluate_campaign": "Campagne geëvalueerd",
    "outreach.mark_task": "Taak van campagne bijgewerkt",
}
EFFORTS = {
    "outreach.add_effort": "Inzet toegevoegd",
    "outreach.change_effort": "Inzet gewijzigd",
    "outreach.stop_effort": "Inzet gestopt",
}


@register_sentences(*TITLES)
def campaign_changed(events: list[Event], to: User) -> dict[int, Line]:
    """'Campagne gemaakt: Kom erbij'."""
    campaigns = Campaign.objects.visible_to(to).in_bulk([int(e.subject_id) for e in events])
    return {
        event.pk: Line(title=f"{TITLES[event.verb]}: {found.name}", icon="megaphone")
        for event in events
        if (found := campaigns.get(int(event.subject_id)))
    }


@register_sentences(*EFFORTS)
def effort_changed(events: list[Event], to: User) -> dict[int, Line]:
    """'Inzet toegevoegd: Posters, Merelstraat'."""
    efforts = Effort.objects.visible_to(to).in_bulk([int(e.subject_id) for e in events])
    return {
        event.pk: Line(title=f"{EFFORTS[event.verb]}: {found}", icon="megaphone")
        for event in events
        if (found := efforts.get(int(event.subject_id)))
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


@register_sentences("outreach.change_code")
def code_changed(events: list[Event], to: User) -> dict[int, Line]:
    """'Uitgedeeld geteld voor code 4F7Q'."""
    codes = Code.objects.visible_to(to).in_bulk([int(e.subject_id) for e in events])
    return {
        event.pk: Line(title=f"Uitgedeeld geteld voor code {found.code}", icon="qr-code")
        for event in events
        if (found := codes.get(int(event.subject_id)))
    }


@register_sentences("outreach.note_mention")
def mention_noted(events: list[Event], to: User) -> dict[int, Line]:
    """'Code 4F7Q gehoord'."""
    mentions = Mention.objects.visible_to(to).select_related("code")
    mentions = mentions.in_bulk([int(e.subject_id) for e in events])
    return {
        event.pk: Line(title=f"Code {found.code.code} gehoord", icon="qr-code")
        for event in events
        if (found := mentions.get(int(event.subject_id)))
    }
