import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("core", "0101_job"),
        ("homes", "0001_initial"),
        ("people", "0002_rights_requests"),
    ]

    operations = [
        migrations.CreateModel(
            name="Activity",
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
                            ("party", "Neighbourhood party"),
                            ("dinner", "Building's dinner"),
                            ("cinema", "Cinema"),
                            ("workshop", "Workshop"),
                            ("course", "Course"),
                            ("lab", "Laboratory"),
                            ("show", "Show"),
                            ("webinar", "Webinar"),
                            ("open_desk", "Open desk"),
                            ("training", "Training path"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("titles", models.JSONField(help_text="The title by language code; `it` is always there.")),
                ("descriptions", models.JSONField(default=dict, help_text="The text by language code.")),
                (
                    "host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                    ),
                ),
                (
                    "languages",
                    models.CharField(
                        blank=True, help_text="Codes with commas, as they are spoken there.", max_length=40
                    ),
                ),
                ("has_childcare", models.BooleanField(default=False)),
                (
                    "capacity",
                    models.PositiveIntegerField(
                        blank=True, help_text="Of each session; empty: no limit.", null=True
                    ),
                ),
                (
                    "is_public",
                    models.BooleanField(default=True, help_text="In the public calendar, feed and posters."),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["project", "kind"], name="activity_of_a_project")],
                "constraints": [],
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
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="lab.activity",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.project"
                    ),
                ),
                ("on", models.DateField(help_text="The day of its start in Rome.")),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "building",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="homes.building",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=160)),
                (
                    "capacity",
                    models.PositiveIntegerField(blank=True, help_text="Empty: no limit.", null=True),
                ),
                (
                    "booked",
                    models.PositiveIntegerField(
                        default=0, help_text="Places taken; kept in the transaction of a sign-up."
                    ),
                ),
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
                (
                    "check_in_key",
                    models.CharField(blank=True, help_text="Of the QR code at the door.", max_length=64),
                ),
                (
                    "guests",
                    models.PositiveIntegerField(default=0, help_text="Who came without giving a name."),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["starts_at", "pk"],
                "indexes": [
                    models.Index(fields=["project", "on"], name="session_of_a_project"),
                    models.Index(fields=["on"], name="session_by_day"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="session_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("capacity", None), ("booked__lte", models.F("capacity")), _connector="OR"
                        ),
                        name="session_not_overbooked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at", None), ("signed_by", None)),
                            models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="session_signed_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignUp",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="sign_ups", to="lab.session"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_ups",
                        to="people.person",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("booked", "Booked"),
                            ("waiting", "On the waiting list"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=9,
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
                ("needs_childcare", models.BooleanField(default=False)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["session", "state", "id"], name="sign_up_queue")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("session", "person"),
                        name="sign_up_once_a_person",
                    )
                ],
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
                        to="lab.session",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="people.person",
                    ),
                ),
                (
                    "presence",
                    models.CharField(
                        choices=[("present", "Present"), ("excused", "Excused"), ("absent", "Absent")],
                        max_length=7,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=0)),
                (
                    "how",
                    models.CharField(default="register", help_text="register, qr, offline.", max_length=8),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="lab.attendance",
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
                "indexes": [models.Index(fields=["person", "session"], name="attendance_of_a_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_replaced", False)),
                        fields=("session", "person"),
                        name="attendance_once_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects", None), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="attendance_correction_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("presence", "present"), ("minutes", 0), _connector="OR"),
                        name="attendance_minutes_of_who_came",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Antenna",
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
                        related_name="antenna_mandates",
                        to="people.person",
                    ),
                ),
                (
                    "neighbourhood",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="homes.neighbourhood",
                    ),
                ),
                (
                    "building",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="homes.building",
                    ),
                ),
                ("mandate", models.CharField(max_length=400)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, help_text="Excluded.", null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-starts_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on", None)),
                        fields=("project", "person"),
                        name="antenna_once_in_a_project",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="antenna_ends_after_it_starts",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="CallRequest",
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
                    "antenna",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_requests",
                        to="lab.antenna",
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
                    "who",
                    models.CharField(
                        blank=True,
                        help_text="As the antenna says it: the lady on the third floor.",
                        max_length=120,
                    ),
                ),
                (
                    "building",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="homes.building",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=400)),
                ("made_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["made_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["project", "made_at"],
                        name="call_request_waiting",
                    )
                ],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Finding",
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
                    "building",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="homes.building",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("strong", "Strong point"), ("weak", "Weak point")], max_length=6
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                (
                    "spot",
                    models.CharField(
                        blank=True, help_text="Courtyard, entrance, roof, stair B.", max_length=80
                    ),
                ),
                ("votes", models.PositiveIntegerField(default=1)),
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
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-votes", "-made_at"],
                "indexes": [models.Index(fields=["building", "kind"], name="finding_of_a_building")],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="FindingVote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="vote_rows",
                        to="lab.finding",
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
                ("hands", models.PositiveSmallIntegerField(default=1)),
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("finding", "person"),
                        name="finding_vote_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", None), ("hands", 1), _connector="OR"),
                        name="finding_vote_of_a_person_is_one",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Referral",
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
                        related_name="referrals",
                        to="people.person",
                    ),
                ),
                (
                    "to_project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.project",
                    ),
                ),
                (
                    "to_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                    ),
                ),
                (
                    "to_service",
                    models.CharField(
                        blank=True, help_text="Service or body that is not in the system.", max_length=160
                    ),
                ),
                (
                    "need",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("listening", "Being listened to"),
                            ("home", "Home and rent"),
                            ("work", "Work and training"),
                            ("money", "Money and bonuses"),
                            ("documents", "Documents and forms"),
                            ("health", "Health and care"),
                            ("school", "School and children"),
                            ("language", "Italian and translation"),
                            ("neighbours", "Neighbours and conflicts"),
                            ("digital", "Telephone and computer"),
                            ("goods", "Food and goods"),
                            ("loneliness", "Loneliness"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(max_length=2000)),
                (
                    "consent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.consent",
                    ),
                ),
                ("sent_on", models.DateField()),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "Sent"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("concluded", "Concluded"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="sent",
                        max_length=9,
                    ),
                ),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=400)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("taken_charge", "Taken in charge"),
                            ("solved", "Need met"),
                            ("partly", "Need met in part"),
                            ("did_not_go", "The person did not go"),
                            ("not_suitable", "Not suitable"),
                            ("unknown", "Nothing heard"),
                        ],
                        max_length=12,
                    ),
                ),
                ("concluded_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-sent_on", "-pk"],
                "indexes": [
                    models.Index(fields=["project", "state", "-sent_on"], name="referral_of_a_project"),
                    models.Index(fields=["person", "-sent_on"], name="referral_of_a_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_project__isnull", False),
                            ("to_organisation__isnull", False),
                            models.Q(("to_service", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="referral_goes_somewhere",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageTemplate",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="message_templates",
                        to="core.project",
                    ),
                ),
                ("title", models.CharField(max_length=80)),
                ("texts", models.JSONField(help_text="The text by language code; `it` is always there.")),
            ],
            options={
                "ordering": ["title"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "title"), name="message_template_once")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Message",
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
                        related_name="messages",
                        to="people.person",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "E-mail"), ("whatsapp", "WhatsApp"), ("sms", "SMS")], max_length=8
                    ),
                ),
                ("language", models.CharField(default="it", max_length=2)),
                ("subject", models.CharField(blank=True, max_length=160)),
                ("text", models.TextField(max_length=4000)),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="lab.messagetemplate",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Prepared"),
                            ("opened", "Opened to be sent"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                        ],
                        default="prepared",
                        max_length=8,
                    ),
                ),
                ("prepared_at", models.DateTimeField()),
                (
                    "prepared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("why_failed", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["-prepared_at", "-pk"],
                "indexes": [
                    models.Index(fields=["project", "state", "-prepared_at"], name="message_of_a_project"),
                    models.Index(fields=["person", "-prepared_at"], name="message_of_a_person"),
                ],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Visit",
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
                ("at", models.DateTimeField(help_text="When it took place.")),
                ("on", models.DateField(help_text="The day of `at` in Rome: what is counted and sorted by.")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("desk", "Desk"),
                            ("courtyard", "Courtyard"),
                            ("balcony", "Balcony or doorphone"),
                            ("phone", "Telephone"),
                            ("whatsapp", "WhatsApp"),
                            ("video", "Video call"),
                            ("home", "At home"),
                            ("web", "Web"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="people.person",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="people.household",
                    ),
                ),
                (
                    "building",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="homes.building",
                    ),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=10)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answered", "Answered at once"),
                            ("followed", "We follow it up"),
                            ("referred", "Sent on to somebody"),
                            ("reported", "A report was made"),
                            ("none", "Nothing could be done"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=4000)),
                (
                    "is_confidential",
                    models.BooleanField(
                        default=False, help_text="The note is for those who read special facts."
                    ),
                ),
                ("next_step", models.CharField(blank=True, max_length=200)),
                ("next_step_on", models.DateField(blank=True, null=True)),
                ("next_step_done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "is_clock_corrected",
                    models.BooleanField(
                        default=False, help_text="The telephone's clock was wrong; `at` is set right."
                    ),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(
                        blank=True, help_text="Recorded by mistake: kept, not counted.", null=True
                    ),
                ),
                ("cancelled_why", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["-on", "-at", "-pk"],
                "indexes": [
                    models.Index(fields=["project", "-on", "-at"], name="visit_of_a_project"),
                    models.Index(
                        condition=models.Q(("person__isnull", False)),
                        fields=["person", "-on"],
                        name="visit_of_a_person",
                    ),
                    models.Index(
                        condition=models.Q(("household__isnull", False)),
                        fields=["household", "-on"],
                        name="visit_of_a_household",
                    ),
                    models.Index(fields=["operator", "-on"], name="visit_of_an_operator"),
                    models.Index(
                        condition=models.Q(
                            ("cancelled_at", None),
                            ("next_step_done_at", None),
                            ("next_step_on__isnull", False),
                        ),
                        fields=["project", "next_step_on"],
                        name="visit_waiting_step",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("person", None), ("household", None), _connector="OR"),
                        name="visit_of_a_person_or_a_household",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("next_step_on", None),
                            models.Q(("next_step", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="visit_next_day_says_what_for",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitNeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="needs", to="lab.visit"
                    ),
                ),
                (
                    "need",
                    models.CharField(
                        choices=[
                            ("listening", "Being listened to"),
                            ("home", "Home and rent"),
                            ("work", "Work and training"),
                            ("money", "Money and bonuses"),
                            ("documents", "Documents and forms"),
                            ("health", "Health and care"),
                            ("school", "School and children"),
                            ("language", "Italian and translation"),
                            ("neighbours", "Neighbours and conflicts"),
                            ("digital", "Telephone and computer"),
                            ("goods", "Food and goods"),
                            ("loneliness", "Loneliness"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("visit", "need"), name="visit_need_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_hours",
                        to="core.project",
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField(help_text="0 is Monday.")),
                ("opens_at", models.TimeField()),
                ("closes_at", models.TimeField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, help_text="Excluded.", null=True)),
            ],
            options={
                "ordering": ["weekday", "opens_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekday__lte", 6)), name="opening_hours_weekday"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="opening_hours_close_after_they_open",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Shift",
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
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("on", models.DateField(help_text="The day of its start in Rome.")),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-starts_at"],
                "indexes": [models.Index(fields=["project", "-on"], name="shift_of_a_project")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at", None)),
                        fields=("operator",),
                        name="shift_open_once_an_operator",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"
                        ),
                        name="shift_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndirectWork",
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
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("on", models.DateField()),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("register", "Rebuilding a register or papers"),
                            ("host", "Finding a host for a traineeship"),
                            ("network", "Meeting other services"),
                            ("preparation", "Preparing an activity"),
                            ("follow_up", "Following up without the person"),
                            ("travel", "Travelling"),
                            ("team", "Team meeting"),
                            ("other", "Other"),
                        ],
                        max_length=12,
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
                ("note", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["-on", "-pk"],
                "indexes": [models.Index(fields=["project", "-on"], name="indirect_work_of_a_project")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gt", 0), ("minutes__lte", 1440)),
                        name="indirect_work_within_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "number",
                    models.CharField(
                        help_text="What people are told: S-2026-00123.", max_length=16, unique=True
                    ),
                ),
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
                            ("social", "Social"),
                            ("personal", "Personal need"),
                            ("maintenance", "Maintenance"),
                            ("conflict", "Conflict"),
                            ("other", "Other"),
                        ],
                        max_length=11,
                    ),
                ),
                ("text", models.TextField(max_length=4000)),
                (
                    "neighbourhood",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="homes.neighbourhood",
                    ),
                ),
                (
                    "building",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="homes.building",
                    ),
                ),
                (
                    "stair",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="homes.stair",
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
                (
                    "place_note",
                    models.CharField(
                        blank=True, help_text="Third step, beside the bins, ...", max_length=200
                    ),
                ),
                ("latitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ("longitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                (
                    "is_public_space",
                    models.BooleanField(default=False, help_text="May be shown to everybody and sent on."),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="people.person",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reports",
                        to="lab.visit",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        help_text="Who must answer.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                    ),
                ),
                (
                    "priority",
                    models.CharField(
                        choices=[
                            ("low", "Can wait"),
                            ("normal", "Normal"),
                            ("high", "Soon"),
                            ("urgent", "Danger"),
                        ],
                        default="normal",
                        max_length=6,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("progress", "In progress"),
                            ("planned", "Planned"),
                            ("solved", "Solved"),
                            ("not_ours", "Not ours"),
                            ("duplicate", "Duplicate"),
                            ("no_action", "No action"),
                        ],
                        default="received",
                        max_length=9,
                    ),
                ),
                ("state_since", models.DateTimeField()),
                ("planned_on", models.DateField(blank=True, null=True)),
                (
                    "ask_whom",
                    models.CharField(
                        blank=True, help_text="Whose it is, where it is not ours.", max_length=200
                    ),
                ),
                (
                    "joined_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined",
                        to="lab.report",
                    ),
                ),
                ("made_at", models.DateTimeField(help_text="When it was told.")),
                ("made_on", models.DateField(help_text="The same as a day in Rome.")),
                ("first_answer_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("remind_on", models.DateField(blank=True, null=True)),
                ("reminders", models.PositiveSmallIntegerField(default=0)),
                (
                    "follow_up_on",
                    models.DateField(blank=True, help_text="Ask then whether it is truly solved.", null=True),
                ),
                (
                    "follow_up_answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fixed", "It is solved"),
                            ("not_fixed", "It is not solved"),
                            ("unknown", "Cannot say"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        default="staff", help_text="staff, antenna, resident, open311.", max_length=10
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
                "indexes": [
                    models.Index(fields=["project", "state", "-made_at"], name="report_of_a_project"),
                    models.Index(fields=["project", "-made_at", "-id"], name="report_by_day"),
                    models.Index(fields=["project", "-state_since", "-id"], name="report_by_change"),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", False)),
                        fields=["project", "-closed_at", "-id"],
                        name="report_closed_lately",
                    ),
                    models.Index(fields=["owner", "-made_at", "-id"], name="report_of_an_owner_by_day"),
                    models.Index(fields=["owner", "state", "-made_at"], name="report_of_an_owner"),
                    models.Index(fields=["building", "-made_at"], name="report_of_a_building"),
                    models.Index(fields=["is_public_space", "-made_at"], name="report_public"),
                    models.Index(
                        condition=models.Q(("reporter__isnull", False)),
                        fields=["reporter", "-made_at"],
                        name="report_of_a_person",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_public_space", False),
                            models.Q(("kind__in", ["social", "personal", "conflict"]), _negated=True),
                            _connector="OR",
                        ),
                        name="report_of_a_person_is_never_public",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("joined_into", None), ("state", "duplicate"), _connector="OR"),
                        name="report_joined_is_a_duplicate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("state__in", ["received", "progress", "planned"])),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("state__in", ["solved", "not_ours", "duplicate", "no_action"]),
                            ),
                            _connector="OR",
                        ),
                        name="report_closed_has_its_hour",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "not_ours"), _negated=True),
                            models.Q(("ask_whom", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="report_not_ours_says_whom_to_ask",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "planned"), _negated=True),
                            ("planned_on__isnull", False),
                            _connector="OR",
                        ),
                        name="report_planned_has_its_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="lab.report"
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
                    "kind",
                    models.CharField(
                        help_text="state, owner, reply, note, reminder, joined, follow_up.", max_length=10
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("received", "Received"),
                            ("progress", "In progress"),
                            ("planned", "Planned"),
                            ("solved", "Solved"),
                            ("not_ours", "Not ours"),
                            ("duplicate", "Duplicate"),
                            ("no_action", "No action"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True, help_text="By which rule the owner was found.", max_length=20
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=4000)),
                (
                    "is_for_resident",
                    models.BooleanField(default=False, help_text="The one who reported it may read it."),
                ),
                (
                    "is_for_owner",
                    models.BooleanField(default=True, help_text="The owner's officers may read it."),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="ReportPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="lab.report"
                    ),
                ),
                (
                    "path",
                    models.CharField(
                        help_text="Below the data folder, outside the web root.", max_length=200
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "sha256"), name="report_photo_once")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Seconding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="secondings",
                        to="lab.report",
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("report", "person"),
                        name="seconding_once_a_person",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ReplyTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="core.organisation",
                    ),
                ),
                ("title", models.CharField(max_length=80)),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("received", "Received"),
                            ("progress", "In progress"),
                            ("planned", "Planned"),
                            ("solved", "Solved"),
                            ("not_ours", "Not ours"),
                            ("duplicate", "Duplicate"),
                            ("no_action", "No action"),
                        ],
                        max_length=9,
                    ),
                ),
                ("texts", models.JSONField(help_text="The text by language code; `it` is always there.")),
            ],
            options={
                "ordering": ["title"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="ReportRoute",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="report_routes",
                        to="core.project",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("social", "Social"),
                            ("personal", "Personal need"),
                            ("maintenance", "Maintenance"),
                            ("conflict", "Conflict"),
                            ("other", "Other"),
                        ],
                        max_length=11,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("project", "kind"), name="report_route_once")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ReportCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(unique=True)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="ReportRelease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("report", models.BigIntegerField(unique=True)),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Forwarding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="forwardings",
                        to="lab.report",
                    ),
                ),
                (
                    "server",
                    models.CharField(
                        help_text="The address of the other server's interface.", max_length=200
                    ),
                ),
                (
                    "number",
                    models.CharField(blank=True, help_text="The service_request_id there.", max_length=80),
                ),
                ("token", models.CharField(blank=True, help_text="Until there is a number.", max_length=80)),
                (
                    "status",
                    models.CharField(
                        blank=True, help_text="open or closed, as it was last said.", max_length=10
                    ),
                ),
                ("status_notes", models.CharField(blank=True, max_length=1000)),
                ("sent_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["sent_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "server"), name="forwarding_once_a_server")
                ],
                "indexes": [],
            },
        ),
    ]
