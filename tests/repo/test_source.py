"""What holds for every source file: small modules, small functions, no leftovers, nothing of one machine."""

import ast
import re
from pathlib import Path

import pytest

from tests.repo.listing import python_files, text, tracked

MOST_LINES_A_FILE = 400
MOST_LINES_A_FUNCTION = 50
READ_BY_PEOPLE = {".py", ".html", ".js", ".mjs", ".scss", ".sh", ".toml"}
LEFTOVERS = ("TO" + "DO", "FIX" + "ME", "X" * 3, "NotImplemented" + "Error", "lorem " + "ipsum")
ONE_MACHINE = {
    "a path of one machine": re.compile(r"(?<![\w.~<>*-])/(?:work|root|home|tmp|Users)/[\w.-]"),
    "a version manager's path": re.compile(r"\.py" + r"env/versions"),
    "a package registry's host": re.compile(
        r"(?:py" + r"pi\.org|python" + r"hosted\.org|npm" + r"js\.(?:org|com))"
    ),
    "a download address": re.compile(r"https?://\S+\.(?:whl|tgz|tar\.gz|zip)\b"),
}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> list[Function]:
    return [node for node in ast.walk(ast.parse(text(path))) if isinstance(node, Function)]


def test_no_file_is_so_long_that_it_should_be_two() -> None:
    # Django writes the migrations; nobody reads one from top to bottom.
    read = [path for path in tracked() if path.suffix in READ_BY_PEOPLE and "migrations" not in path.parts]
    lines = {str(path): text(path).count("\n") for path in read}
    assert len(lines) > 20
    assert {path: count for path, count in lines.items() if count > MOST_LINES_A_FILE} == {}


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = {
        f"{path}:{function.name}": length
        for path in python_files()
        for function in functions(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > MOST_LINES_A_FUNCTION
    }
    assert long == {}


def test_nothing_is_left_for_later_in_the_source() -> None:
    pattern = re.compile("|".join(rf"\b{word}\b" for word in LEFTOVERS))
    found = [
        f"{path}:{number}"
        for path in tracked()
        if path.suffix in READ_BY_PEOPLE
        for number, line in enumerate(text(path).splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("pattern", ONE_MACHINE.values(), ids=ONE_MACHINE)
def test_no_tracked_file_holds(pattern: re.Pattern[str]) -> None:
    found = [
        f"{path}:{number}"
        for path in tracked()
        for number, line in enumerate(text(path).splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_every_test_asserts_something() -> None:
    idle = [
        f"{path}:{function.name}"
        for path in python_files()
        if path.parts[0] == "tests"
        for function in functions(path)
        if function.name.startswith("test_") and not asserts(function)
    ]
    assert idle == []


def asserts(function: Function) -> bool:
    names = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute | ast.Name)
    }
    has_assert = any(isinstance(node, ast.Assert) for node in ast.walk(function))
    return has_assert or any(re.match(r"assert|raises|expect|django_assert", name) for name in names)


def test_modules_have_names_that_say_what_they_are_for() -> None:
    nameless = {"utils.py", "helpers.py", "common.py", "misc.py", "managers.py", "signals.py"}
    assert [str(path) for path in python_files() if path.name in nameless] == []
