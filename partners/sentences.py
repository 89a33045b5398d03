"""Sentences about partners in the audit trail."""

from accounts.models import User
from audit.models import Event
from audit.sentences import Line, register_sentences
from grants.permissions import name_permission_verbs
from partners.models import Agreement, Invitation, Partner, Service, Worker

TITLES = {
    "partners.add": "Partner toegevoegd",
    "partners.edit": "Gegevens van partner gewijzigd",
    "partners.assure": "Gegevens van partner gecontroleerd",
    "partners.change_capacity": "Ruimte bij partner gewijzigd",
    "partners.switch_off": "Partner uitgezet",
    "partners.switch_on": "Partner aangezet",
    "partners.merge": "Partner samengegaan met een andere",
    "partners.remove_service": "Aanbod van partner weggehaald",
}
OF_PARTNER = {
    "partners.agree": "Afspraak vastgelegd",
    "partners.end_agreement": "Afspraak gestopt",
    "partners.add_service": "Aanbod toegevoegd",
    "partners.change_service": "Aanbod gewijzigd",
    "partners.invite": "Collega van partner uitgenodigd",
    "partners.revoke_invitation": "Uitnodiging ingetrokken",
    "partners.accept_invitation": "Collega van partner binnengekomen",
    "partners.make_lead": "Aanspreekpunt gewijzigd",
    "partners.choose_mails": "Collega van partner koos hoe vaak er mail komt",
    "partners.leave": "Collega van partner vertrokken",
}
name_permission_verbs(
    "partners.invite", "partners.accept_invitation", "partners.make_lead", "partners.leave"
)
MODELS = {model._meta.label: model for model in (Agreement, Invitation, Partner, Service, Worker)}


@register_sentences(*TITLES, *OF_PARTNER)
def partner_changed(events: list[Event], to: User) -> dict[int, Line]:
    """'Partner uitgezet: Welzijn Lindenwaard'."""
    names = {}
    for label, model in MODELS.items():
        ids = [int(event.subject_id) for event in events if event.subject_type == label]
        path = "name" if model is Partner else "partner__name"
        found = model.objects.filter(pk__in=ids) if ids else model.objects.none()
        names |= {(label, str(pk)): name for pk, name in found.values_list("pk", path)}
    lines = {}
    for event in events:
        title = (TITLES | OF_PARTNER)[event.verb]
        name = names.get((event.subject_type, event.subject_id))
        lines[event.pk] = Line(title=f"{title}: {name}" if name else title, icon="handshake")
    return lines
