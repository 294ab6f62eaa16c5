"""Says why: one sentence an answer, and what would change it; the same words for staff and for the applicant.

The sentences name nobody and speak of the day of the application, so that both can read them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from campanello.core.errors import gettext_noop as _
from campanello.plans.rules.eligibility import Facts, Figures, Verdict, age_of

TITLES = {
    "age": _("Age"),
    "residence": _("Home in the area"),
    "employment": _("Out of work"),
    "hardship": _("Economic difficulty or housing hardship"),
    "housing": _("Housing hardship"),
    "naspi": _("No NASpI"),
    "other_policy": _("No other publicly funded active policy"),
    "permit": _("Right to stay"),
    "lab": _("Part in the social lab"),
    "disadvantage": _("Disadvantage"),
}
FLAG_TITLES = {
    "woman": _("Woman"),
    "age": _("Under 30 or over 40"),
    "disadvantage": _("Disadvantage"),
    "hardship": _("Economic difficulty or housing hardship"),
}
MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN
# What is so, and what would change it; what is met needs nothing.
SENTENCES: Mapping[tuple[str, Verdict], tuple[str, str]] = {
    ("age", MET): (_("Of age: %(age)s years on %(applied_on)s."), ""),
    ("age", NOT_MET): (
        _("%(age)s years old on %(applied_on)s: the plan is for people of %(adult_age)s years and over."),
        _("A new application from the day of the birthday of %(adult_age)s years."),
    ),
    ("age", UNKNOWN): (
        _("The date of birth is not known yet."),
        _("An identity document, or the date of birth told to an operator."),
    ),
    ("residence", MET): (_("The home is in the area of the measure."), ""),
    ("residence", NOT_MET): (
        _("The home is not in the area of the measure."),
        _("A home in the area: a registration or a lease that shows it."),
    ),
    ("residence", UNKNOWN): (
        _("It is not known yet whether the home is in the area of the measure."),
        _("A registration, a lease, or the address told to an operator."),
    ),
    ("employment", MET): (_("Out of work, or looking for a first job."), ""),
    ("employment", NOT_MET): (
        _("Not out of work: the measure is for who is unemployed or looks for a first job."),
        _("A declaration of unemployment (DID), if the work has ended."),
    ),
    ("employment", UNKNOWN): (
        _("It is not known yet whether there is work at present."),
        _("A declaration of unemployment (DID), or a word with an operator."),
    ),
    ("hardship", MET): (_("There is economic difficulty for a time, or housing hardship."), ""),
    ("hardship", NOT_MET): (
        _("Neither economic difficulty nor housing hardship: the measure asks for one of them."),
        _("A paper that shows one of them: ISEE, unpaid rent, a notice to leave, a home that is too small."),
    ),
    ("hardship", UNKNOWN): (
        _("It is not known yet whether there is economic difficulty or housing hardship."),
        _("ISEE, unpaid rent, a notice to leave, or a word with an operator."),
    ),
    ("housing", MET): (_("There is housing hardship."), ""),
    ("housing", NOT_MET): (
        _("No housing hardship: the measure asks for it."),
        _("A paper that shows it: unpaid rent, a notice to leave, a home that is too small or unfit."),
    ),
    ("housing", UNKNOWN): (
        _("It is not known yet whether there is housing hardship."),
        _("Unpaid rent, a notice to leave, or a word with an operator."),
    ),
    ("naspi", MET): (_("No NASpI is received."), ""),
    ("naspi", NOT_MET): (
        _("NASpI is received: who receives it has another way to help."),
        _("The end of NASpI: an INPS paper that shows its last day."),
    ),
    ("naspi", UNKNOWN): (
        _("It is not known yet whether NASpI is received."),
        _("An INPS paper, or a word with an operator."),
    ),
    ("other_policy", MET): (_("No part in another publicly funded active policy."), ""),
    ("other_policy", NOT_MET): (
        _("There is another publicly funded active policy under way: public money pays only one at a time."),
        _("The end of the other policy, with its last day."),
    ),
    ("other_policy", UNKNOWN): (
        _("It is not known yet whether another publicly funded active policy is under way."),
        _("A word with an operator, or a check with the employment centre."),
    ),
    ("permit", MET): (_("Right to stay: citizen of the EU, the EEA or Switzerland, or a valid permit."), ""),
    ("permit", NOT_MET): (
        _("The residence permit ended on %(permit_expires_on)s, before %(applied_on)s."),
        _("A renewed permit, or the receipt that its renewal was asked for in time."),
    ),
    ("permit", UNKNOWN): (
        _("It is not known yet whether there is a valid residence permit."),
        _("The residence permit or card, or the citizenship if it is of the EU, the EEA or Switzerland."),
    ),
    ("lab", MET): (_("There is part in the activities of the social lab."), ""),
    ("lab", NOT_MET): (
        _("No part in the activities of the social lab yet."),
        _("Coming to the lab: a first talk or an activity is enough to begin."),
    ),
    ("lab", UNKNOWN): (
        _("It is not known yet whether there is part in the activities of the social lab."),
        _("A word with the lab's operators."),
    ),
    ("disadvantage", MET): (_("There is a disadvantage that the measure is for."), ""),
    ("disadvantage", NOT_MET): (
        _("None of the disadvantages that the measure is for."),
        _("A word with an operator, if there is one that was not asked for."),
    ),
    ("disadvantage", UNKNOWN): (
        _("It is not known yet whether there is a disadvantage that the measure is for."),
        _("A word with an operator, in private."),
    ),
}


@dataclass(frozen=True)
class Why:
    """An answer in words: what is so, what would change it (empty when met), and the figures that both name."""

    title: str
    sentence: str
    change: str
    figures: Mapping[str, Any]


def why(code: str, verdict: str, figures: Mapping[str, Any]) -> Why:
    """The words of an answer; each is marked for translation and formatted with the figures afterwards.

    Args:
        code: The requirement's.
        verdict: The answer.
        figures: Of the facts, as `figures_of` makes them or as a check kept them; days as ISO texts.

    Source: `docs/rules/eligibility.md`.
    """
    sentence, change = SENTENCES[code, Verdict(verdict)]
    return Why(TITLES[code], sentence, change, {name: _told(one) for name, one in figures.items()})


def figures_of(code: str, facts: Facts, figures: Figures) -> dict[str, Any]:
    """What a requirement's sentences name: plain values, to be kept with the answer. Days as ISO texts.

    Source: `docs/rules/eligibility.md`.
    """
    told: dict[str, Any] = {"applied_on": facts.applied_on.isoformat()}
    if code == "age":
        told |= {"age": age_of(facts), "adult_age": figures.adult_age}
    if code == "permit" and facts.permit_expires_on:
        told["permit_expires_on"] = facts.permit_expires_on.isoformat()
    return told


def _told(value: Any) -> Any:
    """A figure for people: a day as it is written in Italy."""
    if isinstance(value, str) and len(value) == 10 and value[4:5] == "-":
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return value
