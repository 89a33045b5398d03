"""What the trail says about partners."""

from accounts.models import User
from audit.models import Event
from audit.sentences import Line, tell
from partners.models import Partner

TITLES = {
    "partners.add": "Partner toegevoegd",
    "partners.edit": "Gegevens van partner gewijzigd",
    "partners.assure": "Gegevens van partner gecontroleerd",
    "partners.change_capacity": "Ruimte bij partner gewijzigd",
    "partners.switch_off": "Partner uitgezet",
    "partners.switch_on": "Partner aangezet",
}


@tell(*TITLES)
def partner_changed(events: list[Event], to: User) -> dict[int, Line]:
    """'Partner uitgezet: Welzijn Lindenwaard'."""
    partners = Partner.objects.in_bulk([int(e.subject_id) for e in events])
    lines = {}
    for event in events:
        partner = partners.get(int(event.subject_id))
        title = TITLES[event.verb]
        lines[event.pk] = Line(title=f"{title}: {partner}" if partner else title, icon="handshake")
    return lines
