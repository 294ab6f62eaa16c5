"""Makes up records to link: `python -m bench.linkage_people RECORDS FOLDER [SEED]`. Every name is invented.

People live in households that share family name, address and often the telephone; some are twins, some grandchildren
bear a grandparent's name. One in five is known to two projects, with the errors that offices make: slips, swapped
names, day and month changed over, a telephone that changed, a move, cells left empty. `records.csv` goes in;
`truth.csv` says whose record each is.
"""

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from campanello.evaluation.linkage.records import COLUMNS

SYLLABLES = tuple(a + b for a in "bcdflmnprstv" for b in "aeio")
ENDINGS = {"F": ("a", "na", "lia", "ra", "tta"), "M": ("o", "no", "lio", "ro", "ndo")}
PLACES = 60
STREETS_A_PLACE = 80
BORN_FROM = date(1930, 1, 1)
DAYS = 33_000
LETTERS = "abcdefghilmnoprstuvz"


@dataclass(frozen=True)
class Somebody:
    """A person, with what a project could write down of them."""

    family: str
    given: str
    sex: str
    born: date | None
    birth_place: str
    phone: str
    street: str
    number: int
    place: int
    code: str


@dataclass
class Words:
    """Invented words, few of them frequent and many rare, as names are."""

    random: Random
    endings: tuple[str, ...]
    many: int
    made: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        seen: set[str] = set()
        while len(seen) < self.many:
            length = self.random.choice((2, 2, 3))
            word = "".join(self.random.choice(SYLLABLES) for _place in range(length))
            seen.add((word + self.random.choice(self.endings)).capitalize())
        self.made = sorted(seen)
        self.random.shuffle(self.made)

    def one(self) -> str:
        """A word; the first of the list many times as often as the last."""
        return self.made[int(self.many * self.random.random() ** 2.5)]


class Town:
    """Where the invented people live."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.families = Words(self.random, ("i", "o", "elli", "ini", "oni", "aro"), 20_000)
        self.givens = {sex: Words(self.random, endings, 600) for sex, endings in ENDINGS.items()}
        self.places = Words(self.random, ("te", "go", "no", "ate"), PLACES).made
        self.streets = Words(self.random, ("i", "o", "a"), PLACES * STREETS_A_PLACE).made

    def people(self) -> Iterator[Somebody]:
        """People without end, household by household."""
        while True:
            yield from self._household()

    def _household(self) -> list[Somebody]:
        place = int(PLACES * self.random.random() ** 2)
        street = "Via " + self.streets[place * STREETS_A_PLACE + self.random.randrange(STREETS_A_PLACE)]
        family, phone, number = self.families.one(), self._phone(), self.random.randint(1, 60)
        people: list[Somebody] = []
        for _member in range(self.random.choice((1, 1, 2, 2, 3, 4))):
            sex = self.random.choice("FM")
            other = self.families.one() if people and self.random.random() < 0.4 else family
            people.append(
                Somebody(
                    family=other,
                    given=self._given(sex),
                    sex=sex,
                    born=self._born(),
                    birth_place=self.random.choice(self.places)
                    if self.random.random() < 0.6
                    else self.places[place],
                    phone=phone if self.random.random() < 0.5 else self._phone(),
                    street=street,
                    number=number,
                    place=place,
                    code="",
                )
            )
        if len(people) > 1 and self.random.random() < 0.03:
            people[1] = replace(people[1], family=people[0].family, born=people[0].born)  # twins
        if len(people) > 2 and self.random.random() < 0.02:
            people[2] = replace(people[2], family=people[0].family, given=people[0].given, sex=people[0].sex)
        return [replace(one, code=self._code(one)) for one in people]

    def _given(self, sex: str) -> str:
        words = self.givens[sex]
        return f"{words.one()} {words.one()}" if self.random.random() < 0.12 else words.one()

    def _born(self) -> date:
        day = BORN_FROM + timedelta(days=int(DAYS * self.random.random()))
        return day.replace(month=1, day=1) if self.random.random() < 0.03 else day

    def _phone(self) -> str:
        return f"3{self.random.randrange(10**9):09}"

    def _code(self, one: Somebody) -> str:
        born = one.born or BORN_FROM
        names = "".join(word.upper().ljust(3, "X")[:3] for word in (one.family, one.given.replace(" ", "")))
        day = born.day + (40 if one.sex == "F" else 0)
        where = f"{'ABCDEFGHIL'[one.place % 10]}{one.place:03}"
        month, last = "ABCDEHLMPRST"[born.month - 1], self.random.choice("ABCDEFG")
        return f"{names}{born.year % 100:02}{month}{day:02}{where}{last}"

    def record(self, one: Somebody) -> dict[str, str]:
        """What a project wrote down of somebody, with an office's errors."""
        chance = self.random.random
        given, family = self._slipped(one.given), self._slipped(one.family)
        if " " in given and chance() < 0.5:
            given = given.split(" ")[0]
        if chance() < 0.01:
            given, family = family, given
        moved = chance() < 0.08
        number = self.random.randint(1, 60) if moved else one.number
        street = "Via " + self.random.choice(self.streets) if moved else one.street
        return {
            "code": one.code if chance() < 0.35 else "",
            "family_name": family if chance() > 0.003 else "",
            "given_name": given if chance() > 0.005 else "",
            "sex": one.sex if chance() > 0.02 else "",
            "birth_date": self._written(one.born) if one.born and chance() > 0.06 else "",
            "birth_place": one.birth_place if chance() > 0.4 else "",
            "phone": (self._phone() if chance() < 0.1 else one.phone) if chance() > 0.35 else "",
            "address": f"{self._slipped(street)} {number}" if chance() > 0.2 else "",
            "postcode": f"{46_000 + one.place}" if chance() > 0.5 else "",
            "municipality": self.places[one.place] if chance() > 0.05 else "",
        }

    def _written(self, born: date) -> str:
        kind = self.random.random()
        if kind < 0.01 and born.day <= 12:
            return born.replace(month=born.day, day=born.month).isoformat()
        if kind < 0.03:
            return (born + timedelta(days=self.random.choice((1, 10, -1, 365)))).isoformat()
        return born.isoformat()

    def _slipped(self, text: str) -> str:
        if self.random.random() > 0.05 or len(text) < 4:
            return text
        place = self.random.randrange(1, len(text) - 1)
        kind = self.random.randrange(4)
        if kind == 0:
            return text[:place] + text[place + 1 :]
        if kind == 1:
            return text[:place] + self.random.choice(LETTERS) + text[place:]
        if kind == 2:
            return text[:place] + self.random.choice(LETTERS) + text[place + 1 :]
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def make(folder: Path, records: int, seed: int = 1) -> None:
    """Write records.csv and truth.csv for so many records."""
    folder.mkdir(parents=True, exist_ok=True)
    town = Town(seed)
    with (
        (folder / "records.csv").open("w", newline="", encoding="utf-8") as told,
        (folder / "truth.csv").open("w", newline="", encoding="utf-8") as truth,
    ):
        writer, truths = csv.DictWriter(told, COLUMNS), csv.writer(truth)
        writer.writeheader()
        truths.writerow(("record_id", "person"))
        made = 0
        for person, one in enumerate(town.people()):
            times = 1 + (town.random.random() < 0.2) + (town.random.random() < 0.02)
            for project in town.random.sample(range(20), times):
                if made == records:
                    return
                name = f"r{made:08}"
                writer.writerow({"record_id": name, "project_id": f"P{project:02}"} | town.record(one))
                truths.writerow((name, person))
                made += 1


if __name__ == "__main__":
    make(Path(sys.argv[2]), int(sys.argv[1]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
