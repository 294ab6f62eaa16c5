"""Where a person stands on a purpose, and which skills are said."""

from dataclasses import replace
from datetime import date

import pytest

from campanello.people.rules import consents as rules
from campanello.people.rules import values
from campanello.people.rules.consents import Answer, Given, SkillShown, Standing

TODAY = date(2026, 3, 2)
MAY, JUNE, JULY = date(2025, 5, 1), date(2025, 6, 1), date(2025, 7, 1)
YES = Given(row=1, person=1, version=1, given_on=MAY, withdrawn_on=None)
NO = replace(YES, withdrawn_on=JUNE)
OF_THE_OTHER_RECORD = replace(YES, row=9, person=2)
STANDINGS: dict[str, tuple[list[Given], int | None, Answer]] = {
    "nobody asked yet": ([], 1, Answer.NOT_ASKED),
    "a yes to the text that holds": ([YES], 1, Answer.AGREED),
    "a yes to an earlier text is to be asked again": ([YES], 2, Answer.ASK_AGAIN),
    "a yes stays a yes when no text holds": ([YES], None, Answer.AGREED),
    "a yes taken back": ([NO], 1, Answer.WITHDRAWN),
    "a yes from tomorrow is none today": ([replace(YES, given_on=date(2026, 3, 3))], 1, Answer.NOT_ASKED),
    "taken back from tomorrow holds today": ([replace(YES, withdrawn_on=date(2026, 3, 3))], 1, Answer.AGREED),
    "taken back today holds no more": ([replace(YES, withdrawn_on=TODAY)], 1, Answer.WITHDRAWN),
    "given anew after a no": ([NO, replace(YES, row=2, given_on=JULY)], 1, Answer.AGREED),
    "given anew on the day of the no": ([NO, replace(YES, row=2, given_on=JUNE)], 1, Answer.AGREED),
    "a merged record's later yes counts": (
        [NO, replace(OF_THE_OTHER_RECORD, given_on=JULY)],
        1,
        Answer.AGREED,
    ),
    "a merged record's earlier yes does not": ([NO, OF_THE_OTHER_RECORD], 1, Answer.WITHDRAWN),
    "said on one day, a no counts more than another record's yes": (
        [NO, replace(OF_THE_OTHER_RECORD, given_on=JUNE)],
        1,
        Answer.WITHDRAWN,
    ),
}


@pytest.mark.parametrize(("given", "version", "answer"), STANDINGS.values(), ids=STANDINGS)
def test_where_a_person_stands(given: list[Given], version: int | None, answer: Answer) -> None:
    assert rules.standing(given, version, TODAY).answer is answer


def test_a_yes_to_an_earlier_text_still_counts() -> None:
    assert [rules.standing([YES], version, TODAY).is_yes for version in (1, 2)] == [True, True]
    assert not rules.standing([NO], 1, TODAY).is_yes
    assert not rules.standing([], 1, TODAY).is_yes


NOBODY, AGREED, WITHDRAWN = (
    Standing(Answer.NOT_ASKED),
    Standing(Answer.AGREED, YES),
    Standing(Answer.WITHDRAWN, NO),
)
AGREEING: dict[str, tuple[Standing, int, date, type[Exception] | None]] = {
    "a first yes": (NOBODY, 1, TODAY, None),
    "a yes of some time ago": (NOBODY, 1, MAY, None),
    "a yes from tomorrow": (NOBODY, 1, date(2026, 3, 3), rules.WrongDay),
    "the same yes again": (AGREED, 1, TODAY, rules.AlreadyAgreed),
    "a yes to a newer text": (Standing(Answer.ASK_AGAIN, YES), 2, TODAY, None),
    "a yes after a no": (WITHDRAWN, 1, TODAY, None),
    "a yes on the day of the no": (WITHDRAWN, 1, JUNE, None),
    "a yes that would undo a later no": (WITHDRAWN, 1, MAY, rules.WrongDay),
}


@pytest.mark.parametrize(("now", "version", "on", "expected"), AGREEING.values(), ids=AGREEING)
def test_when_a_yes_is_recorded(
    now: Standing, version: int, on: date, expected: type[Exception] | None
) -> None:
    assert type(rules.why_not_agree(now, version, on, TODAY)) is (expected or type(None))


WITHDRAWING: dict[str, tuple[Standing, date, type[Exception] | None]] = {
    "today": (AGREED, TODAY, None),
    "on the day it was given": (AGREED, MAY, None),
    "before it was given": (AGREED, date(2025, 4, 30), rules.WrongDay),
    "from tomorrow": (AGREED, date(2026, 3, 3), rules.WrongDay),
    "to an earlier text": (Standing(Answer.ASK_AGAIN, YES), TODAY, None),
    "what was never given": (NOBODY, TODAY, rules.NotAgreed),
    "what was taken back before": (WITHDRAWN, TODAY, rules.NotAgreed),
}


@pytest.mark.parametrize(("now", "on", "expected"), WITHDRAWING.values(), ids=WITHDRAWING)
def test_when_a_consent_is_taken_back(now: Standing, on: date, expected: type[Exception] | None) -> None:
    assert type(rules.why_not_withdraw(now, on, TODAY)) is (expected or type(None))


def test_every_purpose_says_what_follows_and_every_answer_has_words() -> None:
    assert rules.FOLLOWS.keys() == values.CONSENT_PURPOSES.keys()
    assert set(rules.ANSWERS) == set(Answer)


SEWING = SkillShown(1, 1, "offered", "Sewing")
SKILLS: dict[str, tuple[list[SkillShown], list[SkillShown], list[str]]] = {
    "what the person says": ([SEWING], [], ["Sewing"]),
    "what a merged record says": ([], [SEWING], ["Sewing"]),
    "said twice is once, whatever case and spaces": (
        [SEWING],
        [replace(SEWING, row=2, text="sewing ")],
        ["Sewing"],
    ),
    "offered and wanted are two": (
        [SEWING, replace(SEWING, row=2, direction="wanted")],
        [],
        ["Sewing", "Sewing"],
    ),
    "what ended is not said": ([replace(SEWING, ends_on=TODAY)], [], []),
    "what ends tomorrow is": ([replace(SEWING, ends_on=date(2026, 3, 3))], [], ["Sewing"]),
    "the person's own end goes before a merged record's yes": ([replace(SEWING, ends_on=JUNE)], [SEWING], []),
    "what ended and began anew is said": (
        [replace(SEWING, ends_on=JUNE), replace(SEWING, row=2)],
        [],
        ["Sewing"],
    ),
}


@pytest.mark.parametrize(("own", "absorbed", "said"), SKILLS.values(), ids=SKILLS)
def test_which_skills_are_said(own: list[SkillShown], absorbed: list[SkillShown], said: list[str]) -> None:
    assert [one.text for one in rules.skills_said(own, absorbed, TODAY)] == said


def test_a_notice_without_a_translation_is_read_in_italian() -> None:
    texts = {"it": "Chi siamo", "ur": "ہم کون ہیں"}

    assert rules.notice_text(texts, "ur") == ("ہم کون ہیں", "ur")
    assert rules.notice_text(texts, "fr") == ("Chi siamo", "it")
