"""Charts as still pictures, drawn without a browser, in the typeface of the report, which is installed with it."""

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import fontpkg_titillium_web
import vl_convert

VEGA_LITE = "6.4"
DOTS = 2


@cache
def fonts() -> Path:
    """The folder with the report's typeface, made known to the charts once."""
    folder: Path = fontpkg_titillium_web.ROOT / "files"
    vl_convert.register_font_directory(str(folder))
    return folder


def svg(spec: dict[str, Any], name: str) -> str:
    """A chart as SVG. Its texts stay texts; its inner identifiers begin with `name`, to be unique on a page."""
    return _drawn(json.dumps(spec), name)


@lru_cache(maxsize=64)
def _drawn(spec: str, name: str) -> str:
    """Kept, since a report in several formats draws the same charts."""
    fonts()
    drawn = str(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE))
    # Numbered by how many charts the process drew before: numbered anew, so that the same data give the same file.
    old = list(dict.fromkeys(re.findall(r"\bclip\d+\b", drawn)))
    return re.sub(r"\bclip\d+\b", lambda found: f"{name}-clip{old.index(found[0])}", drawn)


def png(spec: dict[str, Any], name: str) -> bytes:
    """A chart as PNG, twice as fine as on screen."""
    return bytes(vl_convert.svg_to_png(svg(spec, name), scale=DOTS))


def size(image: bytes) -> tuple[int, int]:
    """Width and height of a PNG in its own dots, which stand in its head."""
    return int.from_bytes(image[16:20]), int.from_bytes(image[20:24])
