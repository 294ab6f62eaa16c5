"""`evaluation.json`, exactly as the contract has it, and putting finished files into a folder all at once."""

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.evaluation.contract import VERSION
from campanello.evaluation.result import Evaluation, Number

JSON_FILE = "evaluation.json"
REPORT_FORMATS = ("html", "pdf", "docx", "xlsx")
OUR_FILES = (JSON_FILE, *(f"report.{one}" for one in REPORT_FORMATS))


class CannotWrite(Refused):
    """The output folder could not be made or filled; what was in it before is untouched."""

    code = "evaluation.cannot-write"
    text = _("Nothing was written to %(folder)s: %(why)s. Name a folder you may write to, with enough space.")


def to_json(evaluation: Evaluation) -> str:
    """The evaluation as the contract's JSON, ending with a line end."""
    return json.dumps(as_contract(evaluation), ensure_ascii=False, indent=1) + "\n"


def as_contract(evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation as the objects that the contract names."""
    return {
        "schema": VERSION,
        "generated_at": evaluation.generated_at.isoformat(timespec="seconds"),
        "engine": evaluation.engine,
        "source": evaluation.source,
        "suppression": {"threshold": evaluation.threshold},
        "indicators": [
            {
                "code": one.code,
                "value": _plain(one.value),
                "unit": one.unit,
                "numerator": one.numerator,
                "denominator": one.denominator,
            }
            for one in evaluation.indicators
        ],
        "figures": [
            {
                "code": figure.code,
                "population": figure.population,
                "rows": [
                    {
                        "category": row.category,
                        "count": row.count,
                        "share": _plain(row.share),
                        "suppressed": row.suppressed,
                    }
                    for row in figure.rows
                ],
            }
            for figure in evaluation.figures
        ],
    }


def _plain(value: Number | None) -> int | float | None:
    """A decimal as the floating-point number that prints the same digits."""
    return float(value) if isinstance(value, Decimal) else value


def check_writable(folder: Path) -> None:
    """Make sure, before a long computation, that `folder` may be filled; makes nothing.

    Raises:
        CannotWrite: It may not be.
    """
    with _told(folder):
        nearest = next(one for one in (folder, *folder.absolute().parents) if one.exists())
        if not nearest.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if not os.access(nearest, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@contextmanager
def filling(folder: Path, ours: Collection[str] = OUR_FILES) -> Iterator[Path]:
    """A folder to write files into; they appear in `folder` together when the block ends well, or not at all.

    Files of an earlier run are replaced, and those of `ours` that were not written again are removed; other files
    are left alone.

    Raises:
        CannotWrite: A file could not be written.
    """
    with _told(folder):
        folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.absolute().parent))
        try:
            yield draft
            _publish(draft, folder, ours)
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def _publish(draft: Path, folder: Path, ours: Collection[str]) -> None:
    draft.chmod(0o755)
    if not folder.exists():
        draft.replace(folder)
        return
    made = sorted(path.name for path in draft.iterdir())
    for name in made:
        (draft / name).replace(folder / name)
    for name in set(ours) - set(made):
        (folder / name).unlink(missing_ok=True)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotWrite(folder=str(folder), why=error.strerror or str(error)) from error
