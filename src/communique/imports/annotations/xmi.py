"""UIMA-XMI as INCEpTION exports it: an ``.xmi`` with its type system beside it or in the same ``.zip``.

Every annotation that stands on words counts whose type or feature names a kind of ours: a feature ``kind`` (or
``value``) with ``label``, or a type named after the kind, such as ``custom.Event``. Features ``entry`` (or
``identifier``), ``verdict`` and the fields that can be corrected are read where they are there. dkpro-cassis turns
UIMA's UTF-16 offsets into code points. Relations with a ``role`` (Source, Target) are parties of the act that governs
them. Needs dkpro-cassis (extra ``inception``).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from communique.errors import InputError, MissingExtra
from communique.imports.annotations.marks import Annotation, Source, fields_of, kind_and_label, not_readable
from communique.record import Offsets
from communique.sources.formats.packed import DAMAGED

_TYPES = "TypeSystem.xml"


def read(path: Path) -> Iterator[Annotation]:
    """The annotations of a file, of a folder of such files, or of an archive of them."""
    try:
        import cassis
    except ImportError as error:
        raise MissingExtra(
            "Reading UIMA-XMI needs dkpro-cassis.", "Type: pip install 'communique[inception]'"
        ) from error
    for name, types, data in _files(path):
        try:
            system = cassis.load_typesystem(io.BytesIO(types))
            cas = cassis.load_cas_from_xmi(io.BytesIO(data), typesystem=system, lenient=True)
        except Exception as error:
            raise not_readable(name, error, "UIMA-XMI") from error
        yield from _annotations(cas, name)


def _files(path: Path) -> Iterator[tuple[str, bytes, bytes]]:
    """Name, type system and content of every XMI file."""
    if path.suffix == ".zip":
        try:
            with zipfile.ZipFile(path) as held:
                names = held.namelist()
                types = next((each for each in names if each.lower().endswith(_TYPES.lower())), None)
                if types is None:
                    raise InputError(f"'{path}' has no type system.", f"Export it with its {_TYPES}.")
                for each in sorted(name for name in names if name.endswith(".xmi")):
                    yield each, held.read(types), held.read(each)
        except DAMAGED as error:
            raise not_readable(str(path), error, "a .zip") from error
        return
    folder = path if path.is_dir() else path.parent
    beside = next((each for each in sorted(folder.glob("*.xml")) if "typesystem" in each.name.lower()), None)
    if beside is None:
        raise InputError(f"'{path}' has no type system beside it.", f"Put its {_TYPES} into the same folder.")
    for file in sorted(path.glob("*.xmi")) if path.is_dir() else [path]:
        yield file.name, beside.read_bytes(), file.read_bytes()


def _annotations(cas: Any, name: str) -> Iterator[Annotation]:
    """What stands on words; pieces of one entry are put together, relations become parties of their acts."""
    text = cas.sofa_string or ""
    source = Source(article=_metadata(cas) or name.rpartition("/")[2].removesuffix(".xmi"), text=text)
    grouped: dict[tuple[str, str], list[Any]] = {}
    relations = []
    for number, each in enumerate(cas.select_all_annotations()):
        if getattr(each, "Governor", None) is not None and getattr(each, "Dependent", None) is not None:
            relations.append(each)
        elif each.begin is not None and each.end is not None and each.end > each.begin:
            kind, entry = _told(each, "kind", "value"), _told(each, "entry", "identifier")
            several = entry is None or kind in {None, "actor", "document"}  # each mention is evidence of its own
            grouped.setdefault((f"#{number}" if several else str(entry), str(kind)), []).append(each)
    for those in grouped.values():
        spans = tuple((int(each.begin), int(each.end)) for each in those)
        where = f"{name} {those[0].type.name.rpartition('.')[2]} at {spans[0][0]}"
        found = _annotation(those[0], spans, source, where, text)
        if found is not None:
            yield replace(found, parties=_parties(those, relations)) if found.kind == "event" else found


def _parties(those: list[Any], relations: list[Any]) -> dict[str, tuple[Offsets, ...]]:
    """Words of the parties that relations of the role *Source* or *Target* join to an act."""
    parties: dict[str, tuple[Offsets, ...]] = {}
    for each in relations:
        name = {"source": "sources", "target": "targets"}.get(str(_told(each, "role", "value")).casefold())
        if name and any(each.Governor is one for one in those):
            parties[name] = (*parties.get(name, ()), (int(each.Dependent.begin), int(each.Dependent.end)))
    return parties


def _annotation(each: Any, spans: tuple[Offsets, ...], source: Source, where: str, text: str) -> Annotation | None:
    """What a UIMA annotation says; None for those of layers that are none of ours, such as tokens."""
    named = _told(each, "kind", "value") or each.type.name.rpartition(".")[2]
    tag, words = kind_and_label(str(named)), " … ".join(text[start:end] for start, end in spans)
    if tag is None:
        own = "custom" in each.type.name or "communique" in each.type.name.lower()
        why = f"'{named}' is no kind of ours"
        return Annotation(where, source, str(named), spans=spans, words=words, trouble=why) if own else None
    kind, label = tag
    label = label or _told(each, "label")
    facts = {name: getattr(each, name) for name in _FACTS if getattr(each, name, None) is not None}
    verdict = str(_told(each, "verdict") or "").casefold()
    return Annotation(
        where, source, kind, label, spans, words, _told(each, "entry", "identifier"), fields_of(kind, label, facts),
        verdict=verdict if verdict in {"accept", "reject"} else None,  # type: ignore[arg-type]  # one of the two
    )  # fmt: skip


def _told(each: Any, *names: str) -> str | None:
    """The first of these features that says something."""
    return next((str(value) for name in names if (value := getattr(each, name, None))), None)


_FACTS = ("mode", "cameo", "status", "actor", "question", "body")


def _metadata(cas: Any) -> str | None:
    """The document's id as DKPro keeps it."""
    kind = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
    if not cas.typesystem.contains_type(kind):
        return None
    found = next(iter(cas.select(kind)), None)
    return (found.documentId or found.documentTitle) if found is not None else None
