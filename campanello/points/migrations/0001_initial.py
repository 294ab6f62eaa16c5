import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("core", "0001_initial"),
        ("homes", "0001_initial"),
        ("lab", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Scheme",
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                ("name", models.CharField(help_text="What residents call them: PuntiLuna.", max_length=40)),
                ("cents_a_point", models.PositiveIntegerField(default=100)),
                (
                    "budget_points",
                    models.PositiveIntegerField(
                        help_text="How many may be out at most, over the whole life."
                    ),
                ),
                ("starts_on", models.DateField()),
                (
                    "ends_on",
                    models.DateField(
                        blank=True, help_text="Excluded: from here nothing is earned.", null=True
                    ),
                ),
                ("source", models.CharField(help_text="The act that set it up.", max_length=200)),
                (
                    "payer",
                    models.CharField(
                        blank=True, help_text="Who pays the landlords, as banks print it.", max_length=70
                    ),
                ),
                ("payer_iban", models.CharField(blank=True, max_length=34)),
                ("payer_bic", models.CharField(blank=True, max_length=11)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["project"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cents_a_point__gt", 0)), name="scheme_point_is_worth_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gt", models.F("starts_on")), _connector="OR"
                        ),
                        name="scheme_ends_after_it_starts",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Tariff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tariffs",
                        to="points.scheme",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(help_text="In the scheme, from 1.")),
                ("starts_on", models.DateField()),
                ("source", models.CharField(help_text="The act or the meeting that set it.", max_length=200)),
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
                "ordering": ["-starts_on"],
                "constraints": [
                    models.UniqueConstraint(fields=("scheme", "number"), name="tariff_number_once"),
                    models.UniqueConstraint(fields=("scheme", "starts_on"), name="tariff_once_a_day"),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Rate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tariff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rates", to="points.tariff"
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        help_text="base, silver, gold, youth: the same from tariff to tariff.", max_length=20
                    ),
                ),
                ("names", models.JSONField(help_text="By language code; `it` is always there.")),
                (
                    "unit",
                    models.CharField(choices=[("hour", "an hour"), ("time", "each time")], max_length=4),
                ),
                ("points", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["points", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("tariff", "code"), name="rate_once_in_a_tariff"),
                    models.CheckConstraint(condition=models.Q(("points__gt", 0)), name="rate_of_something"),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Worth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="worths", to="lab.activity"
                    ),
                ),
                ("code", models.SlugField(blank=True, max_length=20)),
                ("starts_on", models.DateField()),
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
                "ordering": ["-starts_on"],
                "constraints": [
                    models.UniqueConstraint(fields=("activity", "starts_on"), name="worth_once_a_day")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="CreditorTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="creditors",
                        to="points.scheme",
                    ),
                ),
                (
                    "creditor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("offset", "Offset: the Comune is the landlord itself"),
                            ("payment", "Payment: the Comune pays the landlord"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "holder",
                    models.CharField(
                        blank=True, help_text="Of the account, as banks print it.", max_length=70
                    ),
                ),
                ("iban", models.CharField(blank=True, max_length=34)),
                ("source", models.CharField(help_text="The creditor's act or letter.", max_length=200)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, help_text="Excluded.", null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["creditor__name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on", None)),
                        fields=("scheme", "creditor"),
                        name="creditor_terms_current_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gt", models.F("starts_on")), _connector="OR"
                        ),
                        name="creditor_terms_end_after_they_start",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="OwnHousehold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.household"
                    ),
                ),
                ("declared_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("user", "household"),
                        name="own_household_once",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Account",
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
                            ("issuer", "Points of the project still to be issued"),
                            ("household", "A household's points"),
                            ("person", "Points of somebody from elsewhere"),
                            ("pool", "The neighbourhood's pool"),
                            ("pending", "Asked for, not yet paid to the landlord"),
                            ("settled", "Paid to the landlord"),
                            ("expired", "Expired"),
                        ],
                        max_length=9,
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
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
                ("strip", models.PositiveSmallIntegerField(default=0)),
                ("balance", models.BigIntegerField(default=0)),
                (
                    "floor",
                    models.BigIntegerField(
                        default=0, help_text="Of an issuer: what it may issue, below zero."
                    ),
                ),
                (
                    "gift_code",
                    models.CharField(
                        blank=True,
                        help_text="What a household tells somebody who wants to give it points.",
                        max_length=9,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("balance__gte", models.F("floor"))),
                        name="account_not_below_its_floor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("floor", 0), models.Q(("floor__lt", 0), ("kind", "issuer")), _connector="OR"
                        ),
                        name="account_floor_of_issuers_alone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("creditor", None),
                                ("household__isnull", False),
                                ("kind", "household"),
                                ("person", None),
                            ),
                            models.Q(
                                ("creditor", None),
                                ("household", None),
                                ("kind", "person"),
                                ("person__isnull", False),
                            ),
                            models.Q(
                                ("creditor__isnull", False),
                                ("household", None),
                                ("kind__in", ["pending", "settled"]),
                                ("person", None),
                            ),
                            models.Q(
                                ("creditor", None),
                                ("household", None),
                                ("kind__in", ["issuer", "pool", "expired"]),
                                ("person", None),
                            ),
                            _connector="OR",
                        ),
                        name="account_is_one_s",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("strip", 0), ("kind", "issuer"), _connector="OR"),
                        name="account_strip_of_issuers",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "household")),
                        fields=("project", "household"),
                        name="account_of_a_household",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "person")),
                        fields=("project", "person"),
                        name="account_of_a_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["pending", "settled"])),
                        fields=("project", "creditor", "kind"),
                        name="account_of_a_creditor",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["issuer", "pool", "expired"])),
                        fields=("project", "kind", "strip"),
                        name="account_of_a_project",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("gift_code", ""), _negated=True),
                        fields=("gift_code",),
                        name="account_gift_code_once",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Seal",
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
                ("on", models.DateField()),
                ("transfers", models.PositiveIntegerField()),
                ("points", models.PositiveBigIntegerField()),
                ("last", models.BigIntegerField(help_text="The key of the day's last transfer.")),
                (
                    "previous_sha256",
                    models.CharField(blank=True, help_text="Of the project's seal before.", max_length=64),
                ),
                ("sha256", models.CharField(max_length=64)),
                (
                    "rows",
                    models.BinaryField(
                        default=bytes,
                        help_text="Eight bytes of each row's own SHA-256, in order: they name a row that was changed.",
                    ),
                ),
                ("sealed_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["project", "-on"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "on"), name="seal_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("transfers__gt", 0)), name="seal_of_something"
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Award",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "rate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="points.rate"
                    ),
                ),
                (
                    "what",
                    models.CharField(help_text="What was done, as the receipt says it.", max_length=160),
                ),
                ("done_on", models.DateField()),
                (
                    "minutes",
                    models.PositiveIntegerField(
                        blank=True, help_text="Where the rate is by the hour.", null=True
                    ),
                ),
                ("times", models.PositiveSmallIntegerField(default=1, help_text="Where it is by the time.")),
                ("points", models.PositiveIntegerField()),
                ("evidence", models.CharField(help_text="Who saw it, or what shows it.", max_length=300)),
                ("needs_second", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a second signature"),
                            ("given", "Awarded"),
                            ("refused", "Not awarded"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
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
                ("why_not", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-proposed_at", "-pk"],
                "indexes": [models.Index(fields=["project", "state"], name="award_of_a_project")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("points__gt", 0)), name="award_of_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("needs_second", False),
                            models.Q(("state", "given"), _negated=True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="award_signed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("why_not", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="award_refused_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True), ("decided_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="award_decided_at_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AwardedSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="lab.session"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                ("people", models.PositiveIntegerField()),
                ("minutes", models.PositiveIntegerField()),
                ("points", models.PositiveIntegerField()),
                (
                    "withheld",
                    models.PositiveIntegerField(help_text="How many present people got less, or nothing."),
                ),
                ("awarded_at", models.DateTimeField()),
                (
                    "awarded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "last_row",
                    models.BigIntegerField(
                        default=0,
                        help_text="Key of the register's last row that is in the points; later ones correct it.",
                    ),
                ),
            ],
            options={
                "ordering": ["-awarded_at"],
                "indexes": [
                    models.Index(fields=["project", "-awarded_at"], name="awarded_session_of_a_project")
                ],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Withheld",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="lab.attendance"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("no_household", "Is in no household that we know of"),
                            ("overlap", "Was at another activity at the same hours"),
                            ("person_day", "Has reached the most for a day"),
                            ("person_week", "Has reached the most for a week"),
                            ("household_month", "The household has reached the most for a month"),
                            ("self", "Whoever awards belongs to the household"),
                            ("budget", "The project's budget of points is used up"),
                            ("nothing", "Too short for a whole point"),
                            ("restricted", "Use of the person's data is restricted"),
                        ],
                        max_length=16,
                    ),
                ),
                ("points", models.PositiveIntegerField(help_text="That were not given.")),
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        help_text="That overlaps.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lab.attendance",
                    ),
                ),
                ("found_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("settled_how", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["-found_at", "-pk"],
                "indexes": [models.Index(fields=["project", "settled_at"], name="withheld_of_a_project")],
                "constraints": [
                    models.UniqueConstraint(fields=("attendance", "why"), name="withheld_once_a_reason"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_at", None),
                            models.Q(("settled_how", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="withheld_settled_in_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpiryNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="points.account",
                    ),
                ),
                ("points", models.PositiveIntegerField()),
                ("expires_on", models.DateField()),
                ("told_on", models.DateField()),
                ("expired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-expires_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "expires_on"), name="expiry_notice_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_on__gt", models.F("told_on"))), name="expiry_told_before"
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="RentBudget",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.project"
                    ),
                ),
                (
                    "cents",
                    models.PositiveBigIntegerField(
                        help_text="Over the project's whole life, what is paid already too."
                    ),
                ),
                ("starts_on", models.DateField()),
                ("source", models.CharField(help_text="The act that set it aside.", max_length=200)),
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
                "ordering": ["-starts_on"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "starts_on"), name="rent_budget_once_a_day")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Redemption",
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
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redemptions",
                        to="points.account",
                    ),
                ),
                (
                    "tenancy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="homes.tenancy"
                    ),
                ),
                (
                    "creditor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("offset", "Offset: the Comune is the landlord itself"),
                            ("payment", "Payment: the Comune pays the landlord"),
                        ],
                        max_length=7,
                    ),
                ),
                ("points", models.PositiveIntegerField(help_text="As asked for.")),
                ("cents_a_point", models.PositiveIntegerField()),
                ("settled_points", models.PositiveIntegerField(default=0)),
                ("returned_points", models.PositiveIntegerField(default=0)),
                (
                    "rests_on",
                    models.ForeignKey(
                        help_text="The debt as it was known then.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="homes.arrearsstatement",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for"),
                            ("in_batch", "On its way to the landlord"),
                            ("settled", "Taken off the debt"),
                            ("returned", "Given back"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "with_staff",
                    models.BooleanField(
                        default=False, help_text="An operator did it, with the person there."
                    ),
                ),
                ("returned_why", models.CharField(blank=True, max_length=200)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
                "indexes": [
                    models.Index(fields=["project", "creditor", "state"], name="redemption_to_settle"),
                    models.Index(fields=["tenancy", "creditor", "state"], name="redemption_of_a_tenancy"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("points__gt", 0)), name="redemption_of_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "points__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("settled_points"), "+", models.F("returned_points")
                                ),
                            )
                        ),
                        name="redemption_parts_fit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("state__in", ["asked", "in_batch"])),
                            models.Q(
                                ("closed_at__isnull", False),
                                (
                                    "points",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("settled_points"), "+", models.F("returned_points")
                                    ),
                                ),
                                ("state__in", ["settled", "returned"]),
                            ),
                            _connector="OR",
                        ),
                        name="redemption_closed_in_full",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
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
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Sent twice, it moves once.",
                        unique=True,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.project",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="points.account",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="points.account",
                    ),
                ),
                ("points", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("award", "Earned"),
                            ("donation", "Donated"),
                            ("redemption", "Put towards the rent"),
                            ("settlement", "Paid to the landlord"),
                            ("return", "Given back"),
                            ("expiry", "Expired"),
                            ("reversal", "Taken back: it was a mistake"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField(help_text="The day in Rome on which it was recorded; its seal's.")),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "earned_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                ("earned_on", models.DateField(blank=True, null=True)),
                (
                    "minutes",
                    models.PositiveIntegerField(blank=True, help_text="Of work or presence.", null=True),
                ),
                (
                    "rate",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="points.rate",
                    ),
                ),
                (
                    "attendance",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lab.attendance",
                    ),
                ),
                (
                    "award",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="points.award",
                    ),
                ),
                (
                    "redemption",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="points.redemption",
                    ),
                ),
                (
                    "reverses",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="points.transfer",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["source", "-id"], name="transfer_out_of_an_account"),
                    models.Index(fields=["target", "-id"], name="transfer_into_an_account"),
                    models.Index(fields=["project", "on", "id"], name="transfer_of_a_day"),
                    models.Index(
                        condition=models.Q(("kind", "award")),
                        fields=["earned_by", "earned_on"],
                        name="transfer_earned_by",
                    ),
                    models.Index(
                        condition=models.Q(("redemption__isnull", False)),
                        fields=["redemption"],
                        name="transfer_of_a_redemption",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("points__gt", 0)), name="transfer_moves_points"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True),
                        name="transfer_between_two_accounts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "reversal"), ("reverses__isnull", False)),
                            models.Q(models.Q(("kind", "reversal"), _negated=True), ("reverses", None)),
                            _connector="OR",
                        ),
                        name="transfer_reversal_names_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["redemption", "settlement", "return"]), _negated=True),
                            ("redemption__isnull", False),
                            _connector="OR",
                        ),
                        name="transfer_to_the_rent_names_it",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reverses__isnull", False)),
                        fields=("reverses",),
                        name="transfer_reversed_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("attendance__isnull", False), ("award", None), ("kind", "award")),
                        fields=("attendance",),
                        name="transfer_once_an_attendance",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("award__isnull", False), ("kind", "award")),
                        fields=("award",),
                        name="transfer_once_an_award",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reversal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "transfer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversal",
                        to="points.transfer",
                    ),
                ),
                ("why", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="reversal_has_a_reason"
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Donation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "transfer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="donation",
                        to="points.transfer",
                    ),
                ),
                ("shows_donor", models.BooleanField(default=False)),
                (
                    "is_assigned",
                    models.BooleanField(default=False, help_text="A coordinator gave them out of the pool."),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        help_text="Why the coordinator gave them to this household.",
                        max_length=200,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_assigned", False), models.Q(("why", ""), _negated=True), _connector="OR"
                        ),
                        name="donation_assigned_with_a_reason",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Settlement",
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
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                (
                    "creditor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
                ("number", models.PositiveIntegerField(help_text="In the project, from 1.")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("offset", "Offset: the Comune is the landlord itself"),
                            ("payment", "Payment: the Comune pays the landlord"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for approval"),
                            ("approved", "Approved"),
                            ("ordered", "Payment ordered"),
                            ("confirmed", "Confirmed"),
                            ("void", "Given up"),
                        ],
                        default="proposed",
                        max_length=9,
                    ),
                ),
                ("points", models.PositiveIntegerField(default=0)),
                ("cents", models.PositiveBigIntegerField(default=0)),
                (
                    "settled_cents",
                    models.PositiveBigIntegerField(
                        default=0, help_text="Confirmed: what the debts went down by."
                    ),
                ),
                (
                    "lines_sha256",
                    models.CharField(
                        blank=True, help_text="Of the lines as approved, in order.", max_length=64
                    ),
                ),
                ("holder", models.CharField(blank=True, max_length=70)),
                ("iban", models.CharField(blank=True, max_length=34)),
                (
                    "payer",
                    models.CharField(
                        blank=True, help_text="Frozen with the proposal, as the account.", max_length=70
                    ),
                ),
                ("payer_iban", models.CharField(blank=True, max_length=34)),
                ("payer_bic", models.CharField(blank=True, max_length=11)),
                ("proposed_at", models.DateTimeField()),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ordered_at", models.DateTimeField(blank=True, null=True)),
                ("pays_on", models.DateField(blank=True, help_text="Asked of the bank.", null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paid_on",
                    models.DateField(
                        blank=True, help_text="The bank's value date, or the offset's act's day.", null=True
                    ),
                ),
                (
                    "proof",
                    models.CharField(
                        blank=True, help_text="The bank's reference, or the offset's act.", max_length=120
                    ),
                ),
                ("void_why", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-proposed_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "number"), name="settlement_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="settlement_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(("paid_on__isnull", False), models.Q(("proof", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="settlement_confirmed_with_proof",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "void"), _negated=True),
                            models.Q(("void_why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="settlement_void_has_a_reason",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="SettlementLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="points.settlement",
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(
                        help_text="In the settlement, from 1; the landlord names it by this."
                    ),
                ),
                (
                    "redemption",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="points.redemption",
                    ),
                ),
                ("points", models.PositiveIntegerField()),
                ("cents", models.PositiveBigIntegerField()),
                (
                    "debt_cents",
                    models.PositiveBigIntegerField(
                        help_text="Owed to the creditor when it was proposed, less what other lines take off before this one."
                    ),
                ),
                (
                    "before_cents",
                    models.PositiveBigIntegerField(
                        blank=True,
                        help_text="The same on the day of the payment, as known when it was confirmed.",
                        null=True,
                    ),
                ),
                (
                    "settled_cents",
                    models.PositiveBigIntegerField(blank=True, help_text="As confirmed.", null=True),
                ),
                ("is_void", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["settlement", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("settlement", "number"), name="line_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_void", False)),
                        fields=("redemption",),
                        name="line_of_a_redemption_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_cents", None),
                            ("settled_cents__lte", models.F("cents")),
                            _connector="OR",
                        ),
                        name="line_settles_no_more",
                    ),
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
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given_back",
                        to="points.settlement",
                    ),
                ),
                (
                    "redemption",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="points.redemption"
                    ),
                ),
                ("points", models.PositiveIntegerField()),
                ("cents", models.PositiveBigIntegerField()),
                ("debt_cents", models.PositiveBigIntegerField(help_text="What was left of the debt for it.")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("nothing_left", "Nothing is owed any more"),
                            ("debt_fell", "Less is owed than when it was asked for"),
                            ("not_stated", "No debt is stated any more"),
                            ("not_accepted", "The landlord did not accept all of it"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "is_at_proposal",
                    models.BooleanField(
                        help_text="Else at the confirmation, when the money was paid already."
                    ),
                ),
            ],
            options={
                "ordering": ["settlement", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("points__gt", 0)), name="given_back_something")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="points.settlement",
                    ),
                ),
                (
                    "tenancy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="homes.tenancy"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="homes.arrearsstatement",
                    ),
                ),
                ("expected_cents", models.PositiveBigIntegerField()),
                ("stated_cents", models.PositiveBigIntegerField()),
                (
                    "word",
                    models.CharField(
                        choices=[("accepted", "Accepted"), ("asked", "The landlord was asked")], max_length=8
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["settlement", "-decided_at", "-pk"],
                "indexes": [
                    models.Index(fields=["settlement", "tenancy"], name="difference_of_a_settlement")
                ],
                "constraints": [],
            },
        ),
    ]
