"""Since when somebody may not sign in; of who was switched off before, from today."""

from django.db import migrations, models

FROM_TODAY = "UPDATE accounts_user SET switched_off_at = now() WHERE NOT is_active"


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
    ]
