"""How the pages' files are kept for serving: names that change with their content, compressed once."""

import hashlib
from collections.abc import Iterator

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

STAMP = "collected-from.txt"


class CollectedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """A page that names a file which was never collected still opens; the file's address is then its plain name."""

    manifest_strict = False


def collect() -> None:
    """Collect and compress the pages' files for serving; takes no time where none has changed since."""
    stamp = settings.STATIC_ROOT / STAMP
    wanted = hashlib.sha256("\n".join(sorted(_sources())).encode()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(wanted, encoding="ascii")


def _sources() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=()):
            yield f"{name} {storage.size(name)} {storage.get_modified_time(name).timestamp()}"
