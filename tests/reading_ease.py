"""How easily a page's Italian is read: the Gulpease index over its running text.

Source: P. Lucisano, M. E. Piemontese, "GULPEASE: una formula per la predizione della difficoltà dei testi in lingua
italiana", Scuola e città 3, 1988: 89 + (300 x sentences - 10 x letters) / words; 60 and more is easy for who has the
lower middle school's leaving certificate.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

BLOCKS = frozenset(
    {"p", "li", "h1", "h2", "h3", "h4", "dt", "dd", "label", "legend", "button", "td", "th", "div"}
)
LEFT_OUT = frozenset({"script", "style", "svg", "nav", "option", "select", "textarea"})
# Labels and names of two or three words are no sentences: counted as such, they would lift any page.
LEAST_WORDS = 5
MOST = 100


@dataclass
class Text:
    """What was counted, and which blocks are hardest."""

    sentences: int = 0
    words: int = 0
    letters: int = 0
    blocks: list[str] = field(default_factory=list)

    def add(self, block: str) -> None:
        words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,:/]\d+)*", block)
        if len(words) < LEAST_WORDS:
            return
        self.blocks.append(block)
        self.words += len(words)
        self.letters += sum(sign.isalnum() for word in words for sign in word)
        ended = len(re.findall(r"[.!?:;](?=\s|$)", block))
        self.sentences += ended + (0 if block[-1] in ".!?:;" else 1)

    @property
    def index(self) -> float:
        """The Gulpease index; the best there is for a page without running text."""
        if not self.words:
            return MOST
        return min(MOST, 89 + (300 * self.sentences - 10 * self.letters) / self.words)


class _Main(HTMLParser):
    # The text of <main>, a block at a time.
    def __init__(self) -> None:
        super().__init__()
        self.text, self._said = Text(), ""
        self._inside, self._out = 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "main":
            self._inside += 1
        elif tag in LEFT_OUT:
            self._out += 1
        if tag in BLOCKS:
            self._end()

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS or tag == "main":
            self._end()
        if tag == "main":
            self._inside -= 1
        elif tag in LEFT_OUT:
            self._out -= 1

    def handle_data(self, data: str) -> None:
        if self._inside and not self._out:
            self._said += data

    def _end(self) -> None:
        said, self._said = " ".join(self._said.split()), ""
        if said:
            self.text.add(said)


def text_of(page: str) -> Text:
    """The running text of a page's main part."""
    reader = _Main()
    reader.feed(page)
    return reader.text


def hardest(text: Text, most: int = 3) -> list[tuple[int, str]]:
    """The blocks that lower the index most, with their own."""
    told = []
    for block in text.blocks:
        one = Text()
        one.add(block)
        told.append((round(one.index), block))
    return sorted(told)[:most]
