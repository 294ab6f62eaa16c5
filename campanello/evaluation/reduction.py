"""From a dataset's tables to the cube, as Ibis expressions: one row a person, then one group-by.

Rows that break a check are not told here: they leave a mark in the cube, which costs nothing to look for.
"""

from dataclasses import dataclass
from functools import reduce

import ibis
from ibis.expr.types import BooleanValue, IntegerValue

from campanello.evaluation.checks import YEAR_BITS, codes_of, date_of, number_of, row_checks
from campanello.evaluation.contract import PLAN_STATUSES, Type, tables
from campanello.evaluation.cube import BAND_LIMITS, BAND_UNKNOWN, KEY, MEASURES, OUTSIDE, PERSON

LAB_ROWS, PLAN_ROWS = "lab_rows", "plan_rows"
STATUS_BITS = 3
NO_CODE = -1


@dataclass(frozen=True)
class Tables:
    """The tables of a dataset that the cube is made from, and how many projects there are."""

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
    """The cube's rows: `code` packed by KEY, MEASURES, and the rows of labs and plans that found their person.

    With `by_project` there is also `projects`: the projects of the row's people as their positions from 1,
    ascending, joined by commas.
    """
    persons = _persons(data, by_project=by_project)
    keys = ["code", "projects"] if by_project else ["code"]
    # Sums of whole numbers are taken in floating point, exact below 2**53: engines add integers in 128 bits.
    wanted = [name for name in (*MEASURES, LAB_ROWS, PLAN_ROWS) if name != "people"]
    sums = {name: persons[name].cast("float64").sum().cast("int64") for name in wanted}
    return persons.group_by(*keys).agg(people=persons.count(), **sums)


def _persons(data: Tables, *, by_project: bool) -> ibis.Table:
    """One row a person: the packed descriptors, and what is to be added up."""
    people, labs, plans = _people(data.people), _first_labs(data), _first_plans(data)
    joined = people.left_join(labs, people.person_id == labs.lab_person)
    joined = joined.left_join(plans, joined.person_id == plans.plan_person)
    extra = {}
    if by_project:
        sets = _project_sets(data)
        joined = joined.left_join(sets, joined.person_id == sets.set_person)
        extra = {"projects": joined.projects.fill_null("")}
    return _measured(_aged(joined, data, extra), list(extra))


def _aged(joined: ibis.Table, data: Tables, extra: dict[str, ibis.Value]) -> ibis.Table:
    """Ages at the first entries: NULL outside the population, -1 where the birth date is not recorded."""
    first_lab, first_plan = joined.first_lab, joined.first_plan
    lab_entry = first_lab >> (STATUS_BITS + data.project_bits)
    marked = (first_lab < 0).fill_null(False) | (first_plan < 0).fill_null(False)
    early = (
        (joined.birth > lab_entry).fill_null(False) | (joined.birth > first_plan).fill_null(False)
    ) & ~marked
    return joined.select(
        **extra,
        person=joined.person,
        occupation=(first_lab & ((1 << STATUS_BITS) - 1)).fill_null(0),
        marks=joined.mark + marked.cast("int64") + early.cast("int64"),
        age_lab=_age(joined.birth, lab_entry),
        age_plan=_age(joined.birth, first_plan),
        lab_rows=joined.lab_rows.fill_null(0),
        plan_rows=joined.plan_rows.fill_null(0),
        plans_completed=joined.completed.fill_null(0),
        plans_withdrawn=joined.withdrawn.fill_null(0),
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
        plans_in_progress=aged.plan_rows - aged.plans_completed - aged.plans_withdrawn,
        plans_completed=aged.plans_completed,
        plans_withdrawn=aged.plans_withdrawn,
        lab_rows=aged.lab_rows,
        plan_rows=aged.plan_rows,
    )


def _age(birth: IntegerValue, entry: IntegerValue) -> IntegerValue:
    return ibis.ifelse((birth == 0) & entry.notnull(), -1, (entry - birth) >> YEAR_BITS)


def _band(age: IntegerValue) -> IntegerValue:
    steps = [(age.isnull(), OUTSIDE), (age < 0, BAND_UNKNOWN)]
    steps += [(age < limit, band + 1) for band, limit in enumerate(BAND_LIMITS)]
    return ibis.cases(*steps, else_=len(BAND_LIMITS) + 1).cast("int64")


def _years(age: IntegerValue) -> IntegerValue:
    return ibis.ifelse(age > 0, age, 0)


def _any(conditions: list[BooleanValue]) -> BooleanValue:
    return reduce(lambda one, other: one | other, conditions)


def _codes(table: ibis.Table, name: str, columns: list[str]) -> dict[str, IntegerValue]:
    """Each code column as the number that stands for its cell; NO_CODE where the cell holds no code."""
    found = {}
    for column in columns:
        codes = codes_of(tables()[name].column(column))
        # A constant list is searched once a dictionary entry of the file, not once a row. What is not in it is
        # at -1, hence gets the last number.
        numbers = ibis.array([*codes.values(), NO_CODE])
        place = ibis.array(list(codes)).index(table[column]).cast("int32")
        found[column] = numbers[place].cast("int64")
    return found


def _broken(table: ibis.Table, name: str, codes: dict[str, IntegerValue]) -> BooleanValue:
    """Where a row breaks a check; a column whose code is at hand shows it there, which is cheaper to see."""
    kinds = {column.name: column.type for column in tables()[name].columns}
    others = [
        check.broken
        for check in row_checks(name, table)
        if check.column not in codes or kinds[check.column] not in (Type.CODE, Type.CODES)
    ]
    return _any([*(code == NO_CODE for code in codes.values()), *others])


def _people(people: ibis.Table) -> ibis.Table:
    codes = _codes(people, "people", [name for name, _size in PERSON.fields])
    return people.select(
        person_id=people.person_id,
        person=PERSON.pack(**codes),
        birth=number_of(date_of(people, "birth_date")),
        mark=_broken(people, "people", codes).cast("int64"),
    )


def _first_labs(data: Tables) -> ibis.Table:
    """A row a person in a lab: the first entry, its project and occupation in one number, -1 if a row is broken."""
    table = data.with_project(data.labs)
    codes = _codes(table, "lab_participations", ["occupational_status"])
    entry = number_of(date_of(table, "entry_date"))
    order = (((entry << data.project_bits) + table.project) << STATUS_BITS) + codes["occupational_status"]
    broken = _broken(table, "lab_participations", codes) | table.project.isnull()
    rows = table.select(lab_person=table.person_id, order=ibis.ifelse(broken, -1, order))
    return rows.group_by("lab_person").agg(first_lab=rows.order.min(), lab_rows=rows.count())


def _first_plans(data: Tables) -> ibis.Table:
    """A row a person with plans: the first entry as a number, -1 if a row is broken, and plans by status."""
    table = data.with_project(data.plans)
    broken = _broken(table, "plans", {}) | table.project.isnull()
    rows = table.select(
        plan_person=table.person_id,
        entry=ibis.ifelse(broken, -1, number_of(date_of(table, "entry_date"))),
        status=table.status,
    )
    _running, completed, withdrawn = PLAN_STATUSES
    return rows.group_by("plan_person").agg(
        first_plan=rows.entry.min(),
        plan_rows=rows.count(),
        completed=rows.count(where=rows.status == completed),
        withdrawn=rows.count(where=rows.status == withdrawn),
    )


def _project_sets(data: Tables) -> ibis.Table:
    """A row a person who takes part: the positions of the projects, ascending, joined by commas."""
    parts = [data.with_project(table) for table in (data.labs, data.plans)]
    rows = ibis.union(*(part.select(set_person=part.person_id, project=part.project) for part in parts))
    sets = rows.group_by("set_person").agg(all_projects=rows.project.collect(distinct=True))
    texts = sets.all_projects.sort().map(lambda one: one.cast("string"))
    return sets.select("set_person", projects=texts.join(","))
