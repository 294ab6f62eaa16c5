"""The canonical text and the seal, with the figures of docs/rules/ledger.md; which row of a broken day is another."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from campanello.points.rules import canonical, checking, receipts

DAY = date(2026, 3, 2)
EMPTY = dict.fromkeys(
    ("recorded_by_id", "earned_by_id", "earned_on", "minutes", "rate_id", "attendance_id", "award_id"), None
) | {"redemption_id": None, "reverses_id": None}
EARNED = SimpleNamespace(
    **EMPTY
    | {
        "id": 1234,
        "uid": UUID("0f8fad5b-d9cb-469f-a165-70867728950e"),
        "project_id": 1,
        "source_id": 2,
        "target_id": 7,
        "points": 10,
        "kind": "award",
        "on": DAY,
        "recorded_at": datetime(2026, 3, 2, 10, 0, 0, 250_000, tzinfo=UTC),
        "recorded_by_id": 3,
        "earned_by_id": 11,
        "earned_on": date(2026, 2, 28),
        "minutes": 120,
        "rate_id": 1,
        "attendance_id": 5,
    }
)
GIVEN = SimpleNamespace(
    **vars(EARNED)
    | EMPTY
    | {
        "id": 1235,
        "uid": UUID("7c9e6679-7425-40de-944b-e07fc1f90ae7"),
        "source_id": 7,
        "target_id": 8,
        "points": 4,
        "kind": "donation",
    }
)
ROWS = [canonical.row_text(one) for one in (EARNED, GIVEN)]
SEALED = b"".join(map(canonical.row_digest, ROWS))


def test_rows_are_written_as_the_docs_say() -> None:
    assert ROWS == [
        "1234|0f8fad5b-d9cb-469f-a165-70867728950e|1|2|7|10|award|2026-03-02|1772445600250000|3|11|2026-02-28|120|1|5|||",
        "1235|7c9e6679-7425-40de-944b-e07fc1f90ae7|1|7|8|4|donation|2026-03-02|1772445600250000|||||||||",
    ]


def test_a_day_is_sealed_as_the_docs_say() -> None:
    first = canonical.header(1, DAY, 2, 14, "")
    assert first == "campanello points 1|1|2026-03-02|2|14|"
    assert (
        canonical.seal_of(first, ROWS) == "af30a829d7ec16e6984ea7dec8dce0c999e3daa3d2725a55e0de5b4738f256b3"
    )


def test_a_receipt_has_the_code_of_the_docs() -> None:
    assert receipts.code_of(1234, ROWS[0], "only for the docs") == "016J-9KNQ-J38M-S5"


OTHER = ROWS[0].replace("|10|", "|900|")
TWO = OTHER.replace("|120|", "|240|")
BROKEN: dict[str, tuple[list[tuple[int, str]], list[tuple[str, dict[str, Any]]]]] = {
    "points changed": (
        [(1234, OTHER), (1235, ROWS[1])],
        [
            (
                checking.WAS,
                {"transfer": 1234, "day": "2026-03-02", "field": "points", "now": "900", "was": "10"},
            )
        ],
    ),
    "an account changed": (
        [(1234, ROWS[0]), (1235, ROWS[1].replace("|7|8|", "|7|9|"))],
        [(checking.WAS, {"transfer": 1235, "day": "2026-03-02", "field": "target", "now": "9", "was": "8"})],
    ),
    "two fields changed": (
        [(1234, TWO), (1235, ROWS[1])],
        [(checking.CHANGED, {"transfer": 1234, "day": "2026-03-02", "now": TWO})],
    ),
    "the last row gone": (
        [(1234, ROWS[0])],
        [(checking.GONE, {"transfer": 1234, "day": "2026-03-02", "count": 1})],
    ),
    "all rows gone": ([], [(checking.GONE_FIRST, {"day": "2026-03-02", "count": 2})]),
    "a row added": (
        [(1234, ROWS[0]), (1235, ROWS[1]), (1236, TWO)],
        [(checking.ADDED, {"transfer": 1236, "day": "2026-03-02", "now": TWO})],
    ),
    "the seal itself": (
        [(1234, ROWS[0]), (1235, ROWS[1])],
        [(checking.SEAL_ITSELF, {"day": "2026-03-02"})],
    ),
}


@pytest.mark.parametrize(("rows", "told"), BROKEN.values(), ids=BROKEN)
def test_what_is_told_of_a_broken_day(rows: list[tuple[int, str]], told: list[Any]) -> None:
    assert list(checking.broken_rows(SEALED, rows, DAY, [2, 7, 8, 9])) == told
