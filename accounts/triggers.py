"""The database triggers of accounts."""

import pgtrigger

# Sets switched_off_at when is_active changes, whatever code changes it.
USER_IS_SWITCHED_OFF_SINCE = pgtrigger.Trigger(
    name="switched_off_since",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("is_active"),
    func="""
    IF NEW.is_active THEN
        NEW.switched_off_at := NULL;
    ELSIF TG_OP = 'INSERT' THEN
        NEW.switched_off_at := now();
    ELSE
        NEW.switched_off_at := COALESCE(OLD.switched_off_at, now());
    END IF;
    RETURN NEW;
    """,
)

# Ends every session of an account when it is switched off or gets another address, whatever code
# does that. A row that was read earlier and is saved now does not bring an ended session back.
SESSIONS_END = pgtrigger.Trigger(
    name="sessions_end",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("is_active", "email", "session_generation"),
    func="""
    NEW.session_generation := GREATEST(OLD.session_generation, NEW.session_generation);
    IF (OLD.is_active AND NOT NEW.is_active) OR OLD.email <> NEW.email THEN
        NEW.session_generation := OLD.session_generation + 1;
    END IF;
    RETURN NEW;
    """,
)
