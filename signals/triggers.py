"""Database triggers of signals and steps: derived columns and the one-open-step rule."""

import pgtrigger

from ground.triggers import TablesFunc

# An open signal has exactly one open step, a closed one none. Checked at the end of the
# transaction, because within it one step is ended before the next is planned.
COUNT_STEPS = """
    SELECT status INTO state FROM {tables[signals.Signal]} WHERE id = which;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT count(*) INTO steps
    FROM {tables[signals.FollowUp]} WHERE signal_id = which AND done_at IS NULL;
    IF steps <> (CASE WHEN state = 'closed' THEN 0 ELSE 1 END) THEN
        RAISE EXCEPTION 'signal % is % and has % open steps', which, state, steps
            USING ERRCODE = 'check_violation', CONSTRAINT = 'one_next_step';
    END IF;
    RETURN NULL;
"""
STEPS = [("which", "bigint"), ("state", "text"), ("steps", "bigint")]

SIGNAL_HAS_ONE_NEXT_STEP = pgtrigger.Trigger(
    name="one_next_step",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("status"),
    timing=pgtrigger.Deferred,
    declare=STEPS,
    func=TablesFunc(f"which := NEW.id; {COUNT_STEPS}"),
)

FOLLOW_UP_IS_THE_ONE_NEXT_STEP = pgtrigger.Trigger(
    name="one_next_step",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Delete | pgtrigger.UpdateOf("done_at", "signal_id"),
    timing=pgtrigger.Deferred,
    declare=STEPS,
    func=TablesFunc(f"""
    IF TG_OP = 'DELETE' THEN
        which := OLD.signal_id;
    ELSE
        which := NEW.signal_id;
    END IF;
    {COUNT_STEPS}
    """),
)

# Copy the area of the home to the signal, so that an index finds the signals of an area. The lock
# makes a signal wait for a concurrent change of the home's area, and then copy the new one.
SIGNAL_TAKES_AREA = pgtrigger.Trigger(
    name="take_area",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("home_id", "area_id"),
    func=TablesFunc("""
    SELECT area_id INTO NEW.area_id FROM {tables[tenants.Home]} WHERE id = NEW.home_id FOR SHARE;
    RETURN NEW;
    """),
)

HOME_TAKES_ITS_SIGNALS_ALONG = pgtrigger.Trigger(
    name="follow_area",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("area_id"),
    condition=pgtrigger.AnyChange("area"),
    func=TablesFunc("""
    UPDATE {tables[signals.Signal]} SET area_id = NEW.area_id WHERE home_id = NEW.id;
    RETURN NULL;
    """),
)

# Set whether the owner of a step differs from the owner of its signal, so that an index finds the
# few that do.
FOLLOW_UP_IS_LENT = pgtrigger.Trigger(
    name="lent",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("owner_id", "signal_id"),
    func=TablesFunc("""
    NEW.lent := NEW.owner_id IS DISTINCT FROM
        (SELECT owner_id FROM {tables[signals.Signal]} WHERE id = NEW.signal_id);
    RETURN NEW;
    """),
)

SIGNAL_LENDS_ITS_STEPS = pgtrigger.Trigger(
    name="lent",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("owner_id"),
    condition=pgtrigger.AnyChange("owner"),
    func=TablesFunc("""
    UPDATE {tables[signals.FollowUp]} SET lent = owner_id IS DISTINCT FROM NEW.owner_id
    WHERE signal_id = NEW.id AND done_at IS NULL;
    RETURN NULL;
    """),
)
