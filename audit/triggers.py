"""Database triggers that protect the trail and its weekly review from changes."""

import pgtrigger

from ground.triggers import TablesFunc, UnconditionalTrigger

# How long a row of the trail is kept, in months; the database refuses to let it go sooner.
MONTHS = 60
REFUSE = """
    RAISE EXCEPTION 'the trail is append-only: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
"""

# Rows are added and never changed. A row can be deleted after five years, not earlier.
EVENT_IS_APPEND_ONLY = UnconditionalTrigger(
    name="append_only",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func=f"""
    IF TG_OP = 'DELETE' THEN
        IF OLD.at < now() - interval '{MONTHS} months' + interval '1 day' THEN
            RETURN OLD;
        END IF;
    END IF;
    {REFUSE}
    """,
)

# TRUNCATE does not fire row-level triggers.
IS_NOT_EMPTIED = UnconditionalTrigger(
    name="not_emptied",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func=REFUSE,
)

# A verdict locks the row of its week, so that it waits for a concurrent signature of that week and
# is then refused.
REVIEW_IS_CHOSEN_ONCE = UnconditionalTrigger(
    name="chosen_once",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func=TablesFunc("""
    IF TG_OP = 'DELETE'
       OR TG_OP = 'UPDATE' AND (
           (NEW.id, NEW.week_id, NEW.event_id, NEW.why, NEW.because)
           IS DISTINCT FROM (OLD.id, OLD.week_id, OLD.event_id, OLD.why, OLD.because)
           OR NEW.verdict = '' AND OLD.verdict <> '') THEN
        RAISE EXCEPTION 'what is looked at is chosen once, and a verdict is not taken away'
            USING ERRCODE = 'check_violation';
    END IF;
    PERFORM FROM {tables[audit.ReviewWeek]}
     WHERE monday = NEW.week_id AND signed_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this week is signed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """),
)

# The UPDATE has already locked the row of the week when this counts the reads without a verdict.
WEEK_IS_SIGNED_ONCE = UnconditionalTrigger(
    name="signed_once",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func=TablesFunc("""
    IF TG_OP = 'DELETE' OR OLD.signed_at IS NOT NULL
       OR (NEW.monday, NEW.reads, NEW.filled_at)
          IS DISTINCT FROM (OLD.monday, OLD.reads, OLD.filled_at) THEN
        RAISE EXCEPTION 'a week is signed once, and nothing else in it changes'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.signed_at IS NOT NULL AND EXISTS (
        SELECT FROM {tables[audit.Review]} WHERE week_id = NEW.monday AND verdict = ''
    ) THEN
        RAISE EXCEPTION 'this week has lines that nobody looked at'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """),
)
