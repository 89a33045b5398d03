"""How a signal came in gets the codes of VERA; messages of kinds that are gone are taken back."""

from django.db import migrations

CODES = [("visit", "BEZ"), ("phone", "TEL"), ("desk", "BAL"), ("repair", "INS")]


def name_by_vera(apps, schema_editor) -> None:
    Signal = apps.get_model("signals", "Signal")
    for old, code in CODES:
        Signal.objects.filter(channel=old).update(channel=code)
    Message = apps.get_model("outbox", "Message")
    gone = Message.objects.filter(kind__in=["signal_logged", "follow_up_due"], status="queued")
    gone.update(status="dropped")


class Migration(migrations.Migration):
    dependencies = [("signals", "0002_signs"), ("outbox", "0001_initial")]

    operations = [migrations.RunPython(name_by_vera, migrations.RunPython.noop)]
