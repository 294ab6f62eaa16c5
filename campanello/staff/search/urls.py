"""Addresses: the one box that finds people, and the page one starts from."""

from django.urls import path

from campanello.staff.search import finding

urlpatterns = [path("", finding.page, name="search")]
