"""Makes the homes' tables known to Django."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HomesConfig(AppConfig):
    """Neighbourhoods, buildings, dwellings, tenancies and arrears."""

    name = "campanello.homes"

    def ready(self) -> None:
        """Have the municipalities loaded whenever the tables were made or emptied, and hear of people erased."""
        # Tables can't be imported before Django is ready.
        reference = import_module("campanello.homes.services.reference")
        post_migrate.connect(reference.after_migrating, sender=self, dispatch_uid="homes.municipalities")
        erasing = import_module("campanello.homes.services.erasing")
        elsewhere = import_module("campanello.people.services.erasure").elsewhere
        elsewhere.has_tenancy, elsewhere.forget = erasing.has_tenancy, erasing.forget
