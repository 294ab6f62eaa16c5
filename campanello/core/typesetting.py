"""Sets a page of Typst as PDF, in any script and direction: the one place where the program typesets.

Typst refuses a letter that no typeface has, and a PDF for archives has to hold its typefaces. So the typefaces come
with the program, and what people typed is asked against them: `printable` replaces what none of them can draw.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_amiri
import fontpkg_titillium_web
import manimgx_fonts
import manimgx_fonts_cjk
import typst

from campanello.core.glyphs import Spans, characters, merged

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
RIGHT_TO_LEFT = frozenset({"ar", "ur", "fa", "he"})
_NOTO = "Arabic Armenian Bengali Devanagari Ethiopic Georgian Gujarati Gurmukhi Hebrew Kannada Khmer Lao Malayalam"
_NOTO += " Myanmar Oriya Sinhala Tamil Telugu Thai Symbols"
# A letter is drawn in the first of them that has it. The last comes with Typst.
FAMILIES = (
    "Titillium Web",
    "Amiri",
    "Noto Sans",
    *(f"Noto Sans {script}" for script in _NOTO.split()),
    "Noto Sans CJK SC",
    "Noto Emoji",
    "DejaVu Sans Mono",
)
_STANDARDS = ["a-2a", "ua-1"]
# Control characters, what turns text around, and what is no character; joiners stay, since Urdu and Sinhala need them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_SPACES = re.compile(r"\s*[\r\n\t\u2028\u2029]+\s*")
_JOINERS = (0x200C, 0x200D)
# A PDF for archives holds no letter whose meaning is private.
_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0x10FFFF))


def pdf(
    source: bytes,
    data: Mapping[str, Any],
    *,
    language: str,
    made_at: datetime | None = None,
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """A Typst source as PDF/A-2a that is also PDF/UA-1, with data that are never taken for code.

    The source begins with `#let data = json(bytes(sys.inputs.data))` and sets neither typeface nor direction: both are
    set by the language. Within it, `#text(lang: "ar", dir: rtl)[...]` is how a second language stands.

    Args:
        source: What Typst reads. PDF/UA wants a title: `#set document(title: data.title)`.
        data: Plain values; each text is made printable.
        language: Of the document: its direction and its spoken language.
        made_at: The day written into the file; with it the same data give the same bytes.
        files: Pictures by the name under which the source shows them: `image("qr.svg", alt: ...)`.
    """
    inputs = {"data": json.dumps(clean(data), ensure_ascii=False)}
    return compiled(source, inputs, language=language, made_at=made_at, files=files)


def compiled(
    source: bytes,
    inputs: Mapping[str, str],
    *,
    language: str,
    made_at: datetime | None = None,
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """The same with inputs that are printable already."""
    # Several files by name are taken too, which the library's own types do not say.
    typeset: Any = typst.compile
    made: bytes = typeset(
        {"main": _opening(language) + source, **(files or {})},
        format="pdf",
        font_paths=fonts(),
        sys_inputs=dict(inputs),
        pdf_standards=_STANDARDS,
        timestamp=made_at,
    )
    return made


def direction(language: str) -> str:
    """How a language is written, in Typst's word: "rtl" or "ltr"."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def printable(text: str) -> str:
    """The text on one line without invisible characters; what no typeface can draw is one replacement sign."""
    line = _SPACES.sub(" ", _UNWANTED.sub("", unicodedata.normalize("NFC", text)))
    return _unprintable().sub(REPLACEMENT, line)


def clean(value: Any) -> Any:
    """Plain data, in which each text is printable."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {str(key): clean(one) for key, one in value.items()}
    return [clean(one) for one in value] if isinstance(value, list | tuple) else value


@cache
def covered() -> Spans:
    """The characters that can be drawn, as spans."""
    spans = [span for folder in _folders() for font in sorted(folder.iterdir()) for span in _of(font)]
    return merged([*spans, *((one, one) for one in (*_JOINERS, ord(REPLACEMENT)))])


def _opening(language: str) -> bytes:
    families = ", ".join(f'"{name}"' for name in FAMILIES)
    return f'#set text(font: ({families}), lang: "{language}", dir: {direction(language)})\n'.encode()


def _folders() -> tuple[Path, ...]:
    return (
        fontpkg_titillium_web.ROOT / "files",
        fontpkg_amiri.ROOT / "files",
        Path(manimgx_fonts.__file__).parent,
        Path(manimgx_fonts_cjk.__file__).parent,
    )


def _of(font: Path) -> Spans:
    return characters(font) if font.suffix in {".ttf", ".otf", ".ttc"} else []


@cache
def fonts() -> typst.Fonts:
    """The typefaces that come with the program, and no others."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(one) for one in _folders()])


@cache
def _unprintable() -> re.Pattern[str]:
    kept = [span for span in covered() if not any(low <= span[0] <= high for low, high in _PRIVATE)]
    spans = "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in kept)
    return re.compile(f"[^{spans}]+")
