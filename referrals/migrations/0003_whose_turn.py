"""One day for whoever's turn it is, instead of one for the first answer only."""

from django.db import migrations

# A draft is finished within two weeks.
DRAFTS = "UPDATE referrals_referral SET due_on = made_at::date + 14 WHERE due_on IS NULL"

# What a partner had taken on was expected two weeks after that, and four weeks after each word.
RUNNING = """
UPDATE referrals_referral AS referral
SET due_on = COALESCE(
    (SELECT max(told_at)::date + 28 FROM referrals_feedback WHERE referral_id = referral.id),
    answered_at::date + 14
)
WHERE status IN ('accepted', 'under_way')
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_shares_need_consent")]

    operations = [
        migrations.RemoveConstraint("referral", "referral_sent_with_consent"),
        migrations.RenameField("referral", "answer_by", "due_on"),
        migrations.RunSQL(DRAFTS, migrations.RunSQL.noop),
        migrations.RunSQL(RUNNING, migrations.RunSQL.noop),
    ]
