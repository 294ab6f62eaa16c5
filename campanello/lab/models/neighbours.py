"""Residents who watch and tell, what they see in the courtyards, who is sent on, what was sent to whom."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project, choices
from campanello.homes.models import Building, Neighbourhood
from campanello.lab.rules import values
from campanello.people.models import Consent, Person


class Antenna(models.Model):
    """A resident with a mandate to tell what they see around them: they report and ask for a call, no more."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="antenna_mandates")
    neighbourhood = models.ForeignKey(Neighbourhood, models.PROTECT, null=True, blank=True, related_name="+")
    building = models.ForeignKey(Building, models.PROTECT, null=True, blank=True, related_name="+")
    mandate = models.CharField(max_length=400)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="Excluded.")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "person"], condition=Q(ends_on=None), name="antenna_once_in_a_project"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="antenna_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"antenna {self.pk}"


class CallRequest(models.Model):
    """Somebody is to be called: an antenna or a resident asked for it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    antenna = models.ForeignKey(Antenna, models.PROTECT, null=True, blank=True, related_name="call_requests")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    who = models.CharField(
        max_length=120, blank=True, help_text="As the antenna says it: the lady on the third floor."
    )
    building = models.ForeignKey(Building, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=400, blank=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [
            models.Index(
                fields=["project", "made_at"], condition=Q(done_at=None), name="call_request_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"


class FindingSet(models.QuerySet["Finding"]):
    """Courtyard findings."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_LAB) -> "FindingSet":
        """Those of the projects where the actor has the right."""
        return self.filter(project__in=projects_with(actor, right))


class Finding(models.Model):
    """A strong or a weak point of a street number, as residents see it; it names nobody."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    building = models.ForeignKey(Building, models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=6, choices=choices(values.FINDING_KINDS))
    text = models.CharField(max_length=300)
    spot = models.CharField(max_length=80, blank=True, help_text="Courtyard, entrance, roof, stair B.")
    votes = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = FindingSet.as_manager()

    class Meta:
        ordering = ["-votes", "-made_at"]
        indexes = [models.Index(fields=["building", "kind"], name="finding_of_a_building")]

    def __str__(self) -> str:
        return f"finding {self.pk}"


class FindingVote(models.Model):
    """A resident, or a number of hands in a courtyard, agreed with a finding."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="vote_rows")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    hands = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "person"], condition=Q(person__isnull=False), name="finding_vote_once"
            ),
            models.CheckConstraint(
                condition=Q(person=None) | Q(hands=1), name="finding_vote_of_a_person_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"vote {self.pk}"


class ReferralSet(models.QuerySet["Referral"]):
    """Referrals."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_LAB) -> "ReferralSet":
        """Those that the actor's projects made or received."""
        projects = projects_with(actor, right)
        return self.filter(Q(project__in=projects) | Q(to_project__in=projects))


class Referral(models.Model):
    """A person is sent on to a service, a project or a body with their consent; it is answered, and ends somehow."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="referrals")
    to_project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="+")
    to_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    to_service = models.CharField(
        max_length=160, blank=True, help_text="Service or body that is not in the system."
    )
    need = models.CharField(max_length=10, blank=True, choices=choices(values.NEEDS))
    reason = models.TextField(max_length=2000)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, related_name="+")
    sent_on = models.DateField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=9, default="sent", choices=choices(values.REFERRAL_STATES))
    answered_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=400, blank=True)
    outcome = models.CharField(max_length=12, blank=True, choices=choices(values.REFERRAL_OUTCOMES))
    concluded_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReferralSet.as_manager()

    class Meta:
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_project__isnull=False) | Q(to_organisation__isnull=False) | ~Q(to_service=""),
                name="referral_goes_somewhere",
            )
        ]
        indexes = [
            models.Index(fields=["project", "state", "-sent_on"], name="referral_of_a_project"),
            models.Index(fields=["person", "-sent_on"], name="referral_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"referral {self.pk}"


class MessageTemplate(models.Model):
    """A message written once, in several languages; `{name}` and the like are filled in."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="message_templates")
    title = models.CharField(max_length=80)
    texts = models.JSONField(help_text="The text by language code; `it` is always there.")

    class Meta:
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["project", "title"], name="message_template_once")]

    def __str__(self) -> str:
        return self.title


class Message(models.Model):
    """What was sent to whom by which channel. What no provider sends, an operator opens and sends themselves."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="messages")
    channel = models.CharField(max_length=8, choices=choices(values.MESSAGE_CHANNELS))
    language = models.CharField(max_length=2, default="it")
    subject = models.CharField(max_length=160, blank=True)
    text = models.TextField(max_length=4000)
    template = models.ForeignKey(MessageTemplate, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, default="prepared", choices=choices(values.MESSAGE_STATES))
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    why_failed = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-prepared_at", "-pk"]
        indexes = [
            models.Index(fields=["project", "state", "-prepared_at"], name="message_of_a_project"),
            models.Index(fields=["person", "-prepared_at"], name="message_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"
