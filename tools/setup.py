"""Sets up a virtual environment for the Makefile; does at once nothing where all is already in place.

Usage: python tools/setup.py base|dev|spark|peers. Runs on any Python from 3.11 with its standard library alone. What
was done is noted beside the environment by content, so that only a changed requirement or a moved folder is done again.
"""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTES = "campanello.json"


@dataclass(frozen=True)
class Kind:
    """One purpose: its environment, the requirement sets that make it (each holds the one before), what is built."""

    environment: str
    requirements: tuple[str, ...]
    builds: tuple[tuple[str, ...], ...]
    has_package: bool = True


CATALOGUES = ("tools/messages.py", "compile")
ASSETS = ("tools/assets.py",)
KINDS = {
    "base": Kind(".venv", ("base",), (CATALOGUES, ASSETS)),
    "dev": Kind(".venv", ("base", "dev"), (CATALOGUES, ASSETS)),
    "spark": Kind(".venv-spark", ("base", "dev", "spark"), (CATALOGUES,)),
    # Other programs to compare with; they share nothing with ours.
    "peers": Kind(".venv-peers", ("peers",), (), has_package=False),
}


class Environment:
    """A virtual environment and the notes on what is in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / "bin" / "python"
        self._notes_file = folder / NOTES

    def ensure(self) -> None:
        """Make the environment where there is none that runs from this folder."""
        place = str(self.folder)
        if self._runs() and self.noted("place") in (place, None):
            self.note("place", place)
            return
        _say(f"making {self.folder.name}")
        try:
            _run([sys.executable, "-m", "venv", "--clear", place])
        except subprocess.CalledProcessError:
            sys.exit(
                "This Python cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv."
            )
        self.note("place", place)

    def pip(self, *arguments: str) -> None:
        """Install something quietly; a failure ends the set-up with pip's own words above."""
        pip = [
            str(self.python),
            "-m",
            "pip",
            "--disable-pip-version-check",
            "--no-input",
            "install",
            "-qq",
        ]
        try:
            _run([*pip, *arguments])
        except subprocess.CalledProcessError:
            sys.exit("Not everything could be installed: see above. Run the same command again to go on.")

    def noted(self, step: str) -> str | None:
        """What was noted when a step was last done; None if it never was."""
        return self._notes().get(step)

    def note(self, step: str, content: str) -> None:
        """Note that a step is done, with what it was done from."""
        self._notes_file.write_text(json.dumps(self._notes() | {step: content}, indent=1) + "\n")

    def _notes(self) -> dict[str, str]:
        if not self._notes_file.exists():
            return {}
        notes: dict[str, str] = json.loads(self._notes_file.read_text())
        return notes

    def _runs(self) -> bool:
        # The environment's Python may be gone, or older than what is needed, after an upgrade of the system.
        enough = "import sys; sys.exit(sys.version_info < (3, 11))"
        return (
            self.python.exists() and subprocess.run([self.python, "-c", enough], check=False).returncode == 0
        )


def install_requirements(environment: Environment, names: tuple[str, ...]) -> None:
    """Install the locked requirements of the last set named, unless they are in place."""
    files = [ROOT / "requirements" / f"{name}.txt" for name in names]
    wanted = {f"requirements/{file.stem}": _digest(file) for file in files}
    last = f"requirements/{names[-1]}"
    if environment.noted(last) == wanted[last]:
        return
    _say(f"installing what requirements/{names[-1]}.txt lists (a minute or two when it must be fetched)")
    for file in files if names[-1] == "spark" else files[-1:]:
        # Spark comes as source only: it is built with the setuptools that the set before has installed.
        build = ["--no-build-isolation"] if file.stem == "spark" else ["--only-binary", ":all:"]
        environment.pip("--require-hashes", *build, "-r", str(file))
    for step, digest in wanted.items():
        environment.note(step, digest)


def install_package(environment: Environment) -> None:
    """Install campanello itself, editable and without dependencies, unless it is in place."""
    digest = _digest(ROOT / "pyproject.toml")
    if environment.noted("package") == digest and (environment.folder / "bin" / "campanello").exists():
        return
    _say("installing campanello")
    environment.pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    environment.note("package", digest)


def build(environment: Environment, tool: tuple[str, ...]) -> None:
    """Compile the catalogues or build the assets; the tool looks for itself whether anything changed."""
    try:
        _run([str(environment.python), *tool])
    except subprocess.CalledProcessError:
        sys.exit(f"{tool[0]} failed: see above.")


def main() -> None:
    """Set up the environment of the kind named on the command line."""
    if len(sys.argv) != 2 or sys.argv[1] not in KINDS:
        sys.exit(f"Usage: python tools/setup.py {'|'.join(KINDS)}")
    kind = KINDS[sys.argv[1]]
    environment = Environment(ROOT / kind.environment)
    environment.ensure()
    install_requirements(environment, kind.requirements)
    if kind.has_package:
        install_package(environment)
    for tool in kind.builds:
        build(environment, tool)


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _run(command: list[str]) -> None:
    subprocess.run(command, cwd=ROOT, check=True)


def _say(what: str) -> None:
    print(f"set-up: {what}", flush=True)


if __name__ == "__main__":
    main()
