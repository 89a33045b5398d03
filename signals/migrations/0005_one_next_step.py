"""The database itself keeps the promise: an open signal has exactly one open step, a closed one
none. Looked at when a transaction ends, because in between a step is ended and the next planned."""

from django.db import migrations

MAKE = """
CREATE FUNCTION signals_require_one_next_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    which bigint;
    state text;
    steps bigint;
BEGIN
    IF TG_TABLE_NAME = 'signals_signal' THEN
        which := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        which := OLD.signal_id;
    ELSE
        which := NEW.signal_id;
    END IF;
    SELECT status INTO state FROM signals_signal WHERE id = which;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT count(*) INTO steps FROM signals_followup WHERE signal_id = which AND done_at IS NULL;
    IF steps <> (CASE WHEN state = 'closed' THEN 0 ELSE 1 END) THEN
        RAISE EXCEPTION 'signal % is % and has % open steps', which, state, steps
            USING ERRCODE = 'check_violation', CONSTRAINT = 'one_next_step';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER one_next_step AFTER INSERT OR UPDATE OF status ON signals_signal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION signals_require_one_next_step();
CREATE CONSTRAINT TRIGGER one_next_step
    AFTER INSERT OR DELETE OR UPDATE OF done_at, signal_id ON signals_followup
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION signals_require_one_next_step();
"""
UNDO = """
DROP TRIGGER one_next_step ON signals_followup;
DROP TRIGGER one_next_step ON signals_signal;
DROP FUNCTION signals_require_one_next_step();
"""


class Migration(migrations.Migration):
    dependencies = [("signals", "0004_the_whole_follow_up")]

    operations = [migrations.RunSQL(MAKE, UNDO)]
