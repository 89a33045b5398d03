import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import outreach.days
import outreach.models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("outreach", "0002_largest_numbers"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="status_since",
            field=models.DateTimeField(
                default=django.utils.timezone.now, verbose_name="status sinds"
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="status",
            field=models.CharField(
                choices=[
                    ("idea", "Idee"),
                    ("preparation", "Voorbereiding"),
                    ("running", "Loopt"),
                    ("ended", "Afgerond"),
                    ("evaluated", "Geëvalueerd"),
                    ("stopped", "Gestopt"),
                ],
                default="idea",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="goal",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="doel"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="campaign",
            name="question",
            field=models.CharField(
                blank=True, default="", max_length=200, verbose_name="vraag die we beantwoorden"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="campaign",
            name="headline",
            field=models.CharField(
                blank=True,
                default="",
                max_length=40,
                verbose_name="kop op het papier",
                validators=[outreach.models.for_residents],
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="campaign",
            name="invitation",
            field=models.CharField(
                blank=True,
                default="",
                max_length=120,
                verbose_name="zin onder de kop",
                validators=[outreach.models.for_residents],
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="campaign",
            name="evaluation",
            field=models.TextField(
                blank=True, default="", max_length=1200, verbose_name="het antwoord op de vraag"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="campaign",
            name="budget",
            field=models.PositiveIntegerField(
                default=0,
                validators=[django.core.validators.MaxValueValidator(1000000)],
                verbose_name="budget in hele euro's",
            ),
        ),
        migrations.AlterField(
            model_name="campaign",
            name="starts_on",
            field=models.DateField(validators=[outreach.days.in_reach], verbose_name="begint op"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="ends_on",
            field=models.DateField(
                null=True, validators=[outreach.days.in_reach], verbose_name="eindigt op"
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="areas",
            field=models.ManyToManyField(
                blank=True,
                related_name="campaigns",
                to="accounts.area",
                verbose_name="gebieden",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="campaigns",
                to=settings.AUTH_USER_MODEL,
                verbose_name="eigenaar",
            ),
        ),
        migrations.CreateModel(
            name="Effort",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("poster", "Posters"),
                            ("letter", "Brieven"),
                            ("doors", "Deur aan deur"),
                            ("talk", "Voorlichting of gesprek"),
                        ],
                        max_length=8,
                        verbose_name="kanaal",
                    ),
                ),
                ("where", models.CharField(max_length=80, verbose_name="waar")),
                (
                    "day",
                    models.DateField(validators=[outreach.days.in_reach], verbose_name="dag"),
                ),
                (
                    "material",
                    models.CharField(blank=True, max_length=80, verbose_name="materiaal en versie"),
                ),
                (
                    "planned",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(1000000)],
                        verbose_name="bereik bedoeld",
                    ),
                ),
                (
                    "reached",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(1000000)],
                        verbose_name="bereik gedaan",
                    ),
                ),
                (
                    "counted",
                    models.CharField(
                        blank=True,
                        choices=[("counted", "geteld"), ("estimated", "geschat")],
                        max_length=9,
                        verbose_name="hoe weet je dat",
                    ),
                ),
                (
                    "cost",
                    models.PositiveIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(1000000)],
                        verbose_name="kosten in hele euro's",
                    ),
                ),
                (
                    "hours",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(10000)],
                        verbose_name="uren werk",
                    ),
                ),
                (
                    "stopped_on",
                    models.DateField(blank=True, null=True, verbose_name="gestopt op"),
                ),
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4,
                        unique=True,
                        verbose_name="eenmalige sleutel van het formulier",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="efforts",
                        to="outreach.campaign",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="wie doet het",
                    ),
                ),
            ],
            options={
                "verbose_name": "inzet",
                "verbose_name_plural": "inzet",
                "ordering": ["day", "pk"],
            },
        ),
        migrations.AddField(
            model_name="code",
            name="effort",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="codes",
                to="outreach.effort",
                verbose_name="inzet",
            ),
        ),
    ]
