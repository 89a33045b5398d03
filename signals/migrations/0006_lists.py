"""More signs, so that each group has some, and the roads beside ours with their numbers.

The numbers are national and public: 112, Veilig Thuis (veiligthuis.nl), De Luisterlijn
(deluisterlijn.nl). Local ones are for the coordinator to fill in.
"""

from django.db import migrations

SIGNS = [
    ("loopt-moeilijk", "Loopt of hoort moeilijk", "physical", "accessibility"),
    ("zorgt-minder", "Zorgt minder voor zichzelf", "physical", "cloud-rain"),
    ("gordijnen", "Gordijnen lang dicht", "home", "moon"),
    ("belt-vaak", "Belt ons vaak om iets kleins", "behaviour", "phone"),
]
TRACKS = [
    ("112", "Direct gevaar, nu", "112", "", True),
    ("Veilig Thuis", "Zorgen om veiligheid thuis, dag en nacht", "0800 2000",
     "https://veiligthuis.nl", True),
    ("Huisarts", "Zorgen over de gezondheid; de huurder belt zelf, of samen", "", "", False),
    ("Sociaal wijkteam (Wmo)", "Hulp in huis, vervoer, begeleiding", "", "", False),
    ("Schuldhulp", "Achterstanden en geldzorgen", "", "https://geldfit.nl", False),
    ("De Luisterlijn", "Iemand om mee te praten, dag en nacht", "088 0767 000",
     "https://deluisterlijn.nl", False),
    ("Signaalpunt van de gemeente", "Melding door wie geen huurder is", "", "", False),
]  # fmt: skip


def add(apps, schema_editor) -> None:
    Sign, Track = apps.get_model("signals", "Sign"), apps.get_model("signals", "Track")
    for position, (code, label, group, icon) in enumerate(SIGNS, start=8):
        defaults = {"label": label, "group": group, "icon": icon, "position": position}
        Sign.objects.get_or_create(code=code, defaults=defaults)
    for position, (label, about, phone, site, is_urgent) in enumerate(TRACKS):
        Track.objects.get_or_create(
            label=label,
            defaults={
                "about": about,
                "phone": phone,
                "site": site,
                "is_urgent": is_urgent,
                "position": position,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("signals", "0005_one_next_step")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
