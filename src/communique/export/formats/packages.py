"""A whole archive to be kept and passed on: a Frictionless Data Package (version 2), and an RO-Crate around it.

Both have the tables as CSV, the codebook (every column, event type, mode, CAMEO code and question) as CSV, the JSON
Schema of a record, and a README. In cells of these tables lists are JSON arrays, an empty cell is unknown, and
nothing is guarded against spreadsheets: the files are read by programs, which find every type in ``datapackage.json``.
"""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from communique.errors import MissingExtra
from communique.export.codebook import CODEBOOK, codebook
from communique.export.formats.delimited import writers
from communique.export.rows import TABLES, Column, Table
from communique.record import Record, json_schema

Told = dict[str, Any]
_TYPES = {"text": "string", "list": "array", "day": "date", "real": "number", "whole": "integer", "yes": "boolean"}
_KEYS = {"articles": ["id"], "codebook_types": ["type"], "codebook_modes": ["mode"], "codebook_cameo": ["cameo"],
         "codebook_questions": ["question"]}  # fmt: skip
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_SCHEMA = "record.schema.json"
_EPOCH = "1970-01-01"


def write_package(records: Iterable[Record], folder: Path) -> None:
    """Write the Data Package into the folder."""
    _package(records, folder)


def write_crate(records: Iterable[Record], folder: Path) -> None:
    """Write the Data Package into the folder, and an RO-Crate around it.

    Raises:
        MissingExtra: rocrate is not installed.
    """
    make = _library()
    described = _package(records, folder)
    _describe(make(), described, folder)


def _package(records: Iterable[Record], folder: Path) -> Told:
    """Write everything but the crate; gives the package's description."""
    (folder / "data").mkdir()
    (folder / "codebook").mkdir()
    seen = _Seen()
    with writers(folder / "data", TABLES) as tables:
        for record in records:
            seen.add(record)
            for table, write in tables:
                write([_cell(each) for each in row] for row in table.rows(record))
    with writers(folder / "codebook", CODEBOOK) as tables:
        rows = {table.name: told for table, told in codebook()}
        for table, write in tables:
            write([_cell(each) for each in row] for row in rows[table.name])
    (folder / _SCHEMA).write_text(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", "utf-8")
    described = _description(folder, seen)
    (folder / "datapackage.json").write_text(json.dumps(described, indent=2, ensure_ascii=False) + "\n", "utf-8")
    (folder / "README.md").write_text(_readme(described), "utf-8")
    return described


class _Seen:
    """What is told of all the articles together."""

    def __init__(self) -> None:
        self.articles = 0
        self.first: str | None = None
        self.last: str | None = None
        self.versions: set[str] = set()

    def add(self, record: Record) -> None:
        self.articles += 1
        self.versions.add(f"communique {record.communique}, model {record.model}, registry {record.registry}")
        if day := (record.article.published or "")[:10]:
            self.first, self.last = min(self.first or day, day), max(self.last or day, day)


def _cell(value: object) -> object:
    if isinstance(value, tuple):
        return msgspec.json.encode(value).decode()
    return str(value).lower() if isinstance(value, bool) else value


def _description(folder: Path, seen: _Seen) -> Told:
    told: Told = {
        "$schema": _PROFILE,
        "name": "communique-archive",
        "title": "Record of diplomatic and political news",
        "description": f"{seen.articles} articles as coded by Communique: who did what to whom, who said what, who "
        "stands where, and what is due, each with the words that it rests on. Offsets count Unicode code points.",
        "keywords": ["event data", "quotations", "diplomacy", "politics", "news"],
        "contributors": [{"title": each, "roles": ["coder"]} for each in sorted(seen.versions)],
    }
    if seen.first:
        told["temporal"] = {"start": seen.first, "end": seen.last}
    return told | {"resources": list(_resources(folder))}


def _resources(folder: Path) -> Iterator[Told]:
    for within, tables in (("data", TABLES), ("codebook", CODEBOOK)):
        for table in tables:
            path = f"{within}/{table.name}.csv"
            size, digest = _measured(folder / path)
            yield {
                "name": table.name, "type": "table", "path": path, "title": f"A row is {table.about}",
                "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "bytes": size,
                "hash": f"sha256:{digest}", "dialect": {"lineTerminator": "\r\n"}, "schema": _table_schema(table),
            }  # fmt: skip


def _measured(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()


def _table_schema(table: Table) -> Told:
    told: Told = {"fields": [_field(each) for each in table.columns], "missingValues": [""]}
    if table.name in _KEYS:
        told["primaryKey"] = _KEYS[table.name]
    if table in TABLES and table.name != "articles":
        told["foreignKeys"] = [{"fields": ["article"], "reference": {"resource": "articles", "fields": ["id"]}}]
    return told


def _field(column: Column) -> Told:
    return {"name": column.name, "type": _TYPES[column.kind], "description": column.meaning}


def _readme(described: Told) -> str:
    lines = [f"- `{each['path']}`: {each['title'][0].lower()}{each['title'][1:]}" for each in described["resources"]]
    return (
        f"# {described['title']}\n\n{described['description']}\n\n" + "\n".join(lines) + "\n\n"
        f"`datapackage.json` tells the type and meaning of every column (Frictionless Data Package 2), and "
        f"`codebook/codebook_columns.csv` tells the same as a table. `{_SCHEMA}` is the JSON Schema of a record, which "
        "is what the tables were made from. Lists are JSON arrays; an empty cell is unknown.\n"
    )


def _describe(crate: Any, described: Told, folder: Path) -> None:
    crate.name, crate.description = described["title"], described["description"]
    crate.keywords = ", ".join(described["keywords"])
    # The newest article's day stands for the crate's, so that the same archive gives the same crate.
    crate.root_dataset["datePublished"] = described.get("temporal", {}).get("end", _EPOCH)
    if "temporal" in described:
        crate.root_dataset["temporalCoverage"] = "{start}/{end}".format(**described["temporal"])
    for each in described["resources"]:
        told = {"name": each["name"], "description": each["title"], "encodingFormat": each["mediatype"],
                "contentSize": str(each["bytes"]), "sha256": each["hash"].partition(":")[2]}  # fmt: skip
        crate.add_file(dest_path=each["path"], source=folder / each["path"], properties=told)
    for name, kind, about in (
        ("datapackage.json", "application/json", "Frictionless Data Package: the tables' types and meanings"),
        (_SCHEMA, "application/schema+json", "JSON Schema of a record"),
        ("README.md", "text/markdown", "What is in here"),
    ):
        crate.add_file(source=folder / name, dest_path=name, properties={"name": about, "encodingFormat": kind})
    crate.metadata.write(folder)


def _library() -> Any:
    try:
        return importlib.import_module("rocrate.rocrate").ROCrate
    except ImportError:
        raise MissingExtra(
            "RO-Crates are described by rocrate, which is not installed.", "Type: pip install 'communique[crate]'"
        ) from None
