"""The figures that the sources print: those that contradict each other are found, and nothing false beside."""

from importlib.resources import files

import pytest

from campanello.evaluation.published import Verdict, parse, verify
from campanello.evaluation.published.records import Printed, Share, Split, Sum
from campanello.evaluation.published.report import as_json, spoken
from campanello.evaluation.published.verdict import Status


@pytest.fixture(scope="module")
def verdict() -> Verdict:
    return verify(parse((files("campanello.demo") / "published" / "lombardy-2020.json").read_bytes()))


CONTRADICTED = {
    "plan_share": ("63.1", "58.4"),
    "plan_status": ("64.7 / 34.5 / 0.8", "64.7 / 34.4 / 0.8"),
    "migrant_share": ("27", "29"),
    "pass_arrears_share": ("53", "52"),
    "enrolments": ("69", "63"),
    "endowment": ("7827051.51", "7951154.84"),
    "bollate_funds": ("8.5", "8.74"),
    "bollate_esf": ("550000", "511165.29"),
    "lorenteggio_esf": ("1950000", "1872364.52"),
    "milolab_cost": ("937702.27", "832104.52"),
}
HOLDING = {
    "recipients",
    "plan_completed_share",
    "vulnerable_share",
    "foreign_share",
    "milano_share",
    "all_age",
    "all_sex",
    "lab_sex",
    "plan_sex",
    "all_citizenship",
    "lab_citizenship",
    "plan_citizenship",
    "foreign_area",
    "all_education",
    "all_disadvantage",
    "lab_occupation",
    "pass_elderly_share",
    "pass_minors_share",
    "pass_foreign_share",
    "pass_unemployed_share",
    "pass_social_service_share",
    "pass_small_arrears_share",
    "pass_large_arrears_share",
    "pass_people_by_age",
    "projects_funded",
    "operations",
    "erdf_axis_5",
    "prolorenteggio_funds",
    "eligible_by_sex",
    "skills_call_funds",
    "groane_beneficiaries",
    "bolla_beneficiaries",
    "luna_points_value",
    "gesti_dwellings",
    "neighbourhood_contracts",
}


def test_exactly_these_figures_are_contradicted(verdict: Verdict) -> None:
    answer = as_json(verdict, "it")["findings"]
    assert {finding["id"]: (finding["printed"], finding["computed"]) for finding in answer} == CONTRADICTED
    assert {finding["severity"] for finding in answer} == {"contradiction"}


def test_exactly_these_figures_hold(verdict: Verdict) -> None:
    holding = [checked.figure.id for checked in verdict.checked if checked.status is Status.HOLDS]
    assert len(holding) == len(set(holding))
    assert set(holding) == HOLDING


def test_people_in_both_are_derived(verdict: Verdict) -> None:
    assert [(one.id, one.value) for one in verdict.derived] == [("both", 179)]


def suggestions(verdict: Verdict, figure_id: str) -> list[dict[str, object]]:
    answer = as_json(verdict, "it")["findings"]
    found: list[dict[str, object]] = next(f["suggestions"] for f in answer if f["id"] == figure_id)
    return found


def test_swapping_lab_and_plan_resolves_share_and_status_together(verdict: Verdict) -> None:
    swap = {"swap": ["lab", "plan"], "also_resolves": 1}
    assert suggestions(verdict, "plan_share") == [{"part": "lab"}, swap]
    assert suggestions(verdict, "plan_status")[:3] == [{"base": "lab"}, {"base": "all"}, swap]


def test_the_plan_status_may_be_of_487_plans(verdict: Verdict) -> None:
    assert {"of_value": 487} in suggestions(verdict, "plan_status")


def test_the_swap_breaks_nothing_that_holds() -> None:
    text = (files("campanello.demo") / "published" / "lombardy-2020.json").read_text(encoding="utf-8")
    swapped = text.replace('"lab": 524, "plan": 485', '"lab": 485, "plan": 524')
    assert swapped != text
    found = {finding.figure.id for finding in verify(parse(swapped)).findings()}
    assert found == CONTRADICTED.keys() - {"plan_share", "plan_status"}


MISSING = {
    "enrolments": "6",
    "endowment": "-124103.33",
    "bollate_funds": "-0.24",
    "milolab_cost": "105597.75",
}


@pytest.mark.parametrize(("figure_id", "amount"), MISSING.items(), ids=MISSING)
def test_what_is_missing_from_a_sum(verdict: Verdict, figure_id: str, amount: str) -> None:
    assert suggestions(verdict, figure_id) == [{"missing": amount}]


def test_every_figure_says_what_it_is_and_where_it_stands(verdict: Verdict) -> None:
    assert verdict.title
    assert verdict.source
    assert [c.figure.id for c in verdict.checked if not c.figure.label or not c.figure.source] == []


def test_every_figure_says_why(verdict: Verdict) -> None:
    silent = [checked.figure.id for checked in verdict.checked if not spoken(checked.message, "en")]
    assert silent == []


def test_the_printed_values_are_those_of_the_sources(verdict: Verdict) -> None:
    """A few typed again from the report, so that a slip in the file is noticed."""
    figures = {checked.figure.id: checked.figure for checked in verdict.checked}
    share, status, occupation = figures["plan_share"], figures["plan_status"], figures["lab_occupation"]
    endowment = figures["endowment"]
    assert isinstance(share, Share)
    assert isinstance(status, Split)
    assert isinstance(occupation, Split)
    assert isinstance(endowment, Sum)
    assert (share.part, share.of, share.percent) == ("plan", "all", Printed(631, 1))
    assert status.percents == (Printed(647, 1), Printed(345, 1), Printed(8, 1))
    assert occupation.percents == tuple(map(Printed, (43, 7, 10, 1, 20, 19)))
    assert endowment.parts == (Printed(3_800_000), Printed(415115484, 2))
