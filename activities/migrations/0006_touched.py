"""When anything changed that the agenda shows: the meetup, its place, or who sits or waits."""

import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

TOUCH = """
CREATE FUNCTION activities_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.touched_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE TRIGGER activities_touch BEFORE INSERT OR UPDATE ON activities_meetup
FOR EACH ROW EXECUTE FUNCTION activities_touch();

CREATE FUNCTION activities_touch_by_guest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE activities_meetup SET touched_at = clock_timestamp()
    WHERE id = COALESCE(NEW.meetup_id, OLD.meetup_id);
    RETURN NULL;
END $$;

CREATE TRIGGER activities_touch_by_guest AFTER INSERT OR DELETE OR UPDATE OF status, party
ON activities_signup FOR EACH ROW EXECUTE FUNCTION activities_touch_by_guest();

CREATE FUNCTION activities_touch_by_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE activities_meetup SET touched_at = clock_timestamp()
    WHERE place_id = NEW.id AND starts_at > now();
    RETURN NULL;
END $$;

CREATE TRIGGER activities_touch_by_place AFTER UPDATE ON activities_place
FOR EACH ROW EXECUTE FUNCTION activities_touch_by_place();
"""
TOUCH_NO_MORE = """
DROP TRIGGER activities_touch_by_place ON activities_place;
DROP FUNCTION activities_touch_by_place();
DROP TRIGGER activities_touch_by_guest ON activities_signup;
DROP FUNCTION activities_touch_by_guest();
DROP TRIGGER activities_touch ON activities_meetup;
DROP FUNCTION activities_touch();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0005_asked_in_person"),
        ("partners", "0002_the_whole_partner"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="meetup",
            name="touched_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), editable=False
            ),
        ),
        migrations.AddIndex(
            model_name="meetup",
            index=models.Index(fields=["-touched_at"], name="activities_touched"),
        ),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(TOUCH, TOUCH_NO_MORE),
    ]
