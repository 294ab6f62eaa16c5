"""Makes the lab's tables known to Django."""

from collections.abc import Collection
from importlib import import_module

from django.apps import AppConfig


class LabConfig(AppConfig):
    """The social lab."""

    name = "campanello.lab"

    def ready(self) -> None:
        """Hear of people erased, after the homes have."""
        # Tables can't be imported before Django is ready.
        elsewhere = import_module("campanello.people.services.erasure").elsewhere
        reports = import_module("campanello.lab.services.reports_retention")
        visits = import_module("campanello.lab.services.visits_erasing")
        neighbours = import_module("campanello.lab.services.neighbours_erasing")
        before = elsewhere.forget

        def forget(keys: Collection[int], words: frozenset[str]) -> None:
            before(keys, words)
            reports.forget(keys, words)
            visits.forget(keys, words)
            neighbours.forget(keys, words)

        elsewhere.forget = forget
        elsewhere.last_met = import_module("campanello.lab.queries.contacts").last_met
