"""Every account's e-mail address in lower case; two accounts may not differ in capitals alone."""

from django.db import migrations, models
from django.db.models.functions import Lower


def lower(apps, schema_editor) -> None:
    users = apps.get_model("accounts", "User").objects
    for pk, email in users.exclude(email=Lower("email")).values_list("pk", "email"):
        if users.filter(email=email.lower()).exists():
            raise RuntimeError(
                f"Two accounts have the address {email.lower()}, in other capitals. Change or "
                "switch off one of them, with the release that runs now, and migrate again."
            )
        users.filter(pk=pk).update(email=email.lower())


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunPython(lower, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="email_is_in_lower_case"
            ),
        ),
    ]
