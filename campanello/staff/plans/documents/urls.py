"""The address of a document."""

from django.urls import path

from campanello.staff.plans.documents import opening

urlpatterns = [path("<uuid:uid>/", opening.file, name="document")]
