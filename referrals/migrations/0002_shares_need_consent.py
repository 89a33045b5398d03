"""The database refuses to share what the tenant did not agree to, whoever asks and however."""

from django.db import migrations

# The row of the consent is locked: a withdrawal at the same moment waits, and then finds the
# referral, or came first, and then nothing is shared.
SHARES = """
CREATE FUNCTION referrals_share_needs_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a share is frozen' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM 1
    FROM referrals_referral referral
    JOIN tenants_consent consent ON consent.id = referral.consent_id
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
END $$;

CREATE TRIGGER referrals_share_needs_consent
BEFORE INSERT OR UPDATE ON referrals_share
FOR EACH ROW EXECUTE FUNCTION referrals_share_needs_consent();
"""
NO_MORE = """
DROP TRIGGER referrals_share_needs_consent ON referrals_share;
DROP FUNCTION referrals_share_needs_consent();
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("tenants", "0001_initial")]

    operations = [migrations.RunSQL(SHARES, NO_MORE)]
