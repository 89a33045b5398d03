"""What a tenant answered stands: the database lets a consent be withdrawn, once, and no more."""

from django.db import migrations

STANDS = """
CREATE FUNCTION tenants_consent_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.withdrawn_at IS NOT NULL
       OR to_jsonb(NEW) - 'withdrawn_at' IS DISTINCT FROM to_jsonb(OLD) - 'withdrawn_at' THEN
        RAISE EXCEPTION 'a consent is never changed, only withdrawn'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER tenants_consent_stands
BEFORE UPDATE ON tenants_consent
FOR EACH ROW EXECUTE FUNCTION tenants_consent_stands();
"""
NO_MORE = """
DROP TRIGGER tenants_consent_stands ON tenants_consent;
DROP FUNCTION tenants_consent_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]

    operations = [migrations.RunSQL(STANDS, NO_MORE)]
