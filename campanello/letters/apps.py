"""Makes the letters' tables known to Django."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Letters to residents."""

    name = "campanello.letters"
