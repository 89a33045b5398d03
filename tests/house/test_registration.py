"""What a room declares is there as soon as Django has started, whatever else was imported.

The tests import much that a worker or a command does not. So a process of its own starts Django,
looks at what is registered, imports the rest of every room, and looks again.
"""

import json
import subprocess
import sys

from django.conf import settings

# Actions register themselves when the addresses or the tasks are loaded, their verbs with them.
LOOK = """
import json, os, pathlib, pkgutil, sys
import importlib
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
import django
from django.conf import settings
from ground.hooks import HOOKS, REGISTRIES
{before}
django.setup()

def registered():
    found = {{(name, entry) for name, registry in REGISTRIES.items() for entry in registry}}
    found |= {{
        (name, f"{{listener.__module__}}.{{listener.__qualname__}}")
        for name, hook in HOOKS.items()
        for listener in hook.listeners
    }}
    return {{one for one in found if one[0] not in ("audit.actions", "audit.verbs")}}

before = registered()
for room in settings.ROOMS:
    for module in pkgutil.walk_packages([str(settings.BASE_DIR / room)], f"{{room}}."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
print(json.dumps(sorted(registered() - before)))
"""
NOT_READY = "from partners.apps import PartnersConfig\nPartnersConfig.ready = lambda self: None"


def registered_too_late(before: str = "") -> list[list[str]]:
    """Registry or hook, and the entry that is missing until its module is imported."""
    out = subprocess.run(
        [sys.executable, "-c", LOOK.format(before=before)],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert out.returncode == 0, out.stderr
    return json.loads(out.stdout)


def test_everything_that_a_room_declares_is_registered_at_the_start():
    late = registered_too_late()

    assert not late, (
        f"{late}: name the module as in REGISTERING of ground/rooms.py, or add its name there."
    )


def test_a_module_that_ready_does_not_import_is_found():
    late = registered_too_late(before=NOT_READY)

    assert ["outbox.kinds", "partner_invited"] in late
