"""Addresses of the interface for programs."""

from django.urls import path

from campanello.api.root import api

urlpatterns = [path("api/v1/", api.urls)]
