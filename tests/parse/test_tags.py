from __future__ import annotations

from typing import cast

import spacy
from spacy.attrs import DEP, LEMMA, MORPH, POS, TAG
from spacy.pipeline import AttributeRuler

from communique.parse.syntax import _parsed, _stretches, _whole, language_model
from communique.parse.tags import LEMMAS, RULES, Tags, remembers

TEXTS = (
    "He'd left, and they're gone.\nThere 's one; she gets what it got. Do you?",
    "The minister got home better than others did.  \n\n Whose offers does it decline? We had gotten to know them all.",
    "Y'all ca n't go, y' all. I'll be damned: who'd have thought 5,000 of 'em came? \t 😀 مرحبا",
    "",
)


def test_the_rules_and_lemmas_are_those_of_the_pipes() -> None:
    nlp = language_model()
    tags = Tags(nlp)
    for text in (*TEXTS, *TEXTS):
        doc = nlp(text, disable=[RULES, LEMMAS, "ner"])
        again = tags(doc.copy())
        for name in (RULES, LEMMAS):
            doc = nlp.get_pipe(name)(doc)
        attributes = [TAG, POS, MORPH, LEMMA, DEP]
        assert again.to_array(attributes).tolist() == doc.to_array(attributes).tolist()


def test_rules_that_look_at_more_are_left_to_the_pipes() -> None:
    nlp = spacy.blank("en")
    assert not remembers(nlp)
    ruler = cast("AttributeRuler", nlp.add_pipe(RULES))
    nlp.add_pipe(LEMMAS, config={"mode": "lookup"})
    ruler.add([[{"LOWER": "the"}]], {"POS": "DET"})
    assert remembers(nlp)
    ruler.add([[{"SHAPE": "Xxxxx"}]], {"POS": "PROPN"})
    assert not remembers(nlp)


def test_a_long_text_is_parsed_in_stretches_that_end_with_paragraphs() -> None:
    assert _stretches(100, [0, 30, 60, 90], most=65) == [0, 60, 100]
    assert _stretches(100, [], most=10) == [0, 100]
    assert _stretches(0, []) == [0, 0]
    texts = ["He'd left Oslo on Friday.\n\n", "Mr Okel said: “We go.” She's in Paris 😀\n \n", "They met."]
    parts = [_parsed(text, [0]) for text in texts]
    whole = _whole(parts)
    assert whole.text == "".join(texts)
    assert [token.idx for token in whole][-1] == len(whole.text) - 1
    assert [token.head.text for token in whole] == [token.head.text for part in parts for token in part]
    assert [sentence.text for sentence in whole.sents] == [each.text for part in parts for each in part.sents]
