"""What is compared, and how alike two values can be. Plain data; nothing runs here.

Each level has two prior shares: `m`, of pairs that are one person, and `u`, of pairs that are not. They hold where the
data say too little; how they and the data are weighed against each other is in training.py.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from campanello.core.errors import gettext_noop as _


@dataclass(frozen=True)
class Level:
    """One degree of likeness: a condition in SQL on the columns `<name>_l` and `<name>_r`, and its words."""

    key: str
    text: str
    sql: str
    m: float
    u: float
    rarity_of: str = ""  # the column whose rare values say more than its frequent ones
    needs: tuple[str, ...] = ()  # columns without which it can't occur


@dataclass(frozen=True)
class Comparison:
    """One thing that is compared: its levels from most to least alike; nothing is said where `silent` holds."""

    name: str
    text: str
    needs: tuple[str, ...]
    silent: str
    levels: tuple[Level, ...]
    is_of_the_home: bool = False


def _missing(*columns: str) -> str:
    return " OR ".join(f"{one}_l IS NULL OR {one}_r IS NULL" for one in columns)


COPIES = {"given": "called", "family": "kin", "birth": "born"}
_CROSSED = (
    "(jaro_winkler_similarity(given_l, family_r) >= 0.9 OR jaro_winkler_similarity(family_l, given_r) >= 0.9)"
)
_SWAPPED = "(jaro_winkler_similarity(given_l, family_r) >= 0.85 AND jaro_winkler_similarity(family_l, given_r) >= 0.85)"
# Of two names that are alike as they stand none is in the other's place.
_AS_THEY_STAND = (
    "coalesce(jaro_winkler_similarity(given_l, given_r), 0) >= 0.8"
    " OR coalesce(jaro_winkler_similarity(family_l, family_r), 0) >= 0.8"
)
# Asked of few pairs alone, since a likeness costs much more than two letters.
_MAY_CROSS = "(given_initial_l = family_initial_r OR family_initial_l = given_initial_r)"


def _in_others_place(how: str) -> str:
    asked = f"CASE WHEN {_AS_THEY_STAND} THEN false WHEN {how} THEN true ELSE false END"
    return f"CASE WHEN {_MAY_CROSS} THEN {asked} ELSE false END"


_IN_OTHERS_PLACE = _in_others_place(f"{_SWAPPED} OR {_CROSSED}")
ANOTHER_NAME = (
    "(given_l IS NOT NULL AND given_r IS NOT NULL AND given_first_l <> given_first_r"
    f" AND given_spelt_l <> given_spelt_r AND NOT {_IN_OTHERS_PLACE}"
    " AND jaro_winkler_similarity(given_l, given_r) < 0.8)"
)

_BORN_APART = (
    "coalesce(birth_md_l <> birth_md_r AND abs(CAST(birth_year_l AS INTEGER) - CAST(birth_year_r AS INTEGER)) > 2"
    " AND damerau_levenshtein(birth_l, birth_r) > 1, false)"
)


def _by_copies(condition: str) -> str:
    """The same of the columns' copies: in training, Splink leaves out what looks at the columns that it blocks on."""
    return re.sub(
        r"\b(given|family|birth)(\w*_[lr])\b", lambda found: f"{COPIES[found[1]]}{found[2]}", condition
    )


# Its shares are not learned, see training.py; only where relatives are among the records.
TWINS = "twins"

COMPARISONS = (
    Comparison(
        "given",
        _("Given name"),
        ("given",),
        _missing("given"),
        (
            Level("same", _("the same"), "given_l = given_r", 0.80, 0.008, "given"),
            Level(
                "swapped",
                _("given and family name swapped"),
                _in_others_place(_SWAPPED),
                0.01,
                0.000003,
                needs=("family",),
            ),
            Level(
                "crossed",
                _("one name in the other's place"),
                _IN_OTHERS_PLACE,
                0.005,
                0.0005,
                needs=("family",),
            ),
            Level(
                "spelling",
                _("the same but for spelling, or one of several names"),
                "given_spelt_l = given_spelt_r OR given_first_l = given_first_r",
                0.06,
                0.004,
            ),
            Level("alike", _("alike"), "jaro_winkler_similarity(given_l, given_r) >= 0.88", 0.08, 0.008),
            Level(
                "rather", _("rather alike"), "jaro_winkler_similarity(given_l, given_r) >= 0.8", 0.02, 0.02
            ),
            Level(
                TWINS,
                _("different, family name and birth date the same, as twins have"),
                f"{ANOTHER_NAME} AND born_l = born_r AND kin_l = kin_r",
                0.01,
                0.0000001,
                needs=("family", "birth"),
            ),
            Level("other", _("different"), "ELSE", 0.03, 0.96),
        ),
    ),
    Comparison(
        "family",
        _("Family name"),
        ("family",),
        # Swapped names are told once, under the given name.
        f"{_missing('family')} OR {_IN_OTHERS_PLACE}",
        (
            Level("same", _("the same"), "family_l = family_r", 0.86, 0.001, "family"),
            Level(
                "spelling", _("the same but for spelling"), "family_spelt_l = family_spelt_r", 0.03, 0.0006
            ),
            Level(
                "part",
                _("one holds the other"),
                "length(family_l) > 3 AND length(family_r) > 3 AND (starts_with(family_l, family_r) OR "
                "starts_with(family_r, family_l) OR ends_with(family_l, family_r) OR ends_with(family_r, family_l))",
                0.02,
                0.0008,
            ),
            Level("alike", _("alike"), "jaro_winkler_similarity(family_l, family_r) >= 0.9", 0.05, 0.003),
            Level(
                "rather", _("rather alike"), "jaro_winkler_similarity(family_l, family_r) >= 0.82", 0.01, 0.01
            ),
            Level("other", _("different"), "ELSE", 0.03, 0.98),
        ),
    ),
    Comparison(
        "birth",
        _("Birth date"),
        ("birth",),
        _missing("birth"),
        (
            # Who does not know the day is written down as born on the first of January.
            Level(
                "new_year",
                _("the same first of January"),
                "birth_l = birth_r AND birth_md_l = '0101'",
                0.01,
                0.00001,
            ),
            Level("same", _("the same"), "birth_l = birth_r", 0.87, 0.00004),
            Level(
                "swapped",
                _("day and month swapped"),
                "birth_year_l = birth_year_r AND birth_md_l = substr(birth_md_r, 3, 2) || substr(birth_md_r, 1, 2)",
                0.01,
                0.00003,
            ),
            Level("slip", _("one figure apart"), "damerau_levenshtein(birth_l, birth_r) <= 1", 0.06, 0.0012),
            Level(
                "part",
                _("the year, or the day and month, the same"),
                "birth_year_l = birth_year_r OR birth_md_l = birth_md_r",
                0.025,
                0.017,
            ),
            Level(
                "near",
                _("different, up to two years apart"),
                "abs(CAST(birth_year_l AS INTEGER) - CAST(birth_year_r AS INTEGER)) <= 2",
                0.015,
                0.06,
            ),
            Level("other", _("different, years apart"), "ELSE", 0.01, 0.92),
        ),
    ),
    Comparison(
        "sex",
        _("Sex"),
        ("sex",),
        _missing("sex"),
        (
            Level("same", _("the same"), "sex_l = sex_r", 0.98, 0.5),
            Level("other", _("different"), "ELSE", 0.02, 0.5),
        ),
    ),
    Comparison(
        "place",
        _("Birth place"),
        ("place",),
        _missing("place"),
        (
            Level("same", _("the same"), "place_l = place_r", 0.88, 0.06, "place"),
            Level("alike", _("alike"), "jaro_winkler_similarity(place_l, place_r) >= 0.88", 0.06, 0.01),
            Level("other", _("different"), "ELSE", 0.06, 0.93),
        ),
    ),
    # Telephone and address as one, for they are one household's: twice the same fact is one.
    Comparison(
        "reach",
        _("Telephone and address"),
        ("phone", "street"),
        "(phone_l IS NULL OR phone_r IS NULL) AND (street_l IS NULL OR street_r IS NULL)",
        (
            Level(
                "both",
                _("the same telephone and address"),
                "phone_l = phone_r AND street_l = street_r AND number_l = number_r",
                0.25,
                0.000003,
                needs=("phone", "street"),
            ),
            Level("phone", _("the same telephone"), "phone_l = phone_r", 0.20, 0.000006, needs=("phone",)),
            Level(
                "address",
                _("the same address"),
                "street_l = street_r AND number_l = number_r AND number_l <> ''",
                0.18,
                0.001,
                needs=("street",),
            ),
            Level(
                "street",
                _("nearly the same address"),
                "street_l = street_r OR number_l = number_r AND number_l <> ''"
                " AND jaro_winkler_similarity(street_l, street_r) >= 0.85",
                0.10,
                0.002,
                needs=("street",),
            ),
            Level(
                "alike",
                _("a street of like name"),
                "jaro_winkler_similarity(street_l, street_r) >= 0.9",
                0.04,
                0.004,
                needs=("street",),
            ),
            Level("other", _("different"), "ELSE", 0.23, 0.99),
        ),
        is_of_the_home=True,
    ),
    Comparison(
        "locality",
        _("Municipality"),
        ("municipality", "postcode"),
        "(municipality_l IS NULL OR municipality_r IS NULL) AND (postcode_l IS NULL OR postcode_r IS NULL)",
        (
            Level(
                "both",
                _("the same municipality and postcode"),
                "municipality_l = municipality_r AND postcode_l = postcode_r",
                0.60,
                0.05,
                needs=("municipality", "postcode"),
            ),
            Level(
                "same",
                _("the same municipality or postcode"),
                "municipality_l = municipality_r OR postcode_l = postcode_r",
                0.25,
                0.10,
            ),
            Level(
                "alike",
                _("a municipality of like name"),
                "jaro_winkler_similarity(municipality_l, municipality_r) >= 0.9"
                " OR damerau_levenshtein(postcode_l, postcode_r) <= 1",
                0.03,
                0.05,
            ),
            Level("other", _("different"), "ELSE", 0.12, 0.80),
        ),
        is_of_the_home=True,
    ),
    Comparison(
        "code",
        _("Identity code"),
        ("code",),
        # A local code is a project's own: two that differ say nothing.
        f"{_missing('code')} OR code_kind_l <> code_kind_r OR code_kind_l = 'local' AND code_l <> code_r",
        (
            Level("same", _("the same"), "code_l = code_r", 0.90, 0.0000002),
            Level(
                "slip", _("one character apart"), "damerau_levenshtein(code_l, code_r) <= 1", 0.06, 0.00001
            ),
            Level(
                "slips", _("two characters apart"), "damerau_levenshtein(code_l, code_r) <= 2", 0.02, 0.0001
            ),
            Level("other", _("different"), "ELSE", 0.02, 0.9999),
        ),
    ),
)
BY_NAME = {one.name: one for one in COMPARISONS}


def compared(columns: Collection[str], *, of_households: bool) -> tuple[Comparison, ...]:
    """The comparisons for which some column is there, with those of their levels that look at none that is missing.

    Args:
        columns: Those in which something stands.
        of_households: Whether relatives are among the records: who shares the home of somebody with another given
            name, or born years apart, is then that one's relative, so that home and telephone say nothing.
    """
    return tuple(
        replace(
            one,
            levels=tuple(
                level
                for level in one.levels
                if set(level.needs) <= set(columns) and (of_households or level.key != TWINS)
            ),
            silent=_silent(one, columns) if of_households and one.is_of_the_home else one.silent,
        )
        for one in COMPARISONS
        if set(one.needs) & set(columns)
    )


def _silent(comparison: Comparison, columns: Collection[str]) -> str:
    relatives = [_by_copies(ANOTHER_NAME)] if {"given", "family"} <= set(columns) else []
    relatives += [_by_copies(_BORN_APART)] if "birth" in columns else []
    return " OR ".join([f"({comparison.silent})", *relatives])
