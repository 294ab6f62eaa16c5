"""A programme of six people, small enough to work out by hand."""

from tests.indicators.oracle import Tables


def rows(header: str, *lines: str) -> list[dict[str, str]]:
    """Records of a small table, cells parted by bars."""
    names = [name.strip() for name in header.split("|")]
    return [dict(zip(names, (cell.strip() for cell in line.split("|")), strict=True)) for line in lines]


# Ada is in two projects and ends two plans, Bruno is 17 at the lab and 18 at his plan, Chen was born on 29 February,
# Dina's two entries fall on one day, Emil has nothing recorded, Fosca takes part in nothing.
WORKED: Tables = {
    "projects": rows(
        "project_id | title | lead | lead_type | province | cost_eur | funding_round",
        "P9  | Nove  | Comune di Uno | municipality | MI | 1000.10 | 1",
        "P10 | Dieci | ALER Due      | aler         | BS | 500.05  | 2",
    ),
    "partners": rows(
        "project_id | organisation | category | is_lead",
        "P9  | Comune di Uno | municipality        | true",
        "P9  | Scuola        | accredited_operator | false",
        "P9  | Coop          | third_sector        | false",
        "P10 | Coop          | third_sector        | false",
    ),
    "people": rows(
        "person_id | sex | birth_date | citizenship | education | disadvantages | residence_province",
        "ada   | F | 1984-03-01 | IT | tertiary        | none               | MI",
        "bruno | M | 2001-06-30 | TR | lower_secondary | migrant;disability | MI",
        "chen  | F | 1964-02-29 | XX |                 | declined           | NA",
        "dina  |   | 1953-05-05 |    | none            |                    |   ",
        "emil  |   |            |    |                 |                    |   ",
        "fosca | F | 1990-01-01 | MA | primary         | other              | BS",
    ),
    "lab_participations": rows(
        "person_id | project_id | entry_date | occupational_status",
        "ada   | P9  | 2019-06-01 | unemployed",
        "ada   | P10 | 2019-03-01 | employed",
        "bruno | P9  | 2019-06-29 | student",
        "dina  | P9  | 2018-05-04 | retired",
        "dina  | P10 | 2018-05-04 |        ",
    ),
    "plans": rows(
        "plan_id | person_id | project_id | entry_date | status | end_date",
        "1 | ada   | P9  | 2020-02-29 | completed   | 2020-09-30",
        "2 | ada   | P10 | 2019-02-28 | withdrawn   |           ",
        "3 | bruno | P9  | 2019-06-30 | in_progress |           ",
        "4 | chen  | P9  | 2019-02-28 | completed   | 2019-02-28",
        "5 | emil  | P10 | 2019-10-10 | completed   |           ",
    ),
}
