"""What is logged: the event and its reference number, not the data of the people it concerned."""

import logging
import secrets
import traceback
from contextvars import ContextVar
from types import TracebackType

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.template import TemplateDoesNotExist, TemplateSyntaxError

# Letters and digits that are not mistaken for one another when read out on the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
# Messages of these speak of the machine or of the code; any other may quote what a person typed or a row holds.
ABOUT_THE_MACHINE = (
    ImproperlyConfigured,
    ImportError,
    OperationalError,
    OSError,
    TemplateDoesNotExist,
    TemplateSyntaxError,
)

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
current_reference: ContextVar[str] = ContextVar("current_reference", default="-")


def new_reference() -> str:
    """A number by which a reader and the log name the same request, as `7KQ2-M4XD`."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{drawn[:4]}-{drawn[4:]}"


class ReferenceFilter(logging.Filter):
    """Gives each line the reference of the request that it was written in."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add `reference` to the record, `-` outside a request; every line is kept."""
        record.reference = current_reference.get()
        return True


class DiscreetFormatter(logging.Formatter):
    """Prints where an error happened and its class; its message only when that can't hold anyone's data."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 (the standard library's name)
        """The stack of the error and of those that led to it, a line of the code each."""
        error = ei[1]
        return "\n".join(_lines(error)) if error is not None else ""


def _lines(error: BaseException) -> list[str]:
    lines = []
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        lines += [*_lines(cause), "which led to:"]
    lines += [
        f"  {frame.filename}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    return [*lines, f"{name}: {error}" if isinstance(error, ABOUT_THE_MACHINE) else name]
