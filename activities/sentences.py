"""Audit trail sentences about meetups and guests."""

from accounts.models import User
from activities.models import HostMessage, Invite, Meetup, Series, SignUp
from audit.models import Event
from audit.sentences import Line, Teller, register_sentences
from audit.verbs import name_verbs

name_verbs(
    "activities",
    buddies="gezien wie gezelschap biedt",
    buddy_requests="gezien wie gezelschap vraagt",
    asked="gekeken wie gevraagd kan worden",
    change_party="komt met een ander aantal",
    found="gevonden huurders bekeken",
    guests="gasten bekeken",
    host_messages="gelezen wat gastheren en gastvrouwen doorgaven",
    letters="brieven geprint",
    send_ticket_again="kaartje opnieuw gestuurd",
    open_kept="bewaarde stoelen vrijgegeven",
    standing="gezien wie altijd komt",
    walk_ins="gezien wie zonder aanmelden kwam",
    told_proposal="aan de telefoon verteld over gezelschap",
)

GROUP = "activiteiten"


def about_sign_up(words: str, icon: str, tone: str = "") -> Teller:
    """Register the sentence of one verb about sign-ups; `words` has a placeholder for the meetup's
    title."""

    def teller(events: list[Event], to: User) -> dict[int, Line]:
        ids = [int(event.subject_id) for event in events]
        sign_ups = SignUp.objects.visible_to(to).select_related("meetup").in_bulk(ids)
        return {
            event.pk: Line(
                title=words.format(found.meetup.title), icon=icon, tone=tone, group=GROUP
            )
            for event in events
            if (found := sign_ups.get(int(event.subject_id)))
        }

    return teller


def about_meetup(words: str, icon: str) -> Teller:
    """Register the sentence of one verb about meetups."""

    def teller(events: list[Event], to: User) -> dict[int, Line]:
        meetups = Meetup.objects.visible_to(to).in_bulk([int(event.subject_id) for event in events])
        return {
            event.pk: Line(title=words.format(found.title), icon=icon, group=GROUP)
            for event in events
            if (found := meetups.get(int(event.subject_id)))
        }

    return teller


@register_sentences("activities.start_series", "activities.change_series", "activities.end_series")
def about_series(events: list[Event], to: User) -> dict[int, Line]:
    """'Reeks begonnen: Koffietafel'."""
    words = {"start_series": "begonnen", "change_series": "gewijzigd", "end_series": "gestopt"}
    found = Series.objects.visible_to(to).in_bulk([int(event.subject_id) for event in events])
    return {
        event.pk: Line(
            title=f"Reeks {words[event.verb.partition('.')[2]]}: {series.title}",
            icon="repeat",
            group=GROUP,
        )
        for event in events
        if (series := found.get(int(event.subject_id)))
    }


register_sentences("activities.sign_up")(about_sign_up("Aangemeld voor {}", "calendar-plus"))
register_sentences("activities.cancel_sign_up")(about_sign_up("Afgemeld voor {}", "calendar-x"))
register_sentences("activities.change_party")(
    about_sign_up("Komt met een ander aantal: {}", "users")
)
register_sentences("activities.change_sign_up")(
    about_sign_up("Naam of nummer veranderd: {}", "pencil")
)
register_sentences("activities.send_ticket_again")(
    about_sign_up("Kaartje opnieuw gestuurd: {}", "ticket")
)
register_sentences("activities.accept_offer")(
    about_sign_up("Zei ja op een plek bij {}", "calendar-check")
)
register_sentences("activities.seat")(about_sign_up("Kreeg een stoel bij {}", "armchair"))
register_sentences("activities.wait_again")(about_sign_up("Weer op de wachtlijst voor {}", "list"))
register_sentences("activities.mark_attended")(about_sign_up("Aangeschoven bij {}", "coffee", "y"))
register_sentences("activities.unmark_attended")(
    about_sign_up("Toch niet geweest bij {}", "undo-2")
)
register_sentences("activities.plan_meetup")(
    about_meetup("Activiteit gepland: {}", "calendar-plus")
)
register_sentences("activities.change_meetup")(
    about_meetup("Activiteit gewijzigd: {}", "calendar-cog")
)
register_sentences("activities.open_kept")(
    about_meetup("Bewaarde stoelen vrijgegeven: {}", "lock-open")
)
register_sentences("activities.cancel_meetup")(
    about_meetup("Activiteit afgelast: {}", "calendar-x")
)
register_sentences("activities.count_walk_ins")(
    about_meetup("Geteld wie zonder aanmelden kwam: {}", "users")
)
register_sentences("activities.name_walk_in")(
    about_meetup("Voornaam genoteerd van wie zonder aanmelden kwam: {}", "user-plus")
)
register_sentences("activities.forget_walk_in")(
    about_meetup("Voornaam weggehaald van wie zonder aanmelden kwam: {}", "undo-2")
)
register_sentences("activities.mark_posted")(about_meetup("Brieven op de post: {}", "mail"))
register_sentences("activities.arrange_fetch")(
    about_sign_up("Ophalen afgesproken voor {}", "hand-heart")
)
register_sentences("activities.told_by_phone")(about_sign_up("Gebeld over {}", "phone"))


@register_sentences("activities.tell_coordinator", "activities.read_host_message")
def about_host_message(events: list[Event], to: User) -> dict[int, Line]:
    """'Doorgegeven bij Koffietafel'."""
    found = HostMessage.objects.visible_to(to).select_related("meetup")
    found = found.in_bulk([int(event.subject_id) for event in events])
    words = {
        "tell_coordinator": "Doorgegeven bij {}",
        "read_host_message": "Gelezen wat is doorgegeven bij {}",
    }
    return {
        event.pk: Line(
            title=words[event.verb.partition(".")[2]].format(told.meetup.title),
            icon="message-circle",
            group=GROUP,
        )
        for event in events
        if (told := found.get(int(event.subject_id)))
    }


@register_sentences("activities.invite", "activities.mark_returned")
def about_invite(events: list[Event], to: User) -> dict[int, Line]:
    """'Gevraagd voor Koffietafel'."""
    found = Invite.objects.visible_to(to).select_related("meetup")
    found = found.in_bulk([int(event.subject_id) for event in events])
    return {
        event.pk: Line(
            title=(
                "Gevraagd voor {}" if event.verb.endswith(".invite") else "Brief kwam terug: {}"
            ).format(invite.meetup.title),
            icon="mail",
            group=GROUP,
        )
        for event in events
        if (invite := found.get(int(event.subject_id)))
    }
