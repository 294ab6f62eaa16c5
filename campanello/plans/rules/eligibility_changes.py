"""Tells two checks of one application apart: which answers changed, and which facts behind them. No table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Kept = Mapping[str, Any]


@dataclass(frozen=True)
class FactChange:
    """A fact with the value and evidence that it had, and has; None where it was not looked at."""

    name: str
    before: Kept | None
    after: Kept | None


@dataclass(frozen=True)
class Change:
    """A requirement whose answer, or the facts behind it, changed; None where it was not asked."""

    code: str
    before: str | None
    after: str | None
    facts: tuple[FactChange, ...]

    @property
    def is_another_answer(self) -> bool:
        """Whether the answer itself is another one."""
        return self.before != self.after


def what_changed(before: Iterable[Kept], after: Iterable[Kept]) -> tuple[Change, ...]:
    """What is not as it was, by requirement, in the order of the later check.

    Args:
        before: The results that the earlier check kept.
        after: Those of the later one.

    Source: `docs/rules/eligibility.md`, "Checked again".
    """
    earlier = {one["code"]: one for one in before}
    later = {one["code"]: one for one in after}
    changes = (_change(code, earlier.get(code), later.get(code)) for code in {**later, **earlier})
    return tuple(one for one in changes if one.is_another_answer or one.facts)


def of_those_asked(before: Iterable[Kept], after: Iterable[Kept]) -> tuple[Change, ...]:
    """The same, of the requirements of the later check alone: a payment asks for some of them again.

    Source: `docs/rules/eligibility.md`, "Before a payment".
    """
    later = list(after)
    asked = {one["code"] for one in later}
    return what_changed((one for one in before if one["code"] in asked), later)


def _change(code: str, before: Kept | None, after: Kept | None) -> Change:
    earlier, later = (_facts(one) for one in (before, after))
    names = dict.fromkeys([*later, *earlier])
    facts = (FactChange(name, earlier.get(name), later.get(name)) for name in names)
    changed = tuple(one for one in facts if _value(one.before) != _value(one.after))
    return Change(code, before["verdict"] if before else None, after["verdict"] if after else None, changed)


def _facts(result: Kept | None) -> dict[str, Kept]:
    return {one["name"]: one for one in result["facts"]} if result else {}


def _value(fact: Kept | None) -> tuple[str, str]:
    return (fact["value"], fact["evidence"]) if fact else ("", "")
