"""Assessments: what may be signed, what a review tells; the figures of docs/rules/assessment.md."""

from dataclasses import replace
from datetime import date

import pytest

from campanello.core.errors import DomainError
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.person import TooLong
from campanello.plans.rules import assessments as rules
from campanello.plans.rules import team
from campanello.plans.rules.assessments import AssessmentInFuture, Scored, Written
from campanello.plans.rules.team import Member, NobodyNamed

TODAY = date(2026, 3, 2)
CODES = [one.code for one in rules.dimensions(TODAY)]


def scored(*scores: int) -> dict[str, Scored]:
    return {code: Scored(score, f"Because of {code}") for code, score in zip(CODES, scores, strict=True)}


ENTRY = Written("entry", date(2026, 1, 15), scores=scored(3, 2, 1, 4, 2, 3))
REVIEW = Written("review", date(2026, 3, 2), scores=scored(3, 3, 3, 4, 1, 4))


def test_the_law_has_six_dimensions_since_it_is_in_force() -> None:
    assert [one.letter for one in rules.dimensions(date(2017, 10, 14))] == ["a", "b", "c", "d", "e", "f"]
    assert rules.dimensions(date(2017, 10, 13)) == ()


def test_a_whole_assessment_may_be_signed() -> None:
    assert rules.why_not_sign(ENTRY) is None


MISSING = {
    "a score without a reason": ({"work": Scored(1, "")}, 1),
    "a reason without a score": ({"work": Scored(None, "Long out of work")}, 1),
    "a dimension that nobody wrote of lacks both": ({"work": Scored()}, 2),
    "two dimensions that nobody wrote of": ({"work": Scored(), "housing": Scored()}, 4),
}


@pytest.mark.parametrize(("but", "missing"), MISSING.values(), ids=MISSING)
def test_what_is_missing_is_counted_and_named(but: dict[str, Scored], missing: int) -> None:
    refusal = rules.why_not_sign(replace(ENTRY, scores={**ENTRY.scores, **but}))
    assert refusal is not None
    assert refusal.facts == {"missing": missing}
    assert len(refusal.details) == missing


def test_a_preliminary_analysis_needs_words_and_no_scores() -> None:
    told = Written("preliminary", TODAY)
    assert rules.why_not_sign(told) is not None
    assert rules.why_not_sign(replace(told, summary="One need: work.")) is None
    assert rules.checked(replace(told, scores=ENTRY.scores), today=TODAY).scores == {}


def test_a_draft_is_stored_tidy_and_without_what_is_empty() -> None:
    told = replace(ENTRY, scores={"work": Scored(2, "  Long   out of work "), "housing": Scored(None, " ")})
    assert rules.checked(told, today=TODAY).scores == {"work": Scored(2, "Long out of work")}


REFUSED = {
    "a kind that is none": ({"kind": "guess"}, NotInTheList),
    "a day to come": ({"on": date(2026, 3, 3)}, AssessmentInFuture),
    "a score below one": ({"scores": {"work": Scored(0, "x")}}, NotInTheList),
    "a score above five": ({"scores": {"work": Scored(6, "x")}}, NotInTheList),
    "a dimension that the law has not": ({"scores": {"mood": Scored(3, "x")}}, NotInTheList),
    "a reason of 501 characters": ({"scores": {"work": Scored(3, "x" * 501)}}, TooLong),
    "a summary of 4001 characters": ({"summary": "x" * 4001}, TooLong),
}


@pytest.mark.parametrize(("but", "error"), REFUSED.values(), ids=REFUSED)
def test_a_draft_is_refused(but: dict[str, object], error: type[DomainError]) -> None:
    with pytest.raises(error):
        rules.checked(replace(ENTRY, **but), today=TODAY)  # type: ignore[arg-type]


def test_a_review_against_the_entry_as_in_the_documentation() -> None:
    found = {one.dimension.code: one.change for one in rules.differences(ENTRY, REVIEW)}
    assert found == {"personal": 0, "economic": 1, "work": 2, "education": 0, "housing": -1, "networks": 1}


def test_a_dimension_that_one_of_them_lacks_is_not_compared() -> None:
    lacking = replace(REVIEW, scores={**REVIEW.scores, "work": Scored()})
    assert "work" not in {one.dimension.code for one in rules.differences(ENTRY, lacking)}


def test_a_member_of_a_team_is_a_colleague_or_somebody_else() -> None:
    assert team.checked(Member(TODAY, who=" Nurse  of the ASST ")).who == "Nurse of the ASST"
    for both in (Member(TODAY), Member(TODAY, user=1, who="Nurse")):
        with pytest.raises(NobodyNamed):
            team.checked(both)
    with pytest.raises(TooLong):
        team.checked(Member(TODAY, who="x" * 121))


def test_a_part_in_a_team_may_end_on_its_first_day_and_not_before() -> None:
    assert team.why_not_end(TODAY, TODAY) is None
    assert team.why_not_end(TODAY, date(2026, 3, 1)) is not None
