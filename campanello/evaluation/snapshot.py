"""The dataset contract's tables out of the live database, pseudonymised. The only module here that knows features.

Rows travel as Arrow from the database into DuckDB, which writes Parquet: none of them becomes an object of Python's,
but for the identifiers, which are hashed one by one.
"""

import hmac
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import quote

import adbc_driver_postgresql.dbapi
import adbc_driver_sqlite.dbapi
import duckdb
import pyarrow as pa
from django.conf import settings
from django.db import connection, models

from campanello.core import audit
from campanello.core.access import Right, projects_with, require
from campanello.core.actor import Actor, Role
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.models import Organisation, Partner, Project
from campanello.core.secret import kept_key
from campanello.evaluation.contract import EDUCATION, OCCUPATIONS, SEXES
from campanello.people.models import Citizenship, IdentityCode, Participation, Person, SpecialFact

KEY_FILE = "evaluation-key"
# Bits of the hash that an identifier keeps: two of a hundred million people share one with a chance of 1 to 10**22.
ID_DIGITS = 32
AT_ONCE = 65_536
MEMORY_LIMIT = "400MB"
SPILL = ".spill"
LIBPQ = ("host", "port", "dbname", "user", "password", "sslmode", "sslrootcert", "service", "passfile")
TABLES = ("projects", "partners", "people", "lab_participations", "plans")


class FolderTaken(Refused):
    """A snapshot is written into a folder of its own."""

    code = "evaluation.snapshot-folder-taken"
    text = _("%(folder)s is there already and is not empty. Name a new folder.")


class NotOnDisk(Refused):
    """The database is in memory, where no other reader finds it."""

    code = "evaluation.snapshot-not-on-disk"
    text = _("The database is not kept in a file, so it can't be read. Set DATABASE_URL to one that is.")


def write_snapshot(actor: Actor | None, directory: Path, *, on: date) -> dict[str, int]:
    """Write the dataset of the actor's projects into a new folder; answers the rows of each table.

    A person is one row, whoever was merged into them, and is named by an HMAC-SHA-256 of their codice fiscale, or of
    the record where there is none: the same in every snapshot of this installation, and nothing to anybody else.
    Restricted people (GDPR art. 18) are left out. STP and ENI codes, names, days of tenancies are never read.

    Args:
        actor: Who asks; None for the command line of the machine itself, which gets every project.
        directory: Made here; not there before, or empty.
        on: Facts of special categories are those that hold on this day.

    Raises:
        NotFound: The actor may not have the dataset.
        FolderTaken, NotOnDisk.
    """
    projects = None if actor is None else _projects_of(actor)
    if directory.exists() and any(directory.iterdir()):
        raise FolderTaken(folder=str(directory))
    directory.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(
        config={"memory_limit": MEMORY_LIMIT, "temp_directory": str(directory / SPILL)}
    ) as work:
        with _reader() as live:
            for name, query in _queries(on, projects).items():
                _bring(live, work, name, query)
        _name_people(work, kept_key(settings.DATA_DIR, KEY_FILE).encode())
        rows = {table: _write(work, table, directory) for table in TABLES}
    shutil.rmtree(directory / SPILL, ignore_errors=True)
    if actor is not None:
        audit.exported(actor, "evaluation.snapshot-written", rows=rows)
    return rows


def _projects_of(actor: Actor) -> Collection[int] | None:
    require(actor, Right.READ_DATASET)
    everywhere = any(grant.role is Role.EVALUATOR and grant.project is None for grant in actor.grants)
    return None if everywhere else projects_with(actor, Right.READ_DATASET)


@contextmanager
def _reader() -> Iterator[adbc_driver_sqlite.dbapi.Connection]:
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        if ":memory:" in str(told["NAME"]) or "mode=memory" in str(told["NAME"]):
            raise NotOnDisk
        with adbc_driver_sqlite.dbapi.connect(f"file:{quote(str(told['NAME']))}?mode=ro") as live:
            yield live
        return
    # As Django itself connects: a host may stand among the options, as the folder of a socket does.
    asked = connection.get_connection_params()
    given = {name: str(asked[name]) for name in LIBPQ if asked.get(name)}
    # A connection string of libpq: quotes around each value, so that any character may stand in it.
    address = " ".join(f"{name}='{_escaped(value)}'" for name, value in given.items())
    with adbc_driver_postgresql.dbapi.connect(address) as live:
        yield live


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def _queries(on: date, projects: Collection[int] | None) -> dict[str, str]:
    """What is read of the live database; nothing but numbers and this module's own names is put into the SQL."""
    table = _table
    day = f"'{on.isoformat()}'"
    own = (
        "" if projects is None else f" AND project_id IN ({', '.join(map(str, sorted(projects))) or 'NULL'})"
    )
    taking_part = f"SELECT person_id FROM {table(Participation)} WHERE true{own}"
    # A kept person's other records take part for them.
    who = f"SELECT id, merged_into_id FROM {table(Person)} WHERE restricted_at IS NULL"
    return {
        "merged": who,
        "person": (
            "SELECT id, sex, coalesce(CAST(born_on AS varchar(10)), '') AS birth_date, education, residence_province, "
            f"CAST(uid AS varchar(36)) AS uid FROM {table(Person)} WHERE restricted_at IS NULL"
        ),
        "entry": (
            "SELECT id, person_id, project_id, strand, CAST(entry_on AS varchar(10)) AS entry_date, "
            "coalesce(CAST(exit_on AS varchar(10)), '') AS end_date, occupational_status, plan_status "
            f"FROM {table(Participation)} WHERE true{own}"
        ),
        "identity": (
            f"SELECT person_id, normal FROM {table(IdentityCode)} "
            f"WHERE kind = 'cf' AND ends_on IS NULL AND person_id IN ({taking_part})"
        ),
        "citizenship": f"SELECT person_id, country, CAST(is_first AS integer) AS is_first FROM {table(Citizenship)}",
        "fact": (
            f"SELECT person_id, kind FROM {table(SpecialFact)} "
            f"WHERE starts_on <= {day} AND (ends_on IS NULL OR ends_on > {day})"
        ),
        "project": (
            "SELECT p.id, p.code, p.title, o.name AS lead, o.kind AS lead_type, p.province, p.cost_cents, "
            f"p.funding_round FROM {table(Project)} p JOIN {table(Organisation)} o ON o.id = p.lead_id "
            f"WHERE true{own.replace('project_id', 'p.id')}"
        ),
        "partner": (
            "SELECT r.project_id, o.name AS organisation, o.kind AS category, "
            f"CAST(o.id = p.lead_id AS integer) AS is_lead FROM {table(Partner)} r "
            f"JOIN {table(Organisation)} o ON o.id = r.organisation_id "
            f"JOIN {table(Project)} p ON p.id = r.project_id WHERE true{own.replace('project_id', 'r.project_id')}"
        ),
    }


# SQLite's columns have the types of the values found in them, and a table without rows has none: they are stated here.
# For the same reason texts that may be missing come as empty ones.
READ = {
    "merged": "id BIGINT, merged_into_id BIGINT",
    "person": (
        "id BIGINT, sex VARCHAR, birth_date VARCHAR, education VARCHAR, residence_province VARCHAR, uid VARCHAR"
    ),
    "entry": (
        "id BIGINT, person_id BIGINT, project_id BIGINT, strand VARCHAR, entry_date VARCHAR, end_date VARCHAR, "
        "occupational_status VARCHAR, plan_status VARCHAR"
    ),
    "identity": "person_id BIGINT, normal VARCHAR",
    "citizenship": "person_id BIGINT, country VARCHAR, is_first INTEGER",
    "fact": "person_id BIGINT, kind VARCHAR",
    "project": (
        "id BIGINT, code VARCHAR, title VARCHAR, lead VARCHAR, lead_type VARCHAR, province VARCHAR, "
        "cost_cents BIGINT, funding_round INTEGER"
    ),
    "partner": "project_id BIGINT, organisation VARCHAR, category VARCHAR, is_lead INTEGER",
}


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _bring(
    live: adbc_driver_sqlite.dbapi.Connection, work: duckdb.DuckDBPyConnection, name: str, query: str
) -> None:
    with live.cursor() as cursor:
        cursor.execute(query)
        batches = cursor.fetch_record_batch()
        work.register("incoming", batches)
        work.execute(f"CREATE TABLE {name} ({READ[name]})")
        work.execute(f"INSERT INTO {name} BY NAME FROM incoming")
        work.unregister("incoming")


STANDING = """
CREATE TABLE standing AS
WITH RECURSIVE chain(id, kept, next) AS (
    SELECT id, id, merged_into_id FROM merged
    UNION ALL
    SELECT chain.id, merged.id, merged.merged_into_id FROM chain JOIN merged ON merged.id = chain.next
)
SELECT id, kept FROM chain WHERE next IS NULL
"""
# The smallest code, so that a person with two records that both have one is named alike each time.
NAMED = """
SELECT kept.kept AS id, coalesce(min(identity.normal), min(person.uid)) AS said
FROM (SELECT DISTINCT kept FROM standing JOIN entry ON entry.person_id = standing.id) AS kept
JOIN person ON person.id = kept.kept
LEFT JOIN standing ON standing.kept = kept.kept
LEFT JOIN identity ON identity.person_id = standing.id
GROUP BY kept.kept
"""


def _name_people(work: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """The table `named`: who stands for whom, and the pseudonym of each."""
    work.execute(STANDING)
    work.execute("CREATE TABLE named (id BIGINT, person_id VARCHAR)")
    reader = work.execute(NAMED).to_arrow_reader(AT_ONCE)
    for batch in reader:
        said = batch.column("said").to_pylist()
        names = pa.array([pseudonym(key, "person", one) for one in said])
        hashed = pa.table({"id": batch.column("id"), "person_id": names})
        _append(work, hashed)


def _append(work: duckdb.DuckDBPyConnection, hashed: pa.Table) -> None:
    cursor = work.cursor()
    cursor.register("hashed", hashed)
    cursor.execute("INSERT INTO named SELECT id, person_id FROM hashed")
    cursor.close()


def pseudonym(key: bytes, purpose: str, value: str) -> str:
    """What stands for a value, 32 hexadecimal digits: the same for the same key and purpose, else unrelated.

    Source: ARCHITECTURE, Who sees what: HMAC-SHA-256 with a key per purpose.
    """
    return hmac.digest(key, f"{purpose}\0{value}".encode(), "sha256").hex()[:ID_DIGITS]


def _one_of(column: str, codes: Collection[str]) -> str:
    listed = ", ".join(f"'{code}'" for code in codes)
    return f"CASE WHEN {column} IN ({listed}) THEN {column} END"


WRITTEN = {
    "projects": """
SELECT code AS project_id, title, lead, CASE WHEN lead_type = 'aler' THEN 'aler' ELSE 'municipality' END AS lead_type,
       province, (cost_cents / 100)::DECIMAL(15, 2) AS cost_eur, funding_round::INTEGER AS funding_round
FROM project ORDER BY code
""",
    "partners": """
SELECT project.code AS project_id, organisation,
       CASE WHEN category = 'region' THEN 'other' ELSE category END AS category, is_lead = 1 AS is_lead
FROM partner JOIN project ON project.id = partner.project_id ORDER BY 1, 2
""",
    "people": f"""
WITH facts AS (
    SELECT kept, list_distinct(list(CASE WHEN kind IN ('detention', 'addiction') THEN 'detention_or_addiction'
                                         ELSE kind END)) AS kinds
    FROM fact JOIN standing ON standing.id = fact.person_id GROUP BY kept
), found AS (
    SELECT kept, list_sort(list_filter(kinds, lambda one: one NOT IN ('none', 'declined'))) AS codes, kinds FROM facts
), first AS (
    SELECT kept, arg_max(country, is_first * 1000000000000 - citizenship.person_id) AS country
    FROM citizenship JOIN standing ON standing.id = citizenship.person_id GROUP BY kept
)
SELECT named.person_id, {_one_of("sex", SEXES)} AS sex, nullif(birth_date, '')::DATE AS birth_date,
       first.country AS citizenship,
       {_one_of("education", EDUCATION)} AS education,
       CASE WHEN len(codes) > 0 THEN array_to_string(codes, ';') WHEN list_contains(kinds, 'none') THEN 'none'
            WHEN list_contains(kinds, 'declined') THEN 'declined' END AS disadvantages,
       nullif(residence_province, '') AS residence_province
FROM named JOIN person ON person.id = named.id
LEFT JOIN found ON found.kept = named.id LEFT JOIN first ON first.kept = named.id ORDER BY 1
""",
    "lab_participations": f"""
SELECT named.person_id, project.code AS project_id, min(entry_date)::DATE AS entry_date,
       arg_min({_one_of("occupational_status", OCCUPATIONS)}, entry_date || lpad(entry.id::VARCHAR, 20, '0'))
           AS occupational_status
FROM entry JOIN standing ON standing.id = entry.person_id JOIN named ON named.id = standing.kept
JOIN project ON project.id = entry.project_id
WHERE strand = 'lab' GROUP BY named.person_id, project.code ORDER BY 1, 2
""",
    "plans": """
SELECT 'P' || entry.id AS plan_id, named.person_id, project.code AS project_id, entry_date::DATE AS entry_date,
       plan_status AS status, CASE WHEN plan_status <> 'in_progress' THEN nullif(end_date, '')::DATE END AS end_date
FROM entry JOIN standing ON standing.id = entry.person_id JOIN named ON named.id = standing.kept
JOIN project ON project.id = entry.project_id WHERE strand = 'plan' ORDER BY 1
""",
}


def _write(work: duckdb.DuckDBPyConnection, table: str, directory: Path) -> int:
    path = str(directory / f"{table}.parquet").replace("'", "''")
    found = work.execute(f"COPY ({WRITTEN[table]}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)").fetchone()
    return int(found[0]) if found else 0
