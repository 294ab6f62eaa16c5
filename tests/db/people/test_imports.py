"""People out of a table: who is new, who is known, what a second import changes, and that a wrong row stops all."""

from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from campanello.core import importing
from campanello.core.access import NotFound
from campanello.core.importing import ColumnsMissing, Incoming, Outcome, proposed
from campanello.core.models import AuditEntry, Project
from campanello.core.sheets import opened
from campanello.people.models import ContactWay, IdentityCode, Involvement, Person, Revision
from campanello.people.rules.imports import PEOPLE
from campanello.people.services import imports
from campanello.people.services.imports import import_people
from tests import factories

pytestmark = pytest.mark.django_db

ON, AT = date(2026, 3, 2), datetime(2026, 3, 2, 9, tzinfo=UTC)
HEADER = "Codice fiscale;Cognome;Nome;Sesso;Data di nascita;Cittadinanza;Telefono;Titolo di studio"
ROSA = "BLLRSO60E44E897O;Ballatoio;Rosa;F;04/05/1960;Italia;0376 012345;licenza media"
AHMED = ";El Bahrouzi;Ahmed;maschio;1980-05-04;Marocco;;"


@pytest.fixture
def project() -> Project:
    return factories.project()


@pytest.fixture
def bring(project: Project, tmp_path: Path) -> Any:
    actor = factories.actor("coordinator", project=project)

    def brought(*rows: str, header: str = HEADER, **given: Any) -> Outcome:
        path = tmp_path / "persone.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        with opened(path) as sheet:
            incoming = Incoming(sheet.columns, proposed(sheet.columns, PEOPLE), sheet.rows)
            told = {"actor": actor, "project": project.pk, "on": ON, "at": AT} | given
            return import_people(incoming=incoming, **told)

    return brought


def counts(outcome: Outcome) -> tuple[int, int, int, int, int]:
    return outcome.new, outcome.changed, outcome.unchanged, outcome.doubtful, outcome.problem_count


def test_new_people_come_with_all_that_their_rows_say(bring: Any, project: Project) -> None:
    outcome = bring(ROSA, AHMED)
    assert counts(outcome) == (2, 0, 0, 0, 0)
    assert outcome.is_stored
    rosa = Person.objects.get(family_name="Ballatoio")
    assert (rosa.sex, rosa.born_on, rosa.education) == ("F", date(1960, 5, 4), "lower_secondary")
    assert rosa.codes.get().normal == "BLLRSO60E44E897O"
    assert rosa.contacts.get().normal == "+390376012345"
    ahmed = Person.objects.get(family_name="El Bahrouzi")
    assert [one.country for one in ahmed.citizenships.all()] == ["MA"]
    assert (ahmed.codes.get().kind, ahmed.codes.get().reason) == ("local", "not_at_hand")
    assert Involvement.objects.filter(project=project).count() == 2
    assert AuditEntry.objects.filter(verb="people.person-imported").count() == 2
    assert AuditEntry.objects.get(verb="people.imported").facts["new"] == 2


def test_the_same_table_again_changes_nothing(bring: Any) -> None:
    bring(ROSA, AHMED)
    before = AuditEntry.objects.count()
    assert counts(bring(ROSA, AHMED)) == (0, 0, 2, 0, 0)
    assert Person.objects.count() == 2
    assert not Revision.objects.exists()
    assert AuditEntry.objects.count() == before + 1


def test_a_known_person_gets_what_is_new_and_loses_nothing(bring: Any) -> None:
    bring(ROSA)
    outcome = bring("BLLRSO60E44E897O;Ballatoio;Rosa Maria;;04/05/1960;;333 1234567;")
    assert counts(outcome) == (0, 1, 0, 0, 0)
    rosa = Person.objects.get()
    assert (rosa.given_name, rosa.sex, rosa.education, rosa.version) == (
        "Rosa Maria",
        "F",
        "lower_secondary",
        2,
    )
    assert Revision.objects.get().changes == {"given_name": ["Rosa", "Rosa Maria"]}
    assert {one.normal for one in ContactWay.objects.all()} == {"+390376012345", "+393331234567"}


def test_a_code_completes_the_record_that_had_none(bring: Any) -> None:
    bring(";Ballatoio;Rosa;F;04/05/1960;;;")
    assert counts(bring(ROSA)) == (0, 1, 0, 0, 0)
    assert {code.kind for code in IdentityCode.objects.all()} == {"local", "cf"}


def test_a_person_of_another_project_joins_by_their_code(bring: Any, project: Project) -> None:
    other = factories.person(
        factories.project(), given_name="Rosa", family_name="Ballatoio", born_on=date(1960, 5, 4)
    )
    factories.code(other, kind="cf", value="BLLRSO60E44E897O", reason="")
    assert counts(bring(ROSA)) == (0, 1, 0, 0, 0)
    assert Involvement.objects.filter(person=other, project=project).exists()


def test_a_code_of_somebody_else_stops_all(bring: Any) -> None:
    other = factories.person(factories.project(), family_name="Cortilani", born_on=date(1990, 1, 1))
    factories.code(other, kind="cf", value="BLLRSO60E44E897O", reason="")
    outcome = bring(ROSA, AHMED)
    assert (outcome.problem_count, outcome.is_stored) == (1, False)
    assert Person.objects.count() == 1


def test_who_may_be_there_already_is_registered_only_when_asked_for(bring: Any) -> None:
    bring(AHMED)
    again = ";El Barouzi;Ahmed;M;04/05/1980;;;"
    outcome = bring(again)
    assert (outcome.doubtful, outcome.is_stored, Person.objects.count()) == (1, False, 1)
    assert counts(bring(again, takes_doubtful=True)) == (1, 0, 0, 0, 0)
    assert Person.objects.count() == 2


ROSA_AGAIN = "BLLRSO60E44F205O;Ballatoio;Rosa;F;04/05/1960;;;"
ROSA_WITHOUT = ";Ballatoio;Rosa;F;04/05/1960;;;"


def test_two_rows_without_a_code_that_may_be_one_person_are_doubtful(bring: Any) -> None:
    assert counts(bring(ROSA_WITHOUT, ROSA_WITHOUT)) == (1, 0, 0, 1, 0)
    assert counts(bring(ROSA_WITHOUT, ROSA_WITHOUT, takes_doubtful=True)) == (2, 0, 0, 0, 0)
    assert counts(bring(ROSA_WITHOUT, ROSA_WITHOUT, takes_doubtful=True)) == (0, 0, 2, 0, 0)
    assert Person.objects.count() == 2


ROWS_ALIKE = {
    "the same names without a code": (ROSA_WITHOUT, ROSA_WITHOUT, AHMED, ROSA_WITHOUT),
    "nearly the same names": (AHMED, ";El Barouzi;Ahmed;M;04/05/1980;;;"),
    "one with a code and one without": (ROSA_WITHOUT, ROSA, AHMED),
}


@pytest.mark.parametrize("takes_doubtful", [False, True], ids=["refused when doubtful", "all taken"])
@pytest.mark.parametrize("rows", ROWS_ALIKE.values(), ids=ROWS_ALIKE)
def test_what_becomes_of_rows_does_not_depend_on_how_many_are_stored_at_once(
    rows: tuple[str, ...], takes_doubtful: bool, bring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = bring(*rows, is_trial=True, takes_doubtful=takes_doubtful)
    monkeypatch.setattr(imports, "AT_ONCE", 1)
    assert counts(bring(*rows, takes_doubtful=takes_doubtful)) == counts(at_once)
    if takes_doubtful:
        assert counts(bring(*rows, takes_doubtful=True)) == (0, 0, len(rows), 0, 0)


def test_progress_is_told_and_what_it_raises_undoes_all(bring: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "TOLD_EVERY", 2)
    monkeypatch.setattr(imports, "AT_ONCE", 2)
    rows = [f";Cortile;{name};F;04/05/1960;;;" for name in ("Anna", "Bice", "Clara", "Dora", "Elsa")]

    def stopped(done: int, _total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(*rows, takes_doubtful=True, progress=stopped)
    assert not Person.objects.exists()
    told: list[tuple[int, int]] = []
    bring(*rows, takes_doubtful=True, progress=lambda *one: told.append(one))
    assert told == [(2, 2), (4, 4), (5, 5)]


def test_changes_of_many_people_are_each_kept_with_what_they_were(bring: Any) -> None:
    rows = [f";Cortile;{name};F;04/05/1960;;;" for name in ("Anna", "Bice")]
    bring(*rows, takes_doubtful=True)
    changed = [rows[0].replace(";;;", ";Italia;;laurea"), rows[1].replace(";F;", ";M;")]
    assert counts(bring(*changed, takes_doubtful=True)) == (0, 2, 0, 0, 0)
    assert {one.person.given_name: (one.version, one.changes) for one in Revision.objects.all()} == {
        "Anna": (2, {"education": ["", "tertiary"]}),
        "Bice": (2, {"sex": ["F", "M"]}),
    }
    assert {one.given_name: (one.sex, one.education, one.version) for one in Person.objects.all()} == {
        "Anna": ("F", "tertiary", 2),
        "Bice": ("M", "", 2),
    }


def test_two_codes_are_two_people_though_a_record_without_one_is_like_both(bring: Any) -> None:
    bring(ROSA_WITHOUT)
    outcome = bring(ROSA, ROSA_AGAIN, takes_doubtful=True)
    assert counts(outcome) == (1, 1, 0, 0, 0), outcome.problems
    assert Person.objects.count() == 2
    assert counts(bring(ROSA, ROSA_AGAIN)) == (0, 0, 2, 0, 0)


def test_a_trial_leaves_everything_as_it_is(bring: Any) -> None:
    outcome = bring(ROSA, is_trial=True)
    assert (counts(outcome), outcome.is_stored) == ((1, 0, 0, 0, 0), False)
    assert not Person.objects.exists()
    assert not AuditEntry.objects.exists()


WRONG = {
    "a codice fiscale with a wrong last letter": "BLLRSO60E44E897X;Ballatoio;Rosa;F;04/05/1960;;;",
    "a birth date in the future": ";Ballatoio;Rosa;F;04/05/2060;;;",
    "a month and day swapped": ";Ballatoio;Rosa;F;05/24/1960;;;",
    "a sex that is none": ";Ballatoio;Rosa;donnola;04/05/1960;;;",
    "a country that is none": ";Ballatoio;Rosa;F;04/05/1960;Atlantide;;",
    "a telephone of letters": ";Ballatoio;Rosa;F;04/05/1960;;chiamare dopo;",
    "nobody's name": ";;;F;04/05/1960;;;",
}


@pytest.mark.parametrize("row", WRONG.values(), ids=WRONG)
def test_a_wrong_row_is_named_and_stops_all(row: str, bring: Any) -> None:
    outcome = bring(AHMED, row)
    assert (outcome.problem_count, outcome.is_stored) == (1, False)
    assert outcome.problems[0].row == 3
    assert not Person.objects.exists()


def test_one_code_in_two_rows_is_told(bring: Any) -> None:
    outcome = bring(ROSA, ROSA)
    assert [(one.row, one.facts) for one in outcome.problems] == [(3, {"first": 2})]


def test_a_table_without_names_is_refused(bring: Any) -> None:
    with pytest.raises(ColumnsMissing) as caught:
        bring("04/05/1960", header="Data di nascita")
    assert "Data di nascita" in caught.value.facts["found"]


@pytest.mark.parametrize("role", ["desk", "case", "landlord", "programme", "evaluator", "admin"])
def test_nobody_else_imports_people(role: str, bring: Any, project: Project) -> None:
    held = {"project": project} if role in {"desk", "case"} else {}
    with pytest.raises(NotFound):
        bring(ROSA, actor=factories.actor(role, **held))
    assert not Person.objects.exists()


def test_a_coordinator_does_not_import_into_another_s_project(bring: Any) -> None:
    with pytest.raises(NotFound):
        bring(ROSA, project=factories.project().pk)


def test_the_queries_do_not_grow_with_the_rows(bring: Any, django_assert_max_num_queries: Any) -> None:
    names = [
        "".join(pair)
        for pair in product(("Cor", "Por", "Bal", "Sca"), ("tile", "tone", "cone"), "abcdefghij")
    ]
    rows = [f";{name};Anna;F;01/05/19{10 + place % 80};Italia;;" for place, name in enumerate(names)]
    with django_assert_max_num_queries(40):
        assert bring(*rows).new == 120
