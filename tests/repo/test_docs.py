"""The documentation keeps up with the code: pages, commands, links, settings, decisions, words."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from campanello.cli.main import COMMANDS
from tests.repo.listing import ROOT, python_files, text, tracked
from tools import docs

PAGES = [path for path in tracked() if path.suffix == ".md"]
DECISIONS = [path for path in PAGES if path.parent == Path("docs/decisions")]


def of_name(path: Path) -> str:
    return str(path)


def test_generated_pages_say_what_the_code_says() -> None:
    assert [str(page.relative_to(ROOT)) for page in docs.stale(docs.pages())] == []


def test_a_page_that_was_changed_by_hand_is_noticed() -> None:
    pages = docs.pages()
    page = next(iter(pages))
    assert docs.stale(pages | {page: pages[page] + "More.\n"}) == [page]


@pytest.mark.parametrize("path", PAGES, ids=of_name)
def test_every_link_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text(path))
    local = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in local if not (ROOT / path.parent / link).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=of_name)
def test_every_command_it_names_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    code = "\n".join(re.findall(r"`[^`\n]+`|^```.*?^```", text(path), re.MULTILINE | re.DOTALL))
    made = set(re.findall(r"\bmake ([a-z][a-z-]+)", code))
    called = set(re.findall(r"\bcampanello ([a-z][a-z0-9-]+)", code))
    assert made - targets == set()
    assert called - COMMANDS.keys() - soon(path) == set()


def soon(path: Path) -> set[str]:
    """Commands that a page about decisions or architecture may name before they are there."""
    return {"jobs", "points"} if path.parts[0] == "docs" else set()


@pytest.mark.parametrize("path", DECISIONS, ids=of_name)
def test_a_decision_gives_context_decision_and_consequences_on_half_a_page_each(path: Path) -> None:
    content = text(path)
    assert re.findall(r"^## (.*)$", content, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert content.startswith(f"# {path.name[:4]} ")
    assert content.count("\n") <= 90


def test_decisions_are_numbered_one_after_the_other() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 3


def test_the_changelog_starts_with_what_is_not_yet_released() -> None:
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings[0] == "Unreleased"


def test_the_glossary_has_each_term_once_in_every_column() -> None:
    lines = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    rows = [
        [cell.strip().lower() for cell in line.split("|")[1:-1]] for line in lines if line.startswith("| ")
    ]
    terms = [row for row in rows if row[0] not in {"english", "---"}]
    assert len(terms) >= 120
    assert {len(row) for row in terms} == {4}
    for column in range(3):
        assert [term for term, times in Counter(row[column] for row in terms).items() if times > 1] == []


def test_every_setting_is_explained_to_whoever_operates_it() -> None:
    read = names_of_settings()
    explained = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    assert {"DATABASE_URL", "SECRET_KEY", "CAMPANELLO_LANG"} <= read
    assert [name for name in sorted(read) if f"`{name}`" not in explained] == []


def names_of_settings() -> set[str]:
    """Variables that the settings read from the environment, and any other that bears the program's name."""
    settings = ast.parse(text(Path("campanello/settings.py")))
    asked = {
        call.args[0].value
        for call in ast.walk(settings)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and isinstance(call.args[0], ast.Constant)
    }
    ours = [path for path in python_files() if path.parts[0] == "campanello"]
    return asked | {name for path in ours for name in re.findall(r"\bCAMPANELLO_[A-Z_]+\b", text(path))}


def test_every_module_of_rules_names_its_page_with_worked_figures() -> None:
    ours = [path for path in python_files() if path.parts[0] == "campanello"]
    rules = [path for path in ours if path.name == "rules.py"]
    assert rules
    assert [str(path) for path in rules if not re.search(r"docs/rules/[\w-]+\.md", text(path))] == []


def test_every_page_that_the_source_names_exists() -> None:
    named = {page for path in python_files() for page in re.findall(r"\bdocs/[\w/-]+\.md", text(path))}
    assert named
    assert [page for page in sorted(named) if not (ROOT / page).exists()] == []
