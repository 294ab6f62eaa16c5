"""The one box: who is found by what is typed, and that nobody else's people are told of."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from campanello.core.access import NotFound
from campanello.core.actor import Actor, Role
from campanello.core.models import AuditEntry, Project
from campanello.homes.queries.search import People, find_people
from campanello.people.models import ContactWay, Merge, NameWord, Person, PersonWord
from campanello.people.rules import likeness
from campanello.people.rules.asking import Narrowing
from campanello.people.services import search_keys
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY


@pytest.fixture
def lunetta() -> Project:
    return factories.project()


@pytest.fixture
def desk(lunetta: Project) -> Actor:
    return factories.actor(Role.DESK, project=lunetta)


@pytest.fixture
def known(lunetta: Project) -> Callable[..., Person]:
    """Somebody the project knows, who can be found."""

    def made(given_name: str, family_name: str, **more: Any) -> Person:
        person = factories.person(lunetta, given_name=given_name, family_name=family_name, **more)
        search_keys.refresh([person.pk])
        return person

    return made


def found(actor: Actor, text: str, **more: Any) -> People:
    return find_people(actor, text, on=TODAY, **more)


def names(answer: People) -> list[str]:
    return [card.person.name for card in answer.cards]


BY_NAME = {
    "as it is written": ("Giulia", "Bianchi", "giulia bianchi"),
    "family name first": ("Giulia", "Bianchi", "bianchi giulia"),
    "without accents": ("Niccolò", "Pelù", "niccolo pelu"),
    "with an accent too many": ("Nicolo", "Pelu", "Nicolò Pelù"),
    "one letter left out": ("Giulia", "Bianchi", "gulia bianchi"),
    "two letters changed places": ("Giulia", "Bianchi", "giulia biacnhi"),
    "two edits in a long word": ("Oluwaseun", "Adebayoola", "oluwaseun adebayla"),
    "a name begun": ("Giulia", "Bianchi", "giulia bia"),
    "only the beginning": ("Giulia", "Bianchi", "bia"),
    "another Latin spelling": ("Mohammed", "Yusuf", "muhammad youssef"),
    "French for Italian letters": ("Djamila", "Rachidi", "jamila rashidi"),
    "in Arabic script, kept in Latin": ("Mohamed", "Alaoui", "محمد العلوي"),
    "in Latin script, kept in Arabic": ("محمد", "العلوي", "mohamed alaoui"),
    "in Urdu script": ("Tasneem", "Hussain", "تسنیم حسین"),
    "in Cyrillic script": ("Olena", "Kovalenko", "Олена Коваленко"),
    "in Gurmukhi script": ("Gurpreet", "Singh", "ਗੁਰਪ੍ਰੀਤ"),
    "the particle apart": ("Anna", "Deluca", "anna de luca"),
    "the particle joined": ("Anna", "De Luca", "anna deluca"),
    "without the article": ("Fatima", "El Amrani", "fatima amrani"),
    "the article with a hyphen": ("Fatima", "El Amrani", "el-amrani"),
    "an apostrophe left out": ("Ugo", "D’Angelo", "dangelo ugo"),
    "one of several given names": ("Maria Grazia Teresa", "Neri", "neri teresa"),
}


@pytest.mark.parametrize(("given", "family", "typed"), BY_NAME.values(), ids=BY_NAME)
def test_finds_by_name(
    desk: Actor, known: Callable[..., Person], given: str, family: str, typed: str
) -> None:
    known("Ottavio", "Zuccarello")
    known(given, family)
    assert names(found(desk, typed)) == [f"{given} {family}"]


BORN = {
    "day first with slashes": "09/11/1983",
    "with dots and two figures of the year": "9.11.83",
    "year first": "1983-11-09",
    "in words": "9 novembre 1983",
    "without anything between": "09111983",
    "day and month changed places": "11/09/1983",
    "a name and the year": "alaoui 1983",
    "a name and the date": "alaoui 9/11/1983",
    "the year in Arabic figures": "alaoui ١٩٨٣",
}


@pytest.mark.parametrize("typed", BORN.values(), ids=BORN)
def test_finds_by_birth_date(desk: Actor, known: Callable[..., Person], typed: str) -> None:
    known("Samira", "Alaoui", born_on=date(1983, 11, 9))
    known("Samir", "Alaoui", born_on=date(1984, 11, 9))
    assert names(found(desk, typed)) == ["Samira Alaoui"]


def test_whose_birth_date_is_not_recorded_comes_after(desk: Actor, known: Callable[..., Person]) -> None:
    known("Adil", "Alaoui")
    known("Samira", "Alaoui", born_on=date(1983, 11, 9))
    assert names(found(desk, "alaoui 1983")) == ["Samira Alaoui", "Adil Alaoui"]


CODES = {
    "the whole codice fiscale": "RSSMRA83S49E897X",
    "in groups and small letters": "rss mra 83s49 e897x",
    "its beginning": "rssmra83s",
    "with omocodia": "RSSMRAUPS49E897Z",
    "six letters": "RSSMRA",
}


@pytest.mark.parametrize("typed", CODES.values(), ids=CODES)
def test_finds_by_code(desk: Actor, known: Callable[..., Person], typed: str) -> None:
    known("Ottavio", "Zuccarello")
    rossi = known("Maria", "Rossi")
    factories.code(rossi, kind="cf", value="RSSMRAUPS49E897Z", normal="RSSMRA83S49E897X", reason="")
    assert names(found(desk, typed)) == ["Maria Rossi"]


PHONES = {
    "as it is dialled": "333 1234567",
    "with the country": "+39 333 123 4567",
    "with two zeros before the country": "0039 3331234567",
    "its last six figures": "234567",
    "with a name": "maria 333-1234567",
}


@pytest.mark.parametrize("typed", PHONES.values(), ids=PHONES)
def test_finds_by_telephone(desk: Actor, known: Callable[..., Person], typed: str) -> None:
    known("Maria", "Zuccarello")
    rossi = known("Maria", "Rossi")
    ContactWay.objects.create(
        person=rossi, kind="phone", value="333 1234567", normal="+393331234567", starts_on=factories.LONG_AGO
    )
    search_keys.refresh([rossi.pk])
    assert names(found(desk, typed)) == ["Maria Rossi"]


AT_HOME = {
    "street and number": ("via verdi 4", ["Maria Rossi", "Ugo Rossi"]),
    "with a name before": ("ugo via verdi 4", ["Ugo Rossi"]),
    "with a name behind": ("Via Verdi, 4 - Ugo", ["Ugo Rossi"]),
    "without via": ("verdi 4", ["Maria Rossi", "Ugo Rossi"]),
    "without via and with a name": ("ugo verdi 4", ["Ugo Rossi"]),
    "the declared residence": ("via dei mille 12", ["Lia Neri"]),
    "the street alone": ("via verdi", ["Maria Rossi", "Ugo Rossi"]),
    "another number": ("via verdi 41", []),
    "a name that does not live there": ("neri via verdi 4", []),
}


@pytest.mark.parametrize(("typed", "expected"), AT_HOME.values(), ids=AT_HOME)
def test_finds_by_address(
    desk: Actor, lunetta: Project, known: Callable[..., Person], typed: str, expected: list[str]
) -> None:
    live_in(lunetta, "via verdi 4", "", known("Maria", "Rossi"), known("Ugo", "Rossi"))
    known("Lia", "Neri", residence_address="Via dei Mille 12, Mantova")
    assert names(found(desk, typed)) == expected


def test_finds_by_doorbell_who_has_another_name(
    desk: Actor, lunetta: Project, known: Callable[..., Person]
) -> None:
    live_in(lunetta, "via verdi 4", "Gandolfi", known("Samira", "Alaoui"))
    card = found(desk, "gandolfi").cards[0]
    assert (card.person.name, card.doorbell, card.address) == ("Samira Alaoui", "Gandolfi", "Via Verdi 4")


def live_in(project: Project, address: str, doorbell: str, *people: Person) -> None:
    street, number = address.title().rsplit(" ", 1)
    house = factories.building(project, street=street, number=number, search=address)
    flat = factories.dwelling(house, doorbell=doorbell, doorbell_search=doorbell.lower())
    factories.tenancy(flat, factories.household(*people))


def test_nobody_of_another_project_is_told_of(desk: Actor, known: Callable[..., Person]) -> None:
    theirs = factories.person(factories.project(), given_name="Samira", family_name="Alaoui")
    search_keys.refresh([theirs.pk])
    answer = found(desk, "samira alaoui")
    assert (answer.total, answer.is_cut, answer.cards) == (0, False, ())


def test_a_restricted_record_is_found_by_who_answers_rights_alone(
    desk: Actor, lunetta: Project, known: Callable[..., Person]
) -> None:
    known("Samira", "Alaoui", restricted_at="2026-01-01T00:00:00Z")
    coordinator = factories.actor(Role.COORDINATOR, project=lunetta)
    assert [names(found(who, "samira alaoui")) for who in (desk, coordinator)] == [[], ["Samira Alaoui"]]


@pytest.mark.parametrize("role", [Role.PROGRAMME, Role.EVALUATOR, Role.ADMIN, Role.LANDLORD, Role.RESIDENT])
def test_who_looks_for_nobody_finds_no_page(role: Role) -> None:
    with pytest.raises(NotFound):
        found(factories.actor(role), "rossi")


def test_a_merged_person_is_found_by_both_names_and_shown_once(
    desk: Actor, known: Callable[..., Person]
) -> None:
    kept, absorbed = known("Samira", "Alaoui"), known("Semira", "El Fassi")
    Merge.objects.create(kept=kept, absorbed=absorbed, reason="one", merged_at="2026-01-01T00:00:00Z")
    Person.objects.filter(pk=absorbed.pk).update(merged_into=kept)
    search_keys.refresh([absorbed.pk])
    assert [names(found(desk, typed)) for typed in ("alaoui", "fassi", "semira alaoui")] == [
        ["Samira Alaoui"]
    ] * 3


ALMOST = {
    "one word of two is not in the name": ("alaoui xyzzyx", ["Samira Alaoui"]),
    "two words of three are not": ("alaoui xyzzyx qwqwqw", []),
    "a date of another day in the year": ("alaoui 1/2/1983", ["Samira Alaoui"]),
}


@pytest.mark.parametrize(("typed", "expected"), ALMOST.values(), ids=ALMOST)
def test_whoever_almost_answers_is_shown_with_what_does_not(
    desk: Actor, known: Callable[..., Person], typed: str, expected: list[str]
) -> None:
    known("Samira", "Alaoui", born_on=date(1983, 11, 9))
    answer = found(desk, typed)
    assert names(answer) == expected
    told = {reason.text for card in answer.cards for reason in card.reasons}
    assert bool(told & {likeness.NOT_FOUND, likeness.BORN_IN_YEAR_ONLY.text}) is bool(expected)


def test_un_merged_people_are_two_again(desk: Actor, known: Callable[..., Person]) -> None:
    kept, absorbed = known("Samira", "Alaoui"), known("Semira", "El Fassi")
    for into in (kept, None):
        Person.objects.filter(pk=absorbed.pk).update(merged_into=into)
        search_keys.refresh([kept.pk, absorbed.pk])
    assert (names(found(desk, "alaoui")), names(found(desk, "fassi"))) == (
        ["Samira Alaoui"],
        ["Semira El Fassi"],
    )


def test_an_erased_person_leaves_no_word_behind(known: Callable[..., Person]) -> None:
    gone = known("Samira", "Alaoui", residence_address="Via Verdi 4")
    Person.objects.filter(pk=gone.pk).update(erased_at="2026-01-01T00:00:00Z")
    search_keys.refresh([gone.pk])
    assert not PersonWord.objects.filter(person=gone).exists()
    assert not NameWord.objects.filter(word__in=["samira", "alaoui"]).exists()


NARROWED = {
    "a project": ({"project": 0}, []),
    "an age": ({"youngest": 42, "oldest": 42}, ["Samira Alaoui"]),
    "too young": ({"youngest": 43}, []),
    "too old": ({"oldest": 41}, []),
    "a language": ({"language": "ar"}, []),
    "without a codice fiscale": ({"is_without_code": True}, ["Samira Alaoui"]),
}


@pytest.mark.parametrize(("by", "expected"), NARROWED.values(), ids=NARROWED)
def test_narrows(desk: Actor, known: Callable[..., Person], by: dict[str, Any], expected: list[str]) -> None:
    known("Samira", "Alaoui", born_on=date(1983, 11, 9))
    assert names(found(desk, "alaoui", narrowing=Narrowing(**by))) == expected


def test_each_person_shown_leaves_a_line_without_a_name(desk: Actor, known: Callable[..., Person]) -> None:
    shown = known("Samira", "Alaoui")
    found(desk, "alaoui")
    line = AuditEntry.objects.get(verb="people.person-found")
    assert (line.person, line.sort, line.facts) == (shown.pk, "read", {})


def test_pages_hold_ten_each(desk: Actor, known: Callable[..., Person]) -> None:
    for number in range(23):
        known(f"Anna {number}", "Rossi")
    pages = [found(desk, "anna rossi", page=page) for page in (1, 2, 3, 9)]
    assert [(len(one.cards), one.page, one.total) for one in pages] == [
        (10, 1, 23),
        (10, 2, 23),
        (3, 3, 23),
        (3, 3, 23),
    ]
    assert len({card.person.pk for one in pages[:3] for card in one.cards}) == 23


def test_queries_do_not_grow(
    desk: Actor, lunetta: Project, known: Callable[..., Person], django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        live_in(
            lunetta,
            f"via verdi {number}",
            "Rossi",
            known("Anna", "Rossi", born_on=date(1983, 1, number % 28 + 1)),
        )
    for typed in (
        "rossi",
        "anna rossi 1983",
        "rossi via verdi 4",
        "verdi 4 rossi anna",
        "rsso ana 12/1/1983",
    ):
        with django_assert_max_num_queries(15):
            assert found(desk, typed).total


HOSTILE = {
    "nothing": "",
    "spaces": "   ",
    "a script": "<script>alert(1)</script>",
    "a quote": "x'; DROP TABLE people_person; --",
    "percent signs": "%%__%%",
    "a NUL": "ros\0si",
    "marks of direction": "\u202eissor\u202c",
    "emoji": "🤷🏽‍♀️🔔",
    "ten thousand characters": "a b" * 5_000,
    "ten thousand figures": "1" * 10_000,
    "a lone surrogate": "\ud800",
    "a date in no calendar": "31/02/1983",
    "a year before all": "0000-00-00",
    "combining marks": "z" + "\u0301" * 500,
}


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
def test_anything_may_be_typed(desk: Actor, known: Callable[..., Person], typed: str) -> None:
    known("Maria", "Esposito")
    assert found(desk, typed).total == 0
