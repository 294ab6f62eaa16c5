"""The municipalities of Lombardy, as they come with the package."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command

from campanello import homes
from campanello.homes.models import Municipality
from campanello.homes.services import reference

REFERENCE = Path(homes.__file__).parent / "reference"
# STANDARDS 2.5, which counts ISTAT's table.
PROVINCES = {
    "BG": 243, "BS": 205, "PV": 185, "CO": 147, "VA": 136, "MI": 133, "CR": 113, "LC": 84, "SO": 77, "MN": 64,
    "LO": 60, "MB": 55,
}  # fmt: skip
OF_THE_SOURCES = {
    "015146": ("Milano", "MI", "F205"),
    "015027": ("Bollate", "MI", "A940"),
    "020030": ("Mantova", "MN", "E897"),
    "108024": ("Giussano", "MB", "E063"),
    "016024": ("Bergamo", "BG", "A794"),
    "014061": ("Sondrio", "SO", "I829"),
}


@pytest.mark.django_db
def test_all_municipalities_are_there_after_migrating() -> None:
    assert Municipality.objects.count() == 1502
    assert Counter(Municipality.objects.values_list("province", flat=True)) == PROVINCES


@pytest.mark.django_db
@pytest.mark.parametrize(("istat", "told"), OF_THE_SOURCES.items())
def test_a_municipality_of_the_sources_has_its_codes(istat: str, told: tuple[str, str, str]) -> None:
    one = Municipality.objects.get(istat=istat)
    assert (one.name, one.province, one.cadastral_code) == told


@pytest.mark.django_db
def test_migrating_again_changes_nothing_and_puts_right_what_differs() -> None:
    assert reference.load_municipalities() == 0
    Municipality.objects.filter(istat="020030").update(name="Mantua")
    Municipality.objects.filter(istat="015146").delete()
    call_command("migrate", verbosity=0)
    assert Municipality.objects.get(istat="020030").name == "Mantova"
    assert Municipality.objects.count() == 1502


def test_the_table_names_its_source_and_length() -> None:
    rows = {}
    for name in ("sources.csv", "municipalities.csv"):
        with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
            rows[name] = list(csv.DictReader(file))
    (source,) = rows["sources.csv"]
    assert source["file"] == "municipalities.csv"
    assert source["version"]
    assert "ISTAT" in source["source"]
    assert int(source["rows"]) == len(rows["municipalities.csv"]) == 1502
    codes = [row["istat"] for row in rows["municipalities.csv"]]
    assert codes == sorted(set(codes))
