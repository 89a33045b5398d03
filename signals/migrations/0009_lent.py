"""Whether a step is somebody else's than the signal is: kept by the database, so that the few that
are can be found among all."""

from django.db import migrations, models

LENT = """
CREATE FUNCTION signals_step_lent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.lent := NEW.owner_id IS DISTINCT FROM
        (SELECT owner_id FROM signals_signal WHERE id = NEW.signal_id);
    RETURN NEW;
END $$;

CREATE TRIGGER signals_step_lent BEFORE INSERT OR UPDATE OF owner_id, signal_id
ON signals_followup FOR EACH ROW EXECUTE FUNCTION signals_step_lent();

CREATE FUNCTION signals_steps_lent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE signals_followup SET lent = owner_id IS DISTINCT FROM NEW.owner_id
    WHERE signal_id = NEW.id AND done_at IS NULL;
    RETURN NULL;
END $$;

CREATE TRIGGER signals_steps_lent AFTER UPDATE OF owner_id ON signals_signal
FOR EACH ROW WHEN (OLD.owner_id IS DISTINCT FROM NEW.owner_id)
EXECUTE FUNCTION signals_steps_lent();
"""
NOT_LENT = """
DROP TRIGGER signals_steps_lent ON signals_signal;
DROP FUNCTION signals_steps_lent();
DROP TRIGGER signals_step_lent ON signals_followup;
DROP FUNCTION signals_step_lent();
"""
SO_FAR = """
UPDATE signals_followup AS step SET lent = true FROM signals_signal AS signal
WHERE signal.id = step.signal_id AND step.done_at IS NULL AND step.owner_id <> signal.owner_id
"""


class Migration(migrations.Migration):
    dependencies = [("signals", "0008_113")]

    operations = [
        migrations.AddField(
            model_name="followup",
            name="lent",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="van een ander"
            ),
        ),
        migrations.RunSQL(SO_FAR, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True), ("lent", True)),
                fields=["owner", "signal"],
                name="signals_lent",
            ),
        ),
        migrations.RunSQL(LENT, NOT_LENT),
    ]
