"""Reports of public space that were sent on to another server, and what that server says of them."""

from django.db import models

from campanello.lab.models.reports import Report


class Forwarding(models.Model):
    """A report at another server. Written before it is sent: without a number there, nobody knows what became of it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="forwardings")
    server = models.CharField(max_length=200, help_text="The address of the other server's interface.")
    number = models.CharField(max_length=80, blank=True, help_text="The service_request_id there.")
    token = models.CharField(max_length=80, blank=True, help_text="Until there is a number.")
    status = models.CharField(max_length=10, blank=True, help_text="open or closed, as it was last said.")
    status_notes = models.CharField(max_length=1000, blank=True)
    sent_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "server"], name="forwarding_once_a_server")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.number}"
