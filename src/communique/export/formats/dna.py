"""Discourse Network Analyzer (DNA 3): its database file, and its event list as CSV.

A statement of type *DNA Statement* is a position: person, organisation, concept (the question's wording) and agreement.
Utterances and acts are statement types of their own beside it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from communique.ask.discourse import Said
from communique.export.dna import file, matrices
from communique.export.dna.statements import POSITION, TYPES, documents
from communique.record import Record

_COLUMNS = ("statement ID", "time", "document ID", "document title", "author", "source", "section", "type", "text")


def write(records: Iterable[Record], out: BinaryIO) -> None:
    """Write the database: every dated article with its positions, utterances and acts."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.dna"
        file.write(documents(records), made)
        with made.open("rb") as whole:
            shutil.copyfileobj(whole, out)


def write_csv(records: Iterable[Record], out: BinaryIO) -> None:
    """Write the positions as DNA writes its event lists: semicolons, texts in quotation marks.

    DNA exchanges semicolons and quotation marks inside a text for others; here they stay, the marks doubled, which is
    read back by whatever reads CSV.
    """
    variables = TYPES[POSITION][1]
    out.write(";".join(map(_quoted, (*_COLUMNS, *variables))).encode())
    number = 0
    for document, statements in documents(records):
        for each in statements:
            number += 1
            if each.type != POSITION:
                continue
            told = (document.title, document.author, document.source, "", "", each.words)
            values = (str(v) if isinstance(v, int) else _quoted(v) for v in (each.values[name] for name in variables))
            head = (str(number), f"{document.day} 00:00:00", str(document.number), *map(_quoted, told))
            out.write(("\n" + ";".join((*head, *values))).encode())
    out.write(b"\n")


def write_networks(records: Iterable[Record], folder: Path) -> None:
    """Write every network of the positions, a matrix a file: of organisations, or persons who stand for none."""
    said = []
    for document, statements in documents(records):
        for each in statements:
            if each.type == POSITION:
                actor = str(each.values["organization"] or each.values["person"])
                concept, agrees = str(each.values["concept"]), bool(each.values["agreement"])
                said.append(Said(actor, concept, agrees, document.day, str(document.number)))
    for name, made in matrices.every(sorted(said, key=lambda each: each.day)):
        (folder / f"{name}.csv").write_text(matrices.to_csv(made), "utf-8")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
