"""`campanello link`: the same person across projects where codes are missing, in a file or in the live database."""

import tempfile
from pathlib import Path

import click
from django.utils import timezone
from django.utils.module_loading import import_string

from campanello.core.actor import NOBODY
from campanello.core.errors import Refused, gettext_noop
from campanello.core.language import LANGUAGES, catalogue, terminal_language
from campanello.core.server import prepare
from campanello.evaluation.linkage import linking, live, output, records
from campanello.evaluation.output import check_writable, filling

LIVE = "live"
# Models can be imported only when the settings are read: functions are found by name then.
PEOPLE = "campanello.people.queries.pairs.people_to_compare"
STORE = "campanello.people.services.pairs.store_found"
MISSING = gettext_noop("Columns that are not in the file, and are done without: %(columns)s.")
UNREAD = gettext_noop(
    "Birth dates that can't be read, and are taken as not recorded: %(count)s. Write them as YYYY-MM-DD."
)
RECORDS = gettext_noop("%(records)s records of %(people)s people")
PAIRS = gettext_noop("pairs with a probability of %(band)s: %(count)s")
CLUSTERS = gettext_noop("people with %(size)s records: %(count)s")
COMPARED = gettext_noop("%(people)s people compared")
STORED = gettext_noop("pairs to decide: %(new)s new, %(kept)s known before, %(gone)s no longer found")


class NoFolder(Refused):
    """A file is linked into a folder, which was not named."""

    code = "cli.no-folder"
    text = gettext_noop("Say where the pairs and clusters are to go: --out FOLDER.")


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the results.")
@click.option(
    "--explain",
    type=(str, str),
    multiple=True,
    metavar="A B",
    help="Explain a pair of records in a chart; may be repeated.",
)
@click.option("--format", "format_", type=click.Choice(["csv", "parquet"]), default="csv", show_default=True)
@click.option(
    "--same-from",
    type=click.FloatRange(0.5, 1.0),
    default=linking.SAME_FROM,
    show_default=True,
    help="Probability from which two records are one person.",
)
@click.option(
    "--seed", type=int, default=linking.SEED, show_default=True, help="Of the sample to learn from."
)
@click.option(
    "--lang", type=click.Choice(LANGUAGES), default="it", show_default=True, help="Of explanations."
)
@click.option("--threads", type=click.IntRange(min=1), help="Processor cores to use; all by default.")
@click.option("--memory-limit", metavar="SIZE", help="Like 4GB.")
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="With `live`: folder of the installation's data; by default CAMPANELLO_DATA_DIR, or else var/demo.",
)
def link(
    source: Path,
    out: Path | None,
    explain: tuple[tuple[str, str], ...],
    format_: str,
    same_from: float,
    seed: int,
    lang: str,
    threads: int | None,
    memory_limit: str | None,
    data_dir: Path | None,
) -> None:
    """Find records of one person in SOURCE: a file, a folder with records.csv, or `live`.

    A file's pairs and clusters go to --out. With `live` the people of the database are compared, and pairs that may
    be one person wait on the page of pairs for two people's decision.
    """
    if str(source) == LIVE:
        _link_live(data_dir, threads)
        return
    if out is None:
        raise NoFolder
    check_writable(out)
    found = records.found(source)
    with (
        tempfile.TemporaryDirectory(prefix="campanello-", ignore_cleanup_errors=True) as folder,
        linking.database(Path(folder), threads=threads, memory_limit=memory_limit) as connection,
    ):
        told = records.load(connection, found, Path(folder))
        linkage = linking.link(connection, seed=seed, same_from=same_from)
        counted = output.summary(connection, linkage, told)
        with filling(out, output.FILES) as draft:
            output.write(connection, draft, linkage, counted, format=format_)
            pages = output.explain(connection, draft, linkage, explain, lang)
    _tell(counted)
    for page in [*(out / page.name for page in pages), out]:
        click.echo(str(page))


def _tell(counted: output.Summary) -> None:
    translate = catalogue(terminal_language()).gettext
    if counted.missing:
        click.echo(translate(MISSING) % {"columns": ", ".join(counted.missing)}, err=True)
    if counted.unread_births:
        click.echo(translate(UNREAD) % {"count": counted.unread_births}, err=True)
    click.echo(translate(RECORDS) % {"records": counted.records, "people": counted.people})
    for band, count in counted.pairs.items():
        click.echo(translate(PAIRS) % {"band": band, "count": count})
    for size, count in counted.clusters.items():
        click.echo(translate(CLUSTERS) % {"size": size, "count": count})


def _link_live(data_dir: Path | None, threads: int | None) -> None:
    prepare(data_dir)
    people = import_string(PEOPLE)()
    pairs = live.pairs_among(people, threads=threads)
    stored = import_string(STORE)(actor=NOBODY, found=pairs, at=timezone.now())
    translate = catalogue(terminal_language()).gettext
    click.echo(translate(COMPARED) % {"people": len(people)})
    click.echo(translate(STORED) % {"new": stored.new, "kept": stored.kept, "gone": stored.gone})
