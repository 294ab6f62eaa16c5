"""Who asks for a plan: applications, their steps, facts with evidence, documents, requirement checks, calls back."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project, choices
from campanello.people.models import Person
from campanello.plans.models.measures import Measure
from campanello.plans.rules import values


class ApplicationSet(models.QuerySet["Application"]):
    """Applications."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_APPLICATIONS) -> "ApplicationSet":
        """Those of the projects where the actor has the right; drafts of the on-line form are nobody's to read."""
        return self.filter(project__in=projects_with(actor, right)).exclude(state="draft")


class Application(models.Model):
    """Somebody asks for a plan under a measure. What they answered stays as they sent it.

    Received = eligible + pending + ineligible + withdrawn + lapsed: a draft has not been received.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="applications")
    # The measure's, kept here so that access is one look.
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        help_text="Once known who.",
    )
    number = models.PositiveIntegerField(
        null=True, help_text="In order of receipt under the measure, from 1."
    )
    state = models.CharField(max_length=10, choices=choices(values.APPLICATION_STATES), default="draft")
    channel = models.CharField(max_length=6, choices=choices(values.CHANNELS))
    language = models.CharField(max_length=3, default="it", help_text="Of the form, and of what is told.")
    answers = models.JSONField(default=dict, help_text="As given in the form, by question.")
    code_sha256 = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="Of the code by which the applicant comes back."
    )
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True, help_text="The day in Rome.")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    came_through = models.CharField(
        max_length=40, blank=True, help_text="The lab or body that sent the person."
    )
    due_on = models.DateField(null=True, blank=True, help_text="Last day for what is missing.")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(
        null=True, blank=True, help_text="When the applicant was told the decision."
    )
    told_how = models.CharField(max_length=7, blank=True, choices=choices(values.TOLD_HOW))
    imported_as = models.CharField(
        max_length=60, blank=True, help_text="Its code in the table that it was imported from."
    )
    wants_call = models.BooleanField(default=False)
    called_at = models.DateTimeField(null=True, blank=True, help_text="When the call asked for was made.")
    services_cents = models.PositiveIntegerField(default=0, help_text="Committed of the measure's fund.")
    allowance_cents = models.PositiveIntegerField(default=0, help_text="Committed of the measure's fund.")
    version = models.PositiveIntegerField(default=1)

    objects = ApplicationSet.as_manager()

    class Meta:
        ordering = ["measure", "number"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "number"], name="application_number_once"),
            models.UniqueConstraint(
                fields=["measure", "imported_as"],
                condition=~Q(imported_as=""),
                name="application_imported_once",
            ),
            models.UniqueConstraint(
                fields=["measure", "person"],
                condition=Q(person__isnull=False, state__in=["pending", "eligible"]),
                name="application_open_once_a_person",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", number=None, received_at=None)
                | (~Q(state="draft") & Q(number__isnull=False, received_at__isnull=False)),
                name="application_received_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(state="eligible") | Q(services_cents=0, allowance_cents=0),
                name="application_funds_of_the_eligible",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "state", "number"], name="application_of_a_project"),
            models.Index(
                fields=["project", "received_at"],
                condition=Q(wants_call=True, called_at=None),
                name="application_to_call_back",
            ),
            models.Index(fields=["person"], name="application_of_a_person"),
            models.Index(fields=["saved_at"], condition=Q(state="draft"), name="application_draft_by_age"),
        ]

    def __str__(self) -> str:
        return f"application {self.pk}"


class ApplicationStep(models.Model):
    """One change of an application's state, and why. Never edited."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="steps")
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10, choices=choices(values.APPLICATION_STATES))
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reasons = models.JSONField(default=list, help_text="Codes of requirements not met or not known.")
    note = models.CharField(max_length=500, blank=True, help_text="In words, also for the applicant.")
    out_of_turn = models.CharField(
        max_length=300, blank=True, help_text="Why it got funds before an earlier one that waits."
    )

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"


class Document(models.Model):
    """A file that somebody brought or sent. It lies outside the web root, under its own name of ours."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    application = models.ForeignKey(
        Application, models.CASCADE, null=True, blank=True, related_name="documents"
    )
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="documents")
    kind = models.CharField(max_length=12, choices=choices(values.DOCUMENT_KINDS))
    content_type = models.CharField(max_length=60, help_text="As its content says, not its name.")
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200, help_text="Below the folder of documents.")
    state = models.CharField(max_length=8, choices=choices(values.DOCUMENT_STATES), default="received")
    reason = models.CharField(max_length=200, blank=True, help_text="Why it is not usable.")
    expires_on = models.DateField(null=True, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=False) | Q(person__isnull=False),
                name="document_is_somebody_s",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="document_refused_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"


class Fact(models.Model):
    """What is known of an applicant towards a requirement: a value, its evidence, since when. Replaced, not edited."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="facts")
    name = models.CharField(max_length=30, help_text="As the columns of the eligibility contract.")
    value = models.CharField(
        max_length=200, blank=True, help_text="As the contract writes it; empty: not known."
    )
    evidence = models.CharField(max_length=9, choices=choices(values.EVIDENCE))
    source = models.CharField(max_length=200, blank=True, help_text="Which document or register.")
    document = models.ForeignKey(Document, models.SET_NULL, null=True, blank=True, related_name="+")
    on = models.DateField(help_text="The day the value is of.")
    is_replaced = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["name", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "name"], condition=Q(is_replaced=False), name="fact_holds_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.application_id}"


class RequirementCheck(models.Model):
    """What the rules answered on a day, from which facts: frozen, whatever the rules or facts become later."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="checks")
    occasion = models.CharField(max_length=11, choices=choices(values.CHECK_OCCASIONS))
    on = models.DateField(help_text="The day the requirements are of.")
    requirement_set = models.CharField(max_length=30)
    set_starts_on = models.DateField(help_text="Which version of the set.")
    outcome = models.CharField(
        max_length=10,
        choices=[("eligible", "eligible"), ("pending", "pending"), ("ineligible", "ineligible")],
    )
    results = models.JSONField(
        help_text="Per requirement: code, verdict, facts with their evidence, source and day."
    )
    priority = models.JSONField(default=list, help_text="Codes of the priority flags.")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["application", "-on"], name="check_of_an_application")]

    def __str__(self) -> str:
        return f"check {self.pk}"


class ContactTry(models.Model):
    """Somebody tried to reach a person: after an application, or to ask how they are after a plan."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, null=True, blank=True, related_name="tries")
    result = models.ForeignKey("plans.Result", models.CASCADE, null=True, blank=True, related_name="tries")
    at = models.DateTimeField()
    how = models.CharField(max_length=9, help_text="A kind of contact, as people's contacts have.")
    outcome = models.CharField(max_length=12, choices=choices(values.TRY_OUTCOMES))
    again_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=False, result=None)
                | Q(application=None, result__isnull=False),
                name="try_for_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(again_on=None) | Q(outcome__in=["no_answer", "wrong_number", "call_later"]),
                name="try_again_where_not_reached",
            ),
        ]

    def __str__(self) -> str:
        return f"try {self.pk}"
