"""What every feature's records belong to or leave behind: organisations, projects, the audit trail, long work."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


def choices(texts: dict[str, str]) -> list[tuple[str, str]]:
    """A list of values as Django's forms and checks take it."""
    return list(texts.items())


class Organisation(models.Model):
    """A body that takes part: a Comune, an ALER, a cooperative, a training body, the Region."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality"
        ALER = "aler"
        ACCREDITED_OPERATOR = "accredited_operator"
        THIRD_SECTOR = "third_sector"
        SOCIAL_ENTERPRISE = "social_enterprise"
        RELIGIOUS_BODY = "religious_body"
        REGION = "region"
        OTHER = "other"

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Project(models.Model):
    """An integrated project, as far as access needs it: what people, homes and records belong to."""

    code = models.CharField(max_length=40, unique=True, help_text="As the dataset contract's project_id.")
    title = models.CharField(max_length=300)
    lead = models.ForeignKey(Organisation, models.PROTECT, related_name="led_projects")
    province = models.CharField(max_length=2, blank=True, help_text="Plate code of the lead's province.")
    funding_round = models.PositiveSmallIntegerField(default=1)
    cost_cents = models.PositiveBigIntegerField(default=0)
    partners = models.ManyToManyField(Organisation, through="Partner", related_name="projects")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class Partner(models.Model):
    """An organisation's part in a project."""

    project = models.ForeignKey(Project, models.CASCADE)
    organisation = models.ForeignKey(Organisation, models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "organisation"], name="partner_once_in_a_project")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.organisation_id}"


class AuditEntry(models.Model):
    """One read, write, export or refusal: who, what, of whom, when. Never edited; names and codes are never in it."""

    class Sort(models.TextChoices):
        READ = "read"
        WRITE = "write"
        EXPORT = "export"
        REFUSAL = "refusal"

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    roles = models.CharField(max_length=120, blank=True, help_text="The roles held then, with commas.")
    sort = models.CharField(max_length=8, choices=Sort)
    verb = models.CharField(max_length=60, help_text="Feature and deed: people.person-read.")
    target_kind = models.CharField(max_length=40, blank=True)
    target = models.BigIntegerField(null=True)
    person = models.BigIntegerField(
        null=True, help_text="Whose record it was; kept when the record is erased."
    )
    facts = models.JSONField(
        default=dict, help_text="Names of fields, numbers, reasons; no value of a person's."
    )
    reference = models.CharField(max_length=12, help_text="The request's number, as the log has it.")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(
                fields=["person", "-at"], condition=Q(person__isnull=False), name="audit_of_a_person"
            ),
            models.Index(fields=["actor", "-at"], name="audit_of_an_actor"),
            models.Index(fields=["verb", "-at"], name="audit_of_a_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"


class AuditRelease(models.Model):
    """Audit entries before a moment may be deleted, as long as this row is there: for one transaction of retention.

    The triggers of migration `audit_is_kept` let nothing else through.
    """

    before = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.before:%Y-%m-%d}"


class IdempotentAnswer(models.Model):
    """What was answered to a request that carried an idempotency key: who sends it again is answered the same."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    request_sha256 = models.CharField(max_length=64, help_text="Of method, address and body.")
    status = models.PositiveSmallIntegerField()
    body = models.JSONField(help_text="Keys and figures alone: what names a person is read anew.")
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotent_answer_once")]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Job(models.Model):
    """Long work that somebody asked for, which goes on when their page is closed. Figures alone: no name of anybody.

    While it runs, how far it is stands in files (see `core.job_signs`): the row changes when the work begins, and
    when it ends, in the transaction of the work itself.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    OPEN = (State.WAITING, State.RUNNING)

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="+")
    subject = models.UUIDField(help_text="What it works on, such as a table that was sent: once at a time.")
    given = models.JSONField(
        default=dict, help_text="What it was asked with: choices, no value of a person's."
    )
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    facts = models.JSONField(default=dict, help_text="What came of it, in figures.")
    error_code = models.CharField(max_length=60, blank=True)
    error_text = models.TextField(blank=True, help_text="The sentence, before translation.")
    error_facts = models.JSONField(default=dict, help_text="Its facts, as far as they are numbers.")
    reference = models.CharField(max_length=12, blank=True, help_text="The run's number, as the log has it.")
    task = models.UUIDField(null=True, help_text="Its place in the queue.")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["asked_by", "-asked_at"], name="jobs_of_a_user"),
            models.Index(fields=["project", "-asked_at"], name="jobs_of_a_project"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(state__in=["waiting", "running"]), name="job_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], finished_at=None)
                | Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False),
                name="job_finished_when_over",
            ),
            models.CheckConstraint(
                condition=(Q(state="failed") & ~Q(error_code="")) | (~Q(state="failed") & Q(error_code="")),
                name="job_failed_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"
