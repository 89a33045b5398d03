"""`manage.py demo_logins`: the invented people you can sign in as."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.roles import Role
from config.demo.mark import is_marked
from config.demo.people import logins


class Command(BaseCommand):
    help = "Toont één inlog per rol van de demo."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--json", action="store_true", help="als lijst van role, email, password"
        )

    def handle(self, **options) -> None:
        if not settings.DEMO:
            raise CommandError("Dit is geen demo. Start de demo met: make run")
        rows = logins()
        if not is_marked():
            raise CommandError("Deze database is niet van de demo: hier wonen echte mensen.")
        if not User.objects.filter(email=rows[0]["email"]).exists():
            raise CommandError("De demo is nog niet gevuld. Vul haar met: manage.py demo_prepare")
        if options["json"]:
            self.stdout.write(json.dumps(rows, indent=2))
            return
        for row in rows:
            label = str(Role(row["role"]).label)
            self.stdout.write(f"  {label:<28} {row['email']:<28} {row['password']}")
