"""Households and who was in them on which days."""

import uuid

from django.db import models
from django.db.models import F, Q

from campanello.core.models import choices
from campanello.people.models.person import Person
from campanello.people.rules import values


class Household(models.Model):
    """People who live together: as the registry has it, or as an ISEE declaration does."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=choices(values.HOUSEHOLD_KINDS), default="registry")
    code = models.CharField(max_length=40, blank=True, help_text="As imports name it.")
    is_in_charge = models.BooleanField(default=False, help_text="The social service follows it.")
    note = models.TextField(max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="household_code_once"),
        ]

    def __str__(self) -> str:
        return f"household {self.pk}"


class Membership(models.Model):
    """A person in a household on some days. A person is in one household of a kind at a time."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    # The household's, kept here because a constraint sees one table.
    kind = models.CharField(max_length=8, choices=choices(values.HOUSEHOLD_KINDS))
    role = models.CharField(max_length=8, choices=choices(values.MEMBER_ROLES))
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="Excluded.")
    # Of the person, kept here for the same reason: another record speaks for them, so that another may be head.
    is_merged = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(ends_on=None), name="membership_current_once"
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(role="head", ends_on=None, is_merged=False),
                name="membership_one_head",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.household_id}"
