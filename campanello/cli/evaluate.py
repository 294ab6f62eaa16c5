"""`campanello evaluate`: a dataset's figures, as JSON and as reports."""

import importlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import click

from campanello.core.errors import gettext_noop as _
from campanello.core.language import catalogue, terminal_language
from campanello.evaluation import output, runner
from campanello.evaluation.disclosure import DEFAULT_THRESHOLD
from campanello.evaluation.result import Evaluation

FORMATS = ("json", *output.REPORT_FORMATS)
TOLD = ("recipients.total", "recipients.lab", "recipients.plan", "recipients.both", "plan_share")
LIVE = Path("live")
LATER = _("Some entries are dated after %(as_of)s; the last is of %(last)s. They are counted.")


class FormatList(click.ParamType[tuple[str, ...]]):
    """Names of formats, separated by commas."""

    name = "formats"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """The formats named, once each, in the order of FORMATS."""
        named = [one.strip() for one in value.split(",")]
        wrong = [one for one in named if one not in FORMATS]
        if wrong:
            self.fail(f"{', '.join(wrong)}: use some of {', '.join(FORMATS)}", param, ctx)
        return tuple(one for one in FORMATS if one in named)


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for the results.")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True)
@click.option(
    "--format", "formats", type=FormatList(), default="json", show_default=True, help="Separated by commas."
)
@click.option(
    "--lang", type=click.Choice(["it", "en"]), default="it", show_default=True, help="Of the reports."
)
@click.option(
    "--suppress",
    type=click.IntRange(min=0),
    default=DEFAULT_THRESHOLD,
    show_default=True,
    help="Withhold fewer people; 0: nothing.",
)
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day the data describe; the last date in them."
)
@click.option("--threads", type=click.IntRange(min=1), help="Processor cores to use; all by default.")
@click.option("--memory-limit", metavar="SIZE", help="Like 4GB.")
def evaluate(
    source: Path,
    out: Path,
    engine: str,
    formats: tuple[str, ...],
    lang: str,
    suppress: int,
    as_of: datetime | None,
    threads: int | None,
    memory_limit: str | None,
) -> None:
    """Evaluate the dataset in folder SOURCE: every indicator and figure of the contract.

    SOURCE `live` is the installation's own database, read as `campanello snapshot` writes it.
    """
    output.check_writable(out)
    reports = [one for one in formats if one != "json"]
    with _dataset(source) as folder:
        summary = runner.summarise(
            folder, by_project=bool(reports), engine=engine, threads=threads, memory_limit=memory_limit
        )
    day = as_of.date() if as_of else None
    evaluation = runner.published(
        summary,
        engine=engine,
        generated_at=datetime.now(UTC).replace(microsecond=0),
        threshold=suppress,
        as_of=day,
    )
    with output.filling(out) as draft:
        if "json" in formats:
            (draft / output.JSON_FILE).write_text(output.to_json(evaluation), encoding="utf-8")
        if reports:
            # The reports' libraries take longer to load than a small dataset takes to evaluate.
            report = importlib.import_module("campanello.evaluation.report.write")
            report.write_report(evaluation, formats=reports, language=lang, directory=draft)
    _tell(evaluation, out, summary.last_date)


@contextmanager
def _dataset(source: Path) -> Iterator[Path]:
    """The folder that holds the dataset: a snapshot that goes away afterwards where the live database is meant."""
    if source != LIVE or source.exists():
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="campanello-live-") as folder:
        # The web's libraries are loaded for this alone.
        importlib.import_module("campanello.cli.snapshot").write(Path(folder))
        yield Path(folder)


def _tell(evaluation: Evaluation, out: Path, last: date | None) -> None:
    translate = catalogue(terminal_language()).gettext
    for code in TOLD:
        value = evaluation.indicator(code).value
        click.echo(f"{code:<18}{'-' if value is None else value!s:>12} {evaluation.indicator(code).unit}")
    if evaluation.as_of and last and last > evaluation.as_of:
        click.echo(translate(LATER) % {"as_of": evaluation.as_of, "last": last}, err=True)
    click.echo(str(out))
