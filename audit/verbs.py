"""Dutch words for verbs of the trail, for readers who may not know which tenant a row is about.

An action declares its own word (`@action(..., says="opgepakt")`); a room names its other verbs,
such as reading a list, with `name_verbs`.
"""

from django.apps import apps

from ground.hooks import Registry

WORDS: Registry[str] = Registry("audit.verbs", "verbs of the trail, in Dutch")
WORDS.update({"seen": "Bekeken", "moved": "Status veranderd"})


def name_verb(verb: str, word: str) -> None:
    """Register the Dutch word of one verb (`room.name`)."""
    WORDS.add(verb, word)


def name_verbs(room: str, **words: str) -> None:
    """Register words of a room's verbs that are not actions: name_verbs("signals", list="…")."""
    for name, word in words.items():
        name_verb(f"{room}.{name}", word)


name_verbs(
    "audit",
    download="gedownload",
    review="weekcontrole bekeken",
    review_file="weekcontrole gedownload",
    sweep="opgeruimd na de bewaartermijn",
    terms="bewaartermijnen bekeken",
    trail="bekeken",
)


def in_dutch(verb: str) -> str:
    """Return 'Bekeken', or with the room 'Signalen: opgepakt'; an unknown verb stays as it is."""
    room, _, name = verb.rpartition(".")
    word = WORDS.get(verb, name)
    if not room:
        return word
    label = apps.get_app_config(room).verbose_name if apps.is_installed(room) else room
    return f"{label}: {word}"
