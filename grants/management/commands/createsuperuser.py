"""Make an administrator on the server, as Django does; the trail says so.

An installation begins with two of them, who then confirm each other's grants.
"""

from django.contrib.auth.management.commands import createsuperuser
from django.db import transaction

from accounts.models import User
from accounts.roles import Can, roles_with
from audit.models import record


class Command(createsuperuser.Command):
    """The only account that no second person confirms: whoever may run this has the database."""

    def handle(self, *args, **options) -> None:
        administrators = User.objects.filter(role__in=roles_with(Can.ADMINISTER))
        with transaction.atomic():
            before = set(administrators.values_list("pk", flat=True))
            super().handle(*args, **options)
            for user in administrators.exclude(pk__in=before):
                record("grants.create_superuser", user, by=User.objects.system(), role=user.role)
