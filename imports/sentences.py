"""Timeline sentences for imports, in Dutch."""

from accounts.models import User
from audit.models import Event
from audit.sentences import Line, register_sentences
from audit.verbs import name_verbs
from imports.models import ImportRun

name_verbs("imports", lines="regels van een bestand bekeken", put_in="bestand doorgevoerd")


@register_sentences("imports.read_file", "imports.put_in", "imports.undo", "imports.discard")
def imported(events: list[Event], to: User) -> dict[int, Line]:
    """'Importbestand doorgevoerd: huurders.csv'."""
    titles = {
        "imports.read_file": "Importbestand gelezen",
        "imports.put_in": "Importbestand doorgevoerd",
        "imports.undo": "Importbestand teruggedraaid",
        "imports.discard": "Importbestand weggegooid",
    }
    runs = ImportRun.objects.in_bulk([int(event.subject_id) for event in events])
    return {
        event.pk: Line(f"{titles[event.verb]}: {found.file_name}", icon="file-up")
        for event in events
        if (found := runs.get(int(event.subject_id)))
    }
