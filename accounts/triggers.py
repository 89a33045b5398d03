"""The database trigger of accounts."""

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
