"""Which records are worth comparing, and the whole model as Splink takes it. Plain data; nothing runs here."""

from collections.abc import Collection
from typing import Any

from campanello.evaluation.linkage.comparisons import Comparison

# Which records are compared at all: those that agree in all the columns of one line. Each line leaves out something
# that may be wrong or missing. A column that ends in `_few` is empty where more than FEW records share its value, so
# that no line brings together more records than grow with the size of a town.
FEW = 60
BLOCKS = (
    ("code",),
    ("phone_few",),
    ("birth_few",),
    ("names_few",),
    ("address_few",),
    ("locality_few",),
    ("birth", "family_start"),
    ("birth", "given_start"),
    ("names", "birth_year"),
    ("names", "birth_md"),
    ("family_spelt", "birth_year", "given_initial"),
    ("given_spelt", "birth_year", "family_initial"),
    ("street", "number", "given_start"),
    ("street", "family_start", "given_start"),
)
# Two records that agree in these are one person but for rare chance; so many of all are found in this way, about.
SURE = (("code",), ("names", "birth"))
SURE_SHARE = 0.6
# Each trains the comparisons that it does not look at.
TRAINING = (("birth",), ("given", "family", "sex"))

Shares = dict[tuple[str, str], tuple[float, float]]


def prior_shares(comparisons: Collection[Comparison]) -> Shares:
    """The prior m and u of each level, by comparison and level."""
    return {(one.name, level.key): (level.m, level.u) for one in comparisons for level in one.levels}


def settings(comparisons: Collection[Comparison], shares: Shares, prior: float) -> dict[str, Any]:
    """The model as Splink takes it.

    Args:
        comparisons: What is compared.
        shares: m and u of each level.
        prior: The probability that two records taken at random are one person.
    """
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "record_id",
        "probability_two_random_records_match": prior,
        "comparisons": [_as_splink(one, shares) for one in comparisons],
        "blocking_rules_to_generate_predictions": [
            " AND ".join(f"l.{column} = r.{column}" for column in block) for block in BLOCKS
        ],
        # Without them Splink leaves out which level a pair is at.
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        "max_iterations": 40,
    }


def _as_splink(comparison: Comparison, shares: Shares) -> dict[str, Any]:
    silent = {"sql_condition": comparison.silent, "label_for_charts": "silent", "is_null_level": True}
    levels: list[dict[str, Any]] = [silent]
    for level in comparison.levels:
        m, u = shares[comparison.name, level.key]
        told: dict[str, Any] = {"sql_condition": level.sql, "label_for_charts": level.key}
        told |= {"m_probability": m, "u_probability": u}
        if level.rarity_of:
            told |= {"tf_adjustment_column": level.rarity_of, "tf_adjustment_weight": 1.0}
        levels.append(told)
    return {"output_column_name": comparison.name, "comparison_levels": levels}
