"""Makes the core's tables, templates and tags known to Django."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The core: errors, languages, the frame of every page."""

    name = "campanello.core"
