"""Bulk upsert: one statement, whatever the number of rows."""

import json
from functools import cache

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from tenants.models import Home, Tenant


@cache
def defaults(model: type[models.Model]) -> dict[str, object]:
    """Return the default value of each column except the primary key."""
    columns = [field for field in model._meta.concrete_fields if not field.primary_key]
    return {field.attname: field.get_default() for field in columns}


def row_of(model: type[Home] | type[Tenant], values: dict) -> dict:
    """Return a complete row by column: defaults, `values`, and the derived `search`."""
    row = defaults(model) | values
    row["search"] = model.search_line(*(row[name] for name in model.SEARCHED))
    return row


def upsert(
    model: type[models.Model], rows: list[dict], unique: list[str], owned: list[str]
) -> dict[str, int]:
    """Insert rows, or update those with the same `unique` columns; return ids by the first of them.

    In an existing row only the `owned` columns change: a file does not own the others. The rows are
    passed as one JSON document, which is several times faster than a list of parameters. All rows
    must have the same columns.
    """
    if not rows:
        return {}
    columns = list(rows[0])
    names = ", ".join(map(connection.ops.quote_name, columns))
    table = connection.ops.quote_name(model._meta.db_table)
    changed = ", ".join(
        f"{name} = EXCLUDED.{name}" for name in map(connection.ops.quote_name, owned)
    )
    # Safe to interpolate: the names are quoted columns of our models; the values are a parameter.
    statement = (
        f"INSERT INTO {table} ({names}) "  # noqa: S608
        f"SELECT {names} FROM json_populate_recordset(NULL::{table}, %s) "
        f"ON CONFLICT ({', '.join(unique)}) DO UPDATE SET {changed} RETURNING {unique[0]}, id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(rows, cls=DjangoJSONEncoder)])
        return dict(cursor.fetchall())
