"""tools/setup.py: what is in place is left alone, what changed is done again."""

import json
from pathlib import Path

import pytest

from tools import setup


class Noted(setup.Environment):
    """An environment that writes down what it is asked to install, and installs nothing."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.installed: list[tuple[str, ...]] = []

    def pip(self, *arguments: str) -> None:
        self.installed.append(arguments)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "requirements").mkdir()
    for name in ("base", "dev", "spark"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name}==1\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "campanello").touch()
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    return tmp_path


@pytest.fixture
def environment(root: Path) -> Noted:
    return Noted(root / ".venv")


def test_requirements_are_installed_once_and_with_hashes(environment: Noted) -> None:
    setup.install_requirements(environment, ("base",))
    setup.install_requirements(environment, ("base",))
    assert len(environment.installed) == 1
    assert "--require-hashes" in environment.installed[0]


def test_changed_requirements_are_installed_again(environment: Noted, root: Path) -> None:
    setup.install_requirements(environment, ("base",))
    (root / "requirements" / "base.txt").write_text("base==2\n")
    setup.install_requirements(environment, ("base",))
    assert len(environment.installed) == 2


def test_the_same_content_with_another_date_is_left_alone(environment: Noted, root: Path) -> None:
    setup.install_requirements(environment, ("base",))
    (root / "requirements" / "base.txt").write_text("base==1\n")
    setup.install_requirements(environment, ("base",))
    assert len(environment.installed) == 1


def test_what_the_tests_need_holds_what_the_program_needs(environment: Noted, root: Path) -> None:
    setup.install_requirements(environment, ("base", "dev"))
    setup.install_requirements(environment, ("base",))
    assert [arguments[-1] for arguments in environment.installed] == [str(root / "requirements" / "dev.txt")]


def test_what_the_program_needs_is_not_enough_for_the_tests(environment: Noted) -> None:
    setup.install_requirements(environment, ("base",))
    setup.install_requirements(environment, ("base", "dev"))
    assert len(environment.installed) == 2


def test_a_failed_installation_is_not_noted(environment: Noted, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: str) -> None:
        raise SystemExit("no network")

    monkeypatch.setattr(environment, "pip", fail)
    with pytest.raises(SystemExit, match="no network"):
        setup.install_requirements(environment, ("base",))
    assert environment.noted("requirements/base") is None


def test_the_package_is_installed_again_when_its_command_is_gone(environment: Noted) -> None:
    setup.install_package(environment)
    setup.install_package(environment)
    (environment.folder / "bin" / "campanello").unlink()
    setup.install_package(environment)
    assert len(environment.installed) == 2


def test_an_environment_that_came_with_a_copied_folder_is_made_anew(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = setup.Environment(root / ".venv")
    environment.note("place", "/somewhere/else/.venv")
    environment.note("package", "as it was there")
    made: list[list[str]] = []

    def make(command: list[str]) -> None:
        made.append(command)
        (environment.folder / setup.NOTES).unlink()

    monkeypatch.setattr(setup, "_run", make)
    monkeypatch.setattr(environment, "_runs", lambda: True)
    environment.ensure()
    assert made[0][1:] == ["-m", "venv", "--clear", str(root / ".venv")]
    assert json.loads((environment.folder / setup.NOTES).read_text()) == {"place": str(root / ".venv")}
