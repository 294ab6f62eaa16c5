"""Makes the public pages' templates known to Django."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The pages that anyone may read without logging in."""

    name = "campanello.public"
