"""A signal knows the area of its home, so that the signals of an area are found by index.

The database keeps it so: when a signal gets a home, and when a home changes area.
"""

import django.db.models.deletion
from django.db import migrations, models

MAKE = """
UPDATE signals_signal SET area_id = h.area_id FROM tenants_home h WHERE h.id = home_id;

CREATE FUNCTION signals_take_area() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT area_id INTO NEW.area_id FROM tenants_home WHERE id = NEW.home_id FOR SHARE;
    RETURN NEW;
END $$;
CREATE TRIGGER take_area BEFORE INSERT OR UPDATE OF home_id, area_id ON signals_signal
    FOR EACH ROW EXECUTE FUNCTION signals_take_area();

CREATE FUNCTION signals_follow_area() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE signals_signal SET area_id = NEW.area_id WHERE home_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER follow_area AFTER UPDATE OF area_id ON tenants_home
    FOR EACH ROW WHEN (OLD.area_id IS DISTINCT FROM NEW.area_id)
    EXECUTE FUNCTION signals_follow_area();
"""
UNDO = """
DROP TRIGGER follow_area ON tenants_home;
DROP FUNCTION signals_follow_area();
DROP TRIGGER take_area ON signals_signal;
DROP FUNCTION signals_take_area();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_reminders_and_choices"),
        ("signals", "0006_lists"),
        ("tenants", "0002_consent_stands"),
    ]

    operations = [
        migrations.AddField(
            model_name="signal",
            name="area",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.area",
                verbose_name="gebied",
            ),
        ),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(fields=["area", "status", "-id"], name="signals_area"),
        ),
        migrations.RunSQL(MAKE, UNDO),
    ]
