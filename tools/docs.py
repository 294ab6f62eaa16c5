"""Writes the pages of docs/ that follow from the code: the errors, the indicators, the figures.

Usage: python tools/docs.py [--check]. With --check nothing is written, and exit code 1 says that a page is stale.
"""

import importlib
import inspect
import os
import pkgutil
import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import django

import campanello
from campanello.core import edges, errors
from campanello.evaluation import registry

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
NOTICE = "<!-- Written by `make docs` from the code. Change it there. -->"
# What is imported only where its extra is installed; nothing in it may define an error.
EXTRAS = ("pyspark",)
# What starts a server when imported, and what Django writes; neither defines anything.
SKIPPED = ("campanello.wsgi", "campanello.asgi", ".migrations")


def load_everything() -> None:
    """Import every module of campanello, so that all errors, indicators and figures are known."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campanello.settings")
    os.environ.setdefault("CAMPANELLO_MODE", "test")
    django.setup()
    for module in pkgutil.walk_packages(campanello.__path__, "campanello."):
        if module.name.endswith(SKIPPED) or ".migrations." in module.name:
            continue
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] not in EXTRAS:
                raise


def domain_errors(family: type[errors.DomainError] = errors.DomainError) -> list[type[errors.DomainError]]:
    """Every error of campanello that can be raised: the family without those that only sort it by kind."""
    found = []
    for child in family.__subclasses__():
        if child.__module__.startswith("campanello.") and child.__module__ != errors.__name__:
            found.append(child)
        found += domain_errors(child)
    return sorted(found, key=lambda error: error.code)


def errors_page() -> str:
    """Every error: code, when it happens, what the reader is told, and how each edge answers."""
    lines = [
        NOTICE,
        "",
        "# Errors",
        "",
        "Every refusal has a stable code, a sentence that says what happened and what to do next, and a kind that",
        "each edge answers in its own way. `%(name)s` stands for a fact that the sentence is filled with.",
        "",
        "| kind | page and API | command line |",
        "| --- | --- | --- |",
        *(
            f"| {kind} | {edges.HTTP_STATUS[kind]} | exit code {edges.EXIT_CODES[kind]} |"
            for kind in errors.Kind
        ),
    ]
    for feature, members in groupby(domain_errors(), key=lambda error: error.code.partition(".")[0]):
        lines += ["", f"## {feature}"]
        for error in members:
            lines += [
                "",
                f"### `{error.code}`",
                "",
                _summary(error),
                "",
                f"> {error.text}",
                "",
                f"Kind: {error.kind}.",
            ]
    return "\n".join(lines) + "\n"


def indicator_pages() -> dict[str, str]:
    """A page a subject, named as the module that defines its indicators."""
    by_module: dict[str, list[registry.Indicator]] = {}
    for indicator in registry.INDICATORS.values():
        by_module.setdefault(indicator.formula.__module__, []).append(indicator)
    return {f"{name.rpartition('.')[2]}.md": _subject(name, members) for name, members in by_module.items()}


def figures_page() -> str:
    """Every figure: what it distributes, over whom, and in which categories."""
    lines = [
        NOTICE,
        "",
        "# Figures",
        "",
        "A figure distributes one descriptor over a population. A category without people is a row with count 0, and",
        "`unknown` is what is not recorded. Shares are per cent of the base, to one decimal, half away from zero.",
    ]
    for figure in registry.FIGURES.values():
        lines += ["", f"## `{figure.code}`: {figure.name}", "", figure.definition, ""]
        lines += _table(
            {
                "populations": ", ".join(figure.populations),
                "shares are of": figure.base,
                "categories": _short(figure.categories),
                "source": f"evaluation report, {figure.source}",
            }
        )
    return "\n".join(lines) + "\n"


def index_page() -> str:
    """Every indicator and figure on one page, with the way to its definition."""
    lines = [
        NOTICE,
        "",
        "# Indicators and figures",
        "",
        "All are computed from the cube (see [architecture](../architecture.md)). Populations: `lab`, people with at",
        "least one lab participation; `plan`, people with at least one plan; `all`, either or both, each once.",
        "",
        "| code | name | unit |",
        "| --- | --- | --- |",
    ]
    for indicator in registry.INDICATORS.values():
        page = f"{indicator.formula.__module__.rpartition('.')[2]}.md"
        lines.append(f"| [`{indicator.code}`]({page}) | {indicator.name} | {indicator.unit} |")
    lines += ["", "| figure | name | populations |", "| --- | --- | --- |"]
    for figure in registry.FIGURES.values():
        lines.append(f"| [`{figure.code}`](figures.md) | {figure.name} | {', '.join(figure.populations)} |")
    return "\n".join(lines) + "\n"


def pages() -> dict[Path, str]:
    """Every generated page by its place."""
    load_everything()
    indicators = {"index.md": index_page(), "figures.md": figures_page(), **indicator_pages()}
    return {DOCS / "errors.md": errors_page()} | {
        DOCS / "indicators" / name: text for name, text in indicators.items()
    }


def stale(wanted: dict[Path, str]) -> list[Path]:
    """Pages that are missing, differ from the code, or are left over from what the code no longer has."""
    behind = [
        page for page, text in wanted.items() if not page.exists() or page.read_text(encoding="utf-8") != text
    ]
    return behind + [page for page in (DOCS / "indicators").glob("*.md") if page not in wanted]


def main() -> int:
    """Write the pages that changed, or with --check only name them."""
    wanted = pages()
    behind = stale(wanted)
    if "--check" in sys.argv[1:]:
        for page in behind:
            print(f"{page.relative_to(ROOT)} is not what the code says: run `make docs`.")
        return 1 if behind else 0
    for page in behind:
        page.parent.mkdir(parents=True, exist_ok=True)
        if page in wanted:
            page.write_text(wanted[page], encoding="utf-8")
        else:
            page.unlink()
        print(f"{page.relative_to(ROOT)} {'written' if page in wanted else 'removed'}")
    return 0


def _subject(module: str, members: Iterable[registry.Indicator]) -> str:
    lines = [NOTICE, "", f"# {_summary(importlib.import_module(module)).rstrip('.')}"]
    for indicator in members:
        lines += ["", f"## `{indicator.code}`: {indicator.name}", "", indicator.definition, ""]
        rows = {
            "unit": indicator.unit,
            "population": indicator.population,
            "numerator": indicator.numerator,
            "denominator": indicator.denominator,
            "formula": _formula(indicator),
            "source": f"evaluation report, {indicator.source}",
            "code": f"`{module}`",
        }
        lines += _table({name: text for name, text in rows.items() if text})
    return "\n".join(lines) + "\n"


def _formula(indicator: registry.Indicator) -> str:
    if not indicator.denominator:
        return ""
    factor = "100 × " if indicator.unit == "%" else ""
    return f"{factor}numerator / denominator, to one decimal, half away from zero"


def _table(rows: dict[str, str]) -> list[str]:
    return ["| | |", "| --- | --- |", *(f"| {name} | {text} |" for name, text in rows.items())]


def _short(categories: tuple[str, ...], most: int = 16) -> str:
    listed = ", ".join(f"`{category}`" for category in categories[:most])
    return (
        listed
        if len(categories) <= most
        else f"{listed} and {len(categories) - most} more, `{categories[-1]}` last"
    )


def _summary(thing: object) -> str:
    return (inspect.getdoc(thing) or "").partition("\n\n")[0].replace("\n", " ")


if __name__ == "__main__":
    sys.exit(main())
