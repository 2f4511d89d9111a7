"""UIMA-XMI as INCEpTION exports it: an ``.xmi`` with its type system beside it or in the same ``.zip``.

Every annotation that stands on words counts whose type or feature names a kind of ours: a feature ``kind`` (or
``value``) with ``label``, or a type named after the kind, such as ``custom.Event``. Features ``entry`` (or
``identifier``), ``verdict`` and the fields that can be corrected are read where they are there. dkpro-cassis turns
UIMA's UTF-16 offsets into code points. Needs dkpro-cassis (extra ``xmi``).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique.errors import InputError, MissingExtra
from communique.imports.annotations.marks import Annotation, Source, fields_of, kind_and_label, not_readable

_TYPES = "TypeSystem.xml"


def read(path: Path) -> Iterator[Annotation]:
    """The annotations of a file, of a folder of ``.xmi`` files, or of an archive of them."""
    try:
        import cassis
    except ImportError as error:
        raise MissingExtra("Reading UIMA-XMI needs dkpro-cassis.", "Type: pip install 'communique[xmi]'") from error
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
        with zipfile.ZipFile(path) as held:
            names = held.namelist()
            types = next((each for each in names if each.lower().endswith(_TYPES.lower())), None)
            if types is None:
                raise InputError(f"'{path}' has no type system.", f"Export it with its {_TYPES}.")
            for each in sorted(name for name in names if name.endswith(".xmi")):
                yield each, held.read(types), held.read(each)
        return
    beside = next((each for each in sorted(path.parent.glob("*.xml")) if "typesystem" in each.name.lower()), None)
    if beside is None:
        raise InputError(f"'{path}' has no type system beside it.", f"Put its {_TYPES} into the same folder.")
    yield path.name, beside.read_bytes(), path.read_bytes()


def _annotations(cas: Any, name: str) -> Iterator[Annotation]:
    text = cas.sofa_string or ""
    title = _metadata(cas)
    source = Source(article=title or name.rpartition("/")[2].removesuffix(".xmi"), text=text)
    for each in cas.select_all_annotations():
        if not (hasattr(each, "begin") and hasattr(each, "end")) or each.begin is None or each.end <= each.begin:
            continue
        found = _annotation(each, source, f"{name} {each.type.name.rpartition('.')[2]} at {each.begin}", text)
        if found is not None:
            yield found


def _annotation(each: Any, source: Source, where: str, text: str) -> Annotation | None:
    """What a UIMA annotation says; None for those of layers that are none of ours, such as tokens."""
    told = {name: getattr(each, name, None) for name in ("kind", "value", "label", "entry", "identifier", "verdict")}
    named = told["kind"] or told["value"] or each.type.name.rpartition(".")[2]
    tag = kind_and_label(str(named))
    span = ((int(each.begin), int(each.end)),)
    words = text[each.begin : each.end]
    if tag is None:
        own = "custom" in each.type.name or "communique" in each.type.name.lower()
        why = f"'{named}' is no kind of ours"
        return Annotation(where, source, str(named), spans=span, words=words, trouble=why) if own else None
    kind, label = tag
    label = label or told["label"]
    facts = {name: getattr(each, name) for name in _FACTS if getattr(each, name, None) is not None}
    verdict = str(told["verdict"] or "").casefold()
    return Annotation(
        where, source, kind, label, span, words, told["entry"] or told["identifier"], fields_of(kind, label, facts),
        verdict=verdict if verdict in {"accept", "reject"} else None,  # type: ignore[arg-type]  # one of the two
    )  # fmt: skip


_FACTS = ("mode", "cameo", "status", "actor", "question", "body")


def _metadata(cas: Any) -> str | None:
    """The document's id as DKPro keeps it."""
    kind = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
    if not cas.typesystem.contains_type(kind):
        return None
    found = next(iter(cas.select(kind)), None)
    return (found.documentId or found.documentTitle) if found is not None else None
