"""`manage.py hooks`: every hook with its listeners, and what each registry contains."""

from importlib import import_module

from django.conf import settings
from django.core.management.base import BaseCommand

from ground.hooks import HOOKS, REGISTRIES


class Command(BaseCommand):
    help = "Toont wie waarnaar luistert, en wat elke kamer aanmeldt."
    requires_system_checks = []

    def handle(self, **options) -> None:
        import_module(settings.ROOT_URLCONF)  # loads every room
        for name, hook in sorted(HOOKS.items()):
            self.stdout.write(f"{name}({hook.arguments})")
            for listener in hook.listeners:
                self.stdout.write(f"    {listener.__module__}.{listener.__qualname__}")
        for name, registry in sorted(REGISTRIES.items()):
            self.stdout.write(f"{name}: {registry.about} ({len(registry)})")
            self.stdout.write(f"    {' '.join(sorted(registry))}")
