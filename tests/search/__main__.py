"""`make search`: time searches among TENANTS tenants by part of a name or address (p50 and p95).

Runs the same searches on the tenant list and on Django admin's search, on the same table and in the
same run. Exits with 0 only if the list's median is at least TIMES times faster for each search.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable

import django
from django.db import connection

from launcher.children import say

NAMES = "merelsen,lindekamp,molenstra,kerkhuis,havenman,brugveld,dykhorst,smitsing,vriesema,bergs"
FILL = """
INSERT INTO accounts_area (id, code, name) OVERRIDING SYSTEM VALUE
SELECT n, 'a' || n, 'Gebied ' || n FROM generate_series(1, 40) n;

INSERT INTO tenants_home (id, external_id, code, kind, status, name, street, number, letter,
    addition, postcode, town, floor, address_id, object_id, neighbourhood_code, district_code,
    municipality_code, complex_code, complex_name, housing_form, search, area_id)
OVERRIDING SYSTEM VALUE
SELECT n, 'H' || n, 'E-' || n, 'WOO', '', '', street, n % 97 + 1, '', '', '', '', '', '', '', '',
    '', '', '', '', '', lower(street) || ' ' || lpad((n % 97 + 1)::text, 5, '0'), n % 40 + 1
FROM (SELECT n, (ARRAY[{names}])[n % 10 + 1] || 'straat' || n / 5000 AS street
      FROM generate_series(1, {homes}) n) AS made;

INSERT INTO tenants_tenant (id, external_id, code, initials, first_name, infix, last_name, gender,
    language, phone, email, channel, reach_note, hears_badly, interpreter, best_time, in_pairs,
    corrected, search, area_id)
OVERRIDING SYSTEM VALUE
SELECT n, 'P' || n, 'R-' || n, 'A.', first, '', last, 'V', 'NLD', '', '', 'call', '', false, false,
    '', false, '{{}}', last || ' ' || first || ' a.', n % 40 + 1
FROM (SELECT n, (ARRAY[{names}])[n % 10 + 1]
                 || translate((n / 700)::text, '0123456789', 'abcdefghij') AS last,
             'proef' || n % 5000 AS first
      FROM generate_series(1, {tenants}) n) AS made;

INSERT INTO tenants_tenancy (contract, role, starts_on, home_id, tenant_id)
SELECT 'C' || n, 'HUU', DATE '2015-01-01', n % {homes} + 1, n FROM generate_series(1, {tenants}) n;

ANALYZE;
"""
# Part of a name, of two names, of an address, a spelling error, and a word that matches nobody.
WORDS = ["kerkhuisbcd", "havenmanh proef1", "brugveldstraat33 14", "kerkhiusbcd", "zzyzx"]


def main() -> int:
    options = asked()
    base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    name = f"search_{os.getpid()}"
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "AANLOOP_DEMO": "1"}
    os.environ["DATABASE_URL"] = f"{base}/postgres"
    django.setup()
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        return measure(options)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = "postgres"
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def measure(options: argparse.Namespace) -> int:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    names = ", ".join(f"'{name}'" for name in NAMES.split(","))
    say("zoeken", f"{options.tenants} huurders maken")
    with connection.cursor() as cursor:
        cursor.execute(
            FILL.format(names=names, homes=options.tenants * 10 // 13, tenants=options.tenants)
        )
    ours, admins = the_list(), the_admin()
    slow = []
    for words in WORDS:
        mine = timed(lambda words=words: ours(words), options.rounds)
        theirs = timed(lambda words=words: admins(words), max(3, options.rounds // 5))
        times = statistics.median(theirs) / statistics.median(mine)
        print(
            f"{words:<22} lijst {shown(mine)}   admin {shown(theirs)}   {times:6.0f} x", flush=True
        )
        if times < options.times:
            slow.append(f"{words}: {times:.0f} keer zo snel")
    for line in slow:
        say("FOUT", line)
    return 1 if slow else 0


def the_list() -> Callable[[str], list]:
    """Return a function that fetches a page of the coordinator's tenant list, as the view does."""
    from accounts.models import User
    from accounts.roles import Role
    from tenants.filters import TenantFilter
    from tenants.models import Tenancy, Tenant

    user = User.objects.create_user("proef@delinde.example", "-", name="P", role=Role.COORDINATOR)

    def page(words: str) -> list:
        rows = Tenant.objects.listed_to(user).order_by("search", "pk")
        found = TenantFilter({"q": words}, queryset=rows).qs
        return list(found.select_related("area").prefetch_related(Tenancy.now())[:51])

    return page


def the_admin() -> Callable[[str], list]:
    """Return a function that runs Django admin's search on the same table: count and first page."""
    from django.contrib.admin import ModelAdmin, site

    from tenants.models import Tenant

    class Admin(ModelAdmin):
        search_fields = ["first_name", "infix", "last_name", "tenancies__home__search"]

    admin = Admin(Tenant, site)

    def page(words: str) -> list:
        rows, twice = admin.get_search_results(None, Tenant.objects.order_by("-pk"), words)
        rows = rows.distinct() if twice else rows
        rows.count()
        return list(rows[:100])

    return page


def timed(ask: Callable[[], list], rounds: int) -> list[float]:
    ask()
    took = []
    for _ in range(rounds):
        begin = time.perf_counter()
        ask()
        took.append((time.perf_counter() - begin) * 1000)
    return sorted(took)


def shown(took: list[float]) -> str:
    at = min(len(took) - 1, round(len(took) * 0.95))
    return f"p50 {statistics.median(took):8.1f} ms p95 {took[at]:8.1f} ms"


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser("tests.search")
    parser.add_argument("--tenants", type=int, default=2_400_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--times", type=float, default=100)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
