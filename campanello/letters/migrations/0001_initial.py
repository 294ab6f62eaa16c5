import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("core", "0001_initial"),
        ("homes", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Template",
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
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
                ("code", models.SlugField(max_length=40)),
                ("number", models.PositiveSmallIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("general", "To everybody"),
                            ("arrears", "Owed"),
                            ("settled", "The debt has gone down"),
                            ("expiry", "Points that expire"),
                            ("appointment", "Appointment"),
                            ("works", "Works in the house"),
                        ],
                        max_length=12,
                    ),
                ),
                ("titles", models.JSONField(help_text="By language code; `it` is always there.")),
                (
                    "bodies",
                    models.JSONField(
                        help_text="By language code, with places in braces; `it` is always there."
                    ),
                ),
                ("is_current", models.BooleanField(default=True)),
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
                "ordering": ["code", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "code", "number"), name="letter_template_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("project", "code"),
                        name="letter_template_current_once",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Batch",
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
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="letters.template",
                    ),
                ),
                (
                    "protocol",
                    models.CharField(blank=True, help_text="The sender's own number of it.", max_length=40),
                ),
                ("dated_on", models.DateField()),
                (
                    "chosen",
                    models.JSONField(
                        default=dict,
                        help_text="Whom it is for: buildings, arrears, activity, who is left out; no name.",
                    ),
                ),
                ("letters_count", models.PositiveIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Being written"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("void", "Given up"),
                        ],
                        default="draft",
                        max_length=7,
                    ),
                ),
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
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="letter_batch_sent_at_a_moment",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="letters.batch",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("general", "To everybody"),
                            ("arrears", "Owed"),
                            ("settled", "The debt has gone down"),
                            ("expiry", "Points that expire"),
                            ("appointment", "Appointment"),
                            ("works", "Works in the house"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        help_text="To whom it is.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
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
                    "dwelling",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="homes.dwelling",
                    ),
                ),
                ("dated_on", models.DateField()),
                ("protocol", models.CharField(blank=True, max_length=40)),
                ("language", models.CharField(max_length=2)),
                ("title", models.CharField(max_length=200)),
                ("body", models.TextField(max_length=6000)),
                ("title_it", models.CharField(max_length=200)),
                ("body_it", models.TextField(max_length=6000)),
                (
                    "address",
                    models.CharField(
                        blank=True, help_text="Lines of the window, as printed.", max_length=300
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("app", "In the app"), ("email", "By e-mail"), ("paper", "On paper")],
                        default="paper",
                        help_text="How it reaches the reader first.",
                        max_length=5,
                    ),
                ),
                (
                    "is_fallback",
                    models.BooleanField(
                        default=False, help_text="There was no text in the reader's language."
                    ),
                ),
                ("in_app_at", models.DateTimeField(blank=True, null=True)),
                (
                    "mail_tried_at",
                    models.DateTimeField(
                        blank=True, help_text="Whoever tried last has it in hand.", null=True
                    ),
                ),
                ("emailed_at", models.DateTimeField(blank=True, null=True)),
                ("printed_at", models.DateTimeField(blank=True, null=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "read_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "told_at",
                    models.DateTimeField(
                        blank=True, help_text="Somebody said it to them in person.", null=True
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                "ordering": ["-dated_on", "-pk"],
                "indexes": [
                    models.Index(fields=["person", "-dated_on"], name="letter_of_a_person"),
                    models.Index(fields=["household", "-dated_on"], name="letter_of_a_household"),
                    models.Index(fields=["project", "-dated_on"], name="letter_of_a_project"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "person"), name="letter_once_in_a_batch"),
                    models.CheckConstraint(
                        condition=models.Q(("read_at", None), ("read_by__isnull", False), _connector="OR"),
                        name="letter_read_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("read_at", None),
                            ("in_app_at", None),
                            ("read_at__gte", models.F("in_app_at")),
                            _connector="OR",
                        ),
                        name="letter_read_once_it_came",
                    ),
                ],
            },
        ),
    ]
