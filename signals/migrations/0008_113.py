"""Somebody to call when there is talk of suicide: the national number (113.nl), day and night."""

from django.db import migrations


def add(apps, schema_editor) -> None:
    apps.get_model("signals", "Track").objects.get_or_create(
        label="113 Zelfmoordpreventie",
        defaults={
            "about": "Gedachten aan zelfmoord, ook voor wie zich zorgen maakt",
            "phone": "0800 0113",
            "site": "https://www.113.nl",
            "is_urgent": True,
            "position": 2,
        },
    )


class Migration(migrations.Migration):
    dependencies = [("signals", "0007_area")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
