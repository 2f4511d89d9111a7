"""The tables of an archive as views of a lake's files, in DuckDB.

They are laid once over all files, and again, in a schema of their own, over the files of some months, for questions
that can mean no other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from communique.archive.database import tables
from communique.archive.days import LONG
from communique.lake.layout import HASH_BITS
from communique.lake.schemas import SUMMARIES, TABLES, schema

MAIN = "main"
_LONG = f"CASE WHEN until - day > {LONG} THEN until END"

_TYPES = {"INTEGER": "BIGINT", "BIGINT": "BIGINT", "REAL": "DOUBLE", "BLOB": "BLOB"}
_UNIT = r"regexp_extract(filename, '([^/\\]*)-[0-9a-f]{12}\.parquet$', 1)"

_ARTICLES = {
    "articles": "number, id, number AS text, title, published, outlet, url",
    "texts": "number, unhex(sha256) AS sha256, text",
    "records": "number AS article, NULL::BIGINT AS version, record",
    "worded": "number, lower(strip_accents(coalesce(title, ''))) AS title, lower(strip_accents(text)) AS text",
}
"""What the questions call by another name, and the columns of ``articles`` that it has."""

_MADE = {
    "ids": (
        "SELECT substr(each, 1, 3) AS beginning, number AS article, chr(10) || substr(each, 4) AS following"
        " FROM (SELECT number, unnest(string_split(ids, chr(10))) AS each FROM {where}.lake_articles) WHERE each <> ''"
    ),
    "facets": (
        "SELECT number AS article, outlet, substr(published, 1, 7) AS month,"
        " coalesce((SELECT string_agg(DISTINCT e.type, ' ') FROM {where}.lake_events AS e"
        " WHERE e.article = o.number), '')"
        " AS types, coalesce((SELECT string_agg(DISTINCT a.country, ' ') FROM {where}.lake_appearances AS h"
        " JOIN main.actors AS a ON a.number = h.actor WHERE h.article = o.number), '') AS countries"
        " FROM {where}.lake_articles AS o"
    ),
}
"""What an archive keeps beside its rows and a lake works out when it is asked."""

_SMALL = {
    "actors": "SELECT DISTINCT ON (number) * EXCLUDE (forms), NULL::BLOB AS hash FROM main.lake_actors ORDER BY number",
    "forms": "SELECT DISTINCT unnest(forms) AS folded, number AS actor FROM main.lake_actors ORDER BY folded",
}
"""What is small and asked for again and again: read once, when the lake is opened."""


def lay(duck: Any, files: Mapping[str, Sequence[str]], units: Mapping[str, str]) -> bool:
    """Lay the tables over all files; those that a lake does not have are empty.

    Args:
        duck: A connection to DuckDB.
        files: The files by table.
        units: The units that they are of, and by what each is ordered: of an article in several the last one counts.

    Returns:
        Whether an article is in several.
    """
    for name in TABLES:
        duck.execute(f"CREATE VIEW all_{name} AS {_scan(name, files[name])}")
    again = len(units) > 1 and bool(files["articles"]) and _twice(duck, units)
    duck.execute(f"CREATE VIEW lake_actors AS {_once('actors', MAIN, again=again)}")
    for name, sql in _SMALL.items():
        duck.execute(f"CREATE TABLE {name} AS {sql}")
    _rest(duck, MAIN, again=again)
    if again:  # those whom only records name that do not count
        duck.execute("DELETE FROM actors WHERE number NOT IN (SELECT actor FROM appearances)")
    for name in SUMMARIES:
        duck.execute(f"CREATE VIEW {name} AS SELECT *, {_LONG} AS long_until FROM ({_scan(name, files[name])})")
    for table in tables().sorted_tables:
        if table.name not in {*TABLES, *_ARTICLES, *_MADE, *_SMALL}:
            empty = ", ".join(f'NULL::{_TYPES.get(str(each.type), "VARCHAR")} AS "{each.name}"' for each in table.c)
            duck.execute(f'CREATE VIEW "{table.name}" AS SELECT {empty} WHERE false')
    return again


def lay_some(duck: Any, files: Mapping[str, Sequence[str]], where: str, *, again: bool) -> None:
    """Lay the tables over some of the files, in a schema that is made for them."""
    duck.execute(f"CREATE SCHEMA {where}")
    for name in TABLES:
        if name != "actors":
            duck.execute(f"CREATE VIEW {where}.all_{name} AS {_scan(name, files[name])}")
    _rest(duck, where, again=again)


def _rest(duck: Any, where: str, *, again: bool) -> None:
    for name in TABLES:
        if name != "actors":
            duck.execute(f"CREATE VIEW {where}.lake_{name} AS {_once(name, where, again=again)}")
    for name, columns in _ARTICLES.items():
        duck.execute(f"CREATE VIEW {where}.{name} AS SELECT {columns} FROM {where}.lake_articles")
    for name, sql in _MADE.items():
        duck.execute(f"CREATE VIEW {where}.{name} AS {sql.format(where=where)}")
    for table in tables().sorted_tables:
        if table.name in TABLES and table.name not in _ARTICLES and table.name not in _SMALL:
            names = ", ".join(f'"{each.name}"' for each in table.c)
            duck.execute(f'CREATE VIEW {where}."{table.name}" AS SELECT {names} FROM {where}.lake_{table.name}')


def _scan(name: str, files: Sequence[str]) -> str:
    if files:
        listed = ", ".join(_quoted(each) for each in files)
        return f"SELECT * FROM read_parquet([{listed}], hive_partitioning = false, filename = true)"
    types = {"int64": "BIGINT", "int32": "INTEGER", "double": "DOUBLE", "string": "VARCHAR"}
    columns = (f'NULL::{types.get(str(each.type), "VARCHAR[]")} AS "{each.name}"' for each in schema(name))
    return f"SELECT {', '.join(columns)}, NULL::VARCHAR AS filename WHERE false"


def _twice(duck: Any, units: Mapping[str, str]) -> bool:
    """Note which units' rows of an article do not count, because a later unit has it too; whether there are any.

    Articles are held together by the part of their numbers that their ids make, and then by the ids: a few bytes of
    each are read, and not all ids.
    """
    same = f"number & {2**HASH_BITS - 1}"
    doubled = f"SELECT {same} FROM all_articles GROUP BY 1 HAVING count(*) > 1"
    if duck.execute(f"SELECT 1 FROM ({doubled}) LIMIT 1").fetchone() is None:
        return False
    duck.execute("CREATE TABLE units (name VARCHAR, place VARCHAR)")
    duck.executemany("INSERT INTO units VALUES (?, ?)", list(units.items()))
    duck.execute(
        f"CREATE TABLE again AS SELECT number, unit FROM (SELECT number, unit,"
        f" row_number() OVER (PARTITION BY id ORDER BY u.place DESC, number) AS place"
        f" FROM (SELECT number, id, {_UNIT} AS unit FROM all_articles WHERE {same} IN ({doubled})) AS o"
        f" JOIN units AS u ON u.name = o.unit) WHERE place > 1"
    )
    return True


def _once(name: str, where: str, *, again: bool) -> str:
    plain = f"SELECT * EXCLUDE (filename) FROM {where}.all_{name}"
    if not again or name == "actors":
        return plain
    number = "number" if name == "articles" else "article"
    return (
        f"SELECT * EXCLUDE (filename) FROM {where}.all_{name} AS here ANTI JOIN main.again AS again"
        f" ON again.number = here.{number} AND again.unit = {_UNIT.replace('filename', 'here.filename')}"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
