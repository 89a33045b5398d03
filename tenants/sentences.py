"""Timeline sentences for this room's audit events, in Dutch."""

from django.utils.text import Truncator

from accounts.models import User
from audit.models import Event
from audit.sentences import Line, register_sentences
from audit.verbs import name_verbs
from tenants.models import Consent, Letter, Note, Tenant, Wish

name_verbs(
    "tenants",
    elsewhere="buiten het gebied gezocht",
    list="lijst bekeken",
    file_accesses="inzagen bekeken",
    requests="verzoeken bekeken",
    vitals="noodzaak bekeken",
)

ANSWERS = {
    Consent.Answer.YES: ("Toestemming gegeven", "shield-check", "g"),
    Consent.Answer.NO: ("Geen toestemming", "circle-slash", ""),
    Consent.Answer.LATER: ("Denkt na over toestemming", "circle-question-mark", ""),
}


def subjects(model, events: list[Event], to: User) -> dict[int, object]:
    """Return the rows that the events are about, by id; only of tenants this reader may see."""
    mine = model.objects.filter(tenant__in=Tenant.objects.visible_to(to))
    return mine.in_bulk([int(event.subject_id) for event in events])


@register_sentences("tenants.note")
def noted(events: list[Event], to: User) -> dict[int, Line]:
    """'Notitie', with the text of the note."""
    notes = subjects(Note, events, to)
    return {
        event.pk: Line("Notitie", quote=found.text, icon="pencil", group="gesprekken")
        for event in events
        if (found := notes.get(int(event.subject_id)))
    }


@register_sentences("tenants.write_letter", "tenants.mark_letter_returned")
def written(events: list[Event], to: User) -> dict[int, Line]:
    """'Brief geschreven', with how the letter begins; 'Brief kwam terug'."""
    letters = subjects(Letter, events, to)
    lines = {}
    for event in events:
        if letter := letters.get(int(event.subject_id)):
            came_back = event.verb == "tenants.mark_letter_returned"
            lines[event.pk] = (
                Line("Brief kwam terug", icon="mail-warning", tone="r")
                if came_back
                else Line("Brief geschreven", text=Truncator(letter.text).chars(80), icon="mail")
            )
    return lines


@register_sentences("tenants.record_wish")
def wished(events: list[Event], to: User) -> dict[int, Line]:
    """'Wens genoteerd', in the tenant's own words."""
    wishes = subjects(Wish, events, to)
    return {
        event.pk: Line(
            "Wens genoteerd", quote=found.words, icon="star", tone="y", group="gesprekken"
        )
        for event in events
        if (found := wishes.get(int(event.subject_id)))
    }


@register_sentences("tenants.record_consent")
def answered(events: list[Event], to: User) -> dict[int, Line]:
    """'Toestemming gegeven, mondeling', with the recipient and the fields."""
    consents = subjects(Consent, events, to)
    lines = {}
    for event in events:
        if consent := consents.get(int(event.subject_id)):
            title, icon, tone = ANSWERS[Consent.Answer(consent.answer)]
            what = ", ".join(label.lower() for label in consent.field_labels)
            lines[event.pk] = Line(
                title=f"{title}, {consent.get_how_display()}",
                text=f"{consent.recipient_name}, {consent.purpose}" + (f": {what}" if what else ""),
                quote=consent.words,
                icon=icon,
                tone=tone,
                group="verwijzing",
            )
    return lines


@register_sentences("tenants.withdraw_consent")
def withdrawn(events: list[Event], to: User) -> dict[int, Line]:
    """'Toestemming ingetrokken: Welzijn Lindenwaard'."""
    consents = subjects(Consent, events, to)
    return {
        event.pk: Line(
            f"Toestemming ingetrokken: {found.recipient_name}",
            icon="shield-off",
            group="verwijzing",
        )
        for event in events
        if (found := consents.get(int(event.subject_id)))
    }


@register_sentences("tenants.add_contact", "tenants.change_contact", "tenants.remove_contact")
def drawn(events: list[Event], to: User) -> dict[int, Line]:
    """'Netwerkkaart bijgewerkt', without a name: a contact who was removed is not named again."""
    return {
        event.pk: Line("Netwerkkaart bijgewerkt", icon="waypoints", tone="s") for event in events
    }
