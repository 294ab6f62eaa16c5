"""Makes the people's tables known to Django."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    """People and households."""

    name = "campanello.people"

    def ready(self) -> None:
        """Have the notices loaded whenever the tables were made or emptied."""
        # Tables can't be imported before Django is ready.
        notices = import_module("campanello.people.services.notices")
        post_migrate.connect(notices.after_migrating, sender=self, dispatch_uid="people.notices")
