import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("outreach", "0004_one_effort_each"),
    ]

    operations = [
        migrations.AlterField(
            model_name="campaign",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="campaigns",
                to=settings.AUTH_USER_MODEL,
                verbose_name="eigenaar",
            ),
        ),
        migrations.AlterField(
            model_name="code",
            name="effort",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="codes",
                to="outreach.effort",
                verbose_name="inzet",
            ),
        ),
        migrations.RemoveConstraint(model_name="code", name="code_once_for_a_spot"),
        migrations.RemoveField(model_name="code", name="campaign"),
        migrations.RemoveField(model_name="campaign", name="channel"),
        migrations.RemoveField(model_name="campaign", name="reach"),
        migrations.RemoveField(model_name="campaign", name="cost"),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.UniqueConstraint(
                fields=("effort", "label"), name="code_once_for_a_spot"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=Q(
                    status__in=["idea", "preparation", "running", "ended", "evaluated", "stopped"]
                ),
                name="campaign_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="campaign_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="effort",
            constraint=models.CheckConstraint(
                condition=Q(counted__in=["counted", "estimated", ""]),
                name="effort_counted_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="effort",
            constraint=models.CheckConstraint(
                condition=Q(reached=None) | ~Q(counted=""), name="effort_reach_says_how_it_is_known"
            ),
        ),
    ]
