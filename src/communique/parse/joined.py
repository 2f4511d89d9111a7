"""Vectors, tags and arcs of a text in one go: three pipes of a language model, in the place of themselves.

Nothing is decided here: what is written on a text is what the pipes would write, and a model that is built otherwise is
left to its own pipes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
from spacy.attrs import DEP, HEAD, TAG
from spacy.pipeline._parser_internals import nonproj

from communique.parse.arcs import Arcs
from communique.parse.vectors import Vectors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.language import Language
    from spacy.pipeline import DependencyParser, Tagger
    from spacy.tokens import Doc

TOGETHER = ("tok2vec", "tagger", "parser")
"""The pipes that are one here."""

_BUILT: Mapping[str, dict[str, Any]] = {
    "tok2vec": {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {"@architectures": "spacy.MultiHashEmbed.v2", "include_static_vectors": False},
        "encode": {"@architectures": "spacy.MaxoutWindowEncoder.v2", "window_size": 1},
    },
    "tagger": {"@architectures": "spacy.Tagger.v2", "tok2vec": {"@architectures": "spacy.Tok2VecListener.v1"}},
    "parser": {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "tok2vec": {"@architectures": "spacy.Tok2VecListener.v1"},
        "state_type": "parser", "extra_state_tokens": False, "maxout_pieces": 2, "use_upper": True,
    },
}  # fmt: skip
_SET: Mapping[str, dict[str, Any]] = {
    "tagger": {"overwrite": False},
    "parser": {"learn_tokens": False, "beam_width": 1},
}


def is_understood(nlp: Language) -> bool:
    """Whether the pipes of a language model are built as it is done here."""
    if nlp.pipe_names[: len(TOGETHER)] != list(TOGETHER):
        return False
    config = nlp.config["components"]
    built = all(_holds(config[name]["model"], wanted) for name, wanted in _BUILT.items())
    alike = all(_holds(cast("Any", nlp.get_pipe(name)).cfg, wanted) for name, wanted in _SET.items())
    parser: Any = nlp.get_pipe("parser")
    return built and alike and not parser.model.attrs["unseen_classes"]


def _holds(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether all that is wanted stands there."""
    return all(
        _holds(found.get(key, {}), value) if isinstance(value, dict) else found.get(key) == value
        for key, value in wanted.items()
    )


class Joined:
    """The three pipes.

    Args:
        nlp: A language model of which :func:`is_understood` is true.
    """

    def __init__(self, nlp: Language) -> None:
        tok2vec, tagger, parser = (cast("Any", nlp.get_pipe(name)) for name in TOGETHER)
        self._vectors, self._arcs = Vectors(tok2vec.model), Arcs(cast("DependencyParser", parser))
        layer = tagger.model.get_ref("output_layer")
        self._ops, self._weights, self._bias = layer.ops, layer.get_param("W"), layer.get_param("b")
        labels = cast("Tagger", tagger).labels
        self._tags = np.array([nlp.vocab.strings.add(label) for label in labels], dtype=np.uint64)
        self._decorated = {each for each in self._arcs.labels.tolist() if nonproj.DELIMITER in nlp.vocab.strings[each]}

    def __call__(self, doc: Doc) -> Doc:
        """Tag and parse a text, in place, and return it."""
        if not len(doc):
            return doc
        vectors = self._vectors(doc)
        tags = self._tags[self._ops.affine(vectors, self._weights, self._bias).argmax(axis=1)]
        heads, labels = self._arcs(doc, vectors)
        found = np.empty((len(doc), 3), dtype=np.uint64)
        found[:, 0], found[:, 1], found[:, 2] = tags, np.array(heads, dtype=np.int64).view(np.uint64), labels
        doc.from_array([TAG, HEAD, DEP], cast("Any", found))
        if not self._decorated.isdisjoint(labels):
            nonproj.deprojectivize(doc)
        return doc
