"""Where a project's lab is, for everybody who looks for it."""

import uuid

from django.db import models

from campanello.core.models import Project


class LabPlace(models.Model):
    """A lab's door: name, address, how to reach it. What is public is shown to everybody, without a log-in."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.OneToOneField(Project, models.CASCADE, related_name="lab_place")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=160, help_text="Street and number.")
    town = models.CharField(max_length=80)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    about = models.JSONField(default=dict, help_text="What one finds there, by language code.")
    reaching = models.JSONField(default=dict, help_text="How one gets there, by language code.")
    is_step_free = models.BooleanField(null=True, blank=True, help_text="None: nobody has looked yet.")
    is_public = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["town", "name", "pk"]

    def __str__(self) -> str:
        return self.name
