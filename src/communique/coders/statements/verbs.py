"""Attributions that a verb makes: 'X said that P', 'P, X said', 'X urged Y to do Z', 'X called Y a Z'."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.coders.statements import extents, lexicon
from communique.coders.statements.drafts import Draft, cover, runs

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_QUESTION_WORDS = frozenset(["whether", "if", "what", "how", "why", "who", "which", "where", "when", "whose", "whom"])
_NOT_CUES = frozenset(["be", "have", "do", "let", "let's", "go", "come"])
_PARENTHETICAL = frozenset(["parataxis", "ccomp", "advcl", "dep", "conj", "intj"])
_FINITE = frozenset(["VBD", "VBZ", "VBP"])
_CUE_TAIL = frozenset(["prep", "dobj", "dative", "npadvmod", "advmod", "punct", "prt"])
_TRAILING = frozenset(["prep", "advcl", "oprd", "acomp", "xcomp", "advmod", "dative", "npadvmod"])


def verb_drafts(doc: Doc) -> Iterator[Draft]:
    """One draft for each verb of the text that could attribute something to somebody."""
    for token in doc:
        if token.pos_ == "VERB" and token.lemma_.lower() not in _NOT_CUES and token.dep_ not in ("aux", "auxpass"):
            draft = verb_draft(token)
            if draft is not None:
                yield draft


def verb_draft(verb: Token) -> Draft | None:
    """The attribution that this verb makes, if its dependents allow one."""
    ways = (
        _clause,
        _interrupted,
        _parenthetical,
        _behind_noun,
        _trailing,
        _infinitive,
        _passive,
        _object,
        _prepositional,
    )
    found = next((each for each in (way(verb) for way in ways) if each is not None), None)
    if found is None:
        return None
    frame, content, extra_cue = found
    source = source_of(verb)
    held = {token.i for token in content}
    phrase = [t for t in extents.noun_phrase(source, without=verb) if t.i not in held] if source is not None else []
    pieces = runs([token for token in content if token not in phrase], gap=0)
    if not pieces:
        return None
    group = extents.verb_group(verb) + extra_cue
    return Draft(
        frame=frame, lemma=verb.lemma_.lower() + _particle(verb), head=verb,
        cue=extents.unbroken(group, verb), source=cover(phrase), source_head=source if phrase else None, content=pieces,
    )  # fmt: skip


def source_of(verb: Token) -> Token | None:
    """Whom the verb's act is ascribed to: its subject, its passive agent, or the subject it shares."""
    cited = _cited(verb)
    if cited is not None:
        return cited
    passive = any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)
    agent = next((child for child in verb.children if child.dep_ == "agent"), None)
    if passive or agent is not None:
        return next((child for child in agent.children if child.dep_ == "pobj"), None) if agent is not None else None
    return extents.subject_of(verb) or extents.understood_subject(verb)


def _cited(verb: Token) -> Token | None:
    """Whom another quotes, where the verb tells of his words: 'X quoted Y as saying that P'."""
    link = verb.head
    if verb.dep_ != "pcomp" or link.lower_ != "as" or link.head.lemma_.lower() not in lexicon.modes().citing:
        return None
    return next((c for c in link.head.children if c.dep_ in ("dobj", "nsubjpass")), None)


def _particle(verb: Token) -> str:
    return "".join(f" {child.lower_}" for child in verb.children if child.dep_ == "prt")


_Found = tuple[str, list["Token"], list["Token"]]


def _clause(verb: Token) -> _Found | None:
    clauses = [child for child in verb.children if child.dep_ == "ccomp"]
    clauses = [child for child in clauses if len(list(child.subtree)) > 1]
    if not clauses:
        return None
    after = [child for child in clauses if child.i > verb.i]
    clause = after[0] if after else clauses[-1]
    content = [token for token in clause.subtree if token.i != verb.i]
    if after:
        content = [token for token in content if token.i > verb.i]
        if not content:
            return None
        start = content[0].i
        for child in verb.children:
            if child.i > clause.i and (child.dep_ == "ccomp" or _is_second_clause(child)):
                content += list(child.subtree)
        content = _filled(verb.doc, start, content)
        first = content[0]
        frame = "question" if first.lower_ in _QUESTION_WORDS else "clause"
        if _bare_infinitive(clause):
            frame = "infinitive"
        return frame, content, []
    subject = extents.subject_of(verb)
    content = [t for t in content if t.i < verb.i and (subject is None or not (subject == t or subject.is_ancestor(t)))]
    return ("inverted", content, []) if content else None


def _interrupted(verb: Token) -> _Found | None:
    """'Y told Z, X said, that P': the clause hangs on the cue in the middle, but it is what Y told."""
    if verb.lemma_.lower() not in lexicon.modes().addressing:
        return None
    for aside in verb.children:
        if aside.dep_ not in ("parataxis", "ccomp") or aside.i < verb.i or extents.subject_of(aside) is None:
            continue
        for clause in aside.children:
            content = list(clause.subtree)
            if clause.dep_ == "ccomp" and clause.i > aside.i and content[0].lower_ == "that":
                return "clause", _filled(verb.doc, content[0].i, content), []
    return None


def _behind_noun(verb: Token) -> _Found | None:
    """'X said in a statement that P': the clause hangs on the noun in the parse, but the cue takes it."""
    if verb.lemma_.lower() not in lexicon.modes().outspoken:
        return None
    nouns = [c for c in verb.children if c.dep_ in ("dobj", "npadvmod") and c.i > verb.i]
    nouns += [c for prep in verb.children if prep.dep_ in ("prep", "dative") for c in prep.children if c.dep_ == "pobj"]
    for noun in nouns:
        for child in noun.children:
            if child.dep_ not in ("relcl", "acl") or noun.i - verb.i > 8:
                continue
            content = list(child.subtree)
            if content[0].lower_ == "that" and _has_own_subject(child, content[0]):
                return "clause", _filled(verb.doc, content[0].i, content), []
    return None


def _has_own_subject(verb: Token, that: Token) -> bool:
    """Whether another word than 'that' is the subject, so that the clause is no description of a thing."""
    return any(c.dep_ in ("nsubj", "nsubjpass", "expl") and c != that for c in verb.children)


def _trailing(verb: Token) -> _Found | None:
    """'P, X said on Monday.': a cue at the end of its sentence, whatever the parse made of the clause before it."""
    subject = extents.subject_of(verb)
    if subject is None or subject.i > verb.i or verb.tag_ not in _FINITE:
        return None
    if verb.lemma_ not in lexicon.modes().outspoken:
        return None
    if any(c.i > verb.i and c.dep_ not in _CUE_TAIL for c in verb.children):
        return None
    if any(c.dep_ == "dobj" and verb.lemma_ not in lexicon.modes().addressing for c in verb.children):
        return None
    first, doc, sentence = extents.noun_phrase(subject, without=verb)[0].i, verb.doc, verb.sent
    last = max(t.i for t in verb.subtree)
    ended = last + 1 >= sentence.end or doc[last].is_punct or doc[last + 1].is_punct
    if not ended or first - 1 <= sentence.start or doc[first - 1].text not in (",", "—", "–"):
        return None
    return "trailing", [t for t in doc[sentence.start : first - 1] if not t.is_space], []


def _bare_infinitive(clause: Token) -> bool:
    return clause.tag_ == "VB" and any(child.dep_ == "aux" and child.lower_ == "to" for child in clause.children)


def _is_second_clause(child: Token) -> bool:
    """Whether a clause joined to the verb says again 'that': it goes on with what was said."""
    return child.dep_ == "conj" and any(c.dep_ == "mark" and c.lower_ == "that" for c in child.children)


def _filled(doc: Doc, start: int, content: list[Token]) -> list[Token]:
    """The content as one stretch, for what stands between its pieces belongs to it."""
    return [doc[i] for i in range(start, max(token.i for token in content) + 1)]


def _parenthetical(verb: Token) -> _Found | None:
    """'P, X said, Q': the verb hangs on the clause that it reports."""
    if verb.dep_ not in _PARENTHETICAL or verb.head == verb or extents.subject_of(verb) is None:
        return None
    own = set(verb.subtree)
    if verb.dep_ in ("advcl", "conj", "dep", "ccomp") and not _set_off(verb, own):
        return None
    host = verb.head
    if verb.dep_ == "advcl" and not any(c.dep_ == "mark" and c.lower_ == "as" for c in verb.children):
        return None
    if verb.dep_ == "conj":
        return None
    content = [t for t in host.subtree if t not in own and not t.is_space]
    return ("parenthetical", content, []) if len(content) > 1 else None


def _set_off(verb: Token, own: set[Token]) -> bool:
    """Whether commas or dashes stand around the verb's words."""
    first, last = min(t.i for t in own), max(t.i for t in own)
    doc = verb.doc
    before = doc[first - 1] if first > 0 else None
    after = doc[last + 1] if last + 1 < len(doc) else None
    edge = doc[first].is_punct or before is None or before.is_punct or doc[first].is_sent_start
    return bool(edge and (after is None or after.is_punct or doc[last].is_punct))


def _infinitive(verb: Token) -> _Found | None:
    target = next((c for c in verb.children if c.dep_ == "xcomp" and c.i > verb.i), None)
    if target is None:
        return None
    content = list(target.subtree)
    frame = "infinitive" if any(t.lower_ == "to" for t in content[:3]) else "complement"
    held = next((c for c in verb.children if c.dep_ == "dobj" and verb.i < c.i < target.i), None)
    if held is not None:
        content = list(held.subtree) + content
        frame = "object-infinitive"
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        frame = "passive-infinitive"
        subject = extents.passive_subject_of(verb)
        content = (extents.noun_phrase(subject, without=verb) if subject is not None else []) + content
        return frame, content, []
    return frame, _filled(verb.doc, content[0].i, content), []


def _passive(verb: Token) -> _Found | None:
    """'Y was blamed by X for Z': what it is about stands as the subject."""
    subject = extents.passive_subject_of(verb)
    if subject is None:
        return None
    content = extents.noun_phrase(subject, without=verb)
    for child in verb.children:
        if child.i > verb.i and child.dep_ in ("prep", "oprd", "xcomp"):
            content += list(child.subtree)
    return "passive", content, []


def _object(verb: Token) -> _Found | None:
    held = next((c for c in verb.children if c.dep_ in ("dobj", "oprd") and c.i > verb.i), None)
    if held is None:
        return None
    content = list(held.subtree)
    for child in verb.children:
        if child.i > held.i and child.dep_ in _TRAILING and (child.dep_ != "advcl" or child.tag_ != "VBG"):
            if child.dep_ == "npadvmod" or (child.dep_ == "advmod" and child.tag_ == "RB"):
                continue
            content += list(child.subtree)
    described = any(c.dep_ == "oprd" or (c.dep_ == "prep" and c.lower_ == "as") for c in verb.children)
    frame = "object-as" if described else "object"
    return frame, [t for t in _filled(verb.doc, content[0].i, content) if t.i > verb.i], []


def _prepositional(verb: Token) -> _Found | None:
    for child in verb.children:
        if child.dep_ == "prep" and child.i > verb.i and child.i - verb.i <= 3:
            content = [t for t in child.subtree if t != child]
            if content:
                return f"prep-{child.lower_}", content, [child]
    return None
