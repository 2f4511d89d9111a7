"""Tables: comma, semicolon or tab separated, the registry's own columns or some of them, told by the header."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import cast

from communique.registry.intake.drafts import (
    Draft,
    GivenActor,
    GivenAlias,
    GivenMembership,
    GivenNaming,
    GivenPost,
    GivenTenure,
)
from communique.registry.intake.words import import_words
from communique.registry.model import AliasForm
from communique.registry.tables import alias_of, several

Cells = dict[str, str]

_FORMS: tuple[tuple[str, AliasForm], ...] = (
    ("adjectives", "adjective"), ("demonyms", "demonym"), ("capitals", "capital"),
)  # fmt: skip
_ALIAS_FORMS = ("name", "acronym", "demonym", "capital", "adjective", "title", "transliteration", "surname")
KNOWN = (
    "A table has the columns name (and title, organization, start, end), person and post, title and organization, "
    "body and states, or actor and alias."
)


def read_table(text: str, draft: Draft) -> None:
    """Read a table into a draft; a header that tells no kind of table rejects the file."""
    rows = _rows(text, draft)
    header = next(rows, (1, []))[1]
    columns = [_column(cell) for cell in header]
    reader = _reader(set(filter(None, columns)))
    if reader is None:
        draft.reject(1, f"The header tells no kind of table: {', '.join(header) or 'it is empty'}.", KNOWN)
        return
    unused = [cell for cell, column in zip(header, columns, strict=True) if column is None and cell.strip()]
    if unused:
        draft.note(1, f"Not read: {', '.join(unused)}.", "Rename the columns if they matter; see the registry's page.")
    for line, row in rows:
        if len(row) != len(header):
            draft.reject(line, f"It has {len(row)} cells, the header {len(header)}.", "Mend the line; quote commas.")
            continue
        cells = {column: cell.strip() for column, cell in zip(columns, row, strict=True) if column}
        reader(line, cells, draft)


def _rows(text: str, draft: Draft) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the line that it starts on."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    end = 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            draft.reject(
                end + 1, f"It cannot be read: {error}.", "Close the quotation that is open, or shorten the cell."
            )
            return
        line, end = end + 1, reader.line_num
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield line, row


def _column(cell: str) -> str | None:
    """The column that a header's cell names."""
    word = " ".join(cell.strip().casefold().replace("_", " ").split())
    return next((column for column, names in import_words().columns.items() if word in names), None)


def _reader(columns: set[str]) -> Callable[[int, Cells, Draft], None] | None:
    """What reads the rows of a table with these columns."""
    if {"body", "states"} <= columns:
        return _membership
    if {"actor", "alias"} <= columns:
        return _naming
    if "person" in columns and ("post" in columns or "title" in columns):
        return _tenure
    if "name" in columns:
        return _actor
    return _post if {"title", "organization"} <= columns else None


def _actor(line: int, cells: Cells, draft: Draft) -> None:
    name = cells["name"]
    if not name:
        draft.reject(line, "It has no name.", "Give the actor a name.")
        return
    aliases = [_alias(cell) for cell in several(cells.get("aliases", ""))]
    aliases += [_alias(cell, form) for column, form in _FORMS for cell in several(cells.get(column, ""))]
    kind = cells.get("kind") or ("person" if cells.get("title") or "surnames" in cells else None)
    draft.actors.append(GivenActor(
        line, name, cells.get("id") or name, kind, cells.get("country") or None, several(cells.get("sectors", "")),
        cells.get("parent") or None, cells.get("cameo") or None, cells.get("wikidata") or None,
        tuple(aliases), several(cells.get("surnames", "")),
    ))  # fmt: skip
    if cells.get("title"):
        draft.tenures.append(_office(line, cells.get("id") or name, cells))


def _tenure(line: int, cells: Cells, draft: Draft) -> None:
    if not cells["person"] or not (cells.get("post") or cells.get("title")):
        draft.reject(line, "It has no person or no post.", "Give both.")
        return
    draft.tenures.append(_office(line, cells["person"], cells))


def _office(line: int, person: str, cells: Cells) -> GivenTenure:
    post: str | GivenPost = cells.get("post") or _post_of(line, cells)
    start, end = cells.get("start") or None, cells.get("end") or None
    return GivenTenure(line, person, post, start, end, cells.get("source", ""))


def _post_of(line: int, cells: Cells) -> GivenPost:
    return GivenPost(
        line, several(cells.get("title", "")), cells.get("id") or None if "name" not in cells else None,
        cells.get("class") or None, cells.get("organization") or None, cells.get("country") or None,
        several(cells.get("sectors", "")) if "name" not in cells else (),
    )  # fmt: skip


def _post(line: int, cells: Cells, draft: Draft) -> None:
    if not cells["title"] or not cells["organization"]:
        draft.reject(line, "It has no title or no organization.", "Give both.")
        return
    draft.posts.append(_post_of(line, cells))


def _membership(line: int, cells: Cells, draft: Draft) -> None:
    members = _members(cells["states"])
    if not cells["body"] or not members:
        draft.reject(line, "It has no body or no member.", "Give both.")
    for member in members:
        draft.memberships.append(GivenMembership(
            line, cells["body"], member, cells.get("start") or None, cells.get("end") or None,
            cells.get("role") or "member", cells.get("source", ""),
        ))  # fmt: skip


def _members(cell: str) -> list[str]:
    """The members of a cell: separated by bars, or codes separated by spaces; else one name."""
    parts = cell.split("|") if "|" in cell else cell.split()
    if "|" not in cell and not all(part.isupper() and len(part) <= 3 for part in parts):
        parts = [cell]
    return [part.strip() for part in parts if part.strip()]


def _naming(line: int, cells: Cells, draft: Draft) -> None:
    form = cells.get("form") or "name"
    if not cells["actor"] or not cells["alias"]:
        draft.reject(line, "It has no actor or no alias.", "Give both.")
    elif form not in _ALIAS_FORMS:
        draft.reject(line, f"{form!r} is no form of a naming.", f"Use one of {', '.join(_ALIAS_FORMS)}.")
    else:
        alias = _alias(cells["alias"], cast("AliasForm", form))
        context = alias.needs_context or cells.get("needs context", "").casefold() in ("yes", "true", "1", "x")
        since, until = cells.get("start") or alias.since, cells.get("end") or alias.until
        draft.namings.append(
            GivenNaming(line, cells["actor"], GivenAlias(alias.text, alias.form, context, since, until))
        )


def _alias(cell: str, form: AliasForm = "name") -> GivenAlias:
    """A naming from its cell, marked as in the registry's own tables."""
    alias = alias_of("", cell.strip(), form)
    return GivenAlias(alias.text, alias.form, alias.needs_context, alias.since, alias.until)
