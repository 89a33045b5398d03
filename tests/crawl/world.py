"""`python -m tests.crawl.world`: build the world of the tests in the database of the crawl.

Prints, as JSON, the address of each URL of ours for a row of that world, and a session for each
role: of somebody for whom there is something at every address, and of somebody who has nothing yet.
"""

import json
import os
import sys

import django


def main() -> None:
    django.setup()
    from django.test import Client
    from django.urls import NoReverseMatch, reverse

    from tests.house.matrix import MATRIX
    from tests.house.test_matrix import ROLES, own_addresses
    from tests.house.world import World

    world, new = World(), newcomers()
    addresses = {}
    for name, converters in own_addresses().items():
        try:
            addresses[name] = reverse(name, kwargs=world.arguments(name) if converters else {})
        except NoReverseMatch as problem:
            sys.exit(f"{name}: {problem}")
    sessions = {}
    for role in ROLES:
        for kind, person in (("wereld", world.people[role]), ("nieuw", new[role])):
            client = Client()
            client.force_login(person)
            sessions[f"{kind}-{role.value}"] = client.session.session_key
    roles = {name: allowed(row) for name, row in MATRIX.items()}
    json.dump({"addresses": addresses, "sessions": sessions, "roles": roles}, sys.stdout)


def newcomers() -> dict:
    """Return somebody of each role in a new area, where nothing has happened yet."""
    from accounts.roles import Role
    from tests import factories
    from tests.house.test_matrix import ROLES

    area = factories.an_area("Nieuwland")
    people = {role: factories.a_user(role, areas=(area,)) for role in ROLES}
    people[Role.PARTNER_WORKER] = factories.a_worker(factories.a_partner(area), "Nieuw Hier")
    return people


def allowed(row) -> list[str] | str:
    """Return which roles the matrix lets open an address."""
    return row if isinstance(row, str) else sorted(role.value for role in row)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
