"""Sentences about referrals in the audit trail."""

from django.utils.timezone import localdate

from accounts.models import User
from audit.models import Event
from audit.sentences import Line, register_sentences
from audit.verbs import name_verbs
from referrals.models import Feedback, Message, Referral

name_verbs(
    "referrals",
    inbox="postvak bekeken",
    list="lijst bekeken",
    of_tenant="bij een huurder bekeken",
    recall="teruggehaald",
)

GROUP = "verwijzing"


def _referrals(events: list[Event], to: User) -> dict[int, Referral]:
    ids = [int(event.subject_id) for event in events]
    return Referral.objects.visible_to(to).select_related("partner").in_bulk(ids)


def days(count: int) -> str:
    """'op dezelfde dag', 'na 1 dag', 'na 3 dagen'."""
    if count == 0:
        return "op dezelfde dag"
    return "na 1 dag" if count == 1 else f"na {count} dagen"


@register_sentences("referrals.send")
def sent(events: list[Event], to: User) -> dict[int, Line]:
    """'Verwezen naar Welzijn Lindenwaard', with the wish."""
    referrals = _referrals(events, to)
    return {
        event.pk: Line(
            title=f"Verwezen naar {referral.partner}",
            quote=referral.wish,
            icon="corner-up-right",
            tone="h",
            group=GROUP,
        )
        for event in events
        if (referral := referrals.get(int(event.subject_id)))
    }


@register_sentences("referrals.accept")
def accepted(events: list[Event], to: User) -> dict[int, Line]:
    """'Verwijzing aangenomen na 1 dag'."""
    referrals = _referrals(events, to)
    lines = {}
    for event in events:
        if referral := referrals.get(int(event.subject_id)):
            waited = (localdate(event.at) - localdate(referral.offered_at)).days
            lines[event.pk] = Line(
                title=f"Verwijzing aangenomen {days(max(waited, 0))}",
                text=referral.partner.name,
                icon="handshake",
                tone="h",
                group=GROUP,
            )
    return lines


@register_sentences("referrals.decline")
def declined(events: list[Event], to: User) -> dict[int, Line]:
    """'Past niet: we hebben geen plek'."""
    referrals = _referrals(events, to)
    return {
        event.pk: Line(
            title=f"Past niet: {referral.get_declined_why_display().lower()}",
            text=referral.partner.name,
            icon="undo-2",
            tone="h",
            group=GROUP,
        )
        for event in events
        if (referral := referrals.get(int(event.subject_id)))
    }


@register_sentences("referrals.withdraw", "referrals.recall")
def withdrawn(events: list[Event], to: User) -> dict[int, Line]:
    """'Verwijzing ingetrokken', and why when a withdrawn consent did it."""
    referrals = _referrals(events, to)
    return {
        event.pk: Line(
            title="Verwijzing ingetrokken",
            text=f"{referral.partner}, de toestemming stopte"
            if event.verb == "referrals.recall"
            else str(referral.partner),
            icon="undo-2",
            tone="h",
            group=GROUP,
        )
        for event in events
        # A discarded draft was never sent: no line.
        if (referral := referrals.get(int(event.subject_id))) and referral.offered_at
    }


@register_sentences(
    "referrals.ask",
    "referrals.reply",
    "referrals.say",
    "referrals.confirm_handover",
    "referrals.propose_time",
)
def wrote(events: list[Event], to: User) -> dict[int, Line]:
    """'Partner vraagt', 'Bericht aan de partner' or 'Bericht van de partner', with the text."""
    titles = {
        "referrals.ask": "Partner vraagt",
        "referrals.reply": "Bericht aan de partner",
        "referrals.say": "Bericht van de partner",
        "referrals.confirm_handover": "Partner bevestigt de afspraak",
        "referrals.propose_time": "Partner stelt een tijd voor",
    }
    written = Message.objects.filter(referral__in=Referral.objects.visible_to(to))
    written = written.in_bulk([int(event.subject_id) for event in events])
    return {
        event.pk: Line(
            title=titles[event.verb],
            text=message.text,
            icon="message-circle",
            tone="h",
            group=GROUP,
        )
        for event in events
        if (message := written.get(int(event.subject_id)))
    }


@register_sentences("referrals.report_back")
def reported_back(events: list[Event], to: User) -> dict[int, Line]:
    """'2 keer of vaker mee geweest', with the partner's sentence."""
    told = (
        Feedback.objects.visible_to(to)
        .select_related("referral__partner")
        .in_bulk([int(event.subject_id) for event in events])
    )
    return {
        event.pk: Line(
            title=feedback.get_happened_display(),
            text=f"teruggemeld door {feedback.referral.partner}",
            quote=feedback.sentence,
            icon="smile" if feedback.took_part else "message-circle",
            tone="y" if feedback.took_part else "h",
            group=GROUP,
        )
        for event in events
        if (feedback := told.get(int(event.subject_id)))
    }
