"""Attempts, appointments of three, and a way in without an account."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Until now every answer came in with an account.
TAKEN = """
UPDATE referrals_referral SET taken_name = accounts_user.name, answered_via = 'account'
FROM accounts_user WHERE accounts_user.id = taken_by_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0002_the_whole_partner"),
        ("referrals", "0003_whose_turn"),
        ("signals", "0008_113"),
        ("tenants", "0008_measures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4,
                        unique=True,
                        verbose_name="eenmalige sleutel van het formulier",
                    ),
                ),
                ("said_by", models.CharField(blank=True, max_length=120, verbose_name="namens")),
                ("reached", models.BooleanField(verbose_name="gesproken")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("phone", "gebeld"),
                            ("visit", "langs geweest"),
                            ("letter", "brief of kaart"),
                            ("message", "berichtje"),
                            ("meeting", "bij een activiteit"),
                        ],
                        max_length=7,
                        verbose_name="hoe",
                    ),
                ),
                (
                    "on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="wanneer"
                    ),
                ),
                ("told_at", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd")),
            ],
            options={
                "verbose_name": "poging tot contact",
                "verbose_name_plural": "pogingen tot contact",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("home", "bij de huurder thuis"),
                            ("partner", "bij de partner"),
                            ("meeting", "op een ontmoetingsplek"),
                            ("phone", "aan de telefoon, met z’n drieën"),
                        ],
                        max_length=7,
                        verbose_name="waar",
                    ),
                ),
                (
                    "who",
                    models.CharField(blank=True, max_length=80, verbose_name="wie er nog bij is"),
                ),
                ("told_sequence", models.PositiveIntegerField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "warme overdracht",
                "verbose_name_plural": "warme overdrachten",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Pass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to", models.EmailField(max_length=254, verbose_name="aan")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="gemaakt")),
                ("expires_at", models.DateTimeField(verbose_name="geldig tot")),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ingetrokken"),
                ),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                (
                    "code_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="code geldig tot"),
                ),
                (
                    "code_sent_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="code gevraagd"),
                ),
                (
                    "codes",
                    models.PositiveSmallIntegerField(default=0, verbose_name="codes gevraagd"),
                ),
                (
                    "tries",
                    models.PositiveSmallIntegerField(default=0, verbose_name="keer geprobeerd"),
                ),
            ],
            options={
                "verbose_name": "toegang met een link",
                "verbose_name_plural": "toegangen met een link",
            },
        ),
        migrations.AddField(
            model_name="feedback",
            name="said_by",
            field=models.CharField(blank=True, max_length=120, verbose_name="namens"),
        ),
        migrations.AddField(
            model_name="message",
            name="said_by",
            field=models.CharField(blank=True, max_length=120, verbose_name="namens"),
        ),
        migrations.AddField(
            model_name="referral",
            name="answered_via",
            field=models.CharField(
                blank=True,
                choices=[
                    ("account", "met een account"),
                    ("link", "met de link en een code"),
                    ("phone", "aan de telefoon"),
                ],
                max_length=7,
                verbose_name="langs welke weg",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="met_on",
            field=models.DateField(blank=True, null=True, verbose_name="eerste echte gesprek"),
        ),
        migrations.AddField(
            model_name="referral",
            name="second",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="partners.partner",
                verbose_name="tweede keus",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="taken_name",
            field=models.CharField(blank=True, max_length=120, verbose_name="opgepakt door"),
        ),
        migrations.AlterField(
            model_name="referral",
            name="due_on",
            field=models.DateField(blank=True, null=True, verbose_name="wie aan zet is, uiterlijk"),
        ),
        migrations.AlterField(
            model_name="referral",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Concept"),
                    ("offered", "Nieuw"),
                    ("question", "Vraag terug"),
                    ("accepted", "Opgepakt"),
                    ("tried", "Contact gezocht"),
                    ("met", "Contact gelegd"),
                    ("under_way", "In contact"),
                    ("paused", "Even stil"),
                    ("completed", "Contact hersteld"),
                    ("declined", "Past niet"),
                    ("ended", "Partner is klaar"),
                    ("withdrawn", "Ingetrokken"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(
                    (
                        "status__in",
                        ["offered", "question", "accepted", "tried", "met", "under_way", "paused"],
                    )
                ),
                fields=["due_on", "id"],
                name="referrals_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["draft", "withdrawn"]),
                    models.Q(
                        ("consent__isnull", False),
                        ("offered_at__isnull", False),
                        ("partner__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="referral_sent_with_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["completed", "declined", "ended", "withdrawn"]),
                    ("due_on__isnull", False),
                    _connector="OR",
                ),
                name="referral_waits_until_a_day",
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attempts",
                to="referrals.referral",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="handovers",
                to="referrals.referral",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="visit",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="handover",
                to="signals.visit",
            ),
        ),
        migrations.AddField(
            model_name="pass",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="passes",
                to="referrals.referral",
            ),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(
                condition=models.Q(("told_sequence__isnull", True)),
                fields=["id"],
                name="handover_to_tell",
            ),
        ),
        migrations.AddIndex(
            model_name="pass",
            index=models.Index(fields=["expires_at"], name="referrals_pass_over"),
        ),
        migrations.AddConstraint(
            model_name="pass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("code_hash", ""), ("code_until__isnull", False), _connector="OR"
                ),
                name="code_for_a_while",
            ),
        ),
        migrations.RunSQL(TAKEN, migrations.RunSQL.noop),
    ]
