"""The key of an installation that was given none: made by chance once, kept in its data folder, never in the code."""

import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

FILE = "secret-key"


def kept_key(folder: Path, name: str = FILE) -> str:
    """The key kept in the folder under a name, made at the first call; only the folder's owner may read it."""
    path = folder / name
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _keep(path, secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii").strip()


def _keep(path: Path, key: str) -> None:
    # Several workers may start at once: each writes a file of its own, and the first link wins.
    with tempfile.NamedTemporaryFile("w", encoding="ascii", dir=path.parent, prefix=f".{path.name}-") as own:
        own.write(key)
        own.flush()
        with suppress(FileExistsError):
            path.hardlink_to(own.name)
