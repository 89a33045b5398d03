"""Fill the search lines of homes and tenants again: they compare names and addresses another way."""

from django.db import migrations

from tenants.models import Home, Tenant

CHUNK = 2000


def fill(apps, schema_editor) -> None:
    for now in (Home, Tenant):
        model = apps.get_model("tenants", now.__name__)
        last = 0
        while rows := list(model.objects.filter(pk__gt=last).order_by("pk")[:CHUNK]):
            for row in rows:
                row.search = now.search_line(*(getattr(row, name) for name in now.SEARCHED))
            model.objects.bulk_update(rows, ["search"])
            last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("tenants", "0002_known_statuses")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
