"""Messages without a database: placeholders, languages, who may be written to by which channel, links, subjects."""

from typing import Any

import pytest

from campanello.core.errors import DomainError
from campanello.lab.rules import messages as rules
from campanello.lab.rules.messages import Letter, Reach, Way, Why

SMS, APP, MAIL = (
    Way("phone", "+393331234567", has_consent=True),
    Way("whatsapp", "+393331234567", has_consent=True),
    Way("email", "rosa@example.org", has_consent=True),
)
LANDLINE = Way("phone", "+390376123456", has_consent=True)
SILENT = Way("phone", "+393331234567")
REACHES: dict[str, tuple[list[Way], bool | None, str, Reach]] = {
    "nobody asked them": ([APP], False, "", Reach(why_not=Why.NO_CONSENT)),
    "they took it back": ([APP], None, "", Reach(why_not=Why.WITHDRAWN)),
    "no way at all": ([], True, "", Reach(why_not=Why.NO_WAY)),
    "only at the door": ([Way("door", "")], True, "", Reach(why_not=Why.NO_WAY)),
    "a number that they did not agree to": ([SILENT], True, "", Reach(why_not=Why.WAY_WITHOUT_CONSENT)),
    "a landline gets no SMS": ([LANDLINE], True, "", Reach(why_not=Why.NO_WAY)),
    "WhatsApp before SMS and e-mail": ([MAIL, SMS, APP], True, "", Reach("whatsapp", APP.normal)),
    "what they prefer before all": (
        [APP, Way("email", "rosa@example.org", is_preferred=True, has_consent=True)],
        True,
        "",
        Reach("email", "rosa@example.org"),
    ),
    "a preferred way without a yes does not count": (
        [Way("phone", "+393330000000", is_preferred=True), MAIL],
        True,
        "",
        Reach("email", "rosa@example.org"),
    ),
    "one channel alone is meant": ([APP, MAIL], True, "email", Reach("email", "rosa@example.org")),
    "and it does not reach them": ([APP], True, "email", Reach(why_not=Why.OTHER_CHANNEL)),
}


@pytest.mark.parametrize(("ways", "agreed", "channel", "expected"), REACHES.values(), ids=REACHES)
def test_how_somebody_may_be_written_to(
    ways: list[Way], agreed: bool | None, channel: str, expected: Reach
) -> None:
    assert rules.reach(ways, has_agreed=agreed, channel=channel) == expected


def test_every_reason_has_its_words() -> None:
    assert rules.WHYS.keys() == set(Why)


REFUSED: dict[str, tuple[dict[str, Any], type[DomainError], str]] = {
    "no Italian text": ({"texts": {"en": "Hello"}}, rules.NoText, "in Italian"),
    "a placeholder that nothing fills in": (
        {"texts": {"it": "Ciao {nome}"}},
        rules.UnknownPlaceholder,
        "“{nome}” is filled in by nothing. Use one of: {activity}",
    ),
    "one in another language alone": (
        {"texts": {"it": "Ciao", "fr": "Salut {prénom}"}},
        rules.UnknownPlaceholder,
        "{prénom}",
    ),
    "a name in the subject": ({"subject": "For {name}"}, rules.PersonalSubject, "{name}"),
    "a text that does not fit": ({"texts": {"it": "x" * 4001}}, rules.MessageTooLong, "4001"),
    "a subject that does not fit": ({"subject": "x" * 161}, rules.MessageTooLong, "161"),
}


@pytest.mark.parametrize(("but", "refusal", "said"), REFUSED.values(), ids=REFUSED)
def test_what_can_t_be_sent(but: dict[str, Any], refusal: type[DomainError], said: str) -> None:
    with pytest.raises(refusal) as error:
        rules.checked(Letter(**({"texts": {"it": "Ciao"}} | but)))
    assert said in str(error.value)


def test_what_is_filled_in_is_not_filled_in_again() -> None:
    values = {"name": "Rosa {operator}", "operator": "Ada"}
    assert rules.filled("Ciao { name }, sono {operator}", values) == "Ciao Rosa {operator}, sono Ada"


def test_a_placeholder_without_a_value_is_named() -> None:
    with pytest.raises(rules.NothingToFillIn) as error:
        rules.filled("Ci vediamo il {day}", {"name": "Rosa", "day": ""})
    assert "“{day}”" in str(error.value)


def test_the_language_is_the_first_of_theirs_that_is_there_else_italian() -> None:
    assert rules.language_for(("bn", "ar", "fr"), {"it", "fr", "ar"}) == "ar"
    assert rules.language_for(("bn",), {"it", "en"}) == "it"
    assert rules.language_for((), {"it"}) == "it"


SUBJECTS = {
    "none": ("", "email", rules.NoSubject),
    "a family name, whatever the accents": (
        "Appuntamento della signora ESEMPIÒ",
        "email",
        rules.PersonalSubject,
    ),
    "nobody's name": ("Apertura dello sportello", "email", None),
    "no subject where there is none": ("", "sms", None),
    "a particle of two letters is no name": ("Di che si parla", "email", None),
}


@pytest.mark.parametrize(("subject", "channel", "refusal"), SUBJECTS.values(), ids=SUBJECTS)
def test_subjects(subject: str, channel: str, refusal: type[DomainError] | None) -> None:
    found = rules.why_not_subject(subject, channel, ["Rosa Esempio", "Di Prova"])
    assert type(found) is (refusal or type(None))


def test_links_hold_the_whole_text_and_nothing_that_breaks_out() -> None:
    text = "Ciao & a presto?\nعربي #1"
    link = rules.link("whatsapp", "+39 333-1234567", text)
    assert link.startswith("https://wa.me/393331234567?text=Ciao%20%26%20a%20presto%3F%0A%D8%B9")
    assert "#" not in link
    assert rules.link("sms", "+393331234567", "a b&c") == "sms:+393331234567?body=a%20b%26c"
    assert rules.link("email", "rosa@example.org", text) == ""


def test_what_is_sent_stays_sent_and_what_failed_is_tried_again() -> None:
    assert rules.why_not_mark("failed", "sent") is None
    assert rules.why_not_mark("opened", "prepared") is None
    for state in ("prepared", "opened", "failed"):
        assert rules.why_not_mark("sent", state) is not None
