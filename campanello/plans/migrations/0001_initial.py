import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("core", "0101_job"),
        ("lab", "0101_registers_are_kept"),
        ("people", "0002_rights_requests"),
    ]

    operations = [
        migrations.CreateModel(
            name="Measure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                ("code", models.SlugField(help_text="In addresses and imports.", max_length=40, unique=True)),
                ("titles", models.JSONField(help_text="The title by language code; `it` is always there.")),
                (
                    "requirement_set",
                    models.CharField(help_text="Code of a set of requirements.", max_length=30),
                ),
                ("opens_on", models.DateField()),
                (
                    "closes_on",
                    models.DateField(
                        blank=True, help_text="Excluded: the first day it is closed.", null=True
                    ),
                ),
                ("is_public", models.BooleanField(default=False, help_text="Whether one applies on line.")),
                (
                    "is_evaluated",
                    models.BooleanField(
                        default=True,
                        help_text="Whether its plans count in the programme's evaluation; another fund's do not.",
                    ),
                ),
                (
                    "services_cents",
                    models.PositiveBigIntegerField(default=0, help_text="The fund for services."),
                ),
                (
                    "allowance_cents",
                    models.PositiveBigIntegerField(default=0, help_text="The fund for allowances."),
                ),
                ("committed_services_cents", models.PositiveBigIntegerField(default=0)),
                ("committed_allowance_cents", models.PositiveBigIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("committed_services_cents__lte", models.F("services_cents"))),
                        name="measure_services_within_fund",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("committed_allowance_cents__lte", models.F("allowance_cents"))),
                        name="measure_allowance_within_fund",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_on", None), ("closes_on__gt", models.F("opens_on")), _connector="OR"
                        ),
                        name="measure_closes_after_it_opens",
                    ),
                ],
                "indexes": [],
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
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                ("code", models.SlugField(max_length=40)),
                ("names", models.JSONField(help_text="The name by language code; `it` is always there.")),
                (
                    "block",
                    models.CharField(
                        choices=[
                            ("base", "Base"),
                            ("orientation", "Orientation"),
                            ("consolidation", "Consolidation"),
                            ("other", "Other services"),
                        ],
                        max_length=13,
                    ),
                ),
                ("bears_allowance", models.BooleanField(default=False)),
                (
                    "is_offered",
                    models.BooleanField(default=True, help_text="May be put into plans from now on."),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["project", "block", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "code"), name="service_once_in_a_project"),
                    models.CheckConstraint(
                        condition=models.Q(("bears_allowance", True), ("block", "base"), _negated=True),
                        name="service_base_bears_no_allowance",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ServiceValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hourly_values",
                        to="plans.service",
                    ),
                ),
                ("hourly_cents", models.PositiveIntegerField()),
                ("starts_on", models.DateField()),
                ("source", models.CharField(max_length=200)),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, help_text="Invented, for trying out: never for a real payment."
                    ),
                ),
            ],
            options={
                "ordering": ["service", "starts_on"],
                "constraints": [
                    models.UniqueConstraint(fields=("service", "starts_on"), name="service_value_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="service_value_has_a_source"
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="plans.measure",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        help_text="Once known who.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="people.person",
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(
                        help_text="In order of receipt under the measure, from 1.", null=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Not sent yet"),
                            ("pending", "Being checked"),
                            ("eligible", "Eligible"),
                            ("ineligible", "Not eligible"),
                            ("withdrawn", "Withdrawn"),
                            ("lapsed", "Lapsed"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "On-line form"),
                            ("staff", "With an operator"),
                            ("phone", "By telephone"),
                            ("import", "From a table"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        default="it", help_text="Of the form, and of what is told.", max_length=3
                    ),
                ),
                ("answers", models.JSONField(default=dict, help_text="As given in the form, by question.")),
                (
                    "code_sha256",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        help_text="Of the code by which the applicant comes back.",
                        max_length=64,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("received_at", models.DateTimeField(blank=True, null=True)),
                ("received_on", models.DateField(blank=True, help_text="The day in Rome.", null=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "came_through",
                    models.CharField(
                        blank=True, help_text="The lab or body that sent the person.", max_length=40
                    ),
                ),
                (
                    "due_on",
                    models.DateField(blank=True, help_text="Last day for what is missing.", null=True),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "told_at",
                    models.DateTimeField(
                        blank=True, help_text="When the applicant was told the decision.", null=True
                    ),
                ),
                (
                    "told_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "By telephone"),
                            ("lab", "In the lab"),
                            ("letter", "By letter"),
                            ("message", "By a message"),
                            ("web", "On line"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "imported_as",
                    models.CharField(
                        blank=True,
                        help_text="Its code in the table that it was imported from.",
                        max_length=60,
                    ),
                ),
                ("wants_call", models.BooleanField(default=False)),
                (
                    "called_at",
                    models.DateTimeField(
                        blank=True, help_text="When the call asked for was made.", null=True
                    ),
                ),
                (
                    "services_cents",
                    models.PositiveIntegerField(default=0, help_text="Committed of the measure's fund."),
                ),
                (
                    "allowance_cents",
                    models.PositiveIntegerField(default=0, help_text="Committed of the measure's fund."),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["measure", "number"],
                "indexes": [
                    models.Index(fields=["project", "state", "number"], name="application_of_a_project"),
                    models.Index(
                        condition=models.Q(("called_at", None), ("wants_call", True)),
                        fields=["project", "received_at"],
                        name="application_to_call_back",
                    ),
                    models.Index(fields=["person"], name="application_of_a_person"),
                    models.Index(
                        condition=models.Q(("state", "draft")),
                        fields=["saved_at"],
                        name="application_draft_by_age",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("measure", "number"), name="application_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("imported_as", ""), _negated=True),
                        fields=("measure", "imported_as"),
                        name="application_imported_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False), ("state__in", ["pending", "eligible"])),
                        fields=("measure", "person"),
                        name="application_open_once_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", None), ("received_at", None), ("state", "draft")),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("number__isnull", False),
                                ("received_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="application_received_has_a_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "eligible"),
                            models.Q(("allowance_cents", 0), ("services_cents", 0)),
                            _connector="OR",
                        ),
                        name="application_funds_of_the_eligible",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="plans.application",
                    ),
                ),
                ("before", models.CharField(blank=True, max_length=10)),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("draft", "Not sent yet"),
                            ("pending", "Being checked"),
                            ("eligible", "Eligible"),
                            ("ineligible", "Not eligible"),
                            ("withdrawn", "Withdrawn"),
                            ("lapsed", "Lapsed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reasons",
                    models.JSONField(default=list, help_text="Codes of requirements not met or not known."),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="In words, also for the applicant.", max_length=500
                    ),
                ),
                (
                    "out_of_turn",
                    models.CharField(
                        blank=True,
                        help_text="Why it got funds before an earlier one that waits.",
                        max_length=300,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="plans.application",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="people.person",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("identity", "Identity document"),
                            ("permit", "Residence permit"),
                            ("unemployment", "Declaration of unemployment"),
                            ("housing", "Home and rent"),
                            ("income", "Income (ISEE)"),
                            ("signed", "Signed form"),
                            ("other", "Other document"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "content_type",
                    models.CharField(help_text="As its content says, not its name.", max_length=60),
                ),
                ("size", models.PositiveIntegerField(help_text="Bytes.")),
                ("sha256", models.CharField(max_length=64)),
                ("path", models.CharField(help_text="Below the folder of documents.", max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("accepted", "Accepted"),
                            ("refused", "Not usable"),
                        ],
                        default="received",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, help_text="Why it is not usable.", max_length=200)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("uploaded_at", models.DateTimeField()),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("application__isnull", False), ("person__isnull", False), _connector="OR"
                        ),
                        name="document_is_somebody_s",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="document_refused_with_a_reason",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facts",
                        to="plans.application",
                    ),
                ),
                (
                    "name",
                    models.CharField(help_text="As the columns of the eligibility contract.", max_length=30),
                ),
                (
                    "value",
                    models.CharField(
                        blank=True, help_text="As the contract writes it; empty: not known.", max_length=200
                    ),
                ),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            ("declared", "Said by the person"),
                            ("document", "From a document"),
                            ("register", "From a register"),
                            ("record", "From the person's record"),
                            ("estimated", "Estimated by the team"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "source",
                    models.CharField(blank=True, help_text="Which document or register.", max_length=200),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plans.document",
                    ),
                ),
                ("on", models.DateField(help_text="The day the value is of.")),
                ("is_replaced", models.BooleanField(default=False)),
                ("recorded_at", models.DateTimeField()),
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
                "ordering": ["name", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_replaced", False)),
                        fields=("application", "name"),
                        name="fact_holds_once",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="RequirementCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="plans.application",
                    ),
                ),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("application", "Application"),
                            ("again", "Checked again"),
                            ("payment", "Before a payment"),
                        ],
                        max_length=11,
                    ),
                ),
                ("on", models.DateField(help_text="The day the requirements are of.")),
                ("requirement_set", models.CharField(max_length=30)),
                ("set_starts_on", models.DateField(help_text="Which version of the set.")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("eligible", "eligible"),
                            ("pending", "pending"),
                            ("ineligible", "ineligible"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "results",
                    models.JSONField(
                        help_text="Per requirement: code, verdict, facts with their evidence, source and day."
                    ),
                ),
                ("priority", models.JSONField(default=list, help_text="Codes of the priority flags.")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["application", "-on"], name="check_of_an_application")],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "code",
                    models.CharField(
                        help_text="As the dataset contract's plan_id.", max_length=40, unique=True
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="plans.measure"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="people.person"
                    ),
                ),
                (
                    "application",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan",
                        to="plans.application",
                    ),
                ),
                (
                    "participation",
                    models.OneToOneField(
                        blank=True,
                        help_text="From signature on.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.participation",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("signed", "Signed"),
                            ("active", "Active"),
                            ("suspended", "Suspended"),
                            ("extended", "Extended"),
                            ("completed", "Completed"),
                            ("withdrawn", "Withdrawn"),
                            ("revoked", "Revoked"),
                        ],
                        default="draft",
                        max_length=9,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        default="it", help_text="The person's own, beside Italian.", max_length=3
                    ),
                ),
                (
                    "goal",
                    models.CharField(
                        blank=True,
                        help_text="What the person wants to reach, in their words.",
                        max_length=500,
                    ),
                ),
                (
                    "case_manager",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(help_text="Excluded: the first day after it.")),
                ("signed_on", models.DateField(blank=True, null=True)),
                (
                    "closed_on",
                    models.DateField(blank=True, help_text="Completed, withdrawn or revoked on.", null=True),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_on", "-pk"],
                "indexes": [
                    models.Index(fields=["project", "state", "-starts_on"], name="plan_of_a_project"),
                    models.Index(fields=["person"], name="plan_of_a_person"),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", False)),
                        fields=["project", "closed_on"],
                        name="plan_by_close",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="plan_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_on", None), ("state", "draft")),
                            ("state", "withdrawn"),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True), ("signed_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="plan_signed_beyond_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_on__isnull", False),
                                ("state__in", ["completed", "withdrawn", "revoked"]),
                            ),
                            models.Q(
                                models.Q(("state__in", ["completed", "withdrawn", "revoked"]), _negated=True),
                                ("closed_on", None),
                            ),
                            _connector="OR",
                        ),
                        name="plan_closed_on_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="plans.plan"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("starts_on", models.DateField()),
                ("reason", models.CharField(blank=True, help_text="Why it was amended.", max_length=300)),
                ("signed_on", models.DateField(blank=True, null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="plan_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="plan_amended_with_a_reason",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="PlanService",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "plan_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="services",
                        to="plans.planversion",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.service"
                    ),
                ),
                ("minutes", models.PositiveIntegerField(help_text="Planned.")),
                (
                    "deliverer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, help_text="Excluded.", null=True)),
                (
                    "calendar",
                    models.CharField(blank=True, help_text="Days and hours, in words.", max_length=200),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan_version", "service"), name="plan_service_once"),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gt", 0)), name="plan_service_takes_time"
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="PlanAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="acts", to="plans.plan"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sign", "Signature"),
                            ("start", "Start"),
                            ("suspend", "Suspension"),
                            ("resume", "Resumption"),
                            ("extend", "Extension"),
                            ("amend", "Amendment"),
                            ("complete", "Completion"),
                            ("withdraw", "Withdrawal"),
                            ("revoke", "Revocation"),
                        ],
                        max_length=8,
                    ),
                ),
                ("on", models.DateField()),
                (
                    "number",
                    models.CharField(
                        blank=True, help_text="Of the act, as the office counts it.", max_length=60
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("before", models.CharField(max_length=9)),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("signed", "Signed"),
                            ("active", "Active"),
                            ("suspended", "Suspended"),
                            ("extended", "Extended"),
                            ("completed", "Completed"),
                            ("withdrawn", "Withdrawn"),
                            ("revoked", "Revoked"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "ends_on",
                    models.DateField(blank=True, help_text="The plan's new end, of an extension.", null=True),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["on", "pk"],
                "indexes": [models.Index(fields=["plan", "on"], name="act_of_a_plan")],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="people.person",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.household",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="plans.plan",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("preliminary", "Preliminary analysis"),
                            ("entry", "Assessment at entry"),
                            ("review", "Review"),
                            ("exit", "Assessment at exit"),
                        ],
                        max_length=11,
                    ),
                ),
                ("on", models.DateField()),
                ("summary", models.TextField(blank=True, max_length=4000)),
                (
                    "needs_team",
                    models.BooleanField(
                        default=False, help_text="Complex: a team takes the household in charge."
                    ),
                ),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
                "indexes": [models.Index(fields=["person", "-on"], name="assessment_of_a_person")],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="DimensionScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="plans.assessment",
                    ),
                ),
                ("dimension", models.CharField(max_length=20)),
                (
                    "score",
                    models.PositiveSmallIntegerField(help_text="1: serious need; 5: no need.", null=True),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["assessment", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "dimension"), name="dimension_once"),
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 1), ("score__lte", 5)),
                        name="dimension_score_in_range",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="team", to="people.person"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "who",
                    models.CharField(
                        blank=True, help_text="Role and body, if not a colleague.", max_length=120
                    ),
                ),
                ("is_lead", models.BooleanField(default=False)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, help_text="Excluded.", null=True)),
            ],
            options={
                "ordering": ["-is_lead", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on", None), ("is_lead", True)),
                        fields=("project", "person"),
                        name="team_one_lead",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("user__isnull", False), models.Q(("who", ""), _negated=True), _connector="OR"
                        ),
                        name="team_member_is_somebody",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="goals", to="people.person"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="plans.plan",
                    ),
                ),
                ("dimension", models.CharField(blank=True, max_length=20)),
                ("title", models.CharField(max_length=200)),
                ("due_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "In progress"),
                            ("reached", "Reached"),
                            ("partly", "Reached in part"),
                            ("dropped", "Given up"),
                        ],
                        default="open",
                        max_length=7,
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, max_length=300)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["state", "due_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["project", "due_on"],
                        name="goal_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on", None), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True), ("closed_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="goal_closed_on_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="plans.goal"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("is_the_persons", models.BooleanField(default=False)),
                ("who", models.CharField(blank=True, help_text="Another body, in words.", max_length=120)),
                ("due_on", models.DateField()),
                ("done_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_on", None)), fields=["owner", "due_on"], name="task_waiting"
                    )
                ],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="CommonGoodWork",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="common_good_work",
                        to="people.person",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="common_good_work",
                        to="plans.plan",
                    ),
                ),
                ("on", models.DateField()),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("culture", "Culture"),
                            ("social", "Social help"),
                            ("art", "Art"),
                            ("environment", "Environment"),
                            ("training", "Training"),
                            ("commons", "Care of common goods"),
                        ],
                        max_length=11,
                    ),
                ),
                ("what", models.CharField(max_length=200)),
                ("place", models.CharField(blank=True, max_length=160)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("cancelled_why", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField()),
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
                "ordering": ["-on", "-pk"],
                "indexes": [models.Index(fields=["person", "-on"], name="common_good_of_a_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gt", 0)), name="common_good_some_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cancelled_at", None),
                            models.Q(("cancelled_why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="common_good_cancelled_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="plans.service",
                    ),
                ),
                (
                    "deliverer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                    ),
                ),
                ("on", models.DateField(help_text="The day of its start in Rome.")),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("place", models.CharField(blank=True, max_length=160)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_why", models.CharField(blank=True, max_length=200)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["starts_at", "pk"],
                "indexes": [
                    models.Index(fields=["project", "-on"], name="plan_session_of_a_project"),
                    models.Index(fields=["service", "on"], name="plan_session_of_a_service"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="plan_session_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at", None), ("signed_by", None)),
                            models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="plan_session_signed_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Expected",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="expected",
                        to="plans.session",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="expected", to="plans.plan"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["plan", "session"], name="expected_of_a_plan")],
                "constraints": [models.UniqueConstraint(fields=("session", "plan"), name="expected_once")],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="plans.session",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="plans.plan",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.service"
                    ),
                ),
                ("on", models.DateField()),
                ("planned_minutes", models.PositiveSmallIntegerField()),
                (
                    "is_signed",
                    models.BooleanField(
                        default=False, help_text="Of a signed register: counts for the allowance."
                    ),
                ),
                (
                    "presence",
                    models.CharField(
                        choices=[
                            ("present", "Present"),
                            ("excused", "Excused"),
                            ("unexcused", "Not excused"),
                        ],
                        max_length=9,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=0)),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="plans.attendance",
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, help_text="Why a signed row was wrong.", max_length=200),
                ),
                ("is_replaced", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField()),
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
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("is_replaced", False), ("is_signed", True), ("presence", "present")
                        ),
                        fields=["plan", "on", "id"],
                        name="plan_attendance_that_counts",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_replaced", False)),
                        fields=("session", "plan"),
                        name="plan_attendance_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects", None), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="plan_attendance_corrected_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("presence", "present"), ("minutes", 0), _connector="OR"),
                        name="plan_attendance_minutes_of_who_came",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__lte", models.F("planned_minutes"))),
                        name="plan_attendance_within_the_session",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("do_ut_des", "Do-ut-des pact"),
                            ("trust", "Trust pact"),
                            ("coresponsibility", "Co-responsibility pact"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("individual", "One person"),
                            ("household", "A household"),
                            ("group", "A group"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=160)),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pacts",
                        to="plans.plan",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.household",
                    ),
                ),
                (
                    "creditor",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose arrears are paid.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("signed", "Signed"),
                            ("ended", "Ended"),
                            ("broken", "Broken off"),
                        ],
                        default="draft",
                        max_length=6,
                    ),
                ),
                ("starts_on", models.DateField()),
                (
                    "ends_on",
                    models.DateField(
                        blank=True,
                        help_text="Excluded; the first day itself where it came to nothing.",
                        null=True,
                    ),
                ),
                ("ended_why", models.CharField(blank=True, max_length=300)),
                ("version", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_on", "-pk"],
                "indexes": [models.Index(fields=["project", "state"], name="pact_of_a_project")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="pact_ends_once_begun",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scope", "household"), _negated=True),
                            ("household__isnull", False),
                            _connector="OR",
                        ),
                        name="pact_of_a_household_names_it",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("creditor__isnull", False), ("plan__isnull", False), ("state", "signed")
                        ),
                        fields=("plan",),
                        name="pact_on_arrears_once_a_plan",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PactParty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parties", to="plans.pact"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pacts", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("pact", "person"), name="party_once_in_a_pact")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="PactTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="plans.pact"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("gets", models.TextField(help_text="What one gets.", max_length=1000)),
                ("gives", models.TextField(help_text="What one gives.", max_length=1000)),
                ("minutes_to_give", models.PositiveIntegerField(default=0)),
                (
                    "share_numerator",
                    models.PositiveIntegerField(default=0, help_text="Of the allowance, to arrears."),
                ),
                ("share_denominator", models.PositiveIntegerField(default=1)),
                ("starts_on", models.DateField()),
                (
                    "signed_on",
                    models.DateField(blank=True, help_text="When the last of both sides signed.", null=True),
                ),
                ("reason", models.CharField(blank=True, help_text="Why they were changed.", max_length=300)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pact", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("pact", "number"), name="pact_terms_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share_denominator__gt", 0),
                            ("share_numerator__lte", models.F("share_denominator")),
                        ),
                        name="pact_share_is_a_part",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="pact_changed_with_a_reason",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "plan_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatures",
                        to="plans.planversion",
                    ),
                ),
                (
                    "pact_terms",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatures",
                        to="plans.pactterms",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose, unless the team's.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "by",
                    models.CharField(
                        choices=[
                            ("person", "The person"),
                            ("guardian", "Parent or guardian"),
                            ("staff", "The team"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[("screen", "On the screen"), ("paper", "On paper")], max_length=6
                    ),
                ),
                ("on", models.DateField()),
                (
                    "strokes",
                    models.JSONField(
                        blank=True, help_text="Lines of points, as drawn on the screen.", null=True
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.document",
                    ),
                ),
                (
                    "text_sha256",
                    models.CharField(
                        blank=True, help_text="Of what was signed, as canonical JSON.", max_length=64
                    ),
                ),
                ("at", models.DateTimeField()),
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
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("pact_terms", None), ("plan_version__isnull", False)),
                            models.Q(("pact_terms__isnull", False), ("plan_version", None)),
                            _connector="OR",
                        ),
                        name="signature_under_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", "staff"), ("person", None)),
                            models.Q(models.Q(("by", "staff"), _negated=True), ("person__isnull", False)),
                            _connector="OR",
                        ),
                        name="signature_is_somebody_s",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("plan_version__isnull", False)),
                        fields=("plan_version", "by"),
                        name="signature_of_a_version_once",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="PactReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="plans.pact"
                    ),
                ),
                ("due_on", models.DateField()),
                ("held_on", models.DateField(blank=True, null=True)),
                (
                    "judgement",
                    models.CharField(
                        blank=True,
                        choices=[("kept", "Kept"), ("partly", "Kept in part"), ("not_kept", "Not kept")],
                        max_length=8,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("held_on", None), ("judgement", "")),
                            models.Q(("held_on__isnull", False), models.Q(("judgement", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="pact_review_held_with_a_judgement",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="GivenBack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "pact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given_back",
                        to="plans.pact",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("on", models.DateField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("what", models.CharField(max_length=200)),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        help_text="The lab's session out of whose register it was taken over.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lab.session",
                    ),
                ),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
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
                "ordering": ["-on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gt", 0)), name="given_back_some_time"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None), ("session__isnull", False)),
                        fields=("session", "person"),
                        name="given_back_once_a_session",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Treasury",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                ("payer", models.CharField(help_text="As banks print it.", max_length=70)),
                ("iban", models.CharField(max_length=34)),
                ("bic", models.CharField(blank=True, max_length=11)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bank_accounts",
                        to="people.person",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="core.organisation",
                    ),
                ),
                ("iban", models.CharField(max_length=34)),
                (
                    "holder",
                    models.CharField(
                        help_text="Whose account it is, if another's with a mandate.", max_length=70
                    ),
                ),
                (
                    "is_confirmed",
                    models.BooleanField(
                        default=False,
                        help_text="Recorded though the bank is abroad or in no register: somebody looked twice.",
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, help_text="Excluded.", null=True)),
                ("recorded_at", models.DateTimeField()),
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
                "ordering": ["-starts_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation", None), ("person__isnull", False)),
                            models.Q(("organisation__isnull", False), ("person", None)),
                            _connector="OR",
                        ),
                        name="bank_account_is_one_s",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on", None), ("person__isnull", False)),
                        fields=("person",),
                        name="bank_account_of_a_person_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on", None), ("organisation__isnull", False)),
                        fields=("organisation",),
                        name="bank_account_of_a_body_once",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Purse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="purse", to="people.person"
                    ),
                ),
                ("services_cents", models.PositiveIntegerField(default=0)),
                ("allowance_cents", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="PaymentRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                ("number", models.PositiveIntegerField(help_text="In the project, from 1.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("computing", "Being computed"),
                            ("proposed", "Proposed"),
                            ("approved", "Approved"),
                            ("ordered", "Ordered"),
                            ("closed", "Closed"),
                            ("void", "Void"),
                        ],
                        default="computing",
                        max_length=9,
                    ),
                ),
                ("through_on", models.DateField(help_text="Registers of days before this one count.")),
                (
                    "parameters",
                    models.JSONField(default=dict, help_text="Caps, limits and set of requirements it used."),
                ),
                ("plans", models.PositiveIntegerField(default=0)),
                ("to_person_cents", models.PositiveBigIntegerField(default=0)),
                ("to_arrears_cents", models.PositiveBigIntegerField(default=0)),
                (
                    "lines_sha256",
                    models.CharField(blank=True, help_text="Of the frozen lines, in order.", max_length=64),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ordered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ordered_at", models.DateTimeField(blank=True, null=True)),
                ("pays_on", models.DateField(blank=True, help_text="Asked of the bank.", null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("void_why", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-proposed_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "number"), name="run_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["computing", "proposed"])),
                        fields=("project",),
                        name="run_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="run_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["computing", "proposed", "void"]),
                            models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="run_approved_before_it_is_ordered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "void"), _negated=True),
                            models.Q(("void_why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="run_void_has_a_reason",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="PaymentLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="plans.paymentrun",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_lines",
                        to="plans.plan",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("attended_minutes", models.PositiveIntegerField(default=0)),
                ("counted_minutes", models.PositiveIntegerField(default=0)),
                (
                    "services_cents",
                    models.PositiveIntegerField(default=0, help_text="Value of services, to the day."),
                ),
                (
                    "allowance_cents",
                    models.PositiveIntegerField(default=0, help_text="Allowance, to the day."),
                ),
                ("before_cents", models.PositiveIntegerField(default=0, help_text="Of it, in earlier runs.")),
                ("due_cents", models.PositiveIntegerField(default=0)),
                ("to_arrears_cents", models.PositiveIntegerField(default=0)),
                ("to_person_cents", models.PositiveIntegerField(default=0)),
                (
                    "capped",
                    models.CharField(
                        blank=True, help_text="services, allowance, hours, fund; with commas.", max_length=30
                    ),
                ),
                (
                    "changed",
                    models.CharField(
                        blank=True,
                        help_text="What is other than in the plan's last line; with commas.",
                        max_length=60,
                    ),
                ),
                (
                    "held_why",
                    models.CharField(
                        blank=True, help_text="Why nothing is paid, as an error's code.", max_length=40
                    ),
                ),
                (
                    "frozen",
                    models.JSONField(
                        default=dict,
                        help_text="What it was computed from: minutes by service, share, requirements, pact.",
                    ),
                ),
            ],
            options={
                "ordering": ["run", "pk"],
                "indexes": [models.Index(fields=["plan", "run"], name="line_of_a_plan")],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "plan"), name="line_once_in_a_run"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "due_cents",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("to_arrears_cents"), "+", models.F("to_person_cents")
                                ),
                            )
                        ),
                        name="line_parts_add_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, help_text="End-to-end identifier.", unique=True
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="plans.paymentline",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="plans.paymentrun",
                    ),
                ),
                (
                    "payee",
                    models.CharField(
                        choices=[("person", "The person"), ("landlord", "The landlord, against arrears")],
                        max_length=8,
                    ),
                ),
                (
                    "creditor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                    ),
                ),
                (
                    "pact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="plans.pact",
                    ),
                ),
                ("cents", models.PositiveIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.bankaccount",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ready", "To be paid"),
                            ("held", "Held back"),
                            ("ordered", "Ordered"),
                            ("paid", "Paid"),
                            ("failed", "Failed"),
                            ("returned", "Returned"),
                            ("void", "Void"),
                        ],
                        default="ready",
                        max_length=8,
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, help_text="Why held, failed or returned.", max_length=200),
                ),
                (
                    "value_on",
                    models.DateField(blank=True, help_text="When the bank paid, or gave it back.", null=True),
                ),
                (
                    "again_in",
                    models.ForeignKey(
                        blank=True,
                        help_text="The later line that pays again what failed or came back.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="makes_good",
                        to="plans.paymentline",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["run", "pk"],
                "indexes": [models.Index(fields=["run", "state"], name="payment_of_a_run")],
                "constraints": [
                    models.UniqueConstraint(fields=("line", "payee"), name="payment_once_a_payee"),
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="payment_of_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("creditor", None), ("payee", "person")),
                            models.Q(("creditor__isnull", False), ("payee", "landlord")),
                            _connector="OR",
                        ),
                        name="payment_to_the_landlord_names_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Host",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("sector", models.CharField(blank=True, max_length=80)),
                ("municipality", models.CharField(blank=True, help_text="ISTAT code.", max_length=6)),
                ("address", models.CharField(blank=True, max_length=200)),
                (
                    "contact",
                    models.CharField(blank=True, help_text="How the body is reached.", max_length=200),
                ),
                (
                    "agreement",
                    models.CharField(
                        blank=True, help_text="Number of the agreement (convenzione).", max_length=60
                    ),
                ),
                ("agreed_on", models.DateField(blank=True, null=True)),
                ("agreed_until", models.DateField(blank=True, help_text="Excluded.", null=True)),
                ("places", models.PositiveSmallIntegerField(default=1, help_text="Trainees at a time.")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "name"), name="host_once_in_a_project"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_on", None), ("agreed_until", None)),
                            models.Q(("agreed_on__isnull", False), ("agreed_until", None)),
                            ("agreed_until__gt", models.F("agreed_on")),
                            _connector="OR",
                        ),
                        name="host_agreement_ends_after_it_starts",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Traineeship",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="traineeships",
                        to="people.person",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="traineeships",
                        to="plans.plan",
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="traineeships",
                        to="plans.host",
                    ),
                ),
                ("role", models.CharField(help_text="What the trainee does there.", max_length=160)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(help_text="Excluded.")),
                ("weekly_minutes", models.PositiveSmallIntegerField()),
                (
                    "tutor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("host_tutor", models.CharField(blank=True, max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("running", "Under way"),
                            ("completed", "Completed"),
                            ("interrupted", "Interrupted"),
                        ],
                        default="planned",
                        max_length=11,
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("closed_why", models.CharField(blank=True, max_length=300)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-starts_on", "-pk"],
                "indexes": [models.Index(fields=["project", "state"], name="traineeship_of_a_project")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="traineeship_ends_after_it_starts",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "running")),
                        fields=("person",),
                        name="traineeship_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TutorVisit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "traineeship",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="plans.traineeship",
                    ),
                ),
                ("on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=500)),
                ("goes_well", models.BooleanField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Vacancy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("job", "Job"), ("course", "Short course")], max_length=6),
                ),
                ("title", models.CharField(max_length=160)),
                ("employer", models.CharField(max_length=160)),
                (
                    "host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.host",
                    ),
                ),
                ("municipality", models.CharField(blank=True, help_text="ISTAT code.", max_length=6)),
                ("weekly_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "languages",
                    models.CharField(
                        blank=True, help_text="Codes with commas that one must speak.", max_length=40
                    ),
                ),
                ("skills", models.CharField(blank=True, help_text="With commas.", max_length=300)),
                ("places", models.PositiveSmallIntegerField(default=1)),
                ("note", models.TextField(blank=True, max_length=2000)),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField(blank=True, help_text="Excluded.", null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-opens_on", "-pk"],
                "indexes": [models.Index(fields=["project", "-opens_on"], name="vacancy_of_a_project")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_on", None), ("closes_on__gt", models.F("opens_on")), _connector="OR"
                        ),
                        name="vacancy_closes_after_it_opens",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkWish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="work_wish",
                        to="people.person",
                    ),
                ),
                ("weekly_minutes", models.PositiveSmallIntegerField(help_text="At most.")),
                ("travels", models.BooleanField(default=False, help_text="Also to other municipalities.")),
                ("said_on", models.DateField()),
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
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekly_minutes__gt", 0)), name="wish_of_some_time"
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Candidacy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "vacancy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacies",
                        to="plans.vacancy",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacies",
                        to="people.person",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed to the person"),
                            ("sent", "Sent to the employer"),
                            ("interview", "Interview"),
                            ("hired", "Taken on"),
                            ("refused", "Not taken on"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="proposed",
                        max_length=9,
                    ),
                ),
                ("on", models.DateField(help_text="Of the state.")),
                ("note", models.CharField(blank=True, max_length=300)),
                ("version", models.PositiveIntegerField(default=1)),
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
                "ordering": ["-on", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("vacancy", "person"), name="candidacy_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="JobFound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs_found",
                        to="people.person",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs_found",
                        to="plans.plan",
                    ),
                ),
                (
                    "vacancy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.vacancy",
                    ),
                ),
                ("starts_on", models.DateField()),
                ("contract", models.CharField(blank=True, max_length=80)),
                ("weekly_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("employer", models.CharField(blank=True, max_length=160)),
                ("recorded_at", models.DateTimeField()),
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
                "ordering": ["-starts_on", "-pk"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="plans.plan"
                    ),
                ),
                (
                    "moment",
                    models.CharField(
                        choices=[("exit", "At exit"), ("six_months", "Six months later")], max_length=10
                    ),
                ),
                ("opens_on", models.DateField(help_text="First day the answer is of.")),
                ("due_on", models.DateField(help_text="Last day for the answer.")),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("employed", "Employed"),
                            ("self_employed", "Self-employed"),
                            ("training", "In education or training"),
                            ("searching", "Looking for work"),
                            ("inactive", "Neither working nor looking"),
                            ("unreachable", "Could not be reached"),
                            ("declined", "Declined to say"),
                        ],
                        max_length=13,
                    ),
                ),
                ("status_on", models.DateField(blank=True, help_text="The day the status is of.", null=True)),
                (
                    "qualification",
                    models.CharField(blank=True, help_text="Gained, with its evidence.", max_length=160),
                ),
                ("source", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField(blank=True, null=True)),
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
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(condition=models.Q(("status", "")), fields=["due_on"], name="result_due")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "moment"), name="result_once_a_moment"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recorded_at", None), ("status", "")),
                            models.Q(models.Q(("status", ""), _negated=True), ("recorded_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="result_recorded_when_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactTry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tries",
                        to="plans.application",
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tries",
                        to="plans.result",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "how",
                    models.CharField(help_text="A kind of contact, as people's contacts have.", max_length=9),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("reached", "Spoken with"),
                            ("no_answer", "No answer"),
                            ("wrong_number", "Wrong number"),
                            ("call_later", "Asked to call later"),
                        ],
                        max_length=12,
                    ),
                ),
                ("again_on", models.DateField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("application__isnull", False), ("result", None)),
                            models.Q(("application", None), ("result__isnull", False)),
                            _connector="OR",
                        ),
                        name="try_for_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("again_on", None),
                            ("outcome__in", ["no_answer", "wrong_number", "call_later"]),
                            _connector="OR",
                        ),
                        name="try_again_where_not_reached",
                    ),
                ],
                "indexes": [],
            },
        ),
    ]
