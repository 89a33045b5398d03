"""The first catalogue of what one may see or hear; a coordinator may change it later."""

from django.db import migrations

SIGNS = [
    ("weinig-bezoek", "Weinig bezoek", "social", "users"),
    ("wil-praten", "Wil graag praten", "social", "message-circle"),
    ("post", "Post stapelt op", "home", "mail"),
    ("verlies", "Verlies in familie", "life_event", "heart"),
    ("weinig-buiten", "Komt weinig buiten", "behaviour", "door-closed"),
    ("nieuw", "Nieuw in de buurt", "life_event", "map-pin"),
    ("taal", "Taal is lastig", "social", "languages"),
    ("vraagt-contact", "Vraagt zelf om contact", "social", "hand"),
]


def add(apps, schema_editor) -> None:
    Sign = apps.get_model("signals", "Sign")
    for position, (code, label, group, icon) in enumerate(SIGNS):
        Sign.objects.get_or_create(
            code=code,
            defaults={"label": label, "group": group, "icon": icon, "position": position},
        )


class Migration(migrations.Migration):
    dependencies = [("signals", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
