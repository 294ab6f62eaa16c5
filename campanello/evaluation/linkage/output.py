"""What a linkage leaves in its folder: the pairs, the clusters, a summary, and the explanations that were asked for."""

import json
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import duckdb
import pyarrow

from campanello.core.errors import Missing
from campanello.core.errors import gettext_noop as _
from campanello.core.language import catalogue
from campanello.evaluation.linkage import explaining, linking
from campanello.evaluation.linkage.linking import Linkage
from campanello.evaluation.linkage.records import Told
from campanello.evaluation.report import pictures

BANDS = ((0.05, 0.5), (0.5, 0.9), (0.9, 0.99), (0.99, 1.01))
SUMMARY = "summary.json"
RTL = frozenset({"ar", "ur"})
FILES = (SUMMARY, "pairs.csv", "pairs.parquet", "clusters.csv", "clusters.parquet")


class NoSuchRecord(Missing):
    """A pair to explain names a record that is not in the file."""

    code = "linkage.no-such-record"
    text = _("There is no record %(record)s in the file. Look at record_id and ask again.")


@dataclass(frozen=True)
class Summary:
    """Figures of a linkage: records, pairs by band of probability, clusters by size."""

    records: int
    people: int
    pairs: dict[str, int]
    clusters: dict[int, int]
    missing: tuple[str, ...]
    unread_births: int


def summary(connection: duckdb.DuckDBPyConnection, linkage: Linkage, told: Told) -> Summary:
    """Count what the tables `pairs` and `clusters` hold."""
    bands = {}
    for low, high in BANDS:
        (count,) = connection.execute(
            f"SELECT count(*) FROM {linking.PAIRS} WHERE probability >= ? AND probability < ?",
            [low, high],
        ).fetchone() or (0,)
        bands[f"{low:.2f}-{min(high, 1.0):.2f}"] = int(count)
    sizes = connection.execute(
        f"SELECT size, count(*) FROM (SELECT count(*) AS size FROM {linking.CLUSTERS} GROUP BY cluster) "
        "GROUP BY size ORDER BY size"
    ).fetchall()
    clusters = {int(size): int(count) for size, count in sizes}
    return Summary(told.rows, sum(clusters.values()), bands, clusters, told.missing, linkage.unread_births)


def write(
    connection: duckdb.DuckDBPyConnection, folder: Path, linkage: Linkage, counted: Summary, *, format: str
) -> None:
    """Write pairs, clusters and summary; the pairs by probability, the clusters with the records' columns."""
    options = "FORMAT csv, HEADER" if format == "csv" else "FORMAT parquet, COMPRESSION zstd"
    quoted = str(folder).replace("'", "''")
    connection.execute(
        f"COPY (FROM {linking.PAIRS} ORDER BY probability DESC, record_id_a, record_id_b) "
        f"TO '{quoted}/pairs.{format}' ({options})"
    )
    connection.execute(
        f"COPY (SELECT cluster, records.* EXCLUDE (place) FROM {linking.CLUSTERS} JOIN records USING (record_id) "
        f"ORDER BY cluster, record_id) TO '{quoted}/clusters.{format}' ({options})"
    )
    (folder / SUMMARY).write_text(json.dumps(as_json(linkage, counted), indent=1) + "\n", encoding="utf-8")


def as_json(linkage: Linkage, counted: Summary) -> dict[str, Any]:
    """The summary, and the model that gave it: what anybody needs to check the figures."""
    model = linkage.model
    return {
        "records": counted.records,
        "people": counted.people,
        "pairs_by_probability": counted.pairs,
        "clusters_by_size": counted.clusters,
        "columns_missing": list(counted.missing),
        "birth_dates_not_read": counted.unread_births,
        "prior": float(f"{model.prior:.6g}"),
        "learned_from": {"random_pairs": model.pairs_for_u, "matching_pairs": model.pairs_for_m},
        "levels": [
            {
                "compared": one.name,
                "level": level.key,
                "m": float(f"{model.shares[one.name, level.key][0]:.6g}"),
                "u": float(f"{model.shares[one.name, level.key][1]:.6g}"),
            }
            for one in model.comparisons
            for level in one.levels
        ],
    }


def explain(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    linkage: Linkage,
    pairs: tuple[tuple[str, str], ...],
    language: str,
) -> list[Path]:
    """Write a page and a picture for each pair named; the pages need no network.

    Raises:
        NoSuchRecord: A record named is not in the file.
    """
    if not pairs or not linkage.model.comparisons:
        return []
    for record in {record for pair in pairs for record in pair}:
        if not connection.execute("SELECT 1 FROM records WHERE record_id = ?", [record]).fetchone():
            raise NoSuchRecord(record=record)
    table: pyarrow.Table = linking.scored(connection, linkage.model, pairs)
    by_pair = {(row["record_id_a"], row["record_id_b"]): row for row in table.to_pylist()}
    written = []
    for number, (one, other) in enumerate(pairs, start=1):
        row = by_pair[min(one, other), max(one, other)]
        bars = explaining.steps(explaining.reasons(row, linkage.model), language)
        picture = pictures.svg(explaining.specification(bars, is_rtl=language in RTL), f"pair{number}")
        page = folder / f"pair-{number}.html"
        page.write_text(
            _page(one, other, row["probability"], bars, picture, language=language), encoding="utf-8"
        )
        (folder / f"pair-{number}.svg").write_text(picture, encoding="utf-8")
        written.append(page)
    return written


def _page(
    one: str, other: str, probability: float, bars: list[explaining.Step], picture: str, *, language: str
) -> str:
    translate = catalogue(language).gettext
    title = escape(translate(_("Why %(one)s and %(other)s")) % {"one": one, "other": other})
    told = escape(
        translate(_("Probability that the two are one person: %(probability)s"))
        % {"probability": f"{probability:.4f}"}
    )
    rows = "".join(
        f"<tr><th scope=row>{escape(bar.label)}</th><td>{escape(bar.found)}</td><td>{bar.bits:+.2f}</td></tr>"
        for bar in bars
    )
    direction = "rtl" if language in RTL else "ltr"
    heads = [translate(text) for text in (_("Compared"), _("Found"), _("Weight in bits"))]
    head = "".join(f"<th scope=col>{escape(text)}</th>" for text in heads)
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><meta charset=utf-8>'
        f'<meta name=viewport content="width=device-width"><title>{title}</title>'
        "<style>body{font-family:sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#17324d}"
        "svg{max-width:100%;height:auto}td,th{text-align:start;padding:.25rem .75rem .25rem 0}</style>"
        f"<h1>{title}</h1><p>{told}</p>{picture}<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></html>\n"
    )
