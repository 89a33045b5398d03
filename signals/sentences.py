"""Sentences of the audit trail about signals and their steps."""

from accounts.models import User
from audit.models import Event
from audit.sentences import Line, register_sentences
from audit.verbs import name_verbs
from ground.days import day_in_words
from signals.models import (
    Conversation,
    Ending,
    FollowUp,
    Round,
    RoundStop,
    Signal,
    SignalNote,
    Visit,
)

name_verbs(
    "signals",
    adopt="nieuwe eigenaar gekregen",
    address_choices="voordeuren bekeken",
    at_home="andere signalen op het adres bekeken",
    end_aftercare="nabellen gestopt",
    escalate="bij de coördinator gemeld",
    list="lijst bekeken",
    plan="opvolging gepland",
    put_off="ver vooruit gepland",
    remind="herinnering klaargezet",
    round="ronde bekeken",
    route="route bekeken",
    today="werklijst bekeken",
)

ICONS = {FollowUp.Kind.VISIT: "house", FollowUp.Kind.CALL: "phone"}


@register_sentences("signals.log")
def logged(events: list[Event], to: User) -> dict[int, Line]:
    """'Signaal: weinig bezoek, wil graag praten', with the fact as it was written."""
    signals = Signal.objects.visible_to(to).prefetch_related("signs")
    signals = signals.in_bulk([int(event.subject_id) for event in events])
    lines = {}
    for event in events:
        if signal := signals.get(int(event.subject_id)):
            signs = ", ".join(sign.label.lower() for sign in signal.signs.all())
            knows = (
                "huurder wist ervan" if signal.tenant_knows == "yes" else "huurder wist het niet"
            )
            lines[event.pk] = Line(
                title=f"Signaal: {signs or 'iets opgevallen'}",
                text=f"{signal.fact} ({knows})" if signal.fact else knows,
                icon="bell",
            )
    return lines


@register_sentences("signals.finish")
def finished(events: list[Event], to: User) -> dict[int, Line]:
    """'Huisbezoek: gesproken', with the tenant's own words."""
    steps = FollowUp.objects.visible_to(to).in_bulk([int(e.subject_id) for e in events])
    lines = {}
    for event in events:
        if (step := steps.get(int(event.subject_id))) and step.outcome:
            lines[event.pk] = Line(
                title=f"{step.get_kind_display()}: {step.get_outcome_display().lower()}",
                quote=step.words,
                icon=ICONS.get(step.kind, "phone"),
                tone="s",
                group="gesprekken",
            )
    return lines


@register_sentences("signals.add_note")
def noted(events: list[Event], to: User) -> dict[int, Line]:
    """'Notitie: dochter zei', with the note as quote or as the colleague's text."""
    notes = SignalNote.objects.visible_to(to).in_bulk(of(events))
    lines = {}
    for event in events:
        if note := notes.get(int(event.subject_id)):
            said = note.said
            lines[event.pk] = Line(
                title=f"Notitie: {said[:1].lower()}{said[1:]}"
                if said
                else "Notitie bij het signaal",
                text="" if said else note.text,
                quote=note.text if said else "",
                icon="sticky-note",
                group="gesprekken",
            )
    return lines


@register_sentences("signals.pick_up")
def picked_up(events: list[Event], to: User) -> dict[int, Line]:
    return {event.pk: Line(title="Opgepakt", icon="hand") for event in events}


@register_sentences("signals.close")
def closed(events: list[Event], to: User) -> dict[int, Line]:
    """'Afgesloten: contact hersteld', with the tenant's view, also after it was reopened."""
    return {
        number: Line(
            title=f"Afgesloten: {ending.get_reason_display().lower()}",
            quote=ending.tenant_view,
            icon="check-check",
            tone="g",
        )
        for number, ending in endings_of(events, to, "ended_at").items()
    }


@register_sentences("signals.reopen")
def reopened(events: list[Event], to: User) -> dict[int, Line]:
    """'Weer opgepakt: de huurder vroeg erom', with the colleague's words."""
    return {
        number: Line(
            title=f"Weer opgepakt: {ending.get_why_display().lower()}",
            quote=ending.words,
            icon="rotate-ccw",
        )
        for number, ending in endings_of(events, to, "reopened_at").items()
    }


def endings_of(events: list[Event], to: User, moment: str) -> dict[int, Ending]:
    """Return for each event the ending of its signal that was recorded with it: the last one of
    which `moment`, the name of a field, is not after the event."""
    endings = Ending.objects.visible_to(to).filter(signal__in=of(events)).order_by(moment)
    found = {}
    for ending in endings.exclude(**{moment: None}):
        for event in events:
            same = int(event.subject_id) == ending.signal_id
            if same and getattr(ending, moment) <= event.at:
                found[event.pk] = ending
    return found


def of(events: list[Event]) -> list[int]:
    return [int(event.subject_id) for event in events]


@register_sentences("signals.report")
def heard(events: list[Event], to: User) -> dict[int, Line]:
    return {event.pk: Line(title="Melding van buiten", icon="inbox") for event in events}


@register_sentences("signals.verify")
def verified(events: list[Event], to: User) -> dict[int, Line]:
    """'Melding beoordeeld', with the text of the report."""
    signals = Signal.objects.visible_to(to).in_bulk(of(events))
    return {
        event.pk: Line(title="Melding van buiten beoordeeld", text=signal.fact, icon="inbox")
        for event in events
        if (signal := signals.get(int(event.subject_id)))
    }


@register_sentences("signals.plan_visit")
def visit_planned(events: list[Event], to: User) -> dict[int, Line]:
    """'Huisbezoek gepland', with the day as it is now."""
    visits = Visit.objects.visible_to(to).in_bulk(of(events))
    lines = {}
    for event in events:
        if visit := visits.get(int(event.subject_id)):
            day = day_in_words(visit.starts_at, "l j F, G.i")
            lines[event.pk] = Line(
                title="Huisbezoek gepland",
                text="vervallen" if visit.cancelled_at else f"{day} uur",
                icon="calendar",
            )
    return lines


@register_sentences("signals.record_conversation")
def talked(events: list[Event], to: User) -> dict[int, Line]:
    """'Gesprek', with the tenant's own words and the agreements."""
    steps = FollowUp.objects.visible_to(to)
    talks = Conversation.objects.filter(follow_up__in=steps).in_bulk(of(events))
    return {
        event.pk: Line(
            title="Gesprek",
            text=f"Afgesproken: {talk.agreed}" if talk.agreed else "",
            quote=talk.own_words,
            icon="message-circle",
            tone="s",
            group="gesprekken",
        )
        for event in events
        if (talk := talks.get(int(event.subject_id)))
    }


@register_sentences("signals.merge")
def merged(events: list[Event], to: User) -> dict[int, Line]:
    return {event.pk: Line(title="Twee signalen samengevoegd", icon="merge") for event in events}


@register_sentences("signals.hand_over")
def handed_over(events: list[Event], to: User) -> dict[int, Line]:
    """'Overgedragen aan Nadia Haan'."""
    names = User.objects.names_of({event.details.get("to") for event in events})
    return {
        event.pk: Line(
            title=f"Overgedragen aan {names.get(event.details.get('to'), 'een collega')}",
            icon="arrow-right-left",
        )
        for event in events
    }


@register_sentences("signals.start_aftercare")
def rested(events: list[Event], to: User) -> dict[int, Line]:
    """'Afgerond, we bellen later na', with the tenant's view, also after it was reopened."""
    return {
        number: Line(
            title="Afgerond, we bellen later nog eens",
            quote=ending.tenant_view,
            icon="phone-call",
            tone="g",
        )
        for number, ending in endings_of(events, to, "ended_at").items()
    }


@register_sentences("signals.end_aftercare")
def called_no_more(events: list[Event], to: User) -> dict[int, Line]:
    return {event.pk: Line(title="We bellen niet meer na", icon="phone-off") for event in events}


@register_sentences("signals.finish_stop")
def on_a_round(events: list[Event], to: User) -> dict[int, Line]:
    """'Ronde: gesproken, gaat goed'."""
    rounds = Round.objects.visible_to(to)
    stops = RoundStop.objects.filter(round__in=rounds).in_bulk(of(events))
    return {
        event.pk: Line(title=f"Ronde: {stop.get_outcome_display().lower()}", icon="list-checks")
        for event in events
        if (stop := stops.get(int(event.subject_id)))
    }
