"""Writes what a command answers into files: whole or not at all, and what stood there before stays until then."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from campanello.core.errors import Refused, gettext_noop

Writer = Callable[[IO[str]], object]


class CannotSave(Refused):
    """The answer could not be written; what stood there before still does."""

    code = "cli.cannot-save"
    text = gettext_noop("%(path)s can't be written: %(reason)s. Choose another place, or make room there.")


def save(targets: Mapping[Path, Writer]) -> None:
    """Write several files; none takes its place before all are written.

    Raises:
        CannotSave: A folder is not there or is full, or a file may not be written.
    """
    unfinished: list[tuple[Path, Path]] = []
    try:
        for target, write in targets.items():
            part = target.parent / f".{target.name}.{os.getpid()}.part"
            with part.open("x", encoding="utf-8", newline="") as stream:
                unfinished.append((part, target))
                write(stream)
                stream.flush()
                os.fsync(stream.fileno())
        for part, target in unfinished:
            part.replace(target)
    except OSError as error:
        raise CannotSave(path=str(target), reason=error.strerror or error) from None
    finally:
        for part, _target in unfinished:
            part.unlink(missing_ok=True)
