"""Agreements, services and people of a partner, and what became of an organisation."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# What was agreed with a partner was one day; it is a covenant now, which has held from the start.
KEEP = """
INSERT INTO partners_agreement
    (partner_id, kind, starts_on, ends_on, contact, document_name, added_at)
SELECT id, 'covenant', LEAST(agreement_until, CURRENT_DATE), agreement_until, '', '', now()
FROM partners_partner
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_switched_off"),
        ("partners", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("covenant", "Convenant"),
                            ("processor", "Verwerkersovereenkomst"),
                            ("joint", "Regeling gezamenlijk verantwoordelijken"),
                        ],
                        max_length=10,
                        verbose_name="soort",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="geldt vanaf")),
                ("ends_on", models.DateField(verbose_name="geldt tot en met")),
                (
                    "contact",
                    models.CharField(blank=True, max_length=120, verbose_name="contactpersoon"),
                ),
                (
                    "document",
                    models.BinaryField(blank=True, null=True, verbose_name="het document"),
                ),
                (
                    "document_name",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="naam van het document"
                    ),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="toegevoegd")),
            ],
            options={
                "verbose_name": "afspraak met een partner",
                "verbose_name_plural": "afspraken met partners",
                "ordering": ["-ends_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mailadres")),
                ("is_lead", models.BooleanField(default=False, verbose_name="als aanspreekpunt")),
                ("token_hash", models.CharField(max_length=64, null=True, unique=True)),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="gemaakt")),
                ("expires_at", models.DateTimeField(verbose_name="geldig tot")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="gebruikt")),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ingetrokken"),
                ),
            ],
            options={
                "verbose_name": "uitnodiging",
                "verbose_name_plural": "uitnodigingen",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                ("description", models.CharField(max_length=600, verbose_name="wat het is")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Is er nu"),
                            ("inactive", "Nog niet begonnen"),
                            ("temporarily closed", "Tijdelijk gesloten"),
                            ("defunct", "Bestaat niet meer"),
                        ],
                        default="active",
                        max_length=18,
                        verbose_name="stand",
                    ),
                ),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("company", "Gezelschap en een praatje"),
                                ("together", "Samen iets doen"),
                                ("eating", "Samen eten"),
                                ("moving", "Bewegen en naar buiten"),
                                ("buddy", "Een maatje of bezoek aan huis"),
                                ("talking", "Praten over verlies of zorgen"),
                                ("language", "Nederlands leren"),
                                ("money", "Geld en papieren"),
                                ("transport", "Vervoer"),
                                ("home", "Hulp in huis of zorg"),
                                ("role", "Zelf iets voor een ander doen"),
                            ],
                            max_length=10,
                        ),
                        default=list,
                        size=None,
                        verbose_name="waarbij het helpt",
                    ),
                ),
                ("for_whom", models.CharField(blank=True, max_length=300, verbose_name="voor wie")),
                (
                    "minimum_age",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="vanaf leeftijd"
                    ),
                ),
                (
                    "maximum_age",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="tot en met leeftijd"
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="talen",
                    ),
                ),
                (
                    "costs",
                    models.CharField(blank=True, max_length=200, verbose_name="wat het kost"),
                ),
                (
                    "how_to_join",
                    models.CharField(blank=True, max_length=300, verbose_name="hoe je meedoet"),
                ),
                (
                    "wait",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="hoe lang het wachten is"
                    ),
                ),
                (
                    "accessibility",
                    models.CharField(blank=True, max_length=200, verbose_name="toegankelijk"),
                ),
                (
                    "assured_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="gecontroleerd"
                    ),
                ),
                ("search", models.CharField(default="", editable=False, max_length=255)),
            ],
            options={
                "verbose_name": "aanbod van een partner",
                "verbose_name_plural": "aanbod van partners",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.AddField(
            model_name="partner",
            name="asked_to_assure_on",
            field=models.DateField(blank=True, null=True, verbose_name="om controle gevraagd"),
        ),
        migrations.AddField(
            model_name="partner",
            name="full_until",
            field=models.DateField(blank=True, null=True, verbose_name="vol tot"),
        ),
        migrations.AddField(
            model_name="partner",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_from",
                to="partners.partner",
            ),
        ),
        migrations.AddField(
            model_name="partner",
            name="website",
            field=models.URLField(blank=True, verbose_name="website"),
        ),
        migrations.AddField(
            model_name="worker",
            name="is_lead",
            field=models.BooleanField(default=False, verbose_name="aanspreekpunt"),
        ),
        migrations.AddField(
            model_name="worker",
            name="is_mailbox",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="het gedeelde postvak"
            ),
        ),
        migrations.AddField(
            model_name="worker",
            name="left_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="vertrokken"),
        ),
        migrations.AlterField(
            model_name="partner",
            name="kind",
            field=models.CharField(
                choices=[
                    ("welfare", "Welzijn"),
                    ("care", "Zorg"),
                    ("municipality", "Gemeente"),
                    ("library", "Bibliotheek"),
                    ("faith", "Kerk, moskee of andere gemeenschap"),
                    ("sport", "Sportclub"),
                    ("volunteers", "Vrijwilligers"),
                    ("other", "Anders"),
                ],
                max_length=14,
                verbose_name="soort",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(("full_until", None), ("capacity", "full"), _connector="OR"),
                name="full_until_when_full",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into", None), ("switched_off_at__isnull", False), _connector="OR"
                ),
                name="merged_is_switched_off",
            ),
        ),
        migrations.AddConstraint(
            model_name="worker",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_mailbox", True)),
                fields=("partner",),
                name="one_mailbox_a_partner",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="added_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="partner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="agreements",
                to="partners.partner",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="partner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="invitations",
                to="partners.partner",
            ),
        ),
        migrations.AddField(
            model_name="service",
            name="partner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="services",
                to="partners.partner",
            ),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["ends_on"], name="partners_agreement_ends"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="agreement_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None), ("used_at", None)),
                fields=("partner", "email"),
                name="one_open_invitation",
            ),
        ),
        migrations.AddIndex(
            model_name="service",
            index=models.Index(fields=["name", "id"], name="partners_service_name"),
        ),
        migrations.AddIndex(
            model_name="service",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["needs"], name="partners_service_needs"
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.UniqueConstraint(
                fields=("partner", "name"), name="one_service_of_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minimum_age", None),
                    ("maximum_age", None),
                    ("maximum_age__gte", models.F("minimum_age")),
                    _connector="OR",
                ),
                name="service_ages_in_order",
            ),
        ),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL IMMEDIATE"),
        migrations.RemoveField(
            model_name="partner",
            name="agreement_until",
        ),
    ]
