"""What all tests share: a loud word where the browser tests could not run."""

import shutil

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not any(shutil.which(name) for name in BROWSERS):
        terminalreporter.section("NO BROWSER HERE", sep="!", red=True, bold=True)
        terminalreporter.line("There is no Chromium on this machine: the tests in a browser were SKIPPED.")
        terminalreporter.line("Install it (Debian: apt install chromium) and run again to have them all.")
