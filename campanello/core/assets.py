"""Where the built style sheets, scripts and fonts are, for what serves or embeds them."""

from pathlib import Path

from campanello.core.errors import Refused, gettext_noop

STATIC_DIR = Path(__file__).resolve().parent.parent.parent / "static"
NEEDED = (
    "built/css/campanello.css",
    "built/css/campanello.rtl.css",
    "built/js/campanello.js",
    "built/js/charts.js",
    "built/css/resident.css",
    "built/css/resident.rtl.css",
    "built/js/resident.js",
    "built/svg/sprites.svg",
    "built/svg/resident.svg",
)


class AssetsNotBuilt(Refused):
    """The pages' style sheets and scripts were not built on this machine."""

    code = "core.assets-not-built"
    text = gettext_noop("The pages' style sheets and scripts are not built. Run make assets, then try again.")


def are_built() -> bool:
    """Whether every file is there that a page may name."""
    return all((STATIC_DIR / name).is_file() for name in NEEDED)


def require_built() -> None:
    """Raise AssetsNotBuilt where a file is missing."""
    if not are_built():
        raise AssetsNotBuilt
