"""Since when somebody may not sign in, kept by the database; of who was switched off before, from
today."""

from django.db import migrations, models

FROM_TODAY = "UPDATE accounts_user SET switched_off_at = now() WHERE NOT is_active"
KEEP = """
CREATE FUNCTION accounts_switched_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.is_active THEN
        NEW.switched_off_at := NULL;
    ELSIF TG_OP = 'INSERT' THEN
        NEW.switched_off_at := now();
    ELSE
        NEW.switched_off_at := COALESCE(OLD.switched_off_at, now());
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER accounts_switched_off BEFORE INSERT OR UPDATE OF is_active
ON accounts_user FOR EACH ROW EXECUTE FUNCTION accounts_switched_off();
"""
NO_MORE = """
DROP TRIGGER accounts_switched_off ON accounts_user;
DROP FUNCTION accounts_switched_off();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_reminders_and_choices")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="switched_off_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="uitgezet"
            ),
        ),
        migrations.RunSQL(FROM_TODAY, migrations.RunSQL.noop),
        migrations.RunSQL(KEEP, NO_MORE),
    ]
