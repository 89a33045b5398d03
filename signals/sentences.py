"""What the trail says about signals and their steps."""

from accounts.models import User
from audit.models import Event
from audit.sentences import Line, tell
from signals.models import FollowUp, Signal

ICONS = {FollowUp.Kind.VISIT: "house", FollowUp.Kind.CALL: "phone"}


@tell("signals.log")
def logged(events: list[Event], to: User) -> dict[int, Line]:
    """'Signaal: weinig bezoek, wil graag praten', with the fact as it was written down."""
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


@tell("signals.finish")
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


@tell("signals.pick_up")
def picked_up(events: list[Event], to: User) -> dict[int, Line]:
    return {event.pk: Line(title="Opgepakt", icon="hand") for event in events}


@tell("signals.close")
def closed(events: list[Event], to: User) -> dict[int, Line]:
    """'Afgesloten: contact hersteld', with what the tenant thinks of it."""
    signals = Signal.objects.visible_to(to).in_bulk([int(e.subject_id) for e in events])
    return {
        event.pk: Line(
            title=f"Afgesloten: {signal.get_reason_display().lower()}"
            if signal.reason
            else "Afgesloten",
            quote=signal.tenant_view,
            icon="check-check",
            tone="g",
        )
        for event in events
        if (signal := signals.get(int(event.subject_id)))
    }


@tell("signals.reopen")
def reopened(events: list[Event], to: User) -> dict[int, Line]:
    return {event.pk: Line(title="Weer opgepakt", icon="rotate-ccw") for event in events}
