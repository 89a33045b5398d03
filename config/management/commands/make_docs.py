"""`manage.py make_docs`: generate documents from the code, or check that they are up to date."""

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import models

from accounts.roles import MATRIX, SECOND_FACTOR, SIDES, Can, Role
from audit.moves import Moving
from audit.verbs import in_dutch
from config.dependencies import imports_of_rooms, without_detours
from config.retention import FIELDS, LIBRARIES, NONE, RULES, Rule
from config.who_hears import BY_CLOCK, LISTS, MESSAGES, QUIET, verbs_of
from outbox.kinds import KINDS, Audience

DOCS = Path(settings.BASE_DIR) / "docs"
MADE = "<!-- Made by `manage.py make_docs`; change the code, not this. -->"
END = "<!-- End of what is made. -->"


class Command(BaseCommand):
    help = "Maakt in docs uit de code wat in architecture, roles, states en privacy daaruit volgt."
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="alleen nagaan of ze kloppen")

    def handle(self, **options) -> None:
        stale = [name for name, text in documents() if read(name) != text]
        if not options["check"]:
            for name, text in documents():
                (DOCS / name).write_text(text)
        elif stale:
            raise CommandError(
                f"Niet meer gelijk aan de code: {', '.join(stale)}. Draai: manage.py make_docs"
            )


def documents() -> Iterator[tuple[str, str]]:
    """Yield the name of each generated document and its full text."""
    for name, made in MAKERS.items():
        before, _, rest = read(name).partition(MADE)
        _, _, after = rest.partition(END)
        yield name, f"{before}{MADE}\n\n{made().strip()}\n\n{END}{after or chr(10)}"


def read(name: str) -> str:
    """Return the current text of a document, "" if there is none.

    Text written by hand above and below the generated part is preserved.
    """
    file = DOCS / name
    return file.read_text() if file.exists() else ""


def rooms() -> str:
    """A picture of which room imports which; then what each is about, and all that it imports."""
    imports = imports_of_rooms()
    arrows = [
        f"    {room} --> {to}"
        for room, targets in without_detours(imports).items()
        for to in settings.ROOMS
        if to in targets
    ]
    table = [["room", "is about", "imports"], ["---"] * 3]
    for room in settings.ROOMS:
        targets = [f"`{to}`" for to in settings.ROOMS if to in imports[room]]
        table.append([f"`{room}`", about(room), ", ".join(targets) or "nothing"])
    return "\n".join(["```mermaid", "flowchart TD", *arrows, "```", "", rows(table)])


def about(room: str) -> str:
    """What a room is about: the sentence at the top of its `apps.py`."""
    sentence, *_ = inspect.getdoc(inspect.getmodule(type(apps.get_app_config(room)))).splitlines()
    return sentence.removesuffix(".")


def roles() -> str:
    """A table with a row per ability and a column per role."""
    if undecided := [role.name for role in Role if role not in MATRIX or role not in SIDES]:
        raise CommandError(
            f"{', '.join(undecided)}: no abilities in MATRIX or no side in SIDES. "
            "Decide both in accounts/roles.py."
        )
    table = [
        ["ability", "what it is", *(role.label for role in Role)],
        ["---", "---", *(":-:" for _ in Role)],
        *(
            [f"`{can.name}`", can.label, *("●" if can in MATRIX[role] else "" for role in Role)]
            for can in Can
        ),
        ["", "*side*", *(SIDES[role].name.lower() for role in Role)],
        ["", "*second factor*", *("●" if role in SECOND_FACTOR else "" for role in Role)],
    ]
    return rows(table)


def states() -> str:
    """One state diagram per model with a table of moves."""
    return "\n\n".join(map(diagram, moving_models()))


def moving_models() -> list[type[Moving]]:
    return [model for model in own_models() if issubclass(model, Moving)]


def own_models() -> list[type[models.Model]]:
    """All models of the rooms except proxies, which have no table of their own."""
    models = [model for room in settings.ROOMS for model in apps.get_app_config(room).get_models()]
    return [model for model in models if not model._meta.proxy]


def diagram(model: type[Moving]) -> str:
    """A mermaid state diagram. Without a default status, every status in MOVES is a start."""
    default = model._meta.get_field("status").default
    starts = model.MOVES if default is models.NOT_PROVIDED else [default]
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{status.label}" as {status.value}' for status in model.Status]
    lines += [f"    [*] --> {start}" for start in model.Status if start in starts]
    for was in model.Status:
        followers = model.MOVES.get(was, set())
        lines += [f"    {was.value} --> {to.value}" for to in model.Status if to in followers]
        lines += [] if followers else [f"    {was.value} --> [*]"]
    title = f"## {model._meta.verbose_name.capitalize()} (`{model._meta.label}`)"
    return "\n".join([title, "", "```mermaid", *lines, "```"])


def privacy() -> str:
    """A table of the retention classes, and a table of the fields in each class."""
    classes = [["class", "why it is there", "ground", "kept"], ["---"] * 4]
    classes += [[f"**{r.name}**", r.why, r.ground, r.keep] for r in RULES]
    fields = [["model", "fields", "class"], ["---"] * 3]
    for model in own_models():
        require_every_field(model)
        name = f"`{model._meta.label}` ({model._meta.verbose_name})"
        for rule, names in FIELDS[model._meta.label].items():
            fields.append([name, described(model, rule, names), rule.name])
            name = ""
    fields += [[f"`{label}`", "all", rule.name] for label, rule in LIBRARIES.items()]
    return f"{rows(classes)}\n\n{rows(fields)}"


def require_every_field(model: type[models.Model]) -> None:
    """Raise CommandError when a field of a model has no retention class."""
    decided = {
        name for names in FIELDS.get(model._meta.label, {}).values() for name in names.split()
    }
    fields = {field.name for field in [*model._meta.fields, *model._meta.many_to_many]}
    if missing := sorted(fields - decided):
        raise CommandError(
            f"{model._meta.label}: no class of retention for {', '.join(missing)}. "
            "Decide in FIELDS of config/retention.py why it is kept and for how long."
        )


def described(model: type[models.Model], rule: Rule, names: str) -> str:
    """List the fields of one class by name; personal ones with their Dutch label too."""
    if rule is NONE:
        return ", ".join(f"`{name}`" for name in names.split())
    found = [(name, model._meta.get_field(name).verbose_name) for name in names.split()]
    return ", ".join(
        f"`{name}`" if said.lower() == name.replace("_", " ") else f"`{name}` {said}"
        for name, said in found
    )


def who_hears() -> str:
    """A table of the actions with a message or a list, and a table of those without."""
    import_module(settings.ROOT_URLCONF)  # with it come the actions and their words
    verbs = sorted(MESSAGES.keys() | verbs_of(LISTS))
    heard = [["action", "in Dutch", "who hears it"], ["---"] * 3]
    for verb in verbs:
        messages = [said_to(kind) for kind in MESSAGES.get(verb, "").split()]
        lists = [people for people, named in LISTS.items() if verb in named.split()]
        heard.append([f"`{verb}`", in_dutch(verb), "; ".join([*messages, *lists])])
    quiet = [["why nobody else hears it", "actions"], ["---"] * 2]
    for why, named in QUIET.items():
        quiet.append([why, ", ".join(f"`{verb}`" for verb in named.split())])
    clock = ", ".join(f"`{kind}`" for kind in BY_CLOCK.split())
    return f"{rows(heard)}\n\n{rows(quiet)}\n\nQueued by the clock only: {clock}."


def said_to(kind: str) -> str:
    """The audience of a kind of message, and its name."""
    audience = KINDS[kind].audience
    names = [one.name.lower() for one in Audience if one in audience]
    return f"{' and '.join(names)} by `{kind}`"


def rows(table: list[list]) -> str:
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in table)


MAKERS: dict[str, Callable[[], str]] = {
    "architecture.md": rooms,
    "roles.md": roles,
    "states.md": states,
    "privacy.md": privacy,
    "who-hears.md": who_hears,
}
