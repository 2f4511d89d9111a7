"""DNA's database file: an SQLite database with the tables that the program expects, written and read.

This is the one place outside the archive that knows SQL, because the format *is* an SQLite database: the tables below
are DNA's and not ours, and no question is ever answered from them.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from communique.errors import InputError
from communique.export.dna import schema
from communique.export.dna.statements import TYPES, Coded, Document, short
from communique.record import Actor

_ATTRIBUTES = ("Type", "Alias", "Notes")
_ACTORS = frozenset({"person", "organization", "source", "target"})
_DATA = {"short text": "DATASHORTTEXT", "long text": "DATALONGTEXT", "integer": "DATAINTEGER", "boolean": "DATABOOLEAN"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A statement of a DNA file with its document.

    Attributes:
        id: Its number in the file.
        type: Label of its statement type.
        coder: Name of who coded it.
        start: Offset of the first character in UTF-16 units.
        stop: Offset after the last one.
        values: Variables by name.
        title: Title of the document.
        text: Text of the document.
        notes: Notes of the document.
        day: Day of the document, ISO 8601.
    """

    id: int
    type: str
    coder: str
    start: int
    stop: int
    values: Mapping[str, str | int]
    title: str
    text: str
    notes: str
    day: str


def write(coded: Iterable[tuple[Document, list[Coded]]], path: Path) -> None:
    """Write a new file.

    Args:
        coded: Documents with their statements, which are read one by one.
        path: Where there is no file yet.

    Raises:
        OSError: The disk is full, or else it cannot be written.
    """
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA synchronous = OFF")  # the file takes its name only when it is complete
            with connection:
                _Writing(connection).all(coded)
    except sqlite3.OperationalError as error:
        raise OSError(errno.EIO, str(error)) from error


class _Writing:
    """A file that is being written: numbers given so far."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._do = connection.execute
        self._variables: dict[tuple[str, str], int] = {}
        self._attributes: dict[int, list[int]] = {}
        self._entities: dict[tuple[int, str], int] = {}
        self._statements = 0

    def all(self, coded: Iterable[tuple[Document, list[Coded]]]) -> None:
        for table in schema.tables():
            self._do(table)
        self._head()
        for document, statements in coded:
            self._document(document)
            for each in statements:
                self._statement(document, each)

    def _head(self) -> None:
        self._put("SETTINGS", "version", schema.VERSION[0])
        self._put("SETTINGS", "date", schema.VERSION[1])
        self._do(
            "INSERT INTO CODERS (ID, Name, Red, Green, Blue, Password) VALUES (1, 'Communique', 51, 153, 255, ?)",
            (schema.DIGEST,),
        )
        for kind, (label, (colour, variables)) in enumerate(TYPES.items(), 1):
            self._put("STATEMENTTYPES", kind, label, *colour)
            for name, data in variables.items():
                number = len(self._variables) + 1
                self._variables[label, name] = number
                self._put("VARIABLES", number, name, data, kind)
                if data == "short text":
                    self._attribute_variables(number)
                    self._entity(number, "", None)

    def _attribute_variables(self, variable: int) -> None:
        made = self._attributes[variable] = []
        for name in _ATTRIBUTES:
            number = sum(map(len, self._attributes.values())) + 1
            self._put("ATTRIBUTEVARIABLES", number, variable, name)
            made.append(number)

    def _document(self, each: Document) -> None:
        day = int(datetime.fromisoformat(f"{each.day}T00:00:00").replace(tzinfo=UTC).timestamp())
        self._put("DOCUMENTS", each.number, each.title, each.text, 1, each.author, each.source, "", each.notes, "", day)

    def _statement(self, document: Document, each: Coded) -> None:
        self._statements += 1
        number, kind = self._statements, list(TYPES).index(each.type) + 1
        self._put("STATEMENTS", number, kind, document.number, each.start, each.stop, 1)
        actors = {short(one.name): one for one in each.actors}
        for name, data in TYPES[each.type][1].items():
            variable, value = self._variables[each.type, name], each.values[name]
            if data == "short text":
                value = self._entity(variable, str(value), actors.get(str(value)) if name in _ACTORS else None)
            self._do(
                f"INSERT INTO {_DATA[data]} VALUES (NULL, ?, ?, ?)",  # noqa: S608 - a name of our own table above
                (number, variable, value),
            )

    def _entity(self, variable: int, value: str, actor: Actor | None) -> int:
        known = self._entities.get((variable, value))
        if known is not None:
            return known
        number = self._entities[variable, value] = len(self._entities) + 1
        self._put("ENTITIES", number, variable, value, 0, 0, 0, None)
        told = (actor.kind or "", actor.id, actor.wikidata or "") if actor else ("", "", "")
        for attribute, text in zip(self._attributes[variable], told, strict=True):
            self._do("INSERT INTO ATTRIBUTEVALUES VALUES (NULL, ?, ?, ?)", (number, attribute, short(text)))
        return number

    def _put(self, table: str, *values: Any) -> None:
        marks = ", ".join("?" * len(values))
        self._do(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608 - names of DNA's tables, written here


def read(path: Path) -> Iterator[Kept]:
    """The statements of a DNA file in their order.

    Raises:
        InputError: It is no database of DNA 3.
    """
    with _opened(path) as connection:
        yield from _read(connection)


def statement_types(path: Path) -> list[str]:
    """The names of the statement types of a DNA file; errors as for :func:`read`."""
    with _opened(path) as connection:
        return [label for (label,) in connection.execute("SELECT Label FROM STATEMENTTYPES ORDER BY ID")]


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise InputError(
            f"'{path}' is no file of DNA 3: {error}.", "Save it with Discourse Network Analyzer 3 as an SQLite file."
        ) from error


def _read(connection: sqlite3.Connection) -> Iterator[Kept]:
    values: dict[int, dict[str, str | int]] = {}
    for table in _DATA.values():
        column = "ENTITIES.Value" if table == "DATASHORTTEXT" else f"{table}.Value"
        joined = "JOIN ENTITIES ON ENTITIES.ID = DATASHORTTEXT.Entity" if table == "DATASHORTTEXT" else ""
        asked = (
            f"SELECT {table}.StatementId, VARIABLES.Variable, {column} FROM {table} "  # noqa: S608 - DNA's tables
            f"JOIN VARIABLES ON VARIABLES.ID = {table}.VariableId {joined}"
        )
        for statement, name, value in connection.execute(asked):
            values.setdefault(statement, {})[name] = value if value is not None else ""
    asked = (
        "SELECT S.ID, T.Label, C.Name, S.Start, S.Stop, D.Title, D.Text, D.Notes, D.Date FROM STATEMENTS S "
        "JOIN STATEMENTTYPES T ON T.ID = S.StatementTypeId JOIN CODERS C ON C.ID = S.Coder "
        "JOIN DOCUMENTS D ON D.ID = S.DocumentId ORDER BY S.ID"
    )
    for id, kind, coder, start, stop, title, text, notes, day in connection.execute(asked):
        when = datetime.fromtimestamp(day, tz=UTC).date().isoformat()
        yield Kept(id, kind, coder, start, stop, values.get(id, {}), title, text, notes, when)
