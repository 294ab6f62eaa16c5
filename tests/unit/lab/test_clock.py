"""The time of an entry that a telephone kept, whatever its clock said."""

from datetime import UTC, datetime, timedelta

import pytest

from campanello.lab.rules.clock import Device, corrected

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOLERANCE = timedelta(minutes=5)
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)

# What the clock said of the entry, what it says on sending, what was heard before; and when it truly was.
CASES = {
    "a right clock is left alone": (NOON - HOUR, NOON, None, NOON - HOUR, False),
    "a clock five minutes late is right": (NOON - HOUR, NOON - 5 * MINUTE, None, NOON - HOUR, False),
    "beyond five minutes it is set right": (
        NOON - HOUR,
        NOON - 6 * MINUTE,
        None,
        NOON - HOUR + 6 * MINUTE,
        True,
    ),
    "a clock a day late": (NOON - DAY - HOUR, NOON - DAY, None, NOON - HOUR, True),
    "a clock a day early": (NOON + DAY - HOUR, NOON + DAY, None, NOON - HOUR, True),
    "set right by the network, before that a day late": (NOON - DAY, NOON, NOON - HOUR, NOON - HOUR, True),
    "set right by the network, before that a day early": (NOON + DAY, NOON, NOON - HOUR, NOON, True),
    "an entry of last week, heard from earlier": (
        NOON - 7 * DAY,
        NOON,
        NOON - 8 * DAY,
        NOON - 7 * DAY,
        False,
    ),
    "what was heard may come from a clock that ran ahead": (NOON - HOUR, NOON, NOON + HOUR, NOON, True),
}


@pytest.mark.parametrize(("made_at", "now", "heard", "truly", "is_corrected"), CASES.values(), ids=CASES)
def test_when_it_truly_was(
    made_at: datetime, now: datetime, heard: datetime | None, truly: datetime, is_corrected: bool
) -> None:
    moment = corrected(made_at, Device(now, NOON), not_before=heard, tolerance=TOLERANCE)
    assert (moment.at, moment.is_corrected) == (truly, is_corrected)
