"""How marks of a register are made whole, brought together from two hands, and counted."""

import pytest

from campanello.lab.rules.registers import NOTHING, Mark, Totals, merged, totals, whole

PRESENT, LATE, ABSENT = Mark("present", 90), Mark("present", 30), Mark("absent", 0)
MERGED = {
    "nothing changed": (PRESENT, PRESENT, PRESENT, PRESENT),
    "the sheet marks who was not marked": (NOTHING, NOTHING, PRESENT, PRESENT),
    "the sheet says nothing of who came meanwhile": (PRESENT, NOTHING, NOTHING, PRESENT),
    "both say the same": (PRESENT, NOTHING, PRESENT, PRESENT),
    "the sheet takes its own mark back": (PRESENT, PRESENT, NOTHING, NOTHING),
    "two minds": (ABSENT, NOTHING, PRESENT, None),
    "two minds about minutes": (LATE, PRESENT, ABSENT, None),
    "taken back while a colleague corrected": (LATE, PRESENT, NOTHING, None),
}


@pytest.mark.parametrize(("saved", "base", "yours", "holds"), MERGED.values(), ids=MERGED)
def test_two_hands_on_one_sheet(saved: Mark, base: Mark, yours: Mark, holds: Mark | None) -> None:
    assert merged(saved, base, yours) == holds


def test_who_came_without_minutes_was_there_all_the_time_and_who_did_not_come_for_none() -> None:
    assert whole(Mark("present"), 90) == PRESENT
    assert whole(Mark("excused", 90), 90) == Mark("excused", 0)


def test_a_register_in_figures() -> None:
    found = totals([PRESENT, LATE, ABSENT, Mark("excused", 0), NOTHING], guests=4)
    assert found == Totals(present=2, excused=1, absent=1, unmarked=1, guests=4, minutes=120)
    assert found.came == 6
