"""What is looked at is chosen once, and a week that is signed stays as it is.

The database holds to both, also when two people are at it: a verdict holds the week it is of, and
signing counts what is open after it has taken hold of the week itself.
"""

from django.db import migrations

STANDS = """
CREATE FUNCTION audit_review_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       OR TG_OP = 'UPDATE' AND (
           (NEW.id, NEW.week_id, NEW.event_id, NEW.why, NEW.because)
           IS DISTINCT FROM (OLD.id, OLD.week_id, OLD.event_id, OLD.why, OLD.because)
           OR NEW.verdict = '' AND OLD.verdict <> '') THEN
        RAISE EXCEPTION 'what is looked at is chosen once, and a verdict is not taken away'
            USING ERRCODE = 'check_violation';
    END IF;
    PERFORM FROM audit_week WHERE monday = NEW.week_id AND signed_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this week is signed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_review_stands BEFORE INSERT OR UPDATE OR DELETE ON audit_review
FOR EACH ROW EXECUTE FUNCTION audit_review_stands();
CREATE TRIGGER audit_review_not_emptied BEFORE TRUNCATE ON audit_review
FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();

CREATE FUNCTION audit_week_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.signed_at IS NOT NULL
       OR (NEW.monday, NEW.reads, NEW.filled_at)
          IS DISTINCT FROM (OLD.monday, OLD.reads, OLD.filled_at) THEN
        RAISE EXCEPTION 'a week is signed once, and nothing else in it changes'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.signed_at IS NOT NULL
       AND EXISTS (SELECT FROM audit_review WHERE week_id = NEW.monday AND verdict = '') THEN
        RAISE EXCEPTION 'this week has lines that nobody looked at'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_week_stands BEFORE UPDATE OR DELETE ON audit_week
FOR EACH ROW EXECUTE FUNCTION audit_week_stands();
CREATE TRIGGER audit_week_not_emptied BEFORE TRUNCATE ON audit_week
FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
"""
NO_MORE = """
DROP TRIGGER audit_week_not_emptied ON audit_week;
DROP TRIGGER audit_week_stands ON audit_week;
DROP FUNCTION audit_week_stands();
DROP TRIGGER audit_review_not_emptied ON audit_review;
DROP TRIGGER audit_review_stands ON audit_review;
DROP FUNCTION audit_review_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_review")]

    operations = [migrations.RunSQL(STANDS, NO_MORE)]
