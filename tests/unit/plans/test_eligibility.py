"""Who may join: the contract's tables case by case, the sets by day, and why in words."""

import csv
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from campanello.plans.queries import requirements
from campanello.plans.queries.requirements import NoSuchRequirements, free_movement, requirement_set
from campanello.plans.rules.eligibility import (
    TESTS,
    Decision,
    Facts,
    Verdict,
    decision,
    facts_for,
    outcome,
)
from campanello.plans.rules.eligibility_changes import of_those_asked, what_changed
from campanello.plans.rules.eligibility_reading import (
    CodesContradict,
    ImpossibleBirth,
    NoSuchFact,
    NotACode,
    NotAnIsoDay,
    facts_from,
    value,
)
from campanello.plans.rules.eligibility_why import SENTENCES, figures_of, why

ON = date(2020, 3, 2)
NOTHING = Facts(applied_on=ON)
FIGURES = requirement_set("bollate", ON).figures
MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN
FINE = Facts(
    applied_on=ON,
    birth_date=date(1985, 5, 4),
    citizenship="MA",
    permit_expires_on=ON,
    resident_in_area=True,
    employment_status="unemployed",
    economic_hardship=False,
    housing_hardship=True,
    receives_naspi=False,
    other_public_policy=False,
    lab_participation=True,
    disadvantages=("migrant",),
    sex="F",
)
VERDICTS = {
    "18 on the day of the application is of age": ("age", {"birth_date": date(2002, 3, 2)}, MET),
    "18 the day after is not": ("age", {"birth_date": date(2002, 3, 3)}, NOT_MET),
    "born on 29 February is 18 on 1 March": (
        "age",
        {"birth_date": date(2004, 2, 29), "applied_on": date(2022, 2, 28)},
        NOT_MET,
    ),
    "no birth date is not known": ("age", {}, UNKNOWN),
    "lives in the area": ("residence", {"resident_in_area": True}, MET),
    "lives elsewhere": ("residence", {"resident_in_area": False}, NOT_MET),
    "nobody asked where": ("residence", {}, UNKNOWN),
    "unemployed": ("employment", {"employment_status": "unemployed"}, MET),
    "looks for a first job": ("employment", {"employment_status": "first_job_seeker"}, MET),
    "a student is not unemployed": ("employment", {"employment_status": "student"}, NOT_MET),
    "nobody asked for work": ("employment", {}, UNKNOWN),
    "one hardship is enough, the other not known": ("hardship", {"economic_hardship": True}, MET),
    "the other one too": ("hardship", {"housing_hardship": True, "economic_hardship": False}, MET),
    "both no": ("hardship", {"housing_hardship": False, "economic_hardship": False}, NOT_MET),
    "one no and one not known": ("hardship", {"housing_hardship": False}, UNKNOWN),
    "housing hardship": ("housing", {"housing_hardship": True}, MET),
    "economic hardship is no housing hardship": ("housing", {"economic_hardship": True}, UNKNOWN),
    "no housing hardship": ("housing", {"housing_hardship": False}, NOT_MET),
    "no NASpI is what is asked": ("naspi", {"receives_naspi": False}, MET),
    "NASpI is in the way": ("naspi", {"receives_naspi": True}, NOT_MET),
    "nobody asked for NASpI": ("naspi", {}, UNKNOWN),
    "no other policy": ("other_policy", {"other_public_policy": False}, MET),
    "another policy": ("other_policy", {"other_public_policy": True}, NOT_MET),
    "nobody asked for policies": ("other_policy", {}, UNKNOWN),
    "a citizen of Norway needs no permit": ("permit", {"citizenship": "NO"}, MET),
    "of Switzerland neither, though one ended": (
        "permit",
        {"citizenship": "CH", "permit_expires_on": date(2019, 1, 1)},
        MET,
    ),
    "a permit until the day itself is valid": (
        "permit",
        {"citizenship": "MA", "permit_expires_on": ON},
        MET,
    ),
    "a permit until the day before is not": (
        "permit",
        {"citizenship": "MA", "permit_expires_on": date(2020, 3, 1)},
        NOT_MET,
    ),
    "a stateless person needs one": (
        "permit",
        {"citizenship": "XX", "permit_expires_on": date(2020, 3, 1)},
        NOT_MET,
    ),
    "a third-country citizen without a day": ("permit", {"citizenship": "XX"}, UNKNOWN),
    "no citizenship, but a valid permit": ("permit", {"permit_expires_on": ON}, MET),
    "no citizenship and an expired permit": ("permit", {"permit_expires_on": date(2020, 3, 1)}, UNKNOWN),
    "comes to the lab": ("lab", {"lab_participation": True}, MET),
    "does not come": ("lab", {"lab_participation": False}, NOT_MET),
    "nobody asked for the lab": ("lab", {}, UNKNOWN),
    "one disadvantage is enough": ("disadvantage", {"disadvantages": ("other",)}, MET),
    "asked, and there is none": ("disadvantage", {"disadvantages": ("none",)}, NOT_MET),
    "nobody asked for disadvantages": ("disadvantage", {}, UNKNOWN),
    "any code but none, by the letter": ("disadvantage", {"disadvantages": ("declined",)}, MET),
}


@pytest.mark.parametrize(("code", "known", "verdict"), VERDICTS.values(), ids=VERDICTS)
def test_a_requirement(code: str, known: dict[str, object], verdict: Verdict) -> None:
    facts = replace(NOTHING, **known)  # type: ignore[arg-type]
    assert TESTS[code](facts, FIGURES) is verdict


def test_each_measure_asks_what_the_contract_says_in_its_order() -> None:
    asked = {
        code: (" ".join(one.code for one in found.requirements), " ".join(found.priority))
        for code in requirements.known_sets()
        for found in (requirement_set(code, ON),)
    }
    assert asked == {
        "regional": ("residence hardship lab", ""),
        "prolorenteggio": ("age residence employment housing naspi other_policy permit", ""),
        "bollate": (
            "age residence disadvantage other_policy permit",
            "woman age disadvantage hardship",
        ),
    }


OUTCOMES = {
    "all met": ("prolorenteggio", {}, "eligible", "", ""),
    "one unknown": ("prolorenteggio", {"receives_naspi": None}, "pending", "", "naspi"),
    "a no weighs more than what is not known": (
        "prolorenteggio",
        {"receives_naspi": None, "resident_in_area": False, "employment_status": "retired"},
        "ineligible",
        "residence employment",
        "naspi",
    ),
    "an employed applicant is eligible under the regional call": (
        "regional",
        {"employment_status": "employed"},
        "eligible",
        "",
        "",
    ),
    "nothing known under the regional call": (
        "regional",
        {"resident_in_area": None, "housing_hardship": None, "lab_participation": None},
        "pending",
        "",
        "residence hardship lab",
    ),
}


@pytest.mark.parametrize(("code", "but", "decided", "no", "open_"), OUTCOMES.values(), ids=OUTCOMES)
def test_an_outcome(code: str, but: dict[str, object], decided: str, no: str, open_: str) -> None:
    found = outcome(replace(FINE, **but), requirement_set(code, ON))  # type: ignore[arg-type]
    assert (found.outcome, found.codes(NOT_MET), found.codes(UNKNOWN)) == (
        decided,
        tuple(no.split()),
        tuple(open_.split()),
    )
    assert all(one.source for one in found.results)


FLAGS = {
    "a woman of 34 with a disadvantage and without a home": ({}, "woman disadvantage hardship"),
    "under 30 by a day": ({"birth_date": date(1990, 3, 3)}, "woman age disadvantage hardship"),
    "30 on the day": ({"birth_date": date(1990, 3, 2)}, "woman disadvantage hardship"),
    "40 until the day before the birthday": (
        {"birth_date": date(1979, 3, 3)},
        "woman disadvantage hardship",
    ),
    "41 on the day": ({"birth_date": date(1979, 3, 2)}, "woman age disadvantage hardship"),
    "told though not eligible, and nothing from what is not known": (
        {"birth_date": None, "sex": "", "disadvantages": ("none",), "resident_in_area": False},
        "hardship",
    ),
}


@pytest.mark.parametrize(("but", "flags"), FLAGS.values(), ids=FLAGS)
def test_priority_flags_of_bollate(but: dict[str, object], flags: str) -> None:
    found = outcome(replace(FINE, **but), requirement_set("bollate", ON))  # type: ignore[arg-type]
    assert found.priority == tuple(flags.split())


def test_every_set_of_answers_has_just_one_outcome() -> None:
    for answers in product(Verdict, repeat=3):
        found = decision(set(answers))
        assert (found is Decision.INELIGIBLE) == (NOT_MET in answers)
        assert (found is Decision.ELIGIBLE) == (set(answers) == {MET})


def test_note_45_is_asked_from_the_day_on_which_an_installation_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.csv"
    own.write_text(
        "name,value,unit,starts_on,ends_on,source\n"
        "plans.regional_asks_unemployed,1,1 for yes,2020-03-02,,An act\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("CAMPANELLO_PARAMETERS", str(own))
    employed = replace(FINE, employment_status="employed")
    before, after = (outcome(employed, requirement_set("regional", day)) for day in (date(2020, 3, 1), ON))
    assert before.outcome == "eligible"
    assert (after.outcome, after.codes(NOT_MET)) == ("ineligible", ("employment",))
    assert [one.code for one in after.results] == ["residence", "employment", "hardship", "lab"]


def test_a_set_before_its_first_day_is_the_first_and_an_unknown_set_is_refused() -> None:
    assert requirement_set("bollate", date(2012, 1, 1)) == requirement_set("bollate", date(2017, 11, 15))
    with pytest.raises(NoSuchRequirements, match="regional, prolorenteggio, bollate"):
        requirement_set("pass", ON)


def test_the_countries_of_free_movement_are_those_of_the_table_of_areas() -> None:
    areas = Path("campanello/evaluation/reference/citizenship_areas.csv")
    with areas.open(encoding="utf-8", newline="") as file:
        free = {row["iso2"] for row in csv.DictReader(file) if row["status"] in {"UE", "SEE_CH", "ITALIA"}}
    assert free_movement() == free
    assert len(free) == 31
    assert {"IT", "IS", "LI", "NO", "CH"} <= free
    assert not {"GB", "XX", "AL", "SM"} & free


def test_each_answer_has_a_sentence_and_its_figures() -> None:
    assert SENTENCES.keys() == set(product(TESTS, Verdict))
    for (code, verdict), (_sentence, change) in SENTENCES.items():
        known = replace(FINE, permit_expires_on=date(2020, 3, 1))
        figures = figures_of(code, known, FIGURES)
        told = why(code, verdict.value, figures)
        assert told.sentence % told.figures
        assert bool(told.change) == (verdict is not MET), "what is met needs no change"
        assert change % told.figures == told.change % told.figures


def test_a_refusal_names_age_and_days_as_people_write_them() -> None:
    child = replace(FINE, birth_date=date(2004, 3, 3))
    told = why("age", "not_met", figures_of("age", child, FIGURES))
    assert (
        told.sentence % told.figures
        == "15 years old on 02/03/2020: the plan is for people of 18 years and over."
    )
    late = replace(FINE, permit_expires_on=date(2020, 1, 31))
    told = why("permit", "not_met", figures_of("permit", late, FIGURES))
    assert told.sentence % told.figures == "The residence permit ended on 31/01/2020, before 02/03/2020."


READ = {
    "a day": ("permit_expires_on", "2020-02-29", date(2020, 2, 29)),
    "yes": ("receives_naspi", "yes", True),
    "disadvantages once each": ("disadvantages", "migrant; other;migrant", ("migrant", "other")),
    "Kosovo": ("citizenship", "XK", "XK"),
}


@pytest.mark.parametrize(("name", "text", "read"), READ.values(), ids=READ)
def test_a_value_is_read(name: str, text: str, read: object) -> None:
    assert value(name, text, ON) == read


UNREADABLE = {
    "a day that is not there": ("permit_expires_on", "2019-02-29", NotAnIsoDay),
    "a day as Italy writes it": ("birth_date", "01/02/1980", NotAnIsoDay),
    "a day in other digits": ("birth_date", "١٩٨٠-٠١-٠١", NotAnIsoDay),
    "born after the application": ("birth_date", "2020-03-03", ImpossibleBirth),
    "born before 1900": ("birth_date", "1899-12-31", ImpossibleBirth),
    "yes in capitals": ("receives_naspi", "YES", NotACode),
    "a country that is none": ("citizenship", "ZZ", NotACode),
    "another sex than the contract has": ("sex", "X", NotACode),
    "none beside another": ("disadvantages", "none;other", CodesContradict),
    "declined beside another": ("disadvantages", "declined;other", CodesContradict),
    "declined is no status of work": ("employment_status", "declined", NotACode),
    "a fact that nobody asks for": ("shoe_size", "42", NoSuchFact),
}


@pytest.mark.parametrize(("name", "text", "error"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_value_that_cannot_be_read_is_refused(name: str, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        value(name, text, ON)


def test_facts_are_read_together_and_each_set_says_which_it_asks_for() -> None:
    written = {"birth_date": "1985-05-04", "receives_naspi": "no", "disadvantages": "", "sex": "F"}
    assert facts_from(written, ON) == replace(
        NOTHING, birth_date=date(1985, 5, 4), receives_naspi=False, sex="F"
    )
    assert facts_for(requirement_set("regional", ON)) == (
        "resident_in_area",
        "economic_hardship",
        "housing_hardship",
        "lab_participation",
    )


def kept(code: str, verdict: str, **facts: str) -> dict[str, object]:
    rows = [{"name": name, "value": text, "evidence": "declared"} for name, text in facts.items()]
    return {"code": code, "verdict": verdict, "facts": rows}


def test_what_changed_between_two_checks_is_told_by_answer_and_by_fact() -> None:
    before = [kept("age", "met", birth_date="1985-05-04"), kept("naspi", "unknown"), kept("lab", "met")]
    after = [kept("age", "met", birth_date="1985-05-05"), kept("naspi", "met", receives_naspi="no")]
    changes = {one.code: one for one in what_changed(before, after)}
    assert [(one.before, one.after) for one in changes.values()] == [
        ("met", "met"),
        ("unknown", "met"),
        ("met", None),
    ]
    assert not changes["age"].is_another_answer
    assert changes["age"].facts[0].before["value"] == "1985-05-04"  # type: ignore[index]
    assert changes["naspi"].facts[0].before is None
    assert [one.code for one in of_those_asked(before, after)] == ["age", "naspi"]
    assert what_changed(before, before) == ()
