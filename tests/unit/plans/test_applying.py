"""What the on-line form asks and takes: steps by what a measure turns on, answers, facts, codes."""

from datetime import date
from typing import Any

import pytest

from campanello.plans.queries.requirements import requirement_set
from campanello.plans.rules import applying as rules
from campanello.plans.rules.applying import AnswersWrong, Asking, asking_of
from campanello.plans.rules.applying_codes import (
    CodeIncomplete,
    CodeMistyped,
    code_of,
    digest_of,
    read_code,
    shown_code,
)
from campanello.plans.rules.applying_told import told

ON = date(2026, 3, 2)
COMMON = ["notice", "name", "birth", "reach", "languages"]
ASKED = {
    "regional": [*COMMON, "home", "hardship", "lab", "documents"],
    "prolorenteggio": [
        *COMMON,
        *("citizenship", "permit", "home", "work", "naspi", "other_policy", "hardship", "lab", "documents"),
    ],
    "bollate": [
        *("notice", "name", "birth", "sex", "reach", "languages", "citizenship", "permit", "home"),
        *("other_policy", "hardship", "situation", "lab", "documents"),
    ],
}


def asking(name: str = "prolorenteggio") -> Asking:
    return asking_of(requirement_set(name, ON), ON)


def codes(steps: Any) -> list[str]:
    return [one.code for one in steps]


@pytest.mark.parametrize(("name", "wanted"), ASKED.items())
def test_only_what_the_measure_turns_on_is_asked(name: str, wanted: list[str]) -> None:
    assert codes(rules.steps_of(asking(name), {})) == wanted


def test_of_a_fact_that_does_not_count_the_step_asks_the_rest() -> None:
    (hardship,) = [one for one in rules.steps_of(asking(), {}) if one.code == "hardship"]
    assert [one.name for one in hardship.questions] == ["housing_hardship"]


@pytest.mark.parametrize(
    ("country", "is_asked"), [("IT", False), ("RO", False), ("CH", False), ("MA", True), ("XX", True)]
)
def test_who_may_stay_anyhow_is_asked_for_no_permit(country: str, is_asked: bool) -> None:
    assert ("permit" in codes(rules.steps_of(asking(), {"citizenship": country}))) is is_asked


REACH = {"phone": "347 123 4567", "has_whatsapp": "yes", "best_time": "evening"}
TAKEN = {
    "a name of another script": (
        "name",
        {"given_name": " سارة ", "family_name": "O'Brien-Łuk"},
        "given_name",
        "سارة",
    ),
    "of age since this very day": ("birth", {"birth_date": "2008-03-02"}, "birth_date", "2008-03-02"),
    "a telephone as it was written": ("reach", REACH, "phone", "347 123 4567"),
    "somebody who has no telephone": ("reach", {"other_way": "bar Anna"}, "other_way", "bar Anna"),
    "not knowing": ("naspi", {"receives_naspi": "unknown"}, "receives_naspi", "unknown"),
    "a renewal that is waited for, without a day": (
        "permit",
        {"permit": "renewing"},
        "permit_expires_on",
        "",
    ),
}


@pytest.mark.parametrize(("step", "given", "name", "kept"), TAKEN.values(), ids=TAKEN)
def test_an_answer_is_taken(step: str, given: dict[str, Any], name: str, kept: object) -> None:
    wanted = rules.step_named(step, asking(), {})
    assert wanted is not None
    assert rules.checked(wanted, given, asking())[name] == kept


WRONG = {
    "born tomorrow": ("birth", {"birth_date": "2026-03-03"}, "birth_date", "people.in-the-future"),
    "older than anybody": ("birth", {"birth_date": "1900-12-31"}, "birth_date", "people.too-long-ago"),
    "of age tomorrow": ("birth", {"birth_date": "2008-03-03"}, "birth_date", "plans.too-young"),
    "no day of the calendar": ("birth", {"birth_date": "2001-02-29"}, "birth_date", "plans.not-a-day"),
    "letters for a day": ("birth", {"birth_date": "xx-02-1"}, "birth_date", "plans.not-a-day"),
    "a name of marks": (
        "name",
        {"given_name": "<b>", "family_name": "Rossi"},
        "given_name",
        "people.not-a-name",
    ),
    "a name without end": (
        "name",
        {"given_name": "a" * 101, "family_name": "R"},
        "given_name",
        "plans.answer-too-long",
    ),
    "no name": (
        "name",
        {"given_name": " \u202e ", "family_name": "Rossi"},
        "given_name",
        "plans.answer-missing",
    ),
    "nobody to reach": ("reach", {"best_time": "any"}, "phone", "plans.nobody-to-reach"),
    "no telephone": ("reach", {"phone": "call me"}, "phone", "people.not-a-telephone"),
    "no country": ("citizenship", {"citizenship": "ZZ"}, "citizenship", "plans.answer-not-offered"),
    "a permit without a day": ("permit", {"permit": "valid"}, "permit_expires_on", "plans.answer-missing"),
    "a permit for ever": (
        "permit",
        {"permit": "valid", "permit_expires_on": "2999-01-01"},
        "permit_expires_on",
        "plans.day-too-far",
    ),
    "no language": ("languages", {"languages": ["xx"]}, "languages", "plans.answer-not-offered"),
    "no answer of the list": (
        "work",
        {"employment_status": "boss"},
        "employment_status",
        "plans.answer-not-offered",
    ),
}


@pytest.mark.parametrize(("step", "given", "name", "code"), WRONG.values(), ids=WRONG)
def test_an_answer_is_not_taken(step: str, given: dict[str, Any], name: str, code: str) -> None:
    wanted = rules.step_named(step, asking(), {})
    assert wanted is not None
    with pytest.raises(AnswersWrong) as caught:
        rules.checked(wanted, given, asking())
    assert {key: one.code for key, one in caught.value.problems.items()} == {name: code}


def test_none_stands_beside_nothing() -> None:
    step = rules.step_named("situation", asking("bollate"), {})
    assert step is not None
    with pytest.raises(AnswersWrong) as caught:
        rules.checked(step, {"disadvantages": ["migrant", "none"]}, asking("bollate"))
    assert caught.value.problems["disadvantages"].code == "plans.nothing-beside"


def test_a_measure_without_an_age_takes_whoever_is_younger() -> None:
    step = rules.step_named("birth", asking("regional"), {})
    assert step is not None
    assert rules.checked(step, {"birth_date": "2012-01-01"}, asking("regional"))


SAID = {"receives_naspi": "no", "birth_date": "1990-01-01"}
FACTS = {
    "what was said": (
        {"receives_naspi": "no", "birth_date": "1990-01-01"},
        {"receives_naspi": "no", "birth_date": "1990-01-01"},
    ),
    "not what is not known or not said": ({"receives_naspi": "unknown", "employment_status": "declined"}, {}),
    "not what is no fact": ({"given_name": "Sara", "address": "via Manzano 4"}, {}),
    "several in one": ({"disadvantages": ["migrant", "other"]}, {"disadvantages": "migrant;other"}),
    "not the preference to be silent": ({"disadvantages": ["declined"]}, {}),
    "no end of a permit that is waited for": (
        {"citizenship": "MA", "permit": "renewing", "permit_expires_on": "2026-01-01"},
        {"citizenship": "MA"},
    ),
    "no permit of who needs none": (
        {"citizenship": "RO", "permit": "valid", "permit_expires_on": "2020-01-01"},
        {"citizenship": "RO"},
    ),
}


@pytest.mark.parametrize(("answers", "wanted"), FACTS.values(), ids=FACTS)
def test_what_counts_towards_requirements(answers: dict[str, Any], wanted: dict[str, str]) -> None:
    assert rules.facts_of(answers, asking()) == wanted


def test_answers_are_told_in_words() -> None:
    answers = {"languages": ["ar", "it"], "more_languages": "", "citizenship": "XX", "receives_naspi": "no"}
    words = [said for step in rules.steps_of(asking(), answers) for _, said in told(step, answers, "en", str)]
    assert words == ["Arabic, Italian", "Stateless", "No"]


def test_a_code_is_sixteen_digits_that_prove_each_other() -> None:
    code = code_of("a key", "a secret")
    assert code == code_of("a key", "a secret")
    assert len({code, code_of("another key", "a secret"), code_of("a key", "another secret")}) == 3
    assert [len(part) for part in shown_code(code).split()] == [4, 4, 4, 4]
    for place in range(16):
        slip = code[:place] + str((int(code[place]) + 1) % 10) + code[place + 1 :]
        with pytest.raises(CodeMistyped):
            read_code(slip)


def test_a_code_is_read_in_any_script_whatever_stands_between() -> None:
    code = code_of("k", "s")
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    urdu = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    for typed in (shown_code(code), "-".join(code), arabic, urdu, f" {code}\n"):
        assert read_code(typed) == code
    assert digest_of(code) != digest_of(code_of("l", "s"))
    with pytest.raises(CodeIncomplete) as caught:
        read_code(code[:-1])
    assert caught.value.facts == {"digits": 16, "found": 15}
