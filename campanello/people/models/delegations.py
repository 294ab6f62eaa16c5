"""Who may act for whom in the residents' app: a daughter for her father, for some things, until a day."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campanello.core.models import choices
from campanello.people.models.person import Person
from campanello.people.rules import values


class Delegation(models.Model):
    """A person lets another see or do some things for them. It ends on its day, or when one of them ends it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    principal = models.ForeignKey(Person, models.CASCADE, related_name="delegations_given")
    delegate = models.ForeignKey(Person, models.CASCADE, related_name="delegations_held")
    scopes = models.CharField(max_length=80, help_text="Of `values.SCOPES`, with commas.")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="Excluded.")
    basis = models.CharField(max_length=9, choices=choices(values.DELEGATION_BASES))
    evidence = models.CharField(max_length=200, blank=True, help_text="The paper that was seen.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(principal=F("delegate")), name="delegation_to_another"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="delegation_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~Q(scopes=""), name="delegation_for_something"),
            models.UniqueConstraint(
                fields=["principal", "delegate"], condition=Q(ended_at=None), name="delegation_open_once"
            ),
        ]
        indexes = [models.Index(fields=["delegate", "ends_on"], name="delegation_of_a_delegate")]

    def __str__(self) -> str:
        return f"delegation {self.pk}"


class DelegateCode(models.Model):
    """What a person shows to whoever wants to let them act: once, for some minutes. Its hash alone is kept."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="delegate_code")
    code_sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"delegate code of {self.person_id}"
