"""The key of an installation that was given none: made by chance once, kept in its data folder, never in the code."""

import os
import secrets
from pathlib import Path

FILE = "secret-key"


def kept_key(folder: Path) -> str:
    """The key kept in the folder, made at the first call; only the folder's owner may read it."""
    path = folder / FILE
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _keep(path, secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii").strip()


def _keep(path: Path, key: str) -> None:
    # Several workers may start at once: each writes a file of its own, and the first link wins.
    own = path.with_name(f".{FILE}-{os.getpid()}")
    own.touch(mode=0o600)
    own.write_text(key, encoding="ascii")
    try:
        path.hardlink_to(own)
    except FileExistsError:
        pass
    finally:
        own.unlink()
