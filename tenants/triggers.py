"""Database triggers that protect a tenant's file."""

import pgtrigger

# A recorded answer is final: the only change allowed is to withdraw a consent, once.
CONSENT_IS_ONLY_WITHDRAWN = pgtrigger.Trigger(
    name="only_withdrawn",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="""
    IF OLD.withdrawn_at IS NOT NULL
       OR to_jsonb(NEW) - 'withdrawn_at' IS DISTINCT FROM to_jsonb(OLD) - 'withdrawn_at' THEN
        RAISE EXCEPTION 'a consent is never changed, only withdrawn'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)
