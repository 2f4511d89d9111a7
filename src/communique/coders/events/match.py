"""Finding triggers: which pattern, if any, a word of the parse fits, and which CAMEO code the whole has."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.coders.events import frame as frames
from communique.coders.events.lexicon import Pattern, lexicon
from communique.vocabulary import events as vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.vocabulary.events import Trigger

_BARRIERS = frozenset({"relcl", "parataxis", "punct"})
_CIRCUMSTANCES = frozenset(
    ["despite", "after", "before", "during", "following", "since", "amid", "as", "until", "because", "although",
     "though", "while", "when", "without", "under", "than", "like", "including"]
)  # fmt: skip
_HOSTILE = frozenset({"13", "16", "17", "18", "19", "20"})
_COMING = frozenset({"will", "would", "'ll", "’ll", "shall", "should", "must", "may", "might"})
_WISHING = frozenset(
    {"insist", "ask", "demand", "urge", "propose", "recommend", "suggest", "advise", "request", "order"}
)
_OBLIGATION = frozenset({"must", "should", "ought", "shall"})
_SPEAKERS = frozenset({"i", "we"})
_OF_A_STATEMENT = frozenset({"aux", "auxpass", "nsubj", "nsubjpass", "expl", "csubj", "mark"})
_NESTING = 3
_PEOPLE = frozenset({"person", "president"})  # lists with one of them hold persons, leaders
_NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_HEADS = frozenset({"VERB", "AUX", "NOUN", "ADJ"})
_QUANTITIES = ("@quantity",)
_PERSONS = ("@leader", "@envoy")


@dataclass(slots=True)
class Match:
    """A trigger found in the text: its pattern, its arguments, the code of the whole, and the act inside it."""

    token: Token
    trigger: Trigger
    frame: frames.Frame
    cameo: str
    mode: str
    inner: Match | None = None
    content: tuple[Token, ...] = ()

    @property
    def type(self) -> str:
        """PLOVER type of the act."""
        return vocabulary.modes()[self.mode].type


def find(token: Token, nesting: int = 0) -> Match | None:
    """The most specific pattern that this word heads; None when no pattern fits.

    Args:
        token: A word of the parse.
        nesting: How many acts this one already lies in.
    """
    return next(readings(token, nesting), None)


def readings(token: Token, nesting: int = 0) -> Iterator[Match]:
    """All patterns that this word heads, the most specific first.

    A vaguer pattern may know a party where the most specific one names nobody.

    Args:
        token: A word of the parse.
        nesting: How many acts this one already lies in.
    """
    if token.pos_ not in _HEADS:
        return
    # "a fighting force": a participle that only describes; but whoever is called arrested has been
    describes = token.dep_ == "amod" and not any(c.dep_ in {"agent", "prep"} for c in token.children)
    for pattern, frame in _candidates(token):
        if describes and pattern.trigger.mode != "arrest":
            continue
        match = _try(pattern, frame, nesting)
        if match is not None:
            yield match


def _candidates(token: Token) -> Iterator[tuple[Pattern, frames.Frame]]:
    table = lexicon()
    if token.pos_ in {"VERB", "AUX"} and (lemma := _verb_lemma(token, table.verbs)):
        frame = frames.verb_frame(token)
        yield from ((pattern, frame) for pattern in table.verbs[lemma])
    elif token.pos_ == "NOUN" and token.lemma_.lower() in table.nouns:
        frame = frames.noun_frame(token)
        yield from ((pattern, frame) for pattern in table.nouns[token.lemma_.lower()])
    elif token.pos_ in {"ADJ", "VERB"} and token.lemma_.lower() in table.adjectives:
        frame = frames.adjective_frame(token)
        if frame.subjects:
            yield from ((pattern, frame) for pattern in table.adjectives[token.lemma_.lower()])


def _verb_lemma(token: Token, known: Mapping[str, object]) -> str | None:
    """The lemma under which a verb is listed; the parser's lose or gain an end ('stag', 'readie', 'readmitte')."""
    lemma = token.lemma_.lower()
    if lemma in known:
        return lemma
    mended = (
        lemma.removesuffix("ie") + "y" if lemma.endswith("ie") else lemma[:-2] if lemma[-3:-2] == lemma[-2:-1] else ""
    )
    if mended in known and token.lower_.endswith("ed"):
        return mended
    with_e = f"{lemma}e"
    return with_e if with_e in known and token.lower_.startswith((with_e, f"{lemma}ing")) else None


def _try(pattern: Pattern, frame: frames.Frame, nesting: int) -> Match | None:
    trigger = pattern.trigger
    if not (_fits_arguments(pattern, frame) and _fits_clause(trigger, frame) and _fits_words(trigger, frame)):
        return None
    mode = vocabulary.modes()[trigger.mode]
    match = Match(frame.head, trigger, frame, mode.cameo, trigger.mode)
    if (trigger.inner or trigger.hostile_inner) and nesting < _NESTING:
        _look_inside(match, nesting)
    if trigger.hostile_inner and not (match.inner and match.inner.cameo[:2] in _HOSTILE):
        return None
    if trigger.inner_required and match.inner is None:
        return None
    match.cameo = _finer(match)
    return match


def _finer(match: Match) -> str:
    """The finest code that the words about the trigger support."""
    rules = vocabulary.finer().get(match.cameo)
    if not rules:
        return match.cameo
    words = [t.lower_ for t in own_words(match.token)]
    single, text = {*words, *(_lemma(t) for t in own_words(match.token))}, " ".join(words)
    for rule in rules:
        if any(word in single or (" " in word and word in text) for word in rule.words):
            return rule.cameo or match.cameo + rule.add
    return match.cameo


def own_words(head: Token) -> Iterator[Token]:
    """The words that depend on a head, in order, without relative clauses and coordinated verbs."""
    for child in (*head.lefts, None, *head.rights):
        if child is None:
            yield head
        elif child.dep_ not in {"relcl", "parataxis"} and not (child.dep_ == "conj" and child.pos_ == "VERB"):
            yield from own_words(child)


def _fits_arguments(pattern: Pattern, frame: frames.Frame) -> bool:
    trigger = pattern.trigger
    objects = _lemmas(frame.objects)
    if trigger.negated is not None and trigger.negated is not frames.is_negated(frame.head):
        return False
    if trigger.object_given is not None and trigger.object_given is not bool(objects):
        return False
    if (pattern.obj and not _are_among(frame.objects, pattern.obj)) or objects & pattern.not_obj:
        return False
    if pattern.subj and not _are_among(frame.subjects, pattern.subj):
        return False
    if trigger.particle and not frame.particles & set(trigger.particle):
        return False
    if trigger.obj_actor and not any(_could_act(t) for t in frame.objects):
        return False
    if any(frame.preps.get(prep) for prep in trigger.not_prep) or not _has_head(pattern, frame):
        return False
    return not pattern.preps or any(_has_phrase(frame, prep, heads) for prep, heads in pattern.preps)


def _has_head(pattern: Pattern, frame: frames.Frame) -> bool:
    return not pattern.prep_or_obj or bool(_lemmas(frame.heads()) & pattern.prep_or_obj)


def _are_among(tokens: list[Token], wanted: frozenset[str]) -> bool:
    """Whether one of the words is wanted; somebody's name is where persons or leaders are."""
    if _lemmas(tokens) & wanted:
        return True
    return bool(wanted & _PEOPLE) and any(t.ent_type_ == "PERSON" for t in tokens)


def _has_phrase(frame: frames.Frame, prep: str, heads: frozenset[str]) -> bool:
    found = frame.preps.get(prep) or [t for each in frame.objects for t in frames.phrases(each).get(prep, ())]
    return bool(found) and (not heads or any(lemma in heads for t in found for lemma in _meant(t)))


def _lemma(token: Token) -> str:
    return token.lemma_.lower()


def _lemmas(tokens: list[Token]) -> set[str]:
    return {lemma for token in tokens for lemma in _meant(token)}


def _meant(token: Token) -> list[str]:
    """The lemma of a noun; for a quantity ('tons of food') those of what it measures too."""
    lemma = _lemma(token)
    if lemma not in vocabulary.expand(_QUANTITIES) and token.pos_ != "NUM":
        return [lemma]
    return [lemma, *(_lemma(each) for each in frames.phrases(token).get("of", ()))]


def _could_act(token: Token) -> bool:
    """Whether a noun may name a person or body: a name, or a noun with a name or title before it."""
    return token.pos_ == "PROPN" or token.ent_type_ in _NAMED or _lemma(token) in vocabulary.expand(_PERSONS)


def _fits_clause(trigger: Trigger, frame: frames.Frame) -> bool:
    if trigger.clause is None:
        return True
    if trigger.clause == "none":
        return not any(c.dep_ in frames.COMPLEMENTS for c in frame.clauses)
    if trigger.not_clause and any(_lemma(c) in trigger.not_clause for c in frame.clauses):
        return False
    clauses = frame.clauses
    if trigger.clause_words:
        clauses = [c for c in clauses if _tells_one_of(c, trigger.clause_words)]
    return any(_clause_is(trigger.clause, clause) for clause in clauses)


def _tells_one_of(clause: Token, wanted: tuple[str, ...]) -> bool:
    """Whether a clause has one of these lemmas and is not denied."""
    return not frames.is_negated(clause) and any(_lemma(word) in wanted for word in own_words(clause))


def _clause_is(kind: str, clause: Token) -> bool:
    if kind == "any":
        return True
    if kind == "will":
        return any(c.lower_ in _COMING for c in clause.children if c.dep_ == "aux")
    if kind == "must":
        return _obliges(clause)
    if kind == "order":
        return clause.tag_ == "VB" and not any(c.dep_ in _OF_A_STATEMENT for c in clause.children)
    infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in clause.children)
    return infinitive if kind == "inf" else clause.dep_ == "ccomp"


def _obliges(clause: Token) -> bool:
    """Whether a clause says what others are to do: 'must go', 'has to go', 'insisted that they go'."""
    marks = {c.lower_ for c in clause.children if c.dep_ == "aux"}
    subjects = {c.lower_ for c in clause.children if c.dep_ in {"nsubj", "nsubjpass"}}
    if marks & _OBLIGATION:
        return not (marks == {"shall"} and subjects & _SPEAKERS)  # "we shall send grain" promises
    if clause.lemma_ in {"have", "need"} and (duties := [c for c in clause.children if c.dep_ == "xcomp"]):
        return not (duties[0].lemma_ == "do" and frames.phrases(duties[0]).get("with"))  # "has to do with"
    return clause.tag_ == "VB" and bool(subjects) and not marks and clause.head.lemma_ in _WISHING


def _fits_words(trigger: Trigger, frame: frames.Frame) -> bool:
    if not trigger.words and not trigger.not_words:
        return True
    left, right = _clause_edges(frame.head)
    span = frame.head.doc[left : right + 1]
    single = {t.lower_ for t in span} | {_lemma(t) for t in span}
    text = span.text.lower()

    def occurs(words: tuple[str, ...]) -> bool:
        return any(word in single or (" " in word and word in text) for word in words)

    return not occurs(trigger.not_words) and (not trigger.words or occurs(trigger.words))


def _clause_edges(head: Token) -> tuple[int, int]:
    """First and last word of a head's own clause: its subtree, but for clauses that hang on it."""
    left, right = head.i, head.i
    for child in head.children:
        small = child.dep_ in {"ccomp", "advcl"} and child.pos_ in {"ADJ", "NOUN"}
        if child.dep_ == "ccomp" and head.lemma_ == "let":
            right = max(right, child.right_edge.i)
        elif small or (child.dep_ == "advcl" and child.tag_ == "VB"):
            right = max(right, child.i, *(c.i for c in child.children if c.dep_ == "dobj"))
        elif child.dep_ not in {"ccomp", "advcl", "relcl", "parataxis", "punct"} and not (
            child.dep_ == "conj" and child.pos_ == "VERB"
        ):
            left, right = min(left, child.left_edge.i), max(right, child.right_edge.i)
    return left, right


def _look_inside(match: Match, nesting: int) -> None:
    """Find the act that this one is about, and refine the code with it."""
    roots = _content_roots(match)
    match.content = tuple(roots)
    for token in _breadth_first(roots, plain=match.trigger.hostile_inner):
        inner = find(token, nesting + 1) if token.pos_ != "NOUN" else None
        cameo = inner.cameo if inner else _named_act(token)
        if inner is None and cameo is not None:
            inner = Match(token, match.trigger, frames.noun_frame(token), cameo, match.mode)
        if inner is None or cameo is None:
            continue
        code = vocabulary.compose(match.type, cameo)
        if match.inner is None:
            match.inner = inner
        if code is not None:
            match.cameo, match.inner = code, inner
            match.mode = vocabulary.mode_of_cameo(code) or match.mode
            return


def _content_roots(match: Match) -> list[Token]:
    frame = match.frame
    roots = [*frame.clauses]
    if frame.head.pos_ == "NOUN":
        return roots + [t for prep in ("for", "of", "to", "on") for t in frame.preps.get(prep, ())]
    roots += frame.objects
    return roots + [t for prep in ("for", "on", "to", "upon", "against", "with") for t in frame.preps.get(prep, ())]


def _breadth_first(roots: list[Token], *, plain: bool = False) -> Iterator[Token]:
    """The words of what an act is about, from the top; plain: not what its nouns tell: 'evidence that they fled'."""
    queue = deque(roots)
    while queue:
        token = queue.popleft()
        yield token
        told = plain and token.pos_ == "NOUN"
        queue.extend(c for c in token.children if not is_beside(c) and not (told and c.dep_ in {"acl", "ccomp"}))


def is_beside(token: Token) -> bool:
    """Whether words only say when or in what circumstances: 'vowed to help, as war raged', 'despite the attack'."""
    if token.dep_ in _BARRIERS or (token.dep_ == "prep" and token.lower_ in _CIRCUMSTANCES):
        return True
    marks = {c.lower_ for c in token.children if c.dep_ == "mark"}
    return token.dep_ == "advcl" and bool(marks & _CIRCUMSTANCES)


def _named_act(noun: Token) -> str | None:
    """The CAMEO code of the act that a noun names inside another, such as 'a ceasefire' in a demand."""
    if noun.pos_ not in {"NOUN", "PROPN"}:
        return None
    lemma, beside = _lemma(noun), None
    for content in vocabulary.contents():
        if lemma not in content.nouns:
            continue
        if not content.modifiers:
            return content.cameo
        if beside is None:
            beside = {t.lower_ for child in noun.children for t in child.subtree}
        if beside & set(content.modifiers):
            return content.cameo
    return None
