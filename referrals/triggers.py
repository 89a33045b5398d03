"""Database triggers that guard what is shared with a partner."""

import pgtrigger

from ground.triggers import TablesFunc

SHARE_IS_FROZEN = pgtrigger.Trigger(
    name="frozen",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="RAISE EXCEPTION 'a share is frozen' USING ERRCODE = 'check_violation';",
)

# Locks the consent row: a concurrent withdrawal either waits, and then finds the referral, or came
# first, and then nothing is shared.
SHARE_NEEDS_CONSENT = pgtrigger.Trigger(
    name="needs_consent",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func=TablesFunc("""
    PERFORM 1
    FROM {tables[referrals.Referral]} referral
    JOIN {tables[tenants.Consent]} consent ON consent.id = referral.consent_id
    WHERE referral.id = NEW.referral_id
      AND consent.tenant_id = referral.tenant_id
      AND consent.recipient = 'partner:' || referral.partner_id
      AND consent.answer = 'yes'
      AND consent.withdrawn_at IS NULL
      AND consent.expires_on >= (now() AT TIME ZONE 'Europe/Amsterdam')::date
      AND NEW.field = ANY (consent.fields)
    FOR SHARE OF consent;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no active consent covers this share' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """),
)

# After sending, a referral is what the tenant agreed to: another tenant, partner, consent or wish
# would hand the shares to somebody else.
REFERRAL_IS_FROZEN = pgtrigger.Trigger(
    name="frozen",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange("number", "tenant", "partner", "consent", "wish", "gist"),
    func="""
    IF OLD.status <> 'draft' THEN
        RAISE EXCEPTION 'a referral that was sent is frozen' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)

# A partner that declined, or whose referral was withdrawn, keeps nothing about the tenant.
REFERRAL_TAKES_BACK_ITS_SHARES = pgtrigger.Trigger(
    name="take_back",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("status"),
    condition=pgtrigger.Q(new__status__in=["withdrawn", "declined"]),
    func=TablesFunc("""
    DELETE FROM {tables[referrals.Share]} WHERE referral_id = NEW.id;
    DELETE FROM {tables[referrals.PartnerNote]} WHERE referral_id = NEW.id;
    RETURN NULL;
    """),
)
