"""A partner's table of applications: brought in once by its codes, all of it or nothing, its people found or made."""

from datetime import date
from typing import Any

import pytest

from campanello.core.access import NotFound
from campanello.core.importing import Incoming, Outcome, proposed
from campanello.core.sheets import Row
from campanello.homes.services.tables import TABLES
from campanello.people.models import Person
from campanello.plans.models import Application
from campanello.plans.queries import applications as queries
from tests import factories
from tests.db.plans.applicants import AT, Office
from tests.factories import TODAY

HEAD = [
    *("Codice domanda", "Data domanda", "Cognome", "Nome", "Data di nascita"),
    *("Stato", "Motivi", "Servizi", "Laboratorio", "Residenza"),
]
ROWS = [
    ["L-2", "16/01/2026", "Prova", "Amina", "1990-05-01", "idonea", "", "3.000,00", "", ""],
    ["L-1", "15/01/2026", "Esempio", "Rosa", "1985-12-31", "non idonea", "residence; naspi", "", "", ""],
    ["L-3", "17/01/2026", "Saggio", "Omar", "1979-07-02", "", "", "", "sì", "si"],
    ["L-4", "18/01/2026", "Campione", "Iris", "1971-02-03", "Decaduta", "", "", "", ""],
]


@pytest.fixture
def office(db: None) -> Office:
    return Office()


def bring(office: Office, rows: list[list[str]], *, actor: Any = None, **given: Any) -> Outcome:
    table = TABLES["applications"]
    read = [Row(number, cells, ()) for number, cells in enumerate(rows, start=2)]
    return table.bring(
        actor=actor or office.coordinator,
        project=office.project.pk,
        incoming=Incoming(HEAD, proposed(HEAD, table.shape), read),
        on=TODAY,
        at=AT,
        **given,
    )


def told(outcome: Outcome) -> list[tuple[int, str]]:
    return [(one.row, one.column) for one in outcome.problems]


def test_the_same_table_brought_again_changes_nothing(office: Office) -> None:
    rosa = office.person(family_name="Esempio", given_name="Rosa", born_on=date(1985, 12, 31))
    trial = bring(office, ROWS, is_trial=True)
    assert (trial.new, trial.is_stored, Application.objects.count()) == (4, False, 0)
    first, again = bring(office, ROWS), bring(office, ROWS)
    assert (first.new, first.is_stored, told(first)) == (4, True, [])
    assert (again.new, again.unchanged, Application.objects.count(), Person.objects.count()) == (0, 4, 4, 4)
    found = {one.imported_as: one for one in Application.objects.all()}
    assert [found[f"L-{n}"].number for n in (1, 2, 3, 4)] == [1, 2, 3, 4]
    assert found["L-1"].person == rosa
    assert found["L-1"].steps.last().reasons == ["residence", "naspi"]  # type: ignore[union-attr]
    assert office.committed() == (3_000_00, 0)
    check = found["L-3"].checks.get()
    assert queries.lacking(check.results) == ("hardship",)
    assert queries.funnel(office.desk).parts == {
        "eligible": 1, "pending": 1, "ineligible": 1, "withdrawn": 0, "lapsed": 1,
    }  # fmt: skip


WRONG = {
    "a state that no list has": (5, "forse", 2, "Stato"),
    "a reason that is no requirement": (6, "antipatia", 2, "Motivi"),
    "a day that has not come": (1, "03/03/2026", 2, "Data domanda"),
    "money for who is not eligible": (5, "Ritirata", 2, "Servizi"),
    "more money than anybody gets": (7, "3.000,01", 2, "Services committed"),
    "no code": (0, "", 2, "Codice domanda"),
    "the code of the row before": (0, "L-1", 3, "Application code"),
}


@pytest.mark.parametrize(("place", "cell", "row", "column"), WRONG.values(), ids=WRONG)
def test_a_wrong_cell_stops_all(office: Office, place: int, cell: str, row: int, column: str) -> None:
    wrong = [*ROWS[0]]
    wrong[place] = cell
    outcome = bring(office, [wrong, ROWS[1]])
    assert not outcome.is_stored
    assert not Application.objects.exists()
    assert told(outcome) == [(row, column)]


def test_a_table_does_not_undo_what_was_decided_since(office: Office) -> None:
    bring(office, ROWS)
    changed = [[*ROWS[2][:5], "idonea", *ROWS[2][6:]]]
    assert told(bring(office, changed)) == [(2, "State of the application")]


def test_a_table_takes_no_more_than_the_funds_have(office: Office) -> None:
    office.measure.services_cents = 2_000_00
    office.measure.save()
    assert told(bring(office, ROWS)) == [(2, "Services committed")]


def test_who_does_not_bring_people_brings_no_applications(office: Office) -> None:
    for actor in (office.employment, factories.actor("coordinator")):
        with pytest.raises(NotFound):
            bring(office, ROWS, actor=actor)
