"""Places with what one needs to know, taken once at a time; meetups that come back.

The database keeps the booking of a place in step with its meetup, so that no road forgets it.
"""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import activities.models.places

# Of two meetups that were planned in one place at one time, the first keeps it.
SO_FAR = """
INSERT INTO activities_booking (place_id, begins_at, ends_at, meetup_id, what)
SELECT place_id, starts_at, ends_at, id, '' FROM activities_meetup WHERE cancelled_at IS NULL
ORDER BY starts_at, id
ON CONFLICT DO NOTHING
"""
KEPT_IN_STEP = """
CREATE FUNCTION activities_book() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.cancelled_at IS NOT NULL
       OR (SELECT is_shared FROM activities_place WHERE id = NEW.place_id) THEN
        DELETE FROM activities_booking WHERE meetup_id = NEW.id;
    ELSE
        INSERT INTO activities_booking (place_id, begins_at, ends_at, meetup_id, what)
        SELECT NEW.place_id, NEW.starts_at, NEW.ends_at, NEW.id, ''
        WHERE NOT EXISTS (SELECT FROM activities_booking WHERE meetup_id = NEW.id);
        UPDATE activities_booking
        SET place_id = NEW.place_id, begins_at = NEW.starts_at, ends_at = NEW.ends_at
        WHERE meetup_id = NEW.id
          AND (place_id, begins_at, ends_at) <> (NEW.place_id, NEW.starts_at, NEW.ends_at);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER activities_book AFTER INSERT OR UPDATE OF place_id, starts_at, ends_at, cancelled_at
ON activities_meetup FOR EACH ROW EXECUTE FUNCTION activities_book();
"""
NOT_KEPT = """
DROP TRIGGER activities_book ON activities_meetup;
DROP FUNCTION activities_book();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0003_chairs"),
        ("partners", "0002_the_whole_partner"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name="Booking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begins_at", models.DateTimeField(verbose_name="van")),
                ("ends_at", models.DateTimeField(verbose_name="tot")),
                ("what", models.CharField(blank=True, max_length=80, verbose_name="waarvoor")),
            ],
            options={
                "verbose_name": "reservering",
                "verbose_name_plural": "reserveringen",
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="titel")),
                (
                    "tile",
                    models.CharField(
                        choices=[
                            ("koffie", "Koffie en praten"),
                            ("soep", "Samen eten"),
                            ("wandelen", "Wandelen"),
                            ("kaarten", "Kaarten en spelletjes"),
                            ("plant", "Planten en tuin"),
                            ("breien", "Breien en handwerk"),
                            ("muziek", "Muziek"),
                        ],
                        max_length=12,
                        verbose_name="tegeltje",
                    ),
                ),
                ("about", models.TextField(max_length=600, verbose_name="wat we doen")),
                ("for_whom", models.CharField(blank=True, max_length=80, verbose_name="voor wie")),
                ("capacity", models.PositiveSmallIntegerField(verbose_name="stoelen")),
                ("cost", models.CharField(default="Gratis", max_length=60, verbose_name="kosten")),
                (
                    "host_name",
                    models.CharField(
                        max_length=40, verbose_name="voornaam van de gastheer of gastvrouw"
                    ),
                ),
                (
                    "element",
                    models.CharField(
                        choices=[
                            ("bezigheden", "bezigheden"),
                            ("ontmoeten", "ontmoeten"),
                            ("ondersteunen", "praktisch ondersteunen"),
                            ("contact", "betekenisvol contact"),
                            ("vaardigheden", "sociale vaardigheden"),
                            ("verwachtingen", "realistische verwachtingen"),
                            ("rol", "betekenisvolle rol"),
                        ],
                        default="ontmoeten",
                        max_length=14,
                        verbose_name="werkzaam element",
                    ),
                ),
                ("first_on", models.DateField(verbose_name="eerste dag")),
                ("until", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                ("begins", models.TimeField(verbose_name="begint")),
                ("ends", models.TimeField(verbose_name="eindigt")),
                ("rule", models.CharField(max_length=60, verbose_name="herhaling")),
                (
                    "repeat",
                    models.CharField(
                        choices=[
                            ("week", "elke week"),
                            ("fortnight", "om de week"),
                            ("month_day", "elke maand, op dezelfde weekdag"),
                            ("month_last", "elke maand, op de laatste van die weekdag"),
                            ("month_date", "elke maand, op dezelfde datum"),
                            ("year", "elk jaar"),
                        ],
                        max_length=12,
                        verbose_name="hoe vaak",
                    ),
                ),
                (
                    "skips_holidays",
                    models.BooleanField(default=True, verbose_name="niet op feestdagen"),
                ),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="versie")),
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4,
                        unique=True,
                        verbose_name="eenmalige sleutel van het formulier",
                    ),
                ),
            ],
            options={
                "verbose_name": "reeks",
                "verbose_name_plural": "reeksen",
                "ordering": ["title", "pk"],
            },
        ),
        migrations.AddField(
            model_name="meetup",
            name="for_whom",
            field=models.CharField(blank=True, max_length=80, verbose_name="voor wie"),
        ),
        migrations.AddField(
            model_name="meetup",
            name="is_moved",
            field=models.BooleanField(default=False, verbose_name="anders dan de reeks"),
        ),
        migrations.AddField(
            model_name="meetup",
            name="series_day",
            field=models.DateField(blank=True, null=True, verbose_name="dag in de reeks"),
        ),
        migrations.AddField(
            model_name="place",
            name="complex_code",
            field=models.CharField(blank=True, max_length=40, verbose_name="in complex"),
        ),
        migrations.AddField(
            model_name="place",
            name="house_rules",
            field=models.TextField(blank=True, max_length=1000, verbose_name="huisregels"),
        ),
        migrations.AddField(
            model_name="place",
            name="is_shared",
            field=models.BooleanField(default=False, verbose_name="er kan meer tegelijk"),
        ),
        migrations.AddField(
            model_name="place",
            name="key_holder",
            field=models.CharField(blank=True, max_length=80, verbose_name="sleutel bij"),
        ),
        migrations.AddField(
            model_name="place",
            name="key_phone",
            field=models.CharField(
                blank=True, max_length=20, verbose_name="telefoon van de sleutel"
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="opening",
            field=models.CharField(blank=True, max_length=120, verbose_name="open"),
        ),
        migrations.AddField(
            model_name="place",
            name="room_for",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="plek voor"),
        ),
        migrations.AddField(
            model_name="place",
            name="steps",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="aantal treden"
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="subsidy_from",
            field=models.DateField(blank=True, null=True, verbose_name="subsidie vanaf"),
        ),
        migrations.AddField(
            model_name="place",
            name="subsidy_until",
            field=models.DateField(
                blank=True, null=True, verbose_name="subsidie verplicht tot en met"
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("subsidy_from", None), ("subsidy_until", None)),
                    ("subsidy_until__gte", models.F("subsidy_from")),
                    _connector="OR",
                ),
                name="a_subsidy_has_both_days",
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="meetup",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="booking",
                to="activities.meetup",
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="bookings",
                to="activities.place",
            ),
        ),
        migrations.AddField(
            model_name="series",
            name="host",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="series",
                to=settings.AUTH_USER_MODEL,
                verbose_name="gastheer of gastvrouw",
            ),
        ),
        migrations.AddField(
            model_name="series",
            name="partner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="series",
                to="partners.partner",
                verbose_name="van een partner",
            ),
        ),
        migrations.AddField(
            model_name="series",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="series",
                to="activities.place",
                verbose_name="plek",
            ),
        ),
        migrations.AddField(
            model_name="meetup",
            name="series",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetups",
                to="activities.series",
                verbose_name="reeks",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetup",
            constraint=models.UniqueConstraint(
                fields=("series", "series_day"), name="once_a_day_of_a_series"
            ),
        ),
        migrations.AddConstraint(
            model_name="meetup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("series", None), ("series_day", None)),
                    models.Q(("series__isnull", False), ("series_day__isnull", False)),
                    _connector="OR",
                ),
                name="of_a_series_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("begins_at"))),
                name="a_booking_ends_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("meetup__isnull", True), ("what", ""), _connector="OR"),
                name="a_booking_is_for_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        activities.models.places.TheTime(
                            "begins_at",
                            "ends_at",
                            django.contrib.postgres.fields.ranges.RangeBoundary(),
                        ),
                        "&&",
                    ),
                    ("place", "="),
                ],
                name="a_place_is_taken_once",
            ),
        ),
        migrations.RunSQL(SO_FAR, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(KEPT_IN_STEP, NOT_KEPT),
    ]
