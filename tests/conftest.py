"""What all tests share: which are run, and a loud word where the browser tests could not run."""

import gc
import shutil

import pytest

# What takes long, a file or each test: begun last, one worker would be at it when the others are done.
FIRST = ("tests/edges/test_access_table.py", "tests/stories/", "tests/edges/cli/", "tests/browser/")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not any(shutil.which(name) for name in BROWSERS):
        terminalreporter.section("NO BROWSER HERE", sep="!", red=True, bold=True)
        terminalreporter.line("There is no Chromium on this machine: the tests in a browser were SKIPPED.")
        terminalreporter.line("Install it (Debian: apt install chromium) and run again to have them all.")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="Only tests that are given the database: what the others say is the same on each.",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=_place)
    if not config.getoption("--database-only"):
        return
    kept = [item for item in items if _is_given_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _is_given_the_database(item)])
    items[:] = kept


def pytest_collection_finish() -> None:
    # Some six hundred thousand objects of the program and the tests stay to the end: going through them again and
    # again for what can be forgotten took a seventh of the time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _place(item: pytest.Item) -> int:
    return next((place for place, folder in enumerate(FIRST) if item.nodeid.startswith(folder)), len(FIRST))


def _is_given_the_database(item: pytest.Item) -> bool:
    # pytest-django lets no test touch the database that has neither the mark nor one of its fixtures.
    given = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
    return item.get_closest_marker("django_db") is not None or not given.isdisjoint(
        getattr(item, "fixturenames", ())
    )
