"""Makes the points' tables known to Django."""

from collections.abc import Collection
from importlib import import_module

from django.apps import AppConfig


class PointsConfig(AppConfig):
    """Points that pay the rent."""

    name = "campanello.points"

    def ready(self) -> None:
        """Hear of people erased, and tell of points in stories and in copies of data."""
        # Tables can't be imported before Django is ready.
        elsewhere = import_module("campanello.people.services.erasure").elsewhere
        erasing = import_module("campanello.points.services.erasing")
        before = elsewhere.forget

        def forget(keys: Collection[int], words: frozenset[str]) -> None:
            before(keys, words)
            erasing.forget(keys, words)

        elsewhere.forget = forget
        within = import_module("campanello.people.queries.rights").WITHIN
        within |= import_module("campanello.points.queries.rights").WITHIN
        awards = import_module("campanello.points.queries.happenings").AWARDS
        import_module("campanello.lab.queries.timeline").SOURCES[awards.kind] = awards
        told = import_module("campanello.points.queries.told_in_letters").balances
        import_module("campanello.letters.queries.balances").SOURCE.append(told)
