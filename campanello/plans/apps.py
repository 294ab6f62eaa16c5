"""Makes the plans' tables known to Django."""

from collections.abc import Collection
from importlib import import_module

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Personal plans."""

    name = "campanello.plans"

    def ready(self) -> None:
        """Hear of people erased, tell of plans in stories and copies of data, and offer to import applications."""
        # Tables can't be imported before Django is ready.
        elsewhere = import_module("campanello.people.services.erasure").elsewhere
        applications = import_module("campanello.plans.services.applying_retention")
        erasing = import_module("campanello.plans.services.erasing")
        before = elsewhere.forget

        def forget(keys: Collection[int], words: frozenset[str]) -> None:
            before(keys, words)
            # Signatures let go of their scans before these are deleted.
            erasing.forget(keys, words)
            applications.forget(keys, words)

        elsewhere.forget = forget
        further = import_module("campanello.people.queries.rights").FURTHER
        further |= import_module("campanello.plans.queries.rights").FURTHER
        acts = import_module("campanello.plans.queries.happenings").ACTS
        import_module("campanello.lab.queries.timeline").SOURCES[acts.kind] = acts
        tables = import_module("campanello.homes.services.tables")
        tables.add(import_module("campanello.plans.services.applications_import").TABLE)
