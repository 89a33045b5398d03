"""Fill the search lines of services again: they compare words another way."""

from django.db import migrations

from ground.search_text import searchable


def fill(apps, schema_editor) -> None:
    services = apps.get_model("partners", "Service").objects
    for row in services.select_related("partner"):
        line = searchable(row.name, row.partner.name, row.description, row.for_whom)[:255]
        services.filter(pk=row.pk).update(search=line)


class Migration(migrations.Migration):
    dependencies = [("partners", "0003_known_statuses")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
