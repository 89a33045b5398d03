"""One day for whoever's turn it is, instead of one for the first answer only."""

from django.db import migrations

# A draft is finished within two weeks.
DRAFTS = "UPDATE referrals_referral SET due_on = made_at::date + 14 WHERE due_on IS NULL"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_shares_need_consent")]

    operations = [
        migrations.RemoveConstraint("referral", "referral_sent_with_consent"),
        migrations.RenameField("referral", "answer_by", "due_on"),
        migrations.RunSQL(DRAFTS, migrations.RunSQL.noop),
    ]
