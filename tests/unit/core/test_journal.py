"""What the log says of an error, and what it keeps to itself."""

import logging
import sys
from collections.abc import Callable

import pytest
from django.db import IntegrityError, OperationalError

from campanello.core.journal import DiscreetFormatter, current_reference, new_reference

SECRET = "Rossi Maria"


def told(fail: Callable[[], None]) -> str:
    try:
        fail()
    except Exception:  # noqa: BLE001
        return DiscreetFormatter().formatException(sys.exc_info())  # type: ignore[arg-type]
    raise AssertionError("it did not fail")


def raising(error: Exception) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


ABOUT_PEOPLE = {
    "a value that a person typed": ValueError(SECRET),
    "a row that the database refused": IntegrityError(f"Key (name)=({SECRET}) already exists."),
    "a key that is not there": KeyError(SECRET),
}
ABOUT_MACHINES = {
    "a database that is away": OperationalError("connection refused"),
    "a disk that is full": OSError(28, "No space left on device"),
}


@pytest.mark.parametrize("error", ABOUT_PEOPLE.values(), ids=ABOUT_PEOPLE)
def test_the_message_is_left_out_of(error: Exception) -> None:
    text = told(raising(error))
    assert SECRET not in text
    assert type(error).__name__ in text
    assert f"{__file__}:" in text


@pytest.mark.parametrize("error", ABOUT_MACHINES.values(), ids=ABOUT_MACHINES)
def test_the_message_is_kept_of(error: Exception) -> None:
    assert str(error) in told(raising(error))


def test_the_error_that_led_to_another_is_told_too_without_its_message() -> None:
    def fail() -> None:
        try:
            raise ValueError(SECRET)
        except ValueError as error:
            raise OSError("disk") from error

    text = told(fail)
    assert text.index("ValueError") < text.index("which led to:") < text.index("OSError: disk")
    assert SECRET not in text


def test_an_error_that_was_put_aside_is_not_told() -> None:
    def fail() -> None:
        try:
            raise ValueError(SECRET)
        except ValueError:
            raise OSError("disk") from None

    assert "ValueError" not in told(fail)


def test_outside_a_request_there_is_no_reference() -> None:
    assert current_reference.get() == "-"
    record = logging.LogRecord("x", logging.INFO, "", 0, "hello", (), None)
    assert DiscreetFormatter("%(message)s").format(record) == "hello"


def test_references_are_read_out_without_mistakes() -> None:
    drawn = "".join(new_reference() for _ in range(200))
    assert not set(drawn) & set("01OILU")
