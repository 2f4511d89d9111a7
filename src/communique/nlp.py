"""A component of spaCy pipelines: ``nlp.add_pipe("communique")`` gives every ``Doc`` its record.

The record is read from the whole text by Communique's own pipeline, whatever the other components do; its offsets are
offsets into ``doc.text``. It is kept in ``doc.user_data`` as JSON, so that it goes wherever the ``Doc`` goes: through
``nlp.pipe``, other processes, ``to_bytes`` and ``DocBin(store_user_data=True)``.

- ``doc._.communique`` is the :class:`~communique.Record`, or None for a ``Doc`` that no component has read.
- ``doc._.article`` is what is known of the text before it is read: a dictionary with ``published``, ``outlet``,
  ``title`` and ``url``. The component's configuration gives day and outlet for all texts alike.
- ``doc.spans["communique"]`` has the words of actors, events, statements and places, labelled, for displaCy and others.
"""

from __future__ import annotations

import hashlib

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from communique.errors import EmptyText, InputError
from communique.pipeline import read_text, versions
from communique.record import Article, Note, Offsets, Record, entry_id
from communique.sources.article import iso_day

KEY = "communique"
"""Name of the component, of the extension, and of the group of spans; and what the record is kept under."""

ABOUT = "article"
"""Name of the extension for what is known of a text."""

KNOWN = ("published", "outlet", "title", "url")
"""What can be told of a text."""


def record_of(doc: Doc) -> Record | None:
    """The record of a ``Doc``: what ``doc._.communique`` gives."""
    kept = doc.user_data.get(KEY)
    return Record.from_json(kept) if kept is not None else None


def keep_record(doc: Doc, record: Record | None) -> None:
    """Put a record to a ``Doc``: what assigning to ``doc._.communique`` does.

    Raises:
        InputError: It is the record of another text.
    """
    if record is not None and record.article.text != doc.text:
        raise InputError("This is the record of another text.", "Read the text of this Doc.")
    doc.user_data[KEY] = None if record is None else record.to_json()


def _register() -> None:
    if not Doc.has_extension(KEY):
        Doc.set_extension(KEY, getter=record_of, setter=keep_record)
    if not Doc.has_extension(ABOUT):
        Doc.set_extension(ABOUT, default=None)


class Communique:
    """The component.

    Args:
        published: Publication date of all texts that have none of their own, ISO 8601.
        outlet: Outlet of all texts that have none of their own.
    """

    def __init__(self, published: str | None = None, outlet: str | None = None) -> None:
        self._told = {"published": published, "outlet": outlet}
        _register()

    def __call__(self, doc: Doc) -> Doc:
        """Read a ``Doc``; one without words has a record without entries, and a note that says so."""
        about = doc._.get(ABOUT) or {}
        told = {name: about.get(name) or self._told.get(name) for name in KNOWN}
        try:
            record = read_text(doc.text, **told)
        except EmptyText as error:
            record = _bare(doc.text, error, told)
        keep_record(doc, record)
        doc.spans[KEY] = _spans(doc, record)
        return doc


def _bare(text: str, why: EmptyText, told: dict[str, str | None]) -> Record:
    """The record of a text without words."""
    program, model, registry = versions()
    day, sha256 = iso_day(told["published"]), hashlib.sha256(text.encode()).hexdigest()
    article = Article(
        id=entry_id("x", sha256, day).replace("x-", "article-"), text=text, sha256=sha256, published=day,
        outlet=told["outlet"], title=told["title"], url=told["url"],
    )  # fmt: skip
    note = Note(level="warning", about="text", text=str(why))
    return Record(communique=program, model=model, registry=registry, article=article, notes=(note,))


@Language.factory(KEY, assigns=["doc._.communique"], default_config={"published": None, "outlet": None})
def make(nlp: Language, name: str, published: str | None, outlet: str | None) -> Communique:
    """Make the component, as ``nlp.add_pipe("communique", config={"published": "2024-05-28"})`` asks."""
    del nlp, name
    return Communique(published, outlet)


def _spans(doc: Doc, record: Record) -> SpanGroup:
    """The words of entries as spans of whole tokens."""
    found: list[tuple[Offsets, str]] = [
        ((mention.start, mention.end), actor.id) for actor in record.actors for mention in actor.mentions
    ]
    found += [(each.trigger, each.type) for each in record.events]
    found += [(span, "STATEMENT") for each in record.statements for span in each.content]
    found += [((each.start, each.end), "PLACE") for each in record.places]
    spans = (doc.char_span(*at, label=label, alignment_mode="expand") for at, label in sorted(found))
    return SpanGroup(doc, name=KEY, spans=[each for each in spans if each is not None])
