"""The allowance rule over millions of rows, in DuckDB: sums by person, and the order of sessions where a limit bites.

It says nothing of its own: for any table it answers as `plans.rules.allowance` does, which a test holds it to. Sums are
128 bits wide, so that no exact minute-cent is lost.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import duckdb
import pyarrow

from campanello.plans.rules.allowance import MINUTES_AN_HOUR, Terms
from campanello.plans.rules.allowance_reading import Offered, hourly_parts

MANY = 1 << 40
COLUMNS = (
    "person_id",
    "attended_minutes",
    "counted_minutes",
    "services_value",
    "allowance",
    "to_arrears",
    "to_person",
    "capped",
)
MARKS = """
CREATE TABLE marks AS
SELECT
    person_id::VARCHAR AS person,
    block,
    held_on,
    place,
    CASE WHEN presence = 1 THEN attended_minutes ELSE 0 END AS attended,
    CASE WHEN presence = 1 THEN least(attended_minutes, planned_minutes) ELSE 0 END AS planned,
    hourly,
    bears
FROM numbered JOIN services USING (service)
"""
# Only the people and blocks over a limit are looked at in the order of their sessions.
CUT = """
CREATE TABLE cut AS
WITH full_blocks AS (
    SELECT person, block, block_minutes FROM marks JOIN limits USING (block)
    GROUP BY person, block, block_minutes HAVING sum(planned) > block_minutes
), in_order AS (
    SELECT person, block, planned, hourly, bears, block_minutes,
        sum(planned) OVER (PARTITION BY person, block ORDER BY held_on, place ROWS UNBOUNDED PRECEDING) AS running
    FROM marks JOIN full_blocks USING (person, block)
)
SELECT person, block, hourly, bears, least(planned, running - block_minutes) AS minutes
FROM in_order WHERE running > block_minutes
"""
SUMS = """
CREATE TABLE sums AS
WITH whole AS (
    SELECT person, sum(attended) AS attended, sum(planned) AS counted,
        sum(planned::HUGEINT * hourly) AS services,
        coalesce(sum(planned::HUGEINT * hourly) FILTER (bears), 0) AS allowance
    FROM marks GROUP BY person
), over_limits AS (
    SELECT person, sum(minutes) AS minutes, sum(minutes::HUGEINT * hourly) AS services,
        coalesce(sum(minutes::HUGEINT * hourly) FILTER (bears), 0) AS allowance
    FROM cut GROUP BY person
)
SELECT person, attended,
    counted - coalesce(o.minutes, 0) AS counted,
    w.services - coalesce(o.services, 0) AS services,
    w.allowance - coalesce(o.allowance, 0) AS allowance,
    coalesce(o.minutes, 0) > 0 AS is_over
FROM whole w LEFT JOIN over_limits o USING (person)
"""
DUE = """
CREATE TABLE due AS
WITH capped AS (
    SELECT *, (2 * least(services, $services_cap) + $unit) // (2 * $unit) AS services_cents,
        (2 * least(allowance, $allowance_cap) + $unit) // (2 * $unit) AS allowance_cents,
    FROM sums
)
SELECT person AS person_id, attended::BIGINT AS attended_minutes, counted::BIGINT AS counted_minutes,
    services_cents::BIGINT AS services_value, allowance_cents::BIGINT AS allowance,
    ((2 * allowance_cents * $numerator + $denominator) // (2 * $denominator))::BIGINT AS to_arrears,
    (allowance_cents - (2 * allowance_cents * $numerator + $denominator) // (2 * $denominator))::BIGINT AS to_person,
    list_filter([
        CASE WHEN services > $services_cap THEN 'services' END,
        CASE WHEN allowance > $allowance_cap THEN 'allowance' END,
        CASE WHEN is_over THEN 'hours' END
    ], x -> x IS NOT NULL) AS capped
FROM capped ORDER BY person
"""
OVER = "SELECT person, block, sum(minutes)::BIGINT FROM cut GROUP BY ALL ORDER BY person, block"
TOTALS = """
SELECT count(*), coalesce(sum(attended_minutes), 0)::BIGINT, coalesce(sum(counted_minutes), 0)::BIGINT,
    coalesce(sum(services_value), 0)::BIGINT, coalesce(sum(allowance), 0)::BIGINT,
    coalesce(sum(to_arrears), 0)::BIGINT, coalesce(sum(to_person), 0)::BIGINT
FROM due
"""


class Sums:
    """What is due to everybody in a table of sessions; money in cents."""

    def __init__(
        self, sessions: pyarrow.Table, services: Mapping[str, Offered], held_to: Terms, share: Fraction
    ) -> None:
        """Compute it, in memory; what does not fit is spilled where the system keeps its passing files."""
        self._database = duckdb.connect()
        place = pyarrow.array(range(sessions.num_rows), pyarrow.int64())
        self._database.register("numbered", sessions.append_column("place", place))
        self._database.register("services", _services(services, held_to))
        self._database.register("limits", _limits(held_to))
        unit = MINUTES_AN_HOUR * held_to.parts_of_a_cent
        for statement in (MARKS, CUT, SUMS):
            self._database.execute(statement)
        self._database.execute(
            DUE,
            {
                "unit": unit,
                "services_cap": held_to.services_cap_cents * unit,
                "allowance_cap": held_to.allowance_cap_cents * unit,
                "numerator": share.numerator,
                "denominator": share.denominator,
            },
        )

    def rows(self, most: int | None = None) -> Iterator[tuple[Any, ...]]:
        """A row a person, in the order of `COLUMNS`, by person_id; not more than `most`."""
        found = self._database.execute(
            "SELECT * FROM due ORDER BY person_id LIMIT $most", {"most": most or MANY}
        )
        while batch := found.fetchmany(50_000):
            yield from batch

    def over(self) -> list[tuple[str, str, int]]:
        """Person, block and minutes of what is over a block's limit."""
        return self._database.execute(OVER).fetchall()

    def totals(self) -> tuple[int, ...]:
        """People, and the sums of all columns that are numbers."""
        found = self._database.execute(TOTALS).fetchone()
        assert found is not None  # a sum over no rows is a row
        return found


def _services(services: Mapping[str, Offered], held_to: Terms) -> pyarrow.Table:
    offered = list(services.values())
    return pyarrow.table(
        {
            "service": pyarrow.array(range(len(offered)), pyarrow.int32()),
            "block": pyarrow.array([one.block for one in offered], pyarrow.string()),
            "hourly": pyarrow.array([hourly_parts(one, held_to) for one in offered], pyarrow.int64()),
            "bears": pyarrow.array([one.bears for one in offered], pyarrow.bool_()),
        }
    )


def _limits(held_to: Terms) -> pyarrow.Table:
    return pyarrow.table(
        {
            "block": pyarrow.array(list(held_to.block_minutes), pyarrow.string()),
            "block_minutes": pyarrow.array(list(held_to.block_minutes.values()), pyarrow.int64()),
        }
    )
