"""Addresses of the interface for programs."""

from django.urls import include, path

from campanello.api.root import api

urlpatterns = [path("api/v1/", api.urls), path("open311/", include("campanello.api.open311.urls"))]
