"""The mark of the demo's database: an empty database gets it, and every process checks for it."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg2.sql import SQL, Composed, Identifier

TABLE, ASIDE = "aanloop_demo", "aanloop_opzij"
# Tables that migrations fill.
FILLED_BY_MIGRATIONS = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "signals_sign",
    "signals_otherservice",
}
RELATIONS = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                  AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname, c.relname
"""


def is_marked() -> bool:
    (found,) = rows(f"SELECT to_regclass('public.{TABLE}') IS NOT NULL")
    return found[0]


def claim() -> str:
    """Mark an empty database as the demo's. Returns a Dutch sentence why not, or ""."""
    if is_marked():
        return ""
    if found := contents():
        more = f" en nog {len(found) - 3}" if len(found) > 3 else ""
        return f"zij is niet als demo gemaakt en er staat al iets in ({', '.join(found[:3])}{more})"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE public.{TABLE} (made_at timestamptz NOT NULL DEFAULT now())")
        cursor.execute(f"INSERT INTO public.{TABLE} DEFAULT VALUES")
    return ""


def contents() -> list[str]:
    """List the tables that are not ours, and tables of ours with more than migrations insert."""
    ours = {*connection.introspection.django_table_names(), "django_migrations"}
    return [
        table
        for schema, table in rows(RELATIONS)
        if table not in ours or (table not in FILLED_BY_MIGRATIONS and has_rows(schema, table))
    ]


def outdated() -> str:
    """Return a Dutch sentence when another version of the code made the schema, else ""."""
    on_disk = MigrationLoader(None).disk_migrations
    known = set(on_disk)
    for migration in on_disk.values():
        known |= set(migration.replaces)
    if unknown := sorted(set(MigrationRecorder(connection).applied_migrations()) - known):
        return (
            f"een andere versie van Aanloop maakte haar ({'.'.join(unknown[0])} is hier onbekend)"
        )
    return ""


def incomplete() -> str:
    """Return a Dutch sentence when columns are missing although all migrations ran, else ""."""
    found = set(rows("SELECT table_name, column_name FROM information_schema.columns"))
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields if model._meta.managed else []:
            if (model._meta.db_table, field.column) not in found:
                return (
                    f"een andere versie van Aanloop maakte haar ({model._meta.db_table} is anders)"
                )
    return ""


def in_own_cluster() -> bool:
    """Whether the server's data folder is in `.run`: `make run` made it for the demo."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SHOW data_directory")
        return Path(cursor.fetchone()[0]).parent == settings.BASE_DIR / ".run"


def make_if_missing() -> None:
    """Create the database when it is missing because `set_aside` was interrupted."""
    name = connection.settings_dict["NAME"]
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        if not cursor.rowcount:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')


def set_aside() -> None:
    """Rename the database and create an empty one. Replaces the one set aside before."""
    name = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{ASIDE}" WITH (FORCE)')
        cursor.execute(f'ALTER DATABASE "{name}" RENAME TO "{ASIDE}"')
    make_if_missing()


def require_right_database() -> None:
    """Raise ImproperlyConfigured when the demo is outside its own database, or others are in it."""
    try:
        marked = is_marked()
    except DatabaseError as problem:
        if settings.DEMO:
            raise ImproperlyConfigured("De database van de demo antwoordt niet.") from problem
        return  # the server may start later; until then pages say so
    finally:
        connection.close()
    if settings.DEMO and not marked:
        raise ImproperlyConfigured(
            "Deze database is niet van de demo. Zet AANLOOP_DEMO=0, of maak in een lege database "
            "een demo met: manage.py demo_prepare"
        )
    if marked and not settings.DEMO:
        raise ImproperlyConfigured(
            "Deze database is van de demo: iedereen kent de wachtwoorden. Geef in DATABASE_URL een "
            "andere, of zet AANLOOP_DEMO=1."
        )


def has_rows(schema: str, table: str) -> bool:
    place = Identifier(schema, table)
    return rows(SQL("SELECT EXISTS (SELECT FROM {})").format(place)) == [(True,)]


def rows(statement: str | Composed) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
