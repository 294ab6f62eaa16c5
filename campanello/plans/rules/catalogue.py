"""What a service of the catalogue must be, what its hour is worth on a day, and what may no longer be changed of it.

Source: STANDARDS 4 (services by group; hourly standard costs not verified, hence shipped without); FEATURES E.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.people.rules.names import tidy
from campanello.plans.rules.plans import shown
from campanello.plans.rules.versions import LANGUAGES

BASE = "base"
MAIN_LANGUAGE = "it"
NAME_LENGTH, SOURCE_LENGTH, CODE_LENGTH = 160, 200, 40
# What an hour costs at most, in cents: above it the comma was left out.
MOST_HOURLY_CENTS = 50_000


class NoItalianName(Refused):
    """A service without a name in Italian: every other language falls back on it."""

    code = "plans.no-italian-name"
    text = _("Write the service's name in Italian: it is shown wherever there is no translation.")


class NameTooLong(Refused):
    """A name that no page can hold."""

    code = "plans.name-too-long"
    text = _("One of the names has %(found)s characters; %(most)s fit. Shorten it.")


class BaseBearsNothing(Refused):
    """Base services are free and without an allowance."""

    code = "plans.base-bears-no-allowance"
    text = _("A base service never bears an allowance. Take the tick away, or choose another block.")


class ServiceCodeTaken(Refused):
    """Two services have two codes."""

    code = "plans.service-code-taken"
    text = _("The catalogue has a service with the code %(code)s already. Choose another code.")


class ServiceInSignedPlans(Refused):
    """What people signed keeps its name."""

    code = "plans.service-in-signed-plans"
    text = _(
        "%(plans)s signed plans hold this service, so its Italian name and its block stay. "
        "Retire it, and make a new service under the new name."
    )


class ServiceRetired(Refused):
    """A service that is no longer offered is put into no plan."""

    code = "plans.service-retired"
    text = _("The service %(code)s is no longer offered. Choose another, or offer it again in the catalogue.")


class BadHourlyValue(Refused):
    """No hour of a service is worth that."""

    code = "plans.bad-hourly-value"
    text = _("%(euros)s EUR is not what an hour is worth. Write more than 0 and up to %(most)s EUR.")


class NoValueSource(Refused):
    """Nobody pays by a figure that has no source."""

    code = "plans.hourly-value-without-source"
    text = _("Write which act or table sets this value: who checks a payment will ask.")


class ValueThere(Refused):
    """One value a day."""

    code = "plans.hourly-value-there"
    text = _("From %(day)s another value holds already. Take that one away first, or write another day.")


class ValueInUse(Refused):
    """Hours that people signed for keep what they are worth."""

    code = "plans.hourly-value-in-use"
    text = _(
        "%(sessions)s signed sessions from %(day)s on are worth this value. It stays; write a new one from a later "
        "day, and correct what was paid in the next run."
    )


@dataclass(frozen=True)
class NewService:
    """A service for the catalogue: its names by language, its block, whether it bears an allowance."""

    code: str
    names: Mapping[str, str]
    block: str
    bears_allowance: bool = False


@dataclass(frozen=True)
class HourlyValue:
    """What an hour is worth from a day on, until the next value."""

    hourly_cents: int
    starts_on: date
    is_demo: bool = False


def checked_names(names: Mapping[str, str]) -> dict[str, str]:
    """The names that were given, tidy, without empty ones.

    Raises:
        NoItalianName, NameTooLong.
    """
    told = {code: tidy(names[code]) for code in LANGUAGES if names.get(code) and tidy(names[code])}
    if MAIN_LANGUAGE not in told:
        raise NoItalianName
    longest = max(len(name) for name in told.values())
    if longest > NAME_LENGTH:
        raise NameTooLong(found=longest, most=NAME_LENGTH)
    return told


def why_not_bear(block: str, *, bears_allowance: bool) -> BaseBearsNothing | None:
    """Why a service of a block can't bear an allowance; None when it can, or bears none."""
    return BaseBearsNothing() if bears_allowance and block == BASE else None


def why_not_put(code: str, *, is_offered: bool, is_there: bool) -> ServiceRetired | None:
    """Why a service can't be put into a plan; None when it is offered, or stands in it already."""
    return None if is_offered or is_there else ServiceRetired(code=code)


def why_not_rename(*, signed_plans: int, is_other: bool) -> ServiceInSignedPlans | None:
    """Why Italian name or block of a service can't become others; None while no signed plan holds it."""
    return ServiceInSignedPlans(plans=signed_plans) if is_other and signed_plans else None


def why_not_value(hourly_cents: int, source: str) -> Refused | None:
    """Why an hourly value can't be set; None when it can."""
    if not 0 < hourly_cents <= MOST_HOURLY_CENTS:
        return BadHourlyValue(euros=_euros(hourly_cents), most=_euros(MOST_HOURLY_CENTS))
    return None if tidy(source) else NoValueSource()


def why_not_drop_value(starts_on: date, *, signed_sessions: int) -> ValueInUse | None:
    """Why a value can't be taken away; None while no signed session is worth it."""
    return ValueInUse(sessions=signed_sessions, day=shown(starts_on)) if signed_sessions else None


def value_on(values: Iterable[HourlyValue], day: date) -> HourlyValue | None:
    """What an hour is worth on a day: the latest value that has begun; None where none has."""
    begun = [one for one in values if one.starts_on <= day]
    return max(begun, key=lambda one: one.starts_on, default=None)


def in_language(names: Mapping[str, str], language: str) -> str:
    """A service's name in a language, in Italian where there is none."""
    return names.get(language) or names.get(MAIN_LANGUAGE, "")


def _euros(cents: int) -> str:
    return f"{cents / 100:.2f}".replace(".", ",")
