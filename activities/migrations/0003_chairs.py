"""Chairs of their own, so that people who belong together sit together.

The database counts along: who comes or was offered chairs has as many as there are people, nobody
else has one, and no chair has a number above the capacity. It looks at the end of a transaction.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from ground.search_text import searchable

SEAT = """
INSERT INTO activities_chair (meetup_id, number, sign_up_id)
SELECT meetup_id, chair, id FROM activities_signup WHERE chair IS NOT NULL
"""
FITS = """
CREATE FUNCTION activities_require_fit(the_sign_up bigint, the_meetup bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM activities_signup AS s
        WHERE s.id = the_sign_up
          AND (SELECT count(*) FROM activities_chair AS c
               WHERE c.sign_up_id = s.id AND c.meetup_id = s.meetup_id)
              <> CASE WHEN s.status IN ('confirmed', 'offered') THEN s.party ELSE 0 END
    ) THEN
        RAISE EXCEPTION 'sign-up % has more or fewer chairs than people', the_sign_up
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_chair_for_each';
    END IF;
    IF EXISTS (
        SELECT FROM activities_chair AS c JOIN activities_meetup AS m ON m.id = c.meetup_id
        WHERE m.id = the_meetup AND c.number > m.capacity
    ) THEN
        RAISE EXCEPTION 'meetup % has a chair above its capacity', the_meetup
            USING ERRCODE = 'check_violation', CONSTRAINT = 'chairs_within_capacity';
    END IF;
END $$;

CREATE FUNCTION activities_sign_up_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM activities_require_fit(NEW.id, NEW.meetup_id);
    RETURN NULL;
END $$;

CREATE FUNCTION activities_chair_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM activities_require_fit(OLD.sign_up_id, OLD.meetup_id); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM activities_require_fit(NEW.sign_up_id, NEW.meetup_id); END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION activities_meetup_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM activities_require_fit(NULL, NEW.id);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER activities_sign_up_fits
AFTER INSERT OR UPDATE OF status, party, meetup_id ON activities_signup
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION activities_sign_up_fits();

CREATE CONSTRAINT TRIGGER activities_chair_fits
AFTER INSERT OR UPDATE OR DELETE ON activities_chair
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION activities_chair_fits();

CREATE CONSTRAINT TRIGGER activities_meetup_fits
AFTER UPDATE OF capacity ON activities_meetup
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION activities_meetup_fits();
"""
FITS_NO_MORE = """
DROP TRIGGER activities_meetup_fits ON activities_meetup;
DROP TRIGGER activities_chair_fits ON activities_chair;
DROP TRIGGER activities_sign_up_fits ON activities_signup;
DROP FUNCTION activities_meetup_fits();
DROP FUNCTION activities_chair_fits();
DROP FUNCTION activities_sign_up_fits();
DROP FUNCTION activities_require_fit(bigint, bigint);
"""


def fill_in(apps, schema_editor) -> None:
    """Who somebody is in any line, and since when they wait."""
    rows = apps.get_model("activities", "SignUp").objects.order_by("pk")
    some = []
    for row in rows.only("name", "phone", "made_at").iterator(2000):
        row.person = f"{row.phone} {searchable((row.name.split() or [''])[0])}"
        row.waits_since = row.made_at
        some.append(row)
        if len(some) == 2000:
            rows.bulk_update(some, ["person", "waits_since"])
            some.clear()
    rows.bulk_update(some, ["person", "waits_since"])


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0002_of_a_partner"),
        ("outreach", "0001_initial"),
        ("partners", "0002_the_whole_partner"),
        ("tenants", "0008_measures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Chair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="nummer")),
            ],
            options={
                "verbose_name": "stoel",
                "verbose_name_plural": "stoelen",
                "ordering": ["number"],
            },
        ),
        migrations.AddField(
            model_name="chair",
            name="meetup",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="chairs",
                to="activities.meetup",
            ),
        ),
        migrations.AddField(
            model_name="chair",
            name="sign_up",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="chairs",
                to="activities.signup",
            ),
        ),
        migrations.AddField(
            model_name="meetup",
            name="kept",
            field=models.PositiveSmallIntegerField(
                default=0, verbose_name="bewaard voor wie persoonlijk is gevraagd"
            ),
        ),
        migrations.AddField(
            model_name="meetup",
            name="kept_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="bewaard tot"),
        ),
        migrations.AddField(
            model_name="meetup",
            name="walk_ins",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="kwam zonder aanmelden"),
        ),
        migrations.AddField(
            model_name="signup",
            name="invited",
            field=models.BooleanField(default=False, verbose_name="persoonlijk uitgenodigd"),
        ),
        migrations.AddField(
            model_name="signup",
            name="offered_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="mag ja zeggen tot"),
        ),
        migrations.AddField(
            model_name="signup",
            name="party",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="met hoeveel"),
        ),
        migrations.AddField(
            model_name="signup",
            name="passed",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="keer voorgelaten"),
        ),
        migrations.AddField(
            model_name="signup",
            name="person",
            field=models.CharField(
                default="", editable=False, max_length=110, verbose_name="dezelfde persoon"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="signup",
            name="waits_since",
            field=models.DateTimeField(
                default=django.utils.timezone.now, verbose_name="wacht sinds"
            ),
        ),
        migrations.AlterField(
            model_name="signup",
            name="status",
            field=models.CharField(
                choices=[
                    ("confirmed", "Komt"),
                    ("offered", "Plek aangeboden"),
                    ("waiting", "Wachtlijst"),
                    ("lapsed", "Niet gereageerd"),
                    ("cancelled", "Afgemeld"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
        migrations.RunSQL(SEAT, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name="signup",
            name="chair_taken_once",
        ),
        migrations.RemoveConstraint(
            model_name="signup",
            name="who_comes_has_a_chair",
        ),
        migrations.RemoveIndex(
            model_name="signup",
            name="activities_sign_ups",
        ),
        migrations.RemoveField(
            model_name="signup",
            name="chair",
        ),
        migrations.AddIndex(
            model_name="signup",
            index=models.Index(
                fields=["meetup", "status", "waits_since", "id"], name="activities_line"
            ),
        ),
        migrations.AddIndex(
            model_name="signup",
            index=models.Index(
                condition=models.Q(("status", "offered")),
                fields=["offered_until"],
                name="activities_offers",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kept", 0), ("kept_until", None)),
                    models.Q(
                        ("kept__gt", 0),
                        ("kept__lte", models.F("capacity")),
                        ("kept_until__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="chairs_are_kept_until_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="signup",
            constraint=models.CheckConstraint(
                condition=models.Q(("party__gte", 1), ("party__lte", 3)),
                name="a_party_of_one_to_three",
            ),
        ),
        migrations.AddConstraint(
            model_name="signup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("offered_until__isnull", False), ("status", "offered")),
                    models.Q(
                        models.Q(("status", "offered"), _negated=True), ("offered_until", None)
                    ),
                    _connector="OR",
                ),
                name="an_offer_has_a_term",
            ),
        ),
        migrations.AddConstraint(
            model_name="signup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "offered")),
                fields=("person",),
                name="one_offer_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="chair",
            constraint=models.UniqueConstraint(
                fields=("meetup", "number"), name="chair_taken_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="chair",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="chairs_count_from_one"
            ),
        ),
        migrations.RunSQL(FITS, FITS_NO_MORE),
    ]
