"""Sentences of the trail about messages that a person handled."""

from accounts.models import User
from audit.models import Event
from audit.sentences import Line, register_sentences
from audit.verbs import name_verbs

name_verbs(
    "outbox",
    list="lijst bekeken",
)

TITLES = {
    "outbox.retry": Line("Bericht nog een keer verstuurd", icon="send"),
    "outbox.finish": Line("Bericht met de hand gedaan", icon="check"),
}


@register_sentences(*TITLES)
def looked_after(events: list[Event], to: User) -> dict[int, Line]:
    return {event.pk: TITLES[event.verb] for event in events}
