"""From a dataset's tables to the cube, as Ibis expressions: one row a person, then one group-by.

Rows that break a check are not told here: they leave a mark in the cube, which costs nothing to look for.
"""

from dataclasses import dataclass
from functools import reduce

import ibis
from ibis.expr.types import BooleanValue, IntegerValue

from campanello.evaluation.checks import YEAR_BITS, codes_of, date_of, number_of, row_checks
from campanello.evaluation.contract import PLAN_STATUSES, Type, tables
from campanello.evaluation.cube import BAND_LIMITS, BAND_UNKNOWN, KEY, OUTSIDE, PERSON
from campanello.evaluation.engines import Engine

LAB_ROWS, PLAN_ROWS = "lab_rows", "plan_rows"
# Plans in progress are the rest: every sum of millions of rows takes time.
SUMS = ("years_all", "years_lab", "years_plan", LAB_ROWS, PLAN_ROWS, "plans_completed", "plans_withdrawn")
STATUS_BITS = 3
# A day after all others, hence one at which nobody has an age yet.
NEVER = 1 << 40


@dataclass(frozen=True)
class Tables:
    """The tables of a dataset that the cube is made from, how many projects there are, and the engine that reads."""

    engine: Engine
    people: ibis.Table
    labs: ibis.Table
    plans: ibis.Table
    projects: ibis.Table
    project_count: int

    @property
    def project_bits(self) -> int:
        """Bits that a project's position, from 1, takes."""
        return self.project_count.bit_length()

    def with_project(self, table: ibis.Table) -> ibis.Table:
        """The table with `project`, the position of its project in ascending order, from 1; NULL if not there."""
        known = self.projects.project_id
        position = ibis.row_number().over(order_by=known) + 1
        lookup = self.projects.select(known_project=known, project=position)
        return table.left_join(lookup, table.project_id == lookup.known_project)


def cube_rows(data: Tables, *, by_project: bool) -> ibis.Table:
    """The cube's rows: `code` packed by KEY, `people`, and SUMS; a lab's or plan's row counts if it found its person.

    With `by_project` there is also `projects`: the projects of the row's people as their positions from 1,
    ascending, joined by commas.
    """
    persons = _persons(data, by_project=by_project)
    keys = ["code", "projects"] if by_project else ["code"]
    # Sums of whole numbers are taken in floating point, exact below 2**53: engines add integers in 128 bits.
    sums = {name: persons[name].cast("float64").sum().fill_null(0) for name in SUMS}
    return persons.group_by(*keys).agg(people=persons.count(), **sums)


def _persons(data: Tables, *, by_project: bool) -> ibis.Table:
    """One row a person: the packed descriptors, and what is to be added up."""
    people, labs, plans = _people(data), _first_labs(data), _first_plans(data)
    joined = people.left_join(labs, people.person_id == labs.lab_person)
    joined = joined.left_join(plans, joined.person_id == plans.plan_person)
    extra = {}
    if by_project:
        sets = _project_sets(data)
        joined = joined.left_join(sets, joined.person_id == sets.set_person)
        extra = {"projects": joined.projects.fill_null("")}
    return _measured(_aged(joined, data, extra), list(extra))


def _aged(joined: ibis.Table, data: Tables, extra: dict[str, ibis.Value]) -> ibis.Table:
    """Ages at the first entries: NULL outside the population, below 0 where the birth date is not recorded."""
    first_lab, first_plan, birth = joined.first_lab, joined.first_plan, joined.birth
    lab_entry = first_lab >> (STATUS_BITS + data.project_bits)
    early = (birth != NEVER) & ((birth > lab_entry) | (birth > first_plan))
    return joined.select(
        **extra,
        person=joined.person,
        occupation=(first_lab & ((1 << STATUS_BITS) - 1)).fill_null(0),
        # What is unknown is no case: who is in no lab has no broken entry there.
        marks=joined.mark + ibis.cases(((first_lab < 0) | (first_plan < 0), 1), (early, 2), else_=0),
        age_lab=(lab_entry - birth) >> YEAR_BITS,
        age_plan=(first_plan - birth) >> YEAR_BITS,
        lab_rows=joined.lab_rows,
        plan_rows=joined.plan_rows,
        plans_completed=joined.completed,
        plans_withdrawn=joined.withdrawn,
    )


def _measured(aged: ibis.Table, extra: list[str]) -> ibis.Table:
    upper = KEY.pack(
        occupational_status=aged.occupation,
        band_lab=_band(aged.age_lab),
        band_plan=_band(aged.age_plan),
        marks=aged.marks,
    )
    return aged.select(
        *extra,
        code=aged.person + upper,
        years_all=_years(ibis.least(aged.age_lab, aged.age_plan)),
        years_lab=_years(aged.age_lab),
        years_plan=_years(aged.age_plan),
        plans_completed=aged.plans_completed,
        plans_withdrawn=aged.plans_withdrawn,
        lab_rows=aged.lab_rows,
        plan_rows=aged.plan_rows,
    )


def _band(age: IntegerValue) -> IntegerValue:
    steps = [(age.isnull(), OUTSIDE), (age < 0, BAND_UNKNOWN)]
    steps += [(age < limit, band + 1) for band, limit in enumerate(BAND_LIMITS)]
    return ibis.cases(*steps, else_=len(BAND_LIMITS) + 1).cast("int32")


def _years(age: IntegerValue) -> IntegerValue:
    return ibis.ifelse(age > 0, age, 0)


def _any(conditions: list[BooleanValue]) -> BooleanValue:
    return reduce(lambda one, other: one | other, conditions)


def _numbers(
    data: Tables, table: ibis.Table, name: str, column: str, weight: int = 1
) -> ibis.expr.types.IntegerValue:
    """A code column of table `name` as `weight` times the numbers that stand for its cells; NULL for no code."""
    codes = codes_of(tables()[name].column(column))
    if tables()[name].column(column).required:
        del codes[""]
    return data.engine.numbers(table[column], {code: number * weight for code, number in codes.items()})


def _broken(table: ibis.Table, name: str) -> BooleanValue:
    """Where a row breaks a check; one of a code shows where its number is NULL, which is cheaper to see."""
    kinds = {column.name: column.type for column in tables()[name].columns}
    return _any(
        [
            check.broken
            for check in row_checks(name, table)
            if kinds[check.column] not in (Type.CODE, Type.CODES)
        ]
    )


def _people(data: Tables) -> ibis.Table:
    """A row a person: the descriptors as one number, the birth date as one, and 1 where the row is broken."""
    people = data.people
    weights = [(name, weight) for name, (weight, _size) in PERSON.weights.items()]
    first, *others = (_numbers(data, people, "people", name, weight) for name, weight in weights)
    person = sum(others, start=first)
    return people.select(
        person_id=people.person_id,
        person=person.fill_null(0),
        birth=number_of(date_of(people, "birth_date"), unknown=NEVER),
        mark=(person.isnull() | _broken(people, "people")).cast("int32"),
    )


def _first_labs(data: Tables) -> ibis.Table:
    """A row a person in a lab: the first entry, its project and occupation in one number, -1 if a row is broken."""
    name, table = "lab_participations", data.with_project(data.labs)
    entry = number_of(date_of(table, "entry_date"))
    occupation = _numbers(data, table, name, "occupational_status")
    order = (((entry << data.project_bits) + table.project) << STATUS_BITS) + occupation
    # NULL where the project or the occupation is none.
    order = ibis.ifelse(_broken(table, name), -1, order.fill_null(-1))
    rows = table.select(lab_person=table.person_id, order=order)
    return rows.group_by("lab_person").agg(first_lab=rows.order.min(), lab_rows=rows.count())


def _first_plans(data: Tables) -> ibis.Table:
    """A row a person with plans: the first entry as a number, -1 if a row is broken, and plans by status."""
    table = data.with_project(data.plans)
    status = _numbers(data, table, "plans", "status")
    broken = _broken(table, "plans") | table.project.isnull() | status.isnull()
    entry = ibis.ifelse(broken, -1, number_of(date_of(table, "entry_date")))
    rows = table.select(plan_person=table.person_id, entry=entry, status=status)
    numbers = codes_of(tables()["plans"].column("status"))
    _running, completed, withdrawn = PLAN_STATUSES
    return rows.group_by("plan_person").agg(
        first_plan=rows.entry.min(),
        plan_rows=rows.count(),
        completed=rows.count(where=rows.status == numbers[completed]),
        withdrawn=rows.count(where=rows.status == numbers[withdrawn]),
    )


def _project_sets(data: Tables) -> ibis.Table:
    """A row a person who takes part: the positions of the projects, ascending, joined by commas."""
    parts = [data.with_project(table) for table in (data.labs, data.plans)]
    rows = ibis.union(*(part.select(set_person=part.person_id, project=part.project) for part in parts))
    sets = rows.group_by("set_person").agg(all_projects=rows.project.collect(distinct=True))
    texts = sets.all_projects.sort().map(lambda one: one.cast("string"))
    return sets.select("set_person", projects=texts.join(","))
