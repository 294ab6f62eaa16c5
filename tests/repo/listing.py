"""The files of this repository, as its tests look at them: what is tracked, or would be at the next commit."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is in version control or not ignored by it, by its path from the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted(Path(name) for name in set(listed.split("\0")) if name and (ROOT / name).is_file()))


def python_files() -> list[Path]:
    """Tracked Python files, migrations left out: those are written by Django."""
    return [path for path in tracked() if path.suffix == ".py" and "migrations" not in path.parts]


def text(path: Path) -> str:
    """A tracked file's content; empty for what is not text."""
    content = (ROOT / path).read_bytes()
    return "" if b"\0" in content[:8000] else content.decode("utf-8")
