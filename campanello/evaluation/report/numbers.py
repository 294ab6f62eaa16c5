"""Numbers, money and dates as a reader of each language writes them. Rounds nothing: it prints what it is given."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from campanello.evaluation.result import Number

ROME = ZoneInfo("Europe/Rome")
NO_BREAK = "\N{NO-BREAK SPACE}"
# British English puts the day first, as this programme's documents do.
LOCALES = {"it": "it_IT", "en": "en_GB"}
EIGHT, ELEVEN = 8, 11


def locale(language: str) -> str:
    """The locale whose formats a language's readers expect."""
    return LOCALES.get(language, language)


def count(number: int, language: str) -> str:
    """A whole number with its thousands apart: 7.827.051 or 7,827,051."""
    return format_decimal(number, format="#,##0", locale=locale(language))


def decimal(number: Number, language: str) -> str:
    """A number with one decimal, also when it is zero: 49,0 or 49.0."""
    return format_decimal(Decimal(number), format="#,##0.0", locale=locale(language))


def share(per_cent: Number, language: str) -> str:
    """A share in per cent with one decimal: 58,4 % in Italian, 58.4% in English."""
    gap = "" if language == "en" else NO_BREAK
    return f"{decimal(per_cent, language)}{gap}%"


def the_share(per_cent: Number, language: str) -> str:
    """A share with the article that a sentence needs: il 58,4 %, l'8,1 %, lo 0,8 %; none in English."""
    printed = share(per_cent, language)
    return f"{_article(Decimal(per_cent))}{printed}" if language == "it" else printed


def _article(per_cent: Decimal) -> str:
    whole = int(per_cent)
    if whole == 0:
        return "lo "
    starts_with_a_vowel = whole in {1, ELEVEN} or str(whole).startswith(str(EIGHT))
    return "l\N{RIGHT SINGLE QUOTATION MARK}" if starts_with_a_vowel else "il "


def money(euros: Number, language: str) -> str:
    """Euro with cents: 7.827.051,51 EUR or 7,827,051.51 EUR."""
    return f"{format_decimal(Decimal(euros), format='#,##0.00', locale=locale(language))}{NO_BREAK}EUR"


def day(one: date, language: str) -> str:
    """A day in words: 30 novembre 2020."""
    return format_date(one, "d MMMM y", locale=locale(language))


def moment(one: datetime, language: str) -> str:
    """A moment by the clock of Rome: 30 novembre 2020, 14:05. A moment without a zone is printed as it is."""
    local = one.astimezone(ROME) if one.tzinfo else one
    return format_datetime(local, "d MMMM y, HH:mm", tzinfo=local.tzinfo, locale=locale(language))


def universal(one: datetime) -> datetime:
    """The moment by the clock that files are dated by; a moment without a zone is taken for one of that clock."""
    return one.astimezone(UTC) if one.tzinfo else one.replace(tzinfo=UTC)
