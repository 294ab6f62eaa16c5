"""Makes the dataset to measure with, as the demo makes it: `python -m bench.generate PEOPLE KIND FOLDER`.

Kinds: `csv`; `parquet`, its texts plain as databases and Spark export them; `categories`, Parquet as the demo
writes it, whose texts pandas and Polars know to be of few values.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from campanello.demo.dataset import write_dataset

KINDS = ("csv", "parquet", "categories")


def generate(folder: Path, people: int, kind: str) -> None:
    """Write the demo's five tables for so many people."""
    if kind != "parquet":
        write_dataset(folder, people=people, reading="printed", format="csv" if kind == "csv" else "parquet")
        return
    with TemporaryDirectory(dir=folder) as first:
        write_dataset(Path(first), people=people, reading="printed", format="parquet")
        for path in Path(first).iterdir():
            duckdb.sql(f"COPY (FROM read_parquet('{path}')) TO '{folder / path.name}' (FORMAT parquet)")


if __name__ == "__main__":
    generate(Path(sys.argv[3]), int(sys.argv[1]), sys.argv[2])
