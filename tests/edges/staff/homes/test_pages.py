"""Every page about homes: it opens for who may see it, and is not there for anybody else."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.db.homes.houses import House, agree, skill

READERS = {"desk", "employment", "case", "coordinator", "landlord"}
WRITERS = {"desk", "case", "coordinator", "landlord"}
OF_PROJECTS = WRITERS - {"landlord"}
ROLES = sorted({*READERS, "programme", "evaluator", "admin", "resident"})
PAGES: dict[str, tuple[Callable[[House], list[object]], set[str]]] = {
    "buildings": (lambda _: [], READERS),
    "buildings-csv": (lambda _: [], {"coordinator", "landlord"}),
    "building": (lambda house: [house.building.uid], READERS),
    "building-skills": (lambda house: [house.building.uid], READERS - {"landlord"}),
    "building-csv": (lambda house: [house.building.uid], {"coordinator", "landlord"}),
    "building-add": (lambda _: [], OF_PROJECTS),
    "building-edit": (lambda house: [house.building.uid], OF_PROJECTS),
    "neighbourhood-add": (lambda _: [], OF_PROJECTS),
    "dwelling": (lambda house: [house.known.dwelling.uid], READERS),
    "dwelling-add": (lambda house: [house.building.uid], WRITERS),
    "dwelling-edit": (lambda house: [house.known.dwelling.uid], WRITERS),
    "tenancy-start": (lambda house: [house.empty.uid], WRITERS),
    "tenancy-end": (lambda house: [house.known.uid], WRITERS),
    "tenancy-tenure": (lambda house: [house.known.uid], WRITERS),
    "tenancy-transfer": (lambda house: [house.known.uid], WRITERS),
    "statement-add": (lambda house: [house.known.uid], {"coordinator", "landlord"}),
    "statement-correct": (
        lambda house: [house.known.statements.get().uid],
        {"coordinator", "landlord"},
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_for_those_who_may_see_it(
    name: str, house: House, as_role: Callable[[str], Client]
) -> None:
    arguments, allowed = PAGES[name]
    address = reverse(f"staff:{name}", args=arguments(house))
    opened = {role for role in ROLES if as_role(role).get(address).status_code == 200}
    assert opened == allowed


@pytest.mark.parametrize("name", PAGES)
def test_what_is_absent_and_what_is_not_yours_look_alike(
    name: str, house: House, as_role: Callable[[str], Client]
) -> None:
    arguments, allowed = PAGES[name]
    given = arguments(house)
    if not given:
        return
    elsewhere = House()
    role = "coordinator" if "coordinator" in allowed else sorted(allowed)[0]
    client = as_role(role)
    theirs = client.get(reverse(f"staff:{name}", args=arguments(elsewhere)))
    absent = client.get(reverse(f"staff:{name}", args=["00000000-0000-4000-8000-000000000000"]))
    assert theirs.status_code == absent.status_code == 404
    assert b"Via Esempio" not in theirs.content


@pytest.mark.parametrize("name", PAGES)
def test_who_is_not_logged_in_is_asked_to(name: str, house: House) -> None:
    address = reverse(f"staff:{name}", args=PAGES[name][0](house))
    answer = Client().get(address)
    assert answer.status_code == 302
    assert "next=" in answer["Location"]


@pytest.mark.parametrize("language", ["it", "en", "fr", "ar", "ur", "es"])
def test_every_page_opens_in(language: str, house: House, as_role: Callable[[str], Client]) -> None:
    agree(house.known.holder, "skills_map")
    skill(house.known.holder, "cucire")
    client = as_role("coordinator")
    for name, (arguments, _) in PAGES.items():
        answer = client.get(
            reverse(f"staff:{name}", args=arguments(house)), headers={"accept-language": language}
        )
        assert answer.status_code == 200, name
        assert answer["Content-Language"] == language
