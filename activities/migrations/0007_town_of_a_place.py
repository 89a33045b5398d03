"""The town of a place. When all our homes are in one town, so are the places that we have."""

from django.db import migrations, models


def fill(apps, schema_editor):
    homes = apps.get_model("tenants", "Home").objects.exclude(town="").order_by()
    towns = list(homes.values_list("town", flat=True).distinct()[:2])
    if len(towns) == 1:
        apps.get_model("activities", "Place").objects.update(town=towns[0])


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0006_sign_up_receipts"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="place",
            name="town",
            field=models.CharField(blank=True, max_length=80, verbose_name="plaats"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
