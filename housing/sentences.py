"""Sentences about housing forms and candidates in the audit trail."""

from accounts.models import User
from audit.models import Event
from audit.sentences import Line, register_sentences
from audit.verbs import name_verbs
from housing.models import Candidate, HousingForm

name_verbs(
    "housing",
    page="bekeken",
)

TITLES = {
    "housing.add": "Woonvorm toegevoegd",
    "housing.edit": "Woonvorm gewijzigd",
    "housing.advance": "Woonvorm een stap verder",
}
INTEREST = {
    "housing.note_interest": "Wil graag wonen in {}",
    "housing.confirm_interest": "Wil nog steeds graag wonen in {}",
    "housing.end_interest": "Geen belangstelling meer voor {}",
    "housing.note_outsider": "Wil van buiten graag wonen in {}",
    "housing.became_tenant": "Werd huurder, en wil graag wonen in {}",
    "housing.take_step": "Een stap verder op weg naar {}",
    "housing.record_decision": "De groep besloot over {}",
    "housing.place": "Woont in {}",
}


@register_sentences(*TITLES)
def form_changed(events: list[Event], to: User) -> dict[int, Line]:
    """'Woonvorm toegevoegd: Thuishuis Lindenwaard'."""
    forms = HousingForm.objects.visible_to(to).in_bulk([int(e.subject_id) for e in events])
    return {
        event.pk: Line(f"{TITLES[event.verb]}: {found}", icon="house")
        for event in events
        if (found := forms.get(int(event.subject_id)))
    }


@register_sentences(*INTEREST)
def interest_changed(events: list[Event], to: User) -> dict[int, Line]:
    """'Wil graag wonen in Thuishuis Lindenwaard'."""
    candidates = Candidate.objects.visible_to(to).select_related("form")
    candidates = candidates.in_bulk([int(e.subject_id) for e in events])
    return {
        event.pk: Line(INTEREST[event.verb].format(found.form), icon="house-plus", tone="s")
        for event in events
        if (found := candidates.get(int(event.subject_id)))
    }
