"""For spaCy: DocBin files (``.spacy``), and names in CoNLL-U.

Both divide the text into tokens by spaCy's rules for English, without a model. DocBins come in parts of 500 articles,
since spaCy holds a whole one in memory; its ``Corpus`` and ``spacy train`` take the folder. Each ``Doc`` has the
entries' words in ``doc.spans`` by kind (label, id of the entry, Wikidata id), names of actors and places in
``doc.ents``, and the article's id, day, outlet and hash in ``doc.user_data``. A span is widened to whole tokens
where it cuts one.

CoNLL-U has a line for each token, sentences by spaCy's rule-based sentencizer, and in MISC what the names in NER data
have: ``NER=B-PER`` (IOB2; PER, ORG, LOC, GPE, MISC), offsets in code points, and ``SpaceAfter``. Spaces are no tokens
there.
"""

from __future__ import annotations

import functools
import gc
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from communique.export.evidence import Marked, marked
from communique.parse.backend import load_spacy
from communique.record import Record

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

_PART = 500  # documents of one file
_NAMES = {
    "person": "PER", "state": "GPE", "region": "LOC", "government": "ORG", "ministry": "ORG", "body": "ORG",
    "organisation": "ORG", "party": "ORG", "armed group": "ORG", "media": "ORG", "people": "MISC", "group": "MISC",
}  # fmt: skip


def write_docbin(records: Iterable[Record], folder: Path) -> None:
    """Write parts of DocBins into the folder."""
    load_spacy()
    from spacy.tokens import DocBin

    number, waiting = 0, DocBin(store_user_data=True)
    for record in records:
        waiting.add(document(record))
        if len(waiting) == _PART:
            _save(waiting, folder, number)
            number, waiting = number + 1, DocBin(store_user_data=True)
            _begin_anew()
    if len(waiting) or not number:
        _save(waiting, folder, number)


def _save(docs: Any, folder: Path, number: int) -> None:
    (folder / f"part-{number:05}.spacy").write_bytes(docs.to_bytes())


def document(record: Record) -> Doc:
    """The record as a ``Doc`` of spaCy."""
    article = record.article
    doc = _named(record)
    wikidata = {each.id: each.wikidata for each in record.actors}
    spans: dict[str, list[Span]] = {}
    for each in marked(record):
        spans.setdefault(each.kind, []).extend(_spans(doc, each, wikidata.get(each.entry)))
    for kind, told in spans.items():
        doc.spans[kind] = told
    doc.user_data = {
        "id": article.id, "title": article.title, "published": article.published, "outlet": article.outlet,
        "url": article.url, "sha256": article.sha256, "communique": record.communique,
    }  # fmt: skip
    return doc


def _named(record: Record) -> Doc:
    """The tokens of the text with the names among them."""
    doc = _language()(record.article.text)
    from spacy.util import filter_spans

    doc.ents = tuple(filter_spans(_entities(doc, record)))
    return doc


def _spans(doc: Doc, entry: Marked, wikidata: str | None) -> Iterator[Span]:
    for start, end in entry.spans:
        made = doc.char_span(
            start, end, label=entry.label, kb_id=wikidata or "", alignment_mode="expand", span_id=entry.entry
        )
        if made is not None:
            yield made


def _entities(doc: Doc, record: Record) -> Iterator[Span]:
    """The names of actors and places; of a place that is an actor too, the actor."""
    for actor in record.actors:
        for each in actor.mentions:
            if each.form in {"name", "capital"}:
                label = _NAMES.get(actor.kind or "", "MISC")
                named = doc.char_span(
                    each.start, each.end, label=label, kb_id=actor.wikidata or "", alignment_mode="expand"
                )
                if named is not None:
                    yield named
    for place in record.places:
        named = doc.char_span(place.start, place.end, label="LOC", alignment_mode="expand")
        if named is not None:
            yield named


def write_conllu(records: Iterable[Record], out: BinaryIO) -> None:
    """Write the tokens of every article with the names in them."""
    for number, record in enumerate(records, 1):
        out.write(conllu(record).encode())
        if number % _PART == 0:
            _begin_anew()


def conllu(record: Record) -> str:
    """The record's tokens and names in CoNLL-U, sentence by sentence."""
    doc, key = _named(record), " ".join(record.article.id.split())
    parts = [f"# newdoc id = {key}\n"]
    for sentence in doc.sents:
        tokens = [each for each in sentence if not each.is_space]
        if not tokens:
            continue
        text = " ".join(doc.text[tokens[0].idx : tokens[-1].idx + len(tokens[-1])].split())
        parts.append(f"# sent_id = {key}-{tokens[0].idx}\n# text = {text}\n")
        parts += [
            f"{number}\t{_form(each)}\t_\t_\t_\t_\t_\t_\t_\t{_misc(each)}\n" for number, each in enumerate(tokens, 1)
        ]
        parts.append("\n")
    return "".join(parts)


def _form(token: Token) -> str:
    return "".join(token.text.split()) or "_"


def _misc(token: Token) -> str:
    name = f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O"
    told = [f"NER={name}"]
    if token.ent_type_ and token.ent_kb_id_:
        told.append(f"Wikidata={token.ent_kb_id_}")
    told += [f"start={token.idx}", f"end={token.idx + len(token)}"]
    following = token.nbor().is_space if token.i + 1 < len(token.doc) else True
    return "|".join(told if token.whitespace_ or following else [*told, "SpaceAfter=No"])


def _begin_anew() -> None:
    """Let spaCy forget: it remembers every word and every id that it was ever given."""
    _language.cache_clear()
    gc.collect()


@functools.cache
def _language() -> Language:
    load_spacy()
    from spacy import blank

    made = blank("en")
    made.add_pipe("sentencizer")
    made.max_length = 100_000_000
    return made
