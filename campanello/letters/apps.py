"""Makes the letters' tables known to Django."""

from collections.abc import Collection
from importlib import import_module

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Letters to residents."""

    name = "campanello.letters"

    def ready(self) -> None:
        """Hear of people erased, and tell of letters in stories and in copies of data."""
        # Tables can't be imported before Django is ready.
        elsewhere = import_module("campanello.people.services.erasure").elsewhere
        erasing = import_module("campanello.letters.services.erasing")
        before = elsewhere.forget

        def forget(keys: Collection[int], words: frozenset[str]) -> None:
            before(keys, words)
            erasing.forget(keys, words)

        elsewhere.forget = forget
        letters = import_module("campanello.letters.queries.happenings").LETTERS
        import_module("campanello.lab.queries.timeline").SOURCES[letters.kind] = letters
