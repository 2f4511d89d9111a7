"""Who the parties of an act are: from the roles of a pattern to words, and from words to actors."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from communique.coders.events import frame as frames
from communique.coders.events import match as matching
from communique.coders.events.newcomers import newcomer
from communique.coders.events.residents import residents
from communique.coders.events.states import state_at, state_of_adjective
from communique.vocabulary import events as vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.coders.events.match import Match
    from communique.parse.reading import Mention, Reading

_OWNER_PREPS = ("of", "by", "from")
_GROUP_WORDS = ("@quantity", "@leader", "@envoy", "@civilians", "@troops")
_OWN_PEOPLE = ("@kin",)
_OTHERS, _UTTERANCES = ("@others",), ("@utterance",)
_OWNER_DEPS = frozenset({"poss", "amod", "compound", "nmod"})
_ADJECTIVE_DEPS = frozenset({"amod", "compound", "nmod", "conj"})
_THIRD_PERSON = frozenset({"he", "she", "it", "they"})
_PARTY_DEPS = frozenset({"nsubj", "nsubjpass", "dobj", "poss", "amod", "compound", "appos", "dative", "conj"})
_PARTY_PREPS = frozenset({"to", "from", "against", "on", "with", "between", "of", "by"})
_PLACE_PREPS = frozenset({"in", "to", "from", "on", "against", "into", "across", "at"})
_REACHING = _PLACE_PREPS | {"with", "of", "for", "near"}
_DESCRIBING = frozenset({"relcl", "parataxis"})
_FIRST_PERSON = frozenset({"i", "we", "us", "me", "our", "my"})
_SOURCE_ROLES = ("by", "poss", "of", "from")
_TARGET_ROLES = ("with", "to", "on", "against", "for", "between", "in", "of")
_LED = ("@led",)
_FOLLOWING = frozenset({"loyal", "allied", "faithful"})  # "fighters loyal to the general"
_LISTED = frozenset({"GPE", "NORP", "ORG", "PERSON"})
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})
_DEPTH = 3
Owned = Literal["yes", "near", "no"]
States = Literal["none", "named", "towns"]
New = Literal["none", "persons", "named", "all"]


def tokens_of(role: str, match: Match) -> list[Token]:
    """The words that fill one role of a pattern, such as ``obj`` or ``obj.with``; conjuncts are left to the reader."""
    first, _, rest = role.partition(".")
    frame = match.frame
    if first == "clause":
        return _of_clauses(rest, frame)
    if first == "inner":
        return _of_inner(match, rest)
    found = _simple(first, frame)
    if not rest:
        return found
    for step in rest.split("."):
        found = [token for each in found for token in _step(step, each)]
    return found


def _simple(role: str, frame: frames.Frame) -> list[Token]:
    head = frame.head
    if role == "subj":
        return frame.subjects
    if role == "obj":
        return frame.objects
    if role in {"iobj", "light"}:
        return frame.indirect
    if role in {"poss", "mod"}:
        wanted = {"poss"} if role == "poss" else {"amod", "compound", "nmod"}
        return [child for child in head.children if child.dep_ in wanted]
    found = frame.preps.get(role, [])
    if found or head.pos_ == "NOUN":
        return found
    return [token for each in frame.objects for token in frames.phrases(each).get(role, ())]


def _step(step: str, token: Token) -> list[Token]:
    if step == "owner":
        return list(owners(token))
    if step == "subj":
        return frames.verb_frame(token).subjects if token.pos_ == "VERB" else []
    if step in {"poss", "mod"}:
        wanted = {"poss"} if step == "poss" else {"amod", "compound", "nmod"}
        return [child for child in token.children if child.dep_ in wanted]
    return frames.phrases(token).get(step, [])


def _of_clauses(role: str, frame: frames.Frame) -> list[Token]:
    found: list[Token] = []
    for clause in frame.clauses:
        if clause.pos_ not in {"VERB", "AUX"}:
            continue
        inside = frames.verb_frame(clause)
        if role == "obj":
            found += inside.objects or inside.preps.get("to", []) or _deeper_objects(clause)
        elif role == "subj":
            found += _clause_subjects(clause, inside)
        else:
            found += [*(inside.indirect if role == "to" else ()), *inside.preps.get(role, ())]
    return found


def _deeper_objects(clause: Token) -> list[Token]:
    """The objects of a bare infinitive below a clause without any: 'to help feed refugees'."""
    below = [c for c in clause.children if c.dep_ in {"xcomp", "ccomp"} and c.tag_ == "VB"]
    return [o for verb in below for o in frames.verb_frame(verb).objects]


def _clause_subjects(clause: Token, inside: frames.Frame) -> list[Token]:
    own = [c for c in clause.children if c.dep_ in frames.SUBJECTS]
    if own:
        return own
    if any(c.dep_ in frames.PASSIVE_SUBJECTS for c in clause.children):
        return inside.subjects  # whoever is to be punished or was attacked is not asked or accused
    addressed = [c for c in clause.children if c.dep_ == "mark" and c.lower_ == "for"]
    return inside.subjects if addressed else []


def _of_inner(match: Match, side: str) -> list[Token]:
    inner = match.inner
    if inner is None or inner.token is match.token:
        return []
    found: list[Token] = []
    for role in _inner_roles(match, inner, side):
        found += tokens_of(role, inner)
        if found:
            break
    return found


def _inner_roles(match: Match, inner: Match, side: str) -> tuple[str, ...]:
    if inner.trigger is match.trigger:  # an act that only a noun of the content names
        return _SOURCE_ROLES if side == "source" else _TARGET_ROLES
    wanted = inner.trigger.source if side == "source" else inner.trigger.target
    return tuple(role for role in wanted if not role.startswith(("inner", "clause")))


def owners(token: Token, depth: int = _DEPTH, *, far: bool = True) -> Iterator[Token]:
    """Words inside a noun phrase that say whose it is: possessor, modifier, or phrase with of, by or from."""
    if depth == 0:
        return
    for child in sorted(token.children, key=lambda c: c.dep_ != "poss"):
        if child.dep_ in _OWNER_DEPS:
            yield child
            yield from owners(child, depth - 1, far=False)
        if child.lower_ in _FOLLOWING:
            yield from frames.phrases(child).get("to", ())
        if child.dep_ == "amod" and child.lower_ in vocabulary.expand(_LED):
            yield from (c for c in child.children if c.dep_ in _OWNER_DEPS or c.dep_ == "npadvmod")
    for prep in _OWNER_PREPS if far else ():
        for inner in frames.phrases(token).get(prep, ()):
            yield inner
            yield from owners(inner, depth - 1)


def conjuncts(token: Token) -> Iterator[Token]:
    """The word and all that are coordinated with it, in order."""
    yield token
    for child in token.children:
        joined = child.dep_ == "conj" and child.pos_ not in {"VERB", "AUX"}
        if joined or _is_listed(child, token):
            yield from conjuncts(child)
        elif (child.dep_ == "appos" and child.ent_type_ == "PERSON") or (child.dep_ == "pobj" and token.pos_ == "ADP"):
            # "the envoy, Mr Brahimi, and the minister"; a given name that the parser takes for a preposition
            yield from (each for each in conjuncts(child) if each is not child)


def _is_listed(child: Token, token: Token) -> bool:
    """Whether the parser took a list for an apposition: 'the US, Russia, and Switzerland met'."""
    if child.dep_ != "appos" or child.ent_type_ not in _LISTED or child.ent_type_ != token.ent_type_:
        return False
    return any(c.dep_ == "cc" or _is_listed(c, child) for c in child.children)


def actors_of(
    reading: Reading, tokens: Iterable[Token], *, owned: Owned, states: States = "none", new: New = "none"
) -> list[str]:
    """Actor ids that these words mean, without repetition.

    Args:
        reading: The article with its actors.
        tokens: Heads of noun phrases; coordinated heads are added.
        owned: Whether a thing may stand for its owner ('Ankara's plan'); ``near``: only for an owner before it, or
            for those that a noun of persons counts ('thousands of Kurds').
        states: Whether a state read as a place may be meant, by its own name or by a town's.
        new: Whether words that mean nobody known may bring a new actor: persons that a noun tells of, names too, or
            bodies too.
    """
    found: list[str] = []
    for token in tokens:
        for each in conjuncts(token):
            meant = _actors_of_head(reading, each, owned)
            if not meant and states != "none" and (state := state_at(reading, each, towns=states == "towns")):
                meant = [state]
            if (
                not meant
                and new != "none"
                and (made := newcomer(reading, each, names=new != "persons", bodies=new == "all"))
            ):
                meant = [made]
            for actor in meant:
                if actor not in found:
                    found.append(actor)
    return found


def _actors_of_head(reading: Reading, token: Token, owned: Owned) -> list[str]:
    if token.tag_ == "WP$" and (owner := _antecedent(token)) is not None:
        return [a for each in conjuncts(owner) for a in _actors_of_head(reading, each, owned)]
    mention = mention_at(reading, token)
    if (whole := _described_by(token)) is not None and (mention is None or not reading.actors[mention.actor].resolved):
        return _actors_of_head(reading, whole, owned)
    if mention is None:
        return _actors_of_unnamed(reading, token, owned)
    if mention.form == "demonym" and (settled := residents(reading, token)) is not None:
        return [settled]
    return [*_shared_head(reading, token, mention), mention.actor, *_shared_owner(reading, token, mention)]


def _actors_of_unnamed(reading: Reading, token: Token, owned: Owned) -> list[str]:
    """Whom a word means that is no mention itself: who says 'we', reporters, owners."""
    if token.lower_ in _FIRST_PERSON:
        statement = reading.innermost_statement(token.idx, token.idx + len(token))
        return [statement.speaker.actor] if statement and statement.speaker and statement.speaker.actor else []
    if token.lower_ in _THIRD_PERSON and token.dep_ in {"nsubj", "nsubjpass"}:
        return _of_reporters(reading, token)
    if owned == "no":
        return []
    own_people = token.lemma_.lower() in vocabulary.expand(_OWN_PEOPLE)
    if owned == "near" and own_people and any(child.dep_ == "poss" for child in token.children):
        return []  # what somebody's citizens, allies or parents do, that one did not do
    far = owned == "yes" or token.lemma_.lower() in vocabulary.expand(_GROUP_WORDS) or token.pos_ == "NUM"
    other = token.lemma_.lower() in vocabulary.expand(_OTHERS)  # who hits a state's ally does not hit the state
    for owner in owners(token, far=far):
        if other and owner.dep_ == "poss":
            continue
        found = [actor for each in conjuncts(owner) if (actor := _owner(reading, each)) is not None]
        if found:
            return found
    return []


def _described_by(token: Token) -> Token | None:
    """Whom a clause describes by what his people do: 'the group, whose members attacked'; not his victims or kin."""
    if token.lemma_.lower() in vocabulary.expand(_OWN_PEOPLE) or not any(c.lower_ == "whose" for c in token.children):
        return None
    clause = token.head
    return clause.head if clause.dep_ == "relcl" else None


def _antecedent(relative: Token) -> Token | None:
    """The noun that 'whose' points at: 'officials' of 'officials, whose crackdown goes on'."""
    clause = next((each for each in relative.ancestors if each.dep_ == "relcl"), None)
    return clause.head if clause is not None else None


def _owner(reading: Reading, token: Token) -> str | None:
    """Whom a possessor or modifier means: a mention, or the state of an adjective before people, towns or forces."""
    mention = mention_at(reading, token)
    if mention is not None:
        return mention.actor
    if token.head.lower_ in vocabulary.expand(_LED):
        return state_at(reading, token, towns=False) or state_of_adjective(reading, token)
    return state_of_adjective(reading, token) if token.dep_ in _ADJECTIVE_DEPS else None


def _shared_head(reading: Reading, token: Token, mention: Mention) -> list[str]:
    """For 'French and German ministers' the French ones: modifiers coordinated before those of the mention."""
    before = [
        each
        for child in token.children
        if child.dep_ in _OWNER_DEPS and child.idx < mention.start and any(c.dep_ == "cc" for c in child.children)
        for each in conjuncts(child)
        if each.idx < mention.start
    ]
    found = [m for each in before if (m := reading.mention_of(each)) is not None and m.end <= mention.start]
    if not found:
        return [state for each in before if (state := state_of_adjective(reading, each)) is not None]
    return list(dict.fromkeys(m.actor for m in found))


def _shared_owner(reading: Reading, token: Token, mention: Mention) -> list[str]:
    """For 'the leaders of Serbia and Kosovo' the other states, which the mention leaves out."""
    if token.tag_ not in _PLURAL_TAGS or mention.head != token.i:
        return []
    owning = [each for prep in ("of", "from") for each in frames.phrases(token).get(prep, ())]
    beyond = [each for owner in owning for each in conjuncts(owner) if each.i != owner.i and each.idx >= mention.end]
    found = [
        other.actor if other is not None else state_at(reading, each, towns=False)
        for each in beyond
        for other in (reading.mention_of(each),)
    ]
    return [actor for actor in dict.fromkeys(found) if actor is not None and actor != mention.actor]


def _of_reporters(reading: Reading, pronoun: Token) -> list[str]:
    """For 'Nigeria said it will leave' whoever said so, when the pronoun itself was not resolved."""
    clause = pronoun.head
    if clause.dep_ not in {"ccomp", "pcomp", "xcomp"} or clause.head.pos_ != "VERB":
        return []
    speakers = frames.verb_frame(clause.head).subjects
    return [
        a
        for speaker in speakers
        for each in (conjuncts(speaker) if pronoun.lower_ == "they" else (speaker,))
        if each is not pronoun and each.lower_ not in _THIRD_PERSON
        for a in _actors_of_head(reading, each, owned="near")
    ]


def within(reading: Reading, roots: Iterable[Token], known: Iterable[str]) -> list[str]:
    """The first other actor named as a party inside the content of a promise, request, refusal or threat."""
    known = set(known)
    for root in roots:
        for token in _straight(root):
            if token.dep_ == "pobj" and token.head.lower_ not in _PARTY_PREPS:
                continue
            mention = mention_at(reading, token) if token.dep_ in _PARTY_DEPS or token.dep_ == "pobj" else None
            if mention is None or mention.actor in known or mention.form == "pronoun":
                continue
            actor = reading.actors.get(mention.actor)
            if actor is not None and (actor.resolved or actor.country):
                return [mention.actor]
    return []


def _straight(root: Token) -> Iterator[Token]:
    """The words of a phrase in order, without what only describes one of them: 'the camps, which Oslo had built'."""
    for child in (*root.lefts, None, *root.rights):
        if child is None:
            yield root
        elif child.dep_ not in _DESCRIBING:
            yield from _straight(child)


def states_within(reading: Reading, roots: Iterable[Token], known: Iterable[str]) -> list[str]:
    """The first foreign state that content names as a place or by an adjective: 'to shell Iraqi towns'.

    Args:
        reading: The article.
        roots: Heads of the content of a promise, request, refusal or threat.
        known: Actors that do not count, as states whose country is theirs do not.
    """
    homes = {reading.actors[a].country for a in known if a in reading.actors}
    if None in homes or not homes:
        return []
    for root in roots:
        for token in _straight(root):
            state = None
            if token.dep_ == "pobj" and token.head.lower_ in _PLACE_PREPS:
                state = state_at(reading, token, towns=True)
            elif token.dep_ == "amod" and token.head.dep_ in {"dobj", "pobj"}:
                state = state_of_adjective(reading, token)
            if state is not None and reading.actors[state].country not in homes:
                return [state]
    return []


def abroad(reading: Reading, head: Token, homes: Container[str | None], *, purpose: bool) -> list[str]:
    """The first actor or state of another country that the words of an act name.

    Args:
        reading: The article.
        head: The word of the act.
        homes: The countries of its sources.
        purpose: Whether those for whose sake it is done count: 'gave millions to rebuild schools in Kenya'.
    """
    for token in _own_words(head, purpose=purpose):
        if token.i < head.i or token.dep_ in frames.SUBJECTS:
            continue
        state = None
        mention = mention_at(reading, token) if token.dep_ in _PARTY_DEPS or token.dep_ == "pobj" else None
        if mention is not None and mention.form != "pronoun":
            state = mention.actor
        elif token.dep_ == "pobj" and token.head.lower_ in _REACHING:
            state = state_at(reading, token, towns=True)
        elif token.dep_ == "amod":
            state = state_of_adjective(reading, token)
        actor = reading.actors.get(state) if state is not None else None
        if actor is not None and actor.country is not None and actor.country not in homes:
            return [actor.id]
    return []


def _own_words(head: Token, *, purpose: bool) -> Iterator[Token]:
    """The words of an act in order, without clauses that only describe and without its circumstances."""
    for child in (*head.lefts, None, *head.rights):
        if child is None:
            yield head
        elif child.dep_ not in _DESCRIBING and not matching.is_beside(child) and not _is_another_act(child, purpose):
            yield from _own_words(child, purpose=purpose)


def _is_another_act(token: Token, purpose: bool) -> bool:
    """Whether a phrase tells of something else: a further verb, by whom a thing was made, mostly what it is for."""
    if token.dep_ in {"conj", "advcl"}:
        return token.pos_ in {"VERB", "AUX"} and not (purpose and token.dep_ == "advcl" and token.tag_ == "VB")
    spoken = token.head.lemma_.lower() in vocabulary.expand(_UTTERANCES)  # "a resolution calling on Oslo"
    describes = token.tag_ == "VBN" or (token.tag_ == "VBG" and token.head.pos_ == "NOUN" and not spoken)
    return (token.dep_ == "acl" and describes) or token.dep_ == "agent"


def mention_at(reading: Reading, token: Token) -> Mention | None:
    """The mention that this word heads, or that covers it without being a part of a longer noun phrase's modifier."""
    if token.pos_ in {"VERB", "PUNCT", "SPACE"}:
        return None
    mention = reading.mention_of(token)
    if token.pos_ == "ADP":
        return mention if mention is not None and mention.head == token.i else None
    if mention is None or mention.head == token.i:
        return mention
    head = reading.doc[mention.head]
    return mention if token.dep_ in {"compound", "flat", "appos"} or head.is_ancestor(token) is False else None
