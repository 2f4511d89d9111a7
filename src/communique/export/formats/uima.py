"""UIMA CAS as XMI, which INCEpTION imports: a file for each article, and the type system beside them.

By dkpro-cassis, which also turns our code points into the UTF-16 units that UIMA counts. A layer of spans has the words
of every entry; one of relations joins acts to the nearest mention of their parties, and contents to speaker and cue.
Sentences and words are left to INCEpTION, which divides a text that comes without them. Characters that XML 1.0 forbids
are replaced by U+FFFD, one for one.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from communique.errors import MissingExtra
from communique.export.evidence import Marked, marked, nearest
from communique.export.files import FORBIDDEN, file_name
from communique.record import Record

_ENTRY, _ROLE = "webanno.custom.CommuniqueEntry", "webanno.custom.CommuniqueRole"
_DOCUMENT = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"


def write(records: Iterable[Record], folder: Path) -> None:
    """Write ``TypeSystem.xml`` and an ``.xmi`` for each article into the folder.

    Raises:
        MissingExtra: dkpro-cassis is not installed.
    """
    _cassis()
    (folder / "TypeSystem.xml").write_bytes(_types())
    for record in records:
        (folder / f"{file_name(record.article.id)}.xmi").write_bytes(xmi(record))


def xmi(record: Record) -> bytes:
    """The record's text and entries as a CAS.

    Raises:
        MissingExtra: dkpro-cassis is not installed.
    """
    system, article = _type_system(), record.article
    cas = _cassis().Cas(typesystem=system)
    text = FORBIDDEN.sub("\ufffd", article.text)
    cas.sofa_string, cas.sofa_mime = text, "text/plain"
    told = {
        "documentTitle": article.title, "documentId": article.id, "documentUri": article.url,
        "collectionId": article.outlet, "language": article.language or "x-unspecified",
    }  # fmt: skip
    clean = {name: FORBIDDEN.sub("\ufffd", value) for name, value in told.items() if value}
    cas.add(system.get_type(_DOCUMENT)(begin=0, end=len(text), **clean))
    entries = list(marked(record))
    made = [list(_spans(system.get_type(_ENTRY), each)) for each in entries]
    for each in made:
        cas.add_all(each)
    for role, governor, dependent in _roles(record, entries):
        low, high = made[governor][0], made[dependent][0]
        cas.add(system.get_type(_ROLE)(begin=high.begin, end=high.end, Governor=low, Dependent=high, role=role))
    return bytes(cas.to_xmi().encode())


def _spans(kind: Any, entry: Marked) -> Iterator[Any]:
    facts = {
        name: FORBIDDEN.sub("\ufffd", each) if isinstance(each, str) else each for name, each in entry.facts.items()
    }
    for start, end in entry.spans:
        yield kind(begin=start, end=end, kind=entry.kind, label=entry.label, entry=entry.entry, **facts)


def _roles(record: Record, entries: list[Marked]) -> Iterator[tuple[str, int, int]]:
    """Role, act or content, and who has the role: places in the list of entries."""
    places: dict[tuple[str, str], int] = {}
    for at, each in enumerate(entries):
        places.setdefault((each.entry, each.kind), at)
    for event in record.events:
        at = places[event.id, "event"]
        for role, ids in (("Source", event.sources), ("Target", event.targets)):
            found = (nearest(entries, each, event.trigger[0]) for each in ids)
            yield from ((role, at, each) for each in found if each is not None)
    for said in record.statements:
        content = places.get((said.id, "content"))
        for role in ("Speaker", "Cue"):
            other = places.get((said.id, role.lower()))
            if content is not None and other is not None:
                yield role, content, other


@functools.cache
def _types() -> bytes:
    return resources.files("communique.export").joinpath("data", "uima_types.xml").read_bytes()


@functools.cache
def _type_system() -> Any:
    return _cassis().load_typesystem(io.BytesIO(_types()))


def _cassis() -> Any:
    try:
        import cassis
    except ImportError:
        raise MissingExtra(
            "UIMA is written by dkpro-cassis, which is not installed.", "Type: pip install 'communique[inception]'"
        ) from None
    return cassis
