import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("core", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Municipality",
            fields=[
                ("istat", models.CharField(max_length=6, primary_key=True, serialize=False)),
                ("name", models.CharField(db_index=True, max_length=60)),
                ("province", models.CharField(max_length=2)),
                ("cadastral_code", models.CharField(max_length=4, unique=True)),
            ],
            options={
                "ordering": ["name"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Neighbourhood",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="neighbourhoods",
                        to="homes.municipality",
                    ),
                ),
                ("residents", models.PositiveIntegerField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("projects", models.ManyToManyField(related_name="neighbourhoods", to="core.project")),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "name"), name="neighbourhood_name_once")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Building",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "neighbourhood",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="buildings",
                        to="homes.neighbourhood",
                    ),
                ),
                ("street", models.CharField(max_length=120)),
                ("number", models.CharField(max_length=12)),
                ("name", models.CharField(blank=True, max_length=80)),
                (
                    "search",
                    models.CharField(
                        db_index=True, help_text="Street and number, normalised.", max_length=160
                    ),
                ),
                ("built_on", models.DateField(blank=True, help_text="No tenancy starts earlier.", null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["street", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("neighbourhood", "street", "number"), name="building_address_once"
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Stair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "building",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stairs",
                        to="homes.building",
                    ),
                ),
                ("label", models.CharField(max_length=12)),
            ],
            options={
                "ordering": ["label"],
                "constraints": [
                    models.UniqueConstraint(fields=("building", "label"), name="stair_label_once")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Dwelling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "building",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dwellings",
                        to="homes.building",
                    ),
                ),
                (
                    "stair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dwellings",
                        to="homes.stair",
                    ),
                ),
                ("floor", models.SmallIntegerField(help_text="0 is the ground floor.")),
                ("door", models.CharField(max_length=12)),
                ("code", models.CharField(blank=True, help_text="The landlord's.", max_length=40)),
                ("doorbell", models.CharField(blank=True, help_text="What the button says.", max_length=80)),
                (
                    "doorbell_search",
                    models.CharField(
                        blank=True, db_index=True, help_text="The same, normalised.", max_length=80
                    ),
                ),
                (
                    "owner_kind",
                    models.CharField(
                        choices=[("aler", "ALER"), ("municipality", "Comune"), ("private", "Private owner")],
                        max_length=12,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dwellings",
                        to="core.organisation",
                    ),
                ),
                (
                    "is_sap",
                    models.BooleanField(
                        default=False, help_text="Servizio abitativo pubblico, L.R. 16/2016."
                    ),
                ),
                ("rooms", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("usable", "Can be lived in"),
                            ("works", "Works under way"),
                            ("unfit", "Not fit to live in"),
                        ],
                        default="usable",
                        max_length=8,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["stair__label", "floor", "door"],
                "constraints": [
                    models.UniqueConstraint(fields=("stair", "floor", "door"), name="dwelling_door_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("owner", "code"),
                        name="dwelling_code_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("owner_kind", "private"), ("owner__isnull", False), _connector="OR"
                        ),
                        name="dwelling_public_has_an_owner",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Tenancy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "dwelling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenancies",
                        to="homes.dwelling",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenancies",
                        to="people.household",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenancies",
                        to="people.person",
                    ),
                ),
                (
                    "tenure",
                    models.CharField(
                        choices=[
                            ("tenant", "Tenant"),
                            ("owner", "Owner"),
                            ("occupant", "Occupant without title"),
                            ("shopkeeper", "Shopkeeper"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True, help_text="The contract's, as the landlord names it.", max_length=40
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, help_text="Excluded.", null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-starts_on"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on", None)),
                        fields=("dwelling",),
                        name="tenancy_current_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("ends_on", None), models.Q(("tenure", "shopkeeper"), _negated=True)
                        ),
                        fields=("household",),
                        name="tenancy_one_home_a_household",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("code",),
                        name="tenancy_code_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gt", models.F("starts_on")), _connector="OR"
                        ),
                        name="tenancy_ends_after_it_starts",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ArrearsStatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "tenancy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="homes.tenancy",
                    ),
                ),
                (
                    "creditor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
                ("as_of", models.DateField()),
                ("amount_cents", models.PositiveBigIntegerField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("landlord", "Landlord's statement"),
                            ("tenant", "Said by the tenant"),
                            ("social_service", "Social service"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "no_fault_cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("dismissal", "Dismissal"),
                            ("reduced_hours", "Fewer hours by agreement"),
                            ("cig", "Wage guarantee fund (CIG)"),
                            ("not_renewed", "Contract not renewed"),
                            ("self_employment_ended", "End of self-employment"),
                            ("illness", "Serious illness"),
                            ("accident", "Accident"),
                            ("death", "Death of who earned"),
                        ],
                        max_length=22,
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="homes.arrearsstatement",
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, help_text="Why the first figure was wrong.", max_length=200),
                ),
                (
                    "is_replaced",
                    models.BooleanField(default=False, help_text="Another statement corrects this one."),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-as_of", "-pk"],
                "indexes": [models.Index(fields=["tenancy", "-as_of"], name="statement_latest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_replaced", False)),
                        fields=("tenancy", "creditor", "as_of", "source"),
                        name="statement_once_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects", None), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="statement_correction_has_a_reason",
                    ),
                ],
            },
        ),
    ]
