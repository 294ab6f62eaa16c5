"""Handles the translation catalogues without gettext's programs: extract, compile, check.

Usage: python tools/messages.py extract|compile|check

extract   finds every text of the sources and merges it into locale/*/LC_MESSAGES/django.po, new ones empty
compile   writes the .mo files that the program reads, where a .po file changed
check     exit code 1 when a text is missing, superfluous, untranslated, fuzzy or has other placeholders
"""

import io
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = ROOT / "campanello"
LOCALE: Final = ROOT / "locale"
# English is what the sources are written in. Plural forms as gettext writes them; Arabic has six.
ONE_OR_MANY: Final = "nplurals=2; plural=(n != 1);"
PLURALS: Final = {
    "it": ONE_OR_MANY,
    "fr": "nplurals=2; plural=(n > 1);",
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
        "n%100>=11 && n%100<=99 ? 4 : 5);"
    ),
    "ur": ONE_OR_MANY,
    "es": ONE_OR_MANY,
}
NAMES: Final = ("gettext", "gettext_lazy", "gettext_noop")
Place = int | tuple[int, str]
KEYWORDS: Final[dict[str, tuple[Place, ...] | None]] = {
    "_": None,
    **dict.fromkeys(NAMES),
    **{name.replace("gettext", "ngettext"): (1, 2) for name in NAMES},
    **{name.replace("gettext", "pgettext"): ((1, "c"), 2) for name in NAMES},
    **{name.replace("gettext", "npgettext"): ((1, "c"), 2, 3) for name in NAMES},
}
PLACEHOLDER: Final = re.compile(r"%\((\w+)\)[#0\- +]*[\d.]*[a-zA-Z]|%%|\{(\w*)\}")
Key = tuple[str, str]


def main() -> int:
    """Do what the command line says; answer the exit code."""
    commands: dict[str, Callable[[], int]] = {"extract": extract, "compile": compile_all, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(f"Usage: python tools/messages.py {'|'.join(commands)}")
    return commands[sys.argv[1]]()


def extract() -> int:
    """Merge the sources' texts into every catalogue; what is no longer used goes."""
    found = sources()
    for language in PLURALS:
        old = {_key(message): message for message in _read(language)}
        fresh = Catalog(locale=language)
        for key, message in found.items():
            kept = old.get(key)
            same_kind = kept is not None and isinstance(kept.id, tuple) == isinstance(message.id, tuple)
            string = kept.string if kept is not None and same_kind else _empty(message, language)
            fresh.add(message.id, string, context=message.context or None, flags=_flags(message))
        if _write(language, fresh):
            untold = sum(not _strings(message) for message in fresh if message.id)
            print(f"{_path(language).relative_to(ROOT)} written, {untold} texts to translate")
    return 0


def compile_all() -> int:
    """Compile every catalogue whose .mo file is older or absent."""
    for language in PLURALS:
        source, target = _path(language), _path(language).with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        compiled = io.BytesIO()
        write_mo(compiled, _catalogue(language))
        target.write_bytes(compiled.getvalue())
    return 0


def check() -> int:
    """Name everything that is wrong with the catalogues."""
    found = sources()
    complaints = [complaint for language in PLURALS for complaint in complaints_about(language, found)]
    for complaint in complaints:
        print(complaint)
    if complaints:
        print(
            f"{len(complaints)} things to put right in locale/. New texts: python tools/messages.py extract"
        )
    return 1 if complaints else 0


def complaints_about(language: str, found: dict[Key, Message]) -> Iterator[str]:
    """A line for each text of one language that is not as it should be."""
    there = {_key(message): message for message in _read(language)}
    for key in sorted(found.keys() - there.keys()):
        yield f"{language}: missing: {key[1]!r}"
    for key in sorted(there.keys() - found.keys()):
        yield f"{language}: not in the sources: {key[1]!r}"
    for key in sorted(found.keys() & there.keys()):
        if problem := _problem(there[key], found[key], language):
            yield f"{language}: {problem}: {key[1]!r}"


def sources() -> dict[Key, Message]:
    """Every text of the package's Python modules and templates, by its context and identifier."""
    _start_django()
    catalogue = Catalog()
    for path in sorted(PACKAGE.rglob("*.py")):
        _collect(catalogue, path.read_text(encoding="utf-8"))
    for pattern in ("*.html", "*.txt"):
        for path in sorted(PACKAGE.rglob(pattern)):
            _collect(catalogue, _as_python(path.read_text(encoding="utf-8"), path))
    return {_key(message): message for message in catalogue if message.id}


def placeholders(text: str) -> set[str]:
    """The names that a text leaves to be filled in."""
    return {match.group(0) for match in PLACEHOLDER.finditer(text) if match.group(0) != "%%"}


def _problem(message: Message, wanted: Message, language: str) -> str | None:
    if message.fuzzy:
        return "fuzzy"
    if isinstance(message.id, tuple) != isinstance(wanted.id, tuple):
        return "singular where the sources have a plural, or the other way round"
    strings = _strings(message)
    if not strings or len(strings) != (_forms(language) if isinstance(message.id, tuple) else 1):
        return "not translated"
    expected = placeholders(_ids(message)[-1])
    # The forms for none, one and two may say the number in a word; the last one is for every other number.
    if placeholders(strings[-1]) != expected or any(placeholders(form) - expected for form in strings):
        return "other placeholders"
    return None


def _collect(catalogue: Catalog, source: str) -> None:
    found = extract_python(io.BytesIO(source.encode()), KEYWORDS, (), {"encoding": "utf-8"})
    for _, name, texts, _ in found:
        places = KEYWORDS[str(name or "_")] or (1,)
        # Several texts come as a tuple, whatever Babel's types say.
        several: object = texts
        given = several if isinstance(several, tuple) else (several,)
        context: str = ""
        wanted: list[str] = []
        for place in places:
            if isinstance(place, tuple):
                context = str(given[place[0] - 1] or "")
            elif len(given) >= place:
                wanted.append(str(given[place - 1] or ""))
        if wanted and all(wanted):
            identifier = wanted[0] if len(wanted) == 1 else (wanted[0], wanted[1])
            catalogue.add(identifier, context=context or None)


def _as_python(template: str, path: Path) -> str:
    # Django blots out what is not to be translated, but leaves the indentation, which Python would refuse.
    blotted = templatize(template, origin=str(path.relative_to(ROOT)))
    return "\n".join(line.strip() for line in blotted.splitlines())


def _start_django() -> None:
    if not settings.configured:
        settings.configure()
        django.setup()


def _key(message: Message) -> Key:
    return message.context or "", _ids(message)[0]


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _flags(message: Message) -> set[str]:
    return {"python-format"} if message.python_format else set()


def _strings(message: Message) -> tuple[str, ...]:
    string = message.string or ""
    strings = (string,) if isinstance(string, str) else tuple(str(form or "") for form in string)
    return strings if all(strings) else ()


def _empty(message: Message, language: str) -> str | tuple[str, ...]:
    return ("",) * _forms(language) if isinstance(message.id, tuple) else ""


def _forms(language: str) -> int:
    return int(PLURALS[language].partition("nplurals=")[2][0])


def _path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _read(language: str) -> list[Message]:
    return [message for message in _catalogue(language) if message.id]


def _catalogue(language: str) -> Catalog:
    path = _path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _write(language: str, catalogue: Catalog) -> bool:
    """Write the catalogue, sorted and without what would change at every run; True when that changed the file."""
    body = io.BytesIO()
    write_po(body, catalogue, width=110, no_location=True, omit_header=True, sort_output=True)
    text = f"{_header(language)}\n{body.getvalue().decode()}"
    path = _path(language)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def _header(language: str) -> str:
    fields = {
        "Project-Id-Version": "campanello",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    lines = [f'"{name}: {value}\\n"' for name, value in fields.items()]
    return "\n".join(['msgid ""', 'msgstr ""', *lines, ""])


if __name__ == "__main__":
    sys.exit(main())
