from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
import spacy
from spacy.attrs import DEP, HEAD, SENT_START, TAG

from communique.parse import vectors
from communique.parse.arcs import Arcs, Tree
from communique.parse.joined import TOGETHER, Joined, is_understood
from communique.parse.syntax import _start_sentences, language_model
from communique.sources.front_matter import split_front_matter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.pipeline import DependencyParser
    from spacy.tokens import Doc

DISPATCHES = Path(__file__).parents[2] / "examples" / "dispatches"
MARKS = (
    "“Who knows?” he said. “Not me.” (They met. In Oslo.) What is it! Well... No. 5 won. e.g. this. ) . “ ' What . . is",
    "The U.S. left. Of Mr. Okel, whom the court, which nobody. Had met, tried? said little Paris 😀\n\n\tmarket ?! we",
    "Which port did the delegation that Norway sent say that it would close? None. Yes",
    "word",
    " ",
    "",
)


def _texts() -> Iterator[tuple[str, list[int]]]:
    """Texts with the offsets at which sentences are known to begin: paragraphs of dispatches, and none of a text."""
    for path in sorted(DISPATCHES.glob("*.txt"))[::6]:
        text = split_front_matter(path.read_text("utf-8")).text
        yield text, [0, *(at + 2 for at in range(len(text)) if text.startswith("\n\n", at))]
        yield text.replace("\n", " "), []
    for text in MARKS:
        yield text, []
        yield text, [0, len(text) // 2]


def _by_the_pipes(doc: Doc) -> Doc:
    for name in TOGETHER:
        doc = language_model().get_pipe(name)(doc)
    return doc


def _told(doc: Doc) -> list[object]:
    edges = [(token.left_edge.i, token.right_edge.i, token.n_lefts, token.n_rights) for token in doc]
    return [doc.to_array([TAG, HEAD, DEP, SENT_START]).tolist(), edges]


def test_vectors_tags_and_arcs_are_those_of_the_pipes(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = language_model()
    joined = Joined(nlp)
    monkeypatch.setattr(vectors, "ENOUGH", 400)  # so that what is remembered is forgotten on the way
    for text, starts in _texts():
        doc, again = nlp.make_doc(text), nlp.make_doc(text)
        _start_sentences(doc, starts)
        _start_sentences(again, starts)
        assert _told(joined(again)) == _told(_by_the_pipes(doc)), text


def test_wrong_guesses_of_where_sentences_begin_are_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = language_model()
    joined = Joined(nlp)
    text = (
        "The minister, who had met his colleague in Oslo on Friday, said that talks would go on. They did. Nobody left."
    )
    known = _told(_by_the_pipes(nlp.make_doc(text)))
    for step in (1, 2, 3, 5):
        monkeypatch.setattr(Arcs, "_likely_starts", lambda self, doc, step=step: range(0, len(doc), step))
        assert _told(joined(nlp.make_doc(text))) == known


def test_an_arc_that_is_drawn_anew_takes_the_place_of_the_old_one() -> None:
    tree = Tree([0] * 6, [])
    for child in (1, 2, 3):
        tree.join(0, child, 7)
    tree.join(5, 2, 8)
    assert (tree.heads[2], tree.labels[2], tree.left[5], tree.right[0], tree.before[3]) == (5, 8, 2, 3, 1)
    tree.join(4, 3, 9)
    assert (tree.right[0], tree.left[4]) == (1, 3)
    tree.forget(0, 6)
    assert set(tree.heads) == {-1} == set(tree.left) == set(tree.right)


def test_a_model_that_is_built_otherwise_is_left_to_its_pipes() -> None:
    assert is_understood(language_model())
    assert not is_understood(spacy.blank("en"))
    other = spacy.blank("en")
    other.add_pipe("tok2vec")
    other.add_pipe("tagger")
    parser = cast("DependencyParser", other.add_pipe("parser", config={"learn_tokens": True}))
    assert parser.name == "parser"
    assert not is_understood(other)
