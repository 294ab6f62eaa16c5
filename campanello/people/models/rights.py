"""What people asked for under their rights, and when it was answered: how the programme accounts for it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campanello.core.models import choices
from campanello.people.models.person import Person
from campanello.people.rules import requests


class RightsRequest(models.Model):
    """One request; it holds no text of the person's, so that it may stay when they are erased."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="rights_requests")
    kind = models.CharField(max_length=11, choices=choices(requests.KINDS))
    asked_on = models.DateField()
    due_on = models.DateField(help_text="The last day for an answer.")
    answered_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=9, blank=True, choices=choices(requests.OUTCOMES))
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(answered_on=None), name="rights_request_open_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("asked_on")),
                name="rights_request_answered_after_it_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None, outcome="") | (Q(answered_on__isnull=False) & ~Q(outcome="")),
                name="rights_request_answered_with_an_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(answered_on=None), name="rights_request_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.person_id}"
