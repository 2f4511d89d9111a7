"""Reads the registry's CSV tables.

Cells that hold several values separate them with ``|``. A cell of aliases may mark each: ``?`` in front says
that the naming needs context, ``~`` that it is an adjective, ``^`` that it is a transliteration, and
``@since..until`` behind bounds it in time.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from importlib import resources

from communique.errors import BadDataFile
from communique.registry.model import Alias, AliasForm

_FORMS: dict[str, AliasForm] = {"~": "adjective", "^": "transliteration"}


def rows(name: str, columns: tuple[str, ...]) -> Iterator[list[str]]:
    """The rows of a table, cells in the order of ``columns``.

    Args:
        name: File name below ``registry/data``.
        columns: The header that the file must have.

    Raises:
        BadDataFile: The header differs, or a row has more or fewer cells; the message says which line.
    """
    return (row for _, row in numbered(name, columns))


def numbered(name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table as :func:`rows` gives them, each with the line that it ends on."""
    text = resources.files("communique.registry").joinpath("data", name).read_text(encoding="utf-8")
    reader = csv.reader(text.splitlines())
    header = tuple(next(reader, ()))
    if header != columns:
        raise BadDataFile(f"registry/data/{name} has the columns {header}.", f"They must be {columns}.")
    width = len(columns)
    for row in reader:
        if len(row) != width:
            where = f"registry/data/{name}, line {reader.line_num}"
            raise BadDataFile(f"{where}, has {len(row)} cells instead of {width}.", "Mend that line.")
        yield reader.line_num, row


def several(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several."""
    return tuple(cell.split("|")) if cell else ()


def alias_of(entity_id: str, cell: str, form: AliasForm = "name") -> Alias:
    """An alias from its cell."""
    context = cell.startswith("?")
    text = cell[1:] if context else cell
    if text[:1] in _FORMS:
        text, form = text[1:], _FORMS[text[0]]
    text, _, period = text.partition("@")
    since, _, until = period.partition("..")
    article, _, rest = text.partition(" ")
    if article.casefold() == "the" and " " not in rest:
        context = True  # without its article it is an ordinary word: The Guardian, the West
    if form == "name" and is_acronym(text):
        form = "acronym"
    return Alias(entity_id, text, form, context, since or None, until or None)


def is_acronym(text: str) -> bool:
    """Whether a naming is an acronym: one word, at least two capitals and no more than one small letter."""
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return " " not in text and 2 <= capitals <= 8 and len(letters) - capitals <= 1


def digest() -> str:
    """The first characters of a hash over all tables."""
    total = hashlib.sha256()
    folder = resources.files("communique.registry").joinpath("data")
    for each in sorted(folder.iterdir(), key=lambda entry: entry.name):
        total.update(each.name.encode())
        total.update(each.read_bytes())
    return total.hexdigest()[:8]
