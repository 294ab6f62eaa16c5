"""What a codice fiscale proposes for the record of its holder."""

from datetime import date

import pytest

from campanello.people.rules.proposing import Proposal, proposed

ON = date(2026, 3, 2)
CODES = {
    "a man born in Genova": ("RCCMNL83S18D969H", Proposal("M", date(1983, 11, 18), "Genova")),
    "with spaces and small letters": ("rcc mnl 83s18 d969h", Proposal("M", date(1983, 11, 18), "Genova")),
    "a woman born abroad": ("LMSNDA62A45Z330P", Proposal("F", date(1962, 1, 5), "Marocco")),
    "letters for figures, where two had one code": (
        "RCCMNL83S18D96VW",
        Proposal("M", date(1983, 11, 18), "Genova"),
    ),
    "one of two places of a name": ("RSSMRA90B41C337I", Proposal("F", date(1990, 2, 1), "Castro (BG)")),
    "a code that does not check": ("RCCMNL83S18D969A", None),
    "a part of one": ("RCCMNL83S18", None),
    "another kind of code": ("STP0301234567890", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("text", "wanted"), CODES.values(), ids=CODES)
def test_what_a_code_proposes(text: str, wanted: Proposal | None) -> None:
    assert proposed(text, ON) == wanted


def test_nobody_is_proposed_to_be_born_after_today() -> None:
    found = proposed("RCCMNL83S18D969H", date(1983, 11, 17))
    assert found is not None
    assert found.born_on == date(1883, 11, 18)
