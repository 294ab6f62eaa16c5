"""Templates, batches, and the single letters with what became of them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campanello.core.access import Right, landlords_with, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project, choices
from campanello.homes.models import Dwelling
from campanello.letters.rules import values
from campanello.people.models import Household, Person


class TemplateSet(models.QuerySet["Template"]):
    """Templates."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_LETTERS) -> "TemplateSet":
        """Those of the projects where the actor has the right, or of the landlord they work for."""
        own = Q(sender__in=landlords_with(actor, right))
        return self.filter(Q(project__in=projects_with(actor, right)) | own)


class Template(models.Model):
    """What a letter says, in all languages; the Italian text is the official one. A change makes a new number."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    sender = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    number = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=12, choices=choices(values.KINDS))
    titles = models.JSONField(help_text="By language code; `it` is always there.")
    bodies = models.JSONField(help_text="By language code, with places in braces; `it` is always there.")
    is_current = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = TemplateSet.as_manager()

    class Meta:
        ordering = ["code", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code", "number"], name="letter_template_number_once"),
            models.UniqueConstraint(
                fields=["project", "code"], condition=Q(is_current=True), name="letter_template_current_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"


class BatchSet(models.QuerySet["Batch"]):
    """Batches of letters."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_LETTERS) -> "BatchSet":
        """Those of the projects where the actor has the right, or of the landlord they work for."""
        own = Q(sender__in=landlords_with(actor, right))
        return self.filter(Q(project__in=projects_with(actor, right)) | own)


class Batch(models.Model):
    """The same letter to many households."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    sender = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    template = models.ForeignKey(Template, models.PROTECT, related_name="batches")
    protocol = models.CharField(max_length=40, blank=True, help_text="The sender's own number of it.")
    dated_on = models.DateField()
    chosen = models.JSONField(
        default=dict, help_text="Whom it is for: buildings, arrears, activity, who is left out; no name."
    )
    letters_count = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=7, choices=choices(values.BATCH_STATES), default="draft")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = BatchSet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="letter_batch_sent_at_a_moment"
            )
        ]

    def __str__(self) -> str:
        return f"batch {self.pk}"


class LetterSet(models.QuerySet["Letter"]):
    """Letters."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_LETTERS) -> "LetterSet":
        """Those of the projects where the actor has the right, or of the landlord they work for."""
        own = Q(sender__in=landlords_with(actor, right))
        return self.filter(Q(project__in=projects_with(actor, right)) | own)


class Letter(models.Model):
    """One letter, its text as it was sent: in the reader's language, the official Italian text beside."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="letters")
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    sender = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=choices(values.KINDS))
    person = models.ForeignKey(Person, models.PROTECT, related_name="letters", help_text="To whom it is.")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="+")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, null=True, blank=True, related_name="+")
    dated_on = models.DateField()
    protocol = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=200)
    body = models.TextField(max_length=6000)
    title_it = models.CharField(max_length=200)
    body_it = models.TextField(max_length=6000)
    address = models.CharField(max_length=300, blank=True, help_text="Lines of the window, as printed.")
    way = models.CharField(
        max_length=5,
        choices=choices(values.WAYS),
        default="paper",
        help_text="How it reaches the reader first.",
    )
    is_fallback = models.BooleanField(default=False, help_text="There was no text in the reader's language.")
    in_app_at = models.DateTimeField(null=True, blank=True)
    mail_tried_at = models.DateTimeField(
        null=True, blank=True, help_text="Whoever tried last has it in hand."
    )
    emailed_at = models.DateTimeField(null=True, blank=True)
    printed_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True, help_text="Somebody said it to them in person.")
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = LetterSet.as_manager()

    class Meta:
        ordering = ["-dated_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "person"], name="letter_once_in_a_batch"),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(read_by__isnull=False), name="letter_read_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(in_app_at=None) | Q(read_at__gte=F("in_app_at")),
                name="letter_read_once_it_came",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-dated_on"], name="letter_of_a_person"),
            models.Index(fields=["household", "-dated_on"], name="letter_of_a_household"),
            models.Index(fields=["project", "-dated_on"], name="letter_of_a_project"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"
