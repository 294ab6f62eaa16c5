"""PDF in any script: every letter that is let through is drawn, and words of Arabic and Urdu are found in the file."""

import io
import re
import subprocess
import unicodedata
from datetime import UTC, datetime
from shutil import which

import pytest
from pypdf import PdfReader

from campanello.core import glyphs, typesetting
from campanello.core.typesetting import FAMILIES, clean, covered, direction, pdf, printable

SOURCE = b"""
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#data.text
"""
ARABIC = "فاطمة العلوي طلبت نسخة من البيانات المحفوظة لا الأشخاص"
URDU = "آپ کے بارے میں محفوظ ڈیٹا ٹیلی فون گھر پڑوس چھوٹا کیجیے جائے علاقہ لاہور ہیں"
SCRIPTS = {
    "Bengali": "আমার নাম রহিমা",
    "Chinese": "王小明",
    "Cyrillic": "Оксана Шевченко",
    "Ethiopic": "አበበ በቀለ",
    "Gurmukhi": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Sinhala": "සුනිල් පෙරේරා",
    "Tamil": "அருண் குமார்",
    "an Italian's": "Niccolò Però D’Àvila",
}
TYPED = {
    "control characters go": ("Bell\x07 null\x00", "Bell null"),
    "what turns text around goes": ("a\u202eb\u202c", "ab"),
    "line ends become spaces": ("in two\r\nlines\twith", "in two lines with"),
    "lone halves go": ("a\ud800b\ufffe", "ab"),
    "joiners stay, which Urdu and Sinhala need": ("می\u200cخواهم", "می\u200cخواهم"),
    "a letter in two signs becomes one": ("e\u0301", "é"),
    "what no typeface has is one sign": ("Ab \U00013000\U00013001 c", "Ab \ufffd c"),
    "a letter of private meaning is no letter": ("a\ue000b", "a\ufffdb"),
}


def written(text: str, language: str = "it") -> bytes:
    return pdf(SOURCE, {"title": "Prova", "text": text}, language=language)


def read(made: bytes) -> str:
    """What a program that looks for words finds in a file."""
    tool = which("pdftotext")
    if tool:
        done = subprocess.run([tool, "-", "-"], input=made, capture_output=True, check=True)
        found = done.stdout.decode()
    else:
        found = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    return re.sub("[\u202a-\u202e]", " ", unicodedata.normalize("NFKC", found))


@pytest.mark.parametrize(("language", "text"), [("ar", ARABIC), ("ur", URDU)])
def test_each_word_of_a_right_to_left_text_is_found(language: str, text: str) -> None:
    found = read(written(text, language)).split()
    assert [word for word in text.split() if unicodedata.normalize("NFKC", word) not in found] == []


def test_a_right_to_left_text_stands_at_the_right() -> None:
    def left_edge(language: str) -> float:
        edges: list[float] = []
        PdfReader(io.BytesIO(written("١", language))).pages[0].extract_text(
            visitor_text=lambda text, place, *_rest: edges.append(place[4]) if text.strip() else None
        )
        return min(edges)

    assert left_edge("ar") > 400 > 100 > left_edge("it")
    assert [direction(one) for one in ("it", "ar", "ur", "es")] == ["ltr", "rtl", "rtl", "ltr"]


@pytest.mark.parametrize("name", SCRIPTS.values(), ids=SCRIPTS)
def test_a_name_in_its_own_script_is_drawn_whole(name: str) -> None:
    assert printable(name) == unicodedata.normalize("NFC", name)
    assert written(name).startswith(b"%PDF")


@pytest.mark.parametrize(("typed", "kept"), TYPED.values(), ids=TYPED)
def test_what_was_typed_becomes_printable(typed: str, kept: str) -> None:
    assert printable(typed) == kept


def test_the_edges_of_every_span_that_is_let_through_can_be_set() -> None:
    edges = [chr(one) for span in covered() for one in span]
    assert len(edges) > 3000
    assert written(" ".join(edges)).startswith(b"%PDF")


def test_data_are_never_code() -> None:
    hostile = '#panic("x") $ #read("/etc/passwd") *bold* \\ ] <label>'
    assert hostile.split()[1] in read(written(hostile))


def test_plain_data_are_cleaned_at_every_depth() -> None:
    assert clean({"a": ["x\x00", {"b": ("y\u202e", 1, None, True)}]}) == {
        "a": ["x", {"b": ["y", 1, None, True]}]
    }


def test_the_same_day_gives_the_same_bytes() -> None:
    day = datetime(2026, 3, 12, tzinfo=UTC)
    one, other = (pdf(SOURCE, {"title": "t", "text": ARABIC}, language="ar", made_at=day) for _ in range(2))
    assert one == other


def test_a_picture_is_shown_by_its_name() -> None:
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    )
    source = SOURCE + b'#image("square.svg", alt: "A square")'
    made = pdf(source, {"title": "t", "text": ""}, language="it", files={"square.svg": drawing})
    assert made.startswith(b"%PDF")


def test_typst_knows_every_family_that_is_named() -> None:
    # One that it does not know draws nothing, and that is only a warning: its letters would be refused.
    assert set(FAMILIES) <= set(typesetting.fonts().families())


def test_spans_are_merged() -> None:
    assert glyphs.merged([(5, 9), (1, 2), (3, 3), (7, 12), (20, 20)]) == [(1, 3), (5, 12), (20, 20)]
