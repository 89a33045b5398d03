from django.db import migrations
from django.utils import timezone


def move(apps, schema_editor) -> None:
    """Give every campaign one effort with its channel, reach, cost and codes.

    Whoever made it owns it. The reach was typed by its maker, so it is an estimate. The last day is
    unknown, and stays so until somebody fills it in."""
    Campaign = apps.get_model("outreach", "Campaign")
    Effort = apps.get_model("outreach", "Effort")
    Code = apps.get_model("outreach", "Code")
    today = timezone.localdate()
    for campaign in Campaign.objects.filter(efforts=None):
        effort = Effort.objects.create(
            campaign=campaign,
            channel=campaign.channel,
            where=campaign.audience[:80],
            day=campaign.starts_on,
            worker_id=campaign.made_by_id,
            reached=campaign.reach or None,
            counted="estimated" if campaign.reach else "",
            cost=campaign.cost,
        )
        Code.objects.filter(campaign=campaign).update(effort=effort)
        campaign.owner_id = campaign.made_by_id
        campaign.status = "running" if campaign.starts_on <= today else "preparation"
        campaign.save(update_fields=["owner", "status"])


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0003_efforts"),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop, elidable=True),
    ]
