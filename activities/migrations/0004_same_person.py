"""Fill the key of a guest again: it compares names another way."""

from django.db import migrations
from django.db.models import Q

from activities.models import SignUp


def fill(apps, schema_editor) -> None:
    sign_ups = apps.get_model("activities", "SignUp").objects
    for pk, name, phone, was, status in sign_ups.values_list(
        "pk", "name", "phone", "person", "status"
    ).iterator():
        person = SignUp.person_of(name, phone) if name else was
        # Of two offers to one person, spelled in two ways, the earlier one keeps its old key.
        taken = Q(person=person, status="offered")
        if person != was and not (status == "offered" and sign_ups.filter(taken).exists()):
            sign_ups.filter(pk=pk).update(person=person)


class Migration(migrations.Migration):
    dependencies = [("activities", "0003_known_statuses")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
