"""Pacts: what one gets and gives, the share of the allowance that goes to arrears, reviews, what was given back."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project, choices
from campanello.lab.models import Session
from campanello.people.models import Household, Person
from campanello.plans.models.plans import Plan
from campanello.plans.rules import values
from campanello.plans.rules.pacts import Part


class PactSet(models.QuerySet["Pact"]):
    """Pacts."""

    def visible_to(self, actor: Actor, right: Right = Right.READ_PLANS) -> "PactSet":
        """Those of the projects where the actor has the right."""
        return self.filter(project__in=projects_with(actor, right))


class Pact(models.Model):
    """An agreement between the team and a person, a household or a group. Its terms change by both sides alone."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=choices(values.PACT_KINDS))
    scope = models.CharField(max_length=10, choices=choices(values.PACT_SCOPES))
    title = models.CharField(max_length=160, blank=True)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="pacts")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="+")
    creditor = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose arrears are paid.",
    )
    state = models.CharField(max_length=6, choices=choices(values.PACT_STATES), default="draft")
    starts_on = models.DateField()
    ends_on = models.DateField(
        null=True, blank=True, help_text="Excluded; the first day itself where it came to nothing."
    )
    ended_why = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = PactSet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="pact_ends_once_begun"
            ),
            models.CheckConstraint(
                condition=~Q(scope="household") | Q(household__isnull=False),
                name="pact_of_a_household_names_it",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state="signed", plan__isnull=False, creditor__isnull=False),
                name="pact_on_arrears_once_a_plan",
            ),
        ]
        indexes = [models.Index(fields=["project", "state"], name="pact_of_a_project")]

    def __str__(self) -> str:
        return f"pact {self.pk}"


class PactParty(models.Model):
    """A person who makes a pact."""

    pact = models.ForeignKey(Pact, models.CASCADE, related_name="parties")
    person = models.ForeignKey(Person, models.PROTECT, related_name="pacts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pact", "person"], name="party_once_in_a_pact")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.pact_id}"


class PactTerms(models.Model):
    """What a pact says from a day on. Changed only by new terms that both sides sign."""

    pact = models.ForeignKey(Pact, models.CASCADE, related_name="terms")
    number = models.PositiveSmallIntegerField()
    gets = models.TextField(max_length=1000, help_text="What one gets.")
    gives = models.TextField(max_length=1000, help_text="What one gives.")
    minutes_to_give = models.PositiveIntegerField(default=0)
    share_numerator = models.PositiveIntegerField(default=0, help_text="Of the allowance, to arrears.")
    share_denominator = models.PositiveIntegerField(default=1)
    starts_on = models.DateField()
    signed_on = models.DateField(null=True, blank=True, help_text="When the last of both sides signed.")
    reason = models.CharField(max_length=300, blank=True, help_text="Why they were changed.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pact", "number"]
        constraints = [
            models.UniqueConstraint(fields=["pact", "number"], name="pact_terms_once"),
            models.CheckConstraint(
                condition=Q(share_denominator__gt=0, share_numerator__lte=F("share_denominator")),
                name="pact_share_is_a_part",
            ),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="pact_changed_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"terms {self.number} of {self.pact_id}"

    @property
    def share(self) -> Part:
        """The part of the allowance that goes to arrears."""
        return Part(self.share_numerator, self.share_denominator)

    @share.setter
    def share(self, part: Part) -> None:
        self.share_numerator, self.share_denominator = part

    @property
    def hours_to_give(self) -> int:
        """The whole hours in what is to be given."""
        return self.minutes_to_give // 60

    @hours_to_give.setter
    def hours_to_give(self, hours: int) -> None:
        self.minutes_to_give = hours * 60


class PactReview(models.Model):
    """When a pact is looked at together, and what was found."""

    pact = models.ForeignKey(Pact, models.CASCADE, related_name="reviews")
    due_on = models.DateField()
    held_on = models.DateField(null=True, blank=True)
    judgement = models.CharField(max_length=8, blank=True, choices=choices(values.REVIEW_JUDGEMENTS))
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(held_on=None, judgement="") | (Q(held_on__isnull=False) & ~Q(judgement="")),
                name="pact_review_held_with_a_judgement",
            )
        ]

    def __str__(self) -> str:
        return f"review of {self.pact_id}"


class GivenBack(models.Model):
    """Time that a party gave under a pact."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pact = models.ForeignKey(Pact, models.PROTECT, related_name="given_back")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=200)
    session = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The lab's session out of whose register it was taken over.",
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="given_back_some_time"),
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(session__isnull=False, cancelled_at=None),
                name="given_back_once_a_session",
            ),
        ]

    def __str__(self) -> str:
        return f"given back {self.pk}"
