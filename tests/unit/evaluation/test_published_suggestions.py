"""What is suggested for a contradicted figure: only what works, in the contract's order, and all that works."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from campanello.evaluation.published import verify
from campanello.evaluation.published.records import Figure, Printed, Published, Share, Split, Sum, Union
from campanello.evaluation.published.rules import fault
from campanello.evaluation.published.suggestions import FARTHEST_TOTAL, MOST_OF_A_KIND
from campanello.evaluation.published.verdict import (
    MissingPart,
    OtherBase,
    OtherPart,
    OtherTotal,
    Suggestion,
    Swap,
)

LOMBARDY = {"all": 830, "lab": 524, "plan": 485}
PLAN_SHARE = Share("plan_share", "all", Printed(631, 1), part="plan")
PLAN_STATUS = Split(
    "plan_status", "plan", ("a", "b", "c"), (Printed(647, 1), Printed(345, 1), Printed(8, 1)), complete=True
)
RECIPIENTS = Union("recipients", "all", ("lab", "plan"))


def published(*figures: Figure, **counts: int) -> Published:
    return Published(
        counts,
        unions=tuple(f for f in figures if isinstance(f, Union)),
        shares=tuple(f for f in figures if isinstance(f, Share)),
        splits=tuple(f for f in figures if isinstance(f, Split)),
        sums=tuple(f for f in figures if isinstance(f, Sum)),
    )


def suggested(figure: Figure, *others: Figure, **counts: int) -> list[Suggestion]:
    return list(verify(published(figure, *others, **counts)).of(figure.id).suggestions)


def share(percent: int, places: int = 0, *, part: str | None = None, count: int | None = None) -> Share:
    return Share("share", "base", Printed(percent, places), part=part, count=count)


def total(whole: str, *parts: Printed) -> Sum:
    units, _, decimals = whole.partition(".")
    names = tuple(f"part {i}" for i in range(len(parts)))
    return Sum("sum", Printed(int(units + decimals), len(decimals)), names, parts)


CASES: dict[str, tuple[list[Suggestion], list[Suggestion]]] = {
    "the plan share: another part, and the swap that resolves the plan status too": (
        suggested(PLAN_SHARE, PLAN_STATUS, RECIPIENTS, **LOMBARDY),
        [OtherPart("lab", 524), Swap("lab", "plan", also_resolves=1)],
    ),
    "the plan share alone: the same swap resolves nothing else": (
        suggested(PLAN_SHARE, **LOMBARDY),
        [OtherPart("lab", 524), Swap("lab", "plan")],
    ),
    "the plan status: bases from the nearest, swaps from the best, the nearest totals": (
        suggested(PLAN_STATUS, PLAN_SHARE, RECIPIENTS, **LOMBARDY),
        [
            OtherBase("lab", 524),
            OtherBase("all", 830),
            Swap("lab", "plan", also_resolves=1),
            Swap("all", "plan", breaks=1),
            *map(OtherTotal, (484, 487, 481, 490, 493)),
        ],
    ),
    "another base for a share": (
        suggested(share(50, part="part"), base=10, part=4, other=8),
        [OtherBase("other", 8), Swap("base", "other")],
    ),
    "base and part the other way round": (
        suggested(share(40, part="part"), base=4, part=10),
        [Swap("base", "part"), OtherTotal(25)],
    ),
    "a given count may be another count's, but can't be swapped": (
        suggested(share(50, count=4), base=10, other=5),
        [OtherPart("other", 5)],
    ),
    "no whole number of three is a half: the nearest totals, the greater first": (
        suggested(share(50), base=3),
        [OtherTotal(4), OtherTotal(2), OtherTotal(6), OtherTotal(8), OtherTotal(10)],
    ),
    "with a part only totals where that part has the share": (
        suggested(share(50, part="part"), base=3, part=2),
        [OtherTotal(4)],
    ),
    "no totals for a share that other whole numbers of the base have": (
        suggested(share(50, count=1), base=10),
        [],
    ),
    "nothing makes 101 per cent": (suggested(share(101), base=830, other=101), []),
    "no totals for percentages that never add up": (
        suggested(
            replace(PLAN_STATUS, percents=(Printed(647, 1), Printed(345, 1), Printed(18, 1))), plan=485
        ),
        [],
    ),
    "totals for an incomplete split": (
        suggested(Split("split", "base", ("a", "b"), (Printed(50), Printed(33))), base=7),
        [*map(OtherTotal, (6, 12, 18, 24, 30))],
    ),
    "what is missing from a sum": (
        suggested(total("69", Printed(30), Printed(9), Printed(24))),
        [MissingPart(Printed(6))],
    ),
    "what is too much in a sum, below zero": (
        suggested(total("8.5", Printed(73, 1), Printed(55, 2), Printed(74, 2), Printed(15, 2))),
        [MissingPart(Printed(-24, 2))],
    ),
    "another whole for a union, and its swap": (
        suggested(Union("union", "whole", ("a", "b")), whole=20, a=8, b=7, other=12),
        [OtherBase("other", 12), Swap("b", "other"), Swap("whole", "other")],
    ),
    "a union's whole and part the other way round": (
        suggested(Union("union", "whole", ("a", "b")), whole=8, a=12, b=7),
        [Swap("whole", "a")],
    ),
    "a union's part and another count": (
        suggested(Union("union", "whole", ("a", "b")), whole=20, a=8, b=7, other=13),
        [OtherBase("other", 13), Swap("a", "other"), Swap("b", "other"), Swap("whole", "other")],
    ),
}


@pytest.mark.parametrize(("found", "expected"), CASES.values(), ids=CASES)
def test_suggested(found: list[Suggestion], expected: list[Suggestion]) -> None:
    assert found == expected


def test_a_swap_counts_what_it_breaks() -> None:
    held = Share("held", "base", Printed(50), part="half")
    swaps = [
        s
        for s in suggested(share(30, part="part"), held, base=10, part=5, half=5, third=3)
        if isinstance(s, Swap)
    ]
    assert swaps == [Swap("part", "third")]
    swaps = [
        s for s in suggested(share(30, part="half"), held, base=10, half=5, third=3) if isinstance(s, Swap)
    ]
    assert swaps == [Swap("half", "third", breaks=1)]


def test_of_many_counts_the_nearest_are_suggested() -> None:
    counts = {f"n{i}": 2 * i for i in range(100, 200)}
    found = suggested(share(50), base=3, **counts)
    assert [s for s in found if isinstance(s, OtherBase)] == [
        OtherBase(f"n{i}", 2 * i) for i in range(100, 100 + MOST_OF_A_KIND)
    ]
    assert sum(isinstance(s, Swap) for s in found) == MOST_OF_A_KIND


@pytest.mark.parametrize(
    ("base", "found"),
    {100_001 - FARTHEST_TOTAL: [OtherTotal(100_000)], 99_999 - FARTHEST_TOTAL: []}.items(),
    ids=["as far as said", "not further"],
)
def test_totals_are_looked_for(base: int, found: list[OtherTotal]) -> None:
    only_of_a_hundred_thousand = share(50_0000, 4, count=50_000)
    assert suggested(only_of_a_hundred_thousand, base=base) == found


COUNTS = st.fixed_dictionaries({name: st.integers(0, 30) for name in ("a", "b", "c", "d")})
NAMES = st.sampled_from(["a", "b", "c", "d"])
PERCENTS = st.builds(Printed, st.integers(0, 100), st.just(0)) | st.builds(
    Printed, st.integers(0, 1000), st.just(1)
)


@st.composite
def figures(draw: st.DrawFn) -> tuple[Figure, ...]:
    """A few figures on four counts."""
    found: list[Figure] = []
    for i in range(draw(st.integers(1, 4))):
        names = draw(st.permutations(["a", "b", "c", "d"]))
        kind = draw(st.integers(0, 3))
        if kind == 0:
            found.append(Union(f"f{i}", names[0], tuple(names[1 : draw(st.integers(3, 4))])))
        elif kind == 1:
            found.append(
                Share(f"f{i}", names[0], draw(PERCENTS), part=draw(st.sampled_from([None, names[1]])))
            )
        else:
            percents = tuple(draw(st.lists(PERCENTS, min_size=1, max_size=3)))
            categories = tuple(str(n) for n in range(len(percents)))
            found.append(Split(f"f{i}", names[0], categories, percents, draw(st.booleans())))
    return tuple(found)


def with_suggestion(
    figure: Figure, suggestion: Suggestion, counts: dict[str, int]
) -> tuple[Figure, dict[str, int]]:
    """The figure and the counts as the suggestion has them."""
    match suggestion, figure:
        case OtherBase(name), Union():
            return replace(figure, whole=name), counts
        case OtherBase(name), Share() | Split():
            return replace(figure, of=name), counts
        case OtherPart(name), Share():
            return replace(figure, part=name, count=None), counts
        case Swap(first, second), _:
            return figure, counts | {first: counts[second], second: counts[first]}
        case OtherTotal(value), Share() | Split():
            return replace(figure, of="total"), counts | {"total": value}
        case _:
            raise AssertionError(suggestion, figure)


@settings(max_examples=60, deadline=None)
@given(COUNTS, figures())
def test_whatever_is_suggested_works(counts: dict[str, int], drawn: tuple[Figure, ...]) -> None:
    verdict = verify(published(*drawn, **counts))
    assume(any(checked.suggestions for checked in verdict.checked))
    for checked in verdict.checked:
        for suggestion in checked.suggestions:
            figure, changed = with_suggestion(checked.figure, suggestion, counts)
            assert fault(figure, changed) is None


@settings(max_examples=60, deadline=None)
@given(COUNTS, figures())
def test_every_swap_that_works_is_suggested_with_what_it_does(
    counts: dict[str, int], drawn: tuple[Figure, ...]
) -> None:
    verdict = verify(published(*drawn, **counts))
    faulty = {figure.id for figure in drawn if fault(figure, counts)}
    assume(faulty)
    for checked in verdict.checked:
        works = set()
        for first, second in combinations(counts, 2):
            swapped = counts | {first: counts[second], second: counts[first]}
            still = {figure.id for figure in drawn if fault(figure, swapped)}
            if checked.figure.id in faulty - still:
                works.add(Swap(first, second, len(faulty - still) - 1, len(still - faulty)))
        assert {s for s in checked.suggestions if isinstance(s, Swap)} == works


# Most of what is drawn holds, or has too few totals that would: what is left is enough to compare.
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.integers(1, 60), st.lists(PERCENTS, min_size=1, max_size=3), st.booleans())
def test_the_nearest_totals_are_those_that_a_plain_search_finds(
    base: int, percents: list[Printed], complete: bool
) -> None:
    split = Split("split", "base", tuple(map(str, range(len(percents)))), tuple(percents), complete)
    assume(fault(split, {"base": base}) is not None)
    possible = [n for n in range(1, 1_000) if fault(split, {"base": n}) is None]
    assume(len(possible) >= 5)
    nearest = sorted(possible, key=lambda n: (abs(n - base), -n))[:5]
    assert [s.value for s in suggested(split, base=base) if isinstance(s, OtherTotal)] == nearest
