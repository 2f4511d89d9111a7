"""The tables of an archive as views of a lake's files, in DuckDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from communique.archive.database import tables
from communique.lake.layout import HASH_BITS
from communique.lake.schemas import TABLES, schema

_TYPES = {"INTEGER": "BIGINT", "BIGINT": "BIGINT", "REAL": "DOUBLE", "BLOB": "BLOB"}
_UNIT = r"regexp_extract(filename, '([^/\\]*)-[0-9a-f]{12}\.parquet$', 1)"

_LAID = {
    "articles": "VIEW articles AS SELECT number, id, number AS text, title, published, outlet, url FROM lake_articles",
    "texts": "VIEW texts AS SELECT number, unhex(sha256) AS sha256, text FROM lake_articles",
    "records": "VIEW records AS SELECT number AS article, NULL::BIGINT AS version, record FROM lake_articles",
    "ids": (
        "VIEW ids AS SELECT substr(each, 1, 3) AS beginning, number AS article, chr(10) || substr(each, 4) AS following"
        " FROM (SELECT number, unnest(string_split(ids, chr(10))) AS each FROM lake_articles) WHERE each <> ''"
    ),
    "worded": (
        "VIEW worded AS SELECT number, lower(strip_accents(coalesce(title, ''))) AS title,"
        " lower(strip_accents(text)) AS text FROM lake_articles"
    ),
    "actors": (
        "TABLE actors AS SELECT DISTINCT ON (number) * EXCLUDE (forms), NULL::BLOB AS hash FROM lake_actors"
        " ORDER BY number"
    ),
    "facets": (
        "VIEW facets AS SELECT number AS article, outlet, substr(published, 1, 7) AS month,"
        " coalesce((SELECT string_agg(DISTINCT type, ' ') FROM lake_events AS e WHERE e.article = number), '')"
        " AS types,"
        " coalesce((SELECT string_agg(DISTINCT a.country, ' ') FROM lake_appearances AS h JOIN actors AS a"
        " ON a.number = h.actor WHERE h.article = lake_articles.number), '') AS countries FROM lake_articles"
    ),
    "forms": "TABLE forms AS SELECT DISTINCT unnest(forms) AS folded, number AS actor FROM lake_actors ORDER BY folded",
}
"""What the questions call by another name, or is small and asked for again and again."""


def lay(duck: Any, files: Mapping[str, Sequence[str]], units: int) -> None:
    """Lay the tables over the files; those that a lake does not have are empty.

    Args:
        duck: A connection to DuckDB.
        files: The files by table.
        units: How many units they are of: an article in several counts once.
    """
    for name in TABLES:
        duck.execute(f"CREATE VIEW all_{name} AS {_scan(name, files[name])}")
    again = units > 1 and bool(files["articles"]) and _twice(duck)
    for name in TABLES:
        duck.execute(f"CREATE VIEW lake_{name} AS {_once(name, again=again)}")
    for sql in _LAID.values():
        duck.execute(f"CREATE {sql}")
    for table in tables().sorted_tables:
        if table.name in _LAID:
            continue
        names = ", ".join(f'"{each.name}"' for each in table.c)
        empty = ", ".join(f'NULL::{_TYPES.get(str(each.type), "VARCHAR")} AS "{each.name}"' for each in table.c)
        chosen = f"{names} FROM lake_{table.name}" if table.name in TABLES else f"{empty} WHERE false"
        duck.execute(f'CREATE VIEW "{table.name}" AS SELECT {chosen}')


def _scan(name: str, files: Sequence[str]) -> str:
    if files:
        listed = ", ".join(_quoted(each) for each in files)
        return f"SELECT * FROM read_parquet([{listed}], hive_partitioning = false, filename = true)"
    types = {"int64": "BIGINT", "int32": "INTEGER", "double": "DOUBLE", "string": "VARCHAR"}
    columns = (f'NULL::{types.get(str(each.type), "VARCHAR[]")} AS "{each.name}"' for each in schema(name))
    return f"SELECT {', '.join(columns)}, NULL::VARCHAR AS filename WHERE false"


def _twice(duck: Any) -> bool:
    """Note which units' rows of an article do not count, because a later unit has it too; whether there are any.

    Articles are held together by the part of their numbers that their ids make, and then by the ids: a few bytes of
    each are read, and not all ids.
    """
    same = f"number & {2**HASH_BITS - 1}"
    doubled = f"SELECT {same} FROM all_articles GROUP BY 1 HAVING count(*) > 1"
    if duck.execute(f"SELECT 1 FROM ({doubled}) LIMIT 1").fetchone() is None:
        return False
    duck.execute(
        f"CREATE TABLE again AS SELECT number, unit FROM (SELECT number, {_UNIT} AS unit,"
        f" row_number() OVER (PARTITION BY id ORDER BY unit DESC, number) AS place FROM all_articles"
        f" WHERE {same} IN ({doubled})) WHERE place > 1"
    )
    return True


def _once(name: str, *, again: bool) -> str:
    plain = f"SELECT * EXCLUDE (filename) FROM all_{name}"
    if not again or name == "actors":
        return plain
    number = "number" if name == "articles" else "article"
    return (
        f"SELECT * EXCLUDE (filename) FROM all_{name} AS here ANTI JOIN again"
        f" ON again.number = here.{number} AND again.unit = {_UNIT.replace('filename', 'here.filename')}"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
