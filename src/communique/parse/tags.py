"""Parts of speech, morphology and lemmas, as spaCy's rules give them, worked out once for each kind of word.

The rules of the language model look at a word's tag, its relation to its head, its lower-case form where they name it,
and whether it is white space: a few thousand combinations in all the news there is. So each is asked of spaCy's own
matcher once and remembered, and so is the lemma of each word by its part of speech. The pipes would ask for every word
of every text, which takes two fifths of the time of a parse. Nothing is decided here: what is remembered is what the
pipes said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from spacy.attrs import DEP, LEMMA, LOWER, MORPH, ORTH, POS, TAG
from spacy.matcher import Matcher
from spacy.tokens import MorphAnalysis

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.language import Language
    from spacy.pipeline import AttributeRuler, Lemmatizer
    from spacy.tokens import Doc, Token

    Pattern = list[dict[str, Any]]

RULES, LEMMAS = "attribute_ruler", "lemmatizer"
"""The pipes that are remembered."""

_KNOWN = frozenset({"TAG", "DEP", "LOWER", "IS_SPACE"})
_GIVEN = frozenset({TAG, POS, MORPH, LEMMA, DEP})
_ENOUGH = 200_000  # kinds of words kept; a stream of ever new ones begins anew
_OTHER, _SPACE = 0, 1  # words that no rule names, and white space: no hash is as small


class _Kind(NamedTuple):
    """What the rules give to one kind of word (None: nothing), and whether one over several words may begin at it."""

    tag: int | None
    pos: int | None
    morph: MorphAnalysis | None
    lemma: int | None
    dep: int | None
    opens: bool


def remembers(nlp: Language) -> bool:
    """Whether the rules of a language model look at nothing but what is remembered here."""
    if not {RULES, LEMMAS} <= set(nlp.pipe_names):
        return False
    ruler = cast("AttributeRuler", nlp.get_pipe(RULES))
    asked = {name for rule in ruler.patterns for pattern in _patterns(rule) for token in pattern for name in token}
    return asked <= _KNOWN and {name for given in ruler.attrs for name in given} <= _GIVEN


class Tags:
    """The two pipes of a language model, remembered.

    Args:
        nlp: A language model of which :func:`remembers` is true.
    """

    def __init__(self, nlp: Language) -> None:
        self._ruler = cast("AttributeRuler", nlp.get_pipe(RULES))
        self._lemmatizer = cast("Lemmatizer", nlp.get_pipe(LEMMAS))
        self._vocab = nlp.vocab
        self._single, self._first, self._several = (Matcher(nlp.vocab) for _ in range(3))
        named: set[str] = set()
        self._longest = 1
        for number, rule in enumerate(self._ruler.patterns):
            for pattern in _patterns(rule):
                self._add(str(number), pattern)
                named.update(each for token in pattern for each in _words(token))
        self._named = {nlp.vocab.strings.add(each) for each in named}
        self._words: dict[int, int] = {}
        self._kinds: dict[tuple[int, int, int], _Kind] = {}
        self._lemmas: dict[tuple[int, int, int], int] = {}
        _index(self._lemmatizer)

    def __call__(self, doc: Doc) -> Doc:
        """Tag the words of a parsed text, in place, and return it."""
        self._forget()
        words, kinds = self._words, self._kinds
        found: list[_Kind] = []
        for at, (orth, tag, dep, lower) in enumerate(doc.to_array([ORTH, TAG, DEP, LOWER]).tolist()):
            word = words.get(orth)
            if word is None:
                word = words[orth] = lower if lower in self._named else _SPACE if doc[at].is_space else _OTHER
            kind = kinds.get((tag, dep, word))
            if kind is None:
                kind = kinds[tag, dep, word] = self._kind(doc, at)
            found.append(kind)
        for at, rules in self._over_several(doc, [at for at, kind in enumerate(found) if kind.opens]).items():
            found[at] = self._kind(doc, at, rules)
        self._put(doc, found)
        return doc

    def _add(self, rule: str, pattern: Pattern) -> None:
        self._longest = max(self._longest, len(pattern))
        if len(pattern) == 1:
            self._single.add(rule, [pattern])
        else:
            self._several.add(rule, [pattern])
            self._first.add(rule, [pattern[:1]])

    def _over_several(self, doc: Doc, starts: Sequence[int]) -> dict[int, list[int]]:
        """The rules over several words that begin at one of these, by the word that they are about."""
        found: dict[int, list[int]] = {}
        for at in starts:
            for rule, start, end in self._several(doc[at : at + self._longest], allow_missing=True):
                number = int(self._vocab.strings[rule])
                index = self._ruler.indices[number]
                if start == 0:
                    found.setdefault(at + (index if index >= 0 else end + index), []).append(number)
        return found

    def _kind(self, doc: Doc, at: int, further: Sequence[int] = ()) -> _Kind:
        """What all rules that a word meets give it together, the later one before the earlier."""
        token = doc[at : at + 1]
        rules = {int(self._vocab.strings[rule]) for rule, _, _ in self._single(token, allow_missing=True)}
        given: dict[int, int] = {}
        for rule in sorted({*rules, *further}):
            given.update(self._ruler.attrs[rule])
        morph = given.get(MORPH)
        return _Kind(
            given.get(TAG), given.get(POS), None if morph is None else MorphAnalysis.from_id(self._vocab, morph),
            given.get(LEMMA), given.get(DEP), bool(self._first(token, allow_missing=True)),
        )  # fmt: skip

    def _put(self, doc: Doc, kinds: Sequence[_Kind]) -> None:
        """Write on each word what is given to it."""
        for token, (tag, pos, morph, lemma, dep, _) in zip(doc, kinds, strict=True):
            if tag is not None:
                token.tag = tag
            if pos is not None:
                token.pos = pos
            if morph is not None:
                token.morph = morph
            if dep is not None:
                token.dep = dep
            if lemma is not None:
                token.lemma = lemma
            if token.lemma == 0:
                token.lemma = self._lemma(token)

    def _lemma(self, token: Token) -> int:
        key = (token.orth, token.pos, token.morph.key)  # type: ignore[attr-defined]
        if key not in self._lemmas:
            self._lemmas[key] = self._vocab.strings.add(self._lemmatizer.lemmatize(token)[0])
        return self._lemmas[key]

    def _forget(self) -> None:
        for kept in (self._words, self._kinds, self._lemmas):
            if len(kept) > _ENOUGH:
                kept.clear()


def _patterns(rule: Mapping[str, Any]) -> list[Pattern]:
    found: list[Pattern] = rule["patterns"]
    return found


def _words(token: dict[str, Any]) -> list[str]:
    """The lower-case words that a pattern names for one word."""
    named = token.get("LOWER", [])
    if isinstance(named, dict):
        return [each for listed in named.values() for each in listed]
    return [named] if isinstance(named, str) else []


def _index(lemmatizer: Lemmatizer) -> None:
    """Make sets of the lists of known lemmas, which are searched for every new word."""
    table = lemmatizer.lookups.get_table("lemma_index", {})
    for key, known in list(table.items()):
        if isinstance(known, list):
            table[key] = frozenset(known)
