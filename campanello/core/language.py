"""Translations for what is written outside a web request: reports and the command line. Needs no Django set-up."""

import gettext
import os
from functools import cache
from pathlib import Path

LOCALE_DIR = Path(__file__).resolve().parent.parent.parent / "locale"
LANGUAGES = ("it", "en", "fr", "ar", "ur", "es")
RIGHT_TO_LEFT = ("ar", "ur")


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The message catalogue of a language; message identifiers (English) where it has none."""
    return gettext.translation("django", LOCALE_DIR, [language], fallback=True)


def terminal_language() -> str:
    """The language of the command line's user, from CAMPANELLO_LANG or the locale; Italian unless English is asked.

    Only Italian and English are offered on the terminal.
    """
    wanted = os.environ.get("CAMPANELLO_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "it" if wanted.lower().startswith("it") else "en"
