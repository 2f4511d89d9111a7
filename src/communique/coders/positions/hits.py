"""Where an article is about a question: by its own words, by words that lean on what was said before, and by votes.

Beside what a sentence shows by itself there are four kinds of hit. *Leaning*: the act without the subject ("the
extension", "to recognise it"), where a sentence before names the subject. *Reference*: a definite noun such as
"the decision" shortly after a hit. *Echo*: "followed suit", "do the same". *Ballot*: somebody votes or abstains, in the
sentence of a hit or shortly after.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from communique.parse.reading import Reading
from communique.vocabulary.positions import position_words
from communique.vocabulary.questions import Hit, Question, act_hits, hits, words_pattern

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_BACK = 3  # sentences
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "such"})


def question_hits(reading: Reading, question: Question) -> list[Hit]:
    """All hits for one question, in the order of the text."""
    sentences = reading.sentences()
    found: list[Hit] = []
    last: tuple[int, Hit] | None = None
    for at, sentence in enumerate(sentences):
        here = list(hits(question, sentence.text, sentence.start_char))
        here = here or list(_leaning(question, sentence, sentences[max(0, at - _BACK) : at]))
        fresh = last is not None and at - last[0] <= _BACK
        if here:
            last = (at, here[0])
        elif last is not None and fresh:
            here = [*_references(sentence, last[1]), *_echoes(sentence, last[1])]
        if last is not None and (fresh or last[0] == at):
            here += _ballots(sentence, last[1], here)
        found += here
    return found


def _leaning(question: Question, sentence: Span, before: Sequence[Span]) -> Iterator[Hit]:
    """Acts whose subject one of the sentences before names, where the words lean on it."""
    subject = words_pattern(question.subject)
    if subject is None or not any(subject.search(each.text) for each in before):
        return
    for hit in act_hits(question, sentence.text, sentence.start_char):
        span = sentence.doc.char_span(hit.start, hit.end, alignment_mode="expand")
        if span is not None and _leans(span):
            yield hit


def _leans(span: Span) -> bool:
    """Whether an act is definite itself, or has a pronoun or a definite phrase for what it is done to."""
    root = span.root
    if root.pos_ in {"NOUN", "PROPN"}:
        return any(child.dep_ in {"det", "poss"} for child in root.children) or root.dep_ in {"pobj", "dobj"}
    objects = [child for child in root.children if child.dep_ in {"dobj", "nsubjpass"}]
    if not objects and root.dep_ in {"ccomp", "xcomp"}:  # "want the measures to be extended"
        objects = [child for child in root.children if child.dep_ == "nsubj"] if root.tag_ == "VBN" else []
    return any(_is_definite(each) for each in objects)


def _is_definite(token: Token) -> bool:
    return token.pos_ == "PRON" or any(child.lower_ in _DEFINITE for child in token.children)


def _references(sentence: Span, hit: Hit) -> Iterator[Hit]:
    """Definite nouns that stand for what was asked or done before."""
    nouns = position_words().references
    for token in sentence:
        if token.pos_ == "NOUN" and token.lemma_.lower() in nouns and _stands_alone(token):
            yield Hit(hit.question, token.idx, token.idx + len(token), hit.side, "reference")


def _echoes(sentence: Span, hit: Hit) -> Iterator[Hit]:
    """Verbs that repeat what was done or asked before: "Oslo followed suit", "urged others to do the same"."""
    words = position_words().echoes
    for token in sentence:
        partner = words.get(token.lemma_.lower())
        if partner is not None and any(child.lower_ == partner for child in token.children):
            yield Hit(hit.question, token.idx, token.idx + len(token), hit.side, "echo")


def _stands_alone(token: Token) -> bool:
    """Whether only a definite word tells which one it is: "the decision", and not "the decision on fish"."""
    telling = [child for child in token.children if child.dep_ not in {"det", "punct"}]
    return not telling and any(child.dep_ == "det" and child.lower_ in _DEFINITE for child in token.children)


def _ballots(sentence: Span, hit: Hit, here: Sequence[Hit]) -> list[Hit]:
    """Votes whose words do not name what is voted on."""
    verbs = position_words().ballots
    return [
        Hit(hit.question, token.idx, token.idx + len(token), "for", "ballot")
        for token in sentence
        if token.pos_ == "VERB"
        and (token.lemma_.lower() in verbs or _casts_a_veto(token))
        and not _governs_a_hit(token, here)
    ]


def _casts_a_veto(token: Token) -> bool:
    """Whether the words are "cast its veto" or the like."""
    vetoes = [child for child in token.children if child.dep_ == "dobj" and child.lemma_.lower() == "veto"]
    return bool(vetoes) and token.lemma_.lower() in {"cast", "use", "wield", "exercise"}


def _governs_a_hit(token: Token, here: Sequence[Hit]) -> bool:
    below = {each.idx for each in token.subtree}
    return any(hit.start in below for hit in here)
