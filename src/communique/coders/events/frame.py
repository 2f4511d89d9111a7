"""The logical arguments of a predicate: who does it, what is done to, and its prepositional phrases.

Passives, participles, relative clauses, controlled infinitives and coordinated verbs are undone here, so that the
trigger patterns can speak of subject and object alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.vocabulary import events as vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
OBJECTS = frozenset({"dobj", "obj", "oprd", "attr"})
COMPLEMENTS = frozenset({"xcomp", "ccomp"})
RELATIVES = frozenset({"who", "which", "that", "whom"})
_SUBJECT_CONTROL = frozenset({"use", "promise", "vow", "threaten", "pledge", "agree", "swear"})
_CONTROLLED = frozenset({"xcomp", "advcl", "conj", "ccomp", "dep", "parataxis"})
_OPENING = frozenset(
    ["out", "up", "away", "from", "in", "off", "over", "across", "into", "back", "down", "along", "ahead", "on"]
)
_PARTICLES = frozenset({"out", "down", "off", "back", "away", "together", "home", "aside", "up", "in", "over", "apart"})
_PLURAL = frozenset({"have", "are", "were"})
_OF_THE_OBJECT = frozenset({"of", "for", "from", "into", "against"})  # whoever is accused, thanked or stopped does it
_DEPTH, _APART = 6, 2
_UTTERANCES, _AGREEMENTS, _UNDERGONE = ("@utterance",), ("@agreement",), ("@undergone",)
_MENTIONING, _THWARTING, _SPEAKING = ("@mentioning",), ("@thwarting",), ("@speaking",)
_MOVING = frozenset(
    ["cross", "move", "march", "advance", "arrive", "clash", "flee", "land", "enter", "retreat", "withdraw", "agree",
     "meet", "talk", "rally", "protest", "demonstrate"]
)  # fmt: skip
_RAISING = frozenset({"allow", "permit", "order", "ask", "tell", "urge", "force", "enable", "compel"})
_BARE = frozenset({"let", "make", "help"})  # the parser takes their infinitive for a present now and then
_BETWEEN = "between"
_PARTIES = frozenset({"GPE", "NORP", "ORG", "PERSON"})
_GIVING = frozenset(
    ["give", "hand", "grant", "send", "offer", "tell", "show", "award", "pay", "owe", "deny", "promise", "lend", "sell",
     "bring", "accord", "refuse", "deliver", "guarantee", "supply", "cost", "serve"]
)  # fmt: skip
_OF_TALKS = frozenset({"as", "for", "on", "in", "during", "after", "before", "at", "following"})
_SHARED_PREPS = ("between", "with", "against", "on", "by", "over", "among", "from", "to")


@dataclass(slots=True)
class Frame:
    """The arguments of one predicate; the preposition of a phrase inside another is joined to it by a dot."""

    head: Token
    subjects: list[Token] = field(default_factory=list)
    objects: list[Token] = field(default_factory=list)
    indirect: list[Token] = field(default_factory=list)
    preps: dict[str, list[Token]] = field(default_factory=dict)
    particles: set[str] = field(default_factory=set)
    clauses: list[Token] = field(default_factory=list)

    def heads(self) -> list[Token]:
        """Objects and the heads of all prepositional phrases."""
        return [*self.objects, *(token for group in self.preps.values() for token in group)]


def is_passive(verb: Token) -> bool:
    """Whether a verb stands in the passive: by its auxiliary or subject, or as a past participle after a noun."""
    if any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children):
        return True
    if is_predicate(verb) or _is_undergone(verb):
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and (verb.head.pos_ == "ADJ" or verb.head.lemma_ == "be"):
        return not any(c.dep_ in OBJECTS or c.dep_ == "aux" for c in verb.children)  # "is void and condemned"
    if (
        verb.dep_ == "conj"
        and verb.tag_ == "VBN"
        and not any(c.dep_ in SUBJECTS or c.dep_ == "aux" for c in verb.children)
    ):
        return verb.head.pos_ == "VERB" and is_passive(verb.head)
    if _is_active(verb):
        return False
    bare = verb.tag_ == "VBN" and not any(c.dep_ in {"aux", *SUBJECTS} for c in verb.children)
    return bare and verb.dep_ in {"acl", "advcl"}


def _is_undergone(verb: Token) -> bool:
    """Whether a verb that always has an object has none, so that its subject suffers it: 'Three soldiers killed'."""
    done_by = any(c.dep_ == "agent" for c in verb.children)
    if verb.tag_ not in {"VBN", "VBD"} or not (done_by or verb.lemma_.lower() in vocabulary.expand(_UNDERGONE)):
        return False
    if any(c.dep_ in {"aux", *COMPLEMENTS, *OBJECTS} for c in verb.children):
        return False
    if verb.dep_ == "conj":  # "were run over and killed", but "stormed the camp and killed"
        return is_passive(verb.head) and not any(c.dep_ in SUBJECTS for c in verb.children)
    shared = any(c.dep_ == "conj" and any(g.dep_ in OBJECTS for g in c.children) for c in verb.children)
    return not shared and verb.dep_ != "relcl" and any(c.dep_ == "nsubj" for c in verb.children)


def _is_active(verb: Token) -> bool:
    """Whether the parser took a main verb for a participle: 'The premier, called …', 'Commandos crossed into …'."""
    headed = verb.head.dep_ == "ROOT" and verb.head.pos_ in {"NOUN", "PROPN"}
    if verb.dep_ != "acl" or verb.lemma_ in _GIVING or any(c.dep_ == "agent" for c in verb.children):
        return False
    if headed and verb.lemma_ in _MOVING:
        return True
    apart = verb.i > 0 and verb.nbor(-1).text == "," and verb.head.dep_ not in OBJECTS
    return (apart or headed) and any(c.dep_ == "dobj" and c.i > verb.i for c in verb.children)


def is_predicate(verb: Token) -> bool:
    """Whether the parser took a passive for a description: 'the curfew was relaxed'."""
    return verb.tag_ == "VBN" and verb.dep_ == "acomp" and verb.head.lemma_ == "be"


def is_negated(head: Token) -> bool:
    """Whether a verb, or the copula of a predicate, is negated."""
    if any(child.dep_ == "neg" for child in head.children):
        return True
    return head.pos_ == "ADJ" and head.head.lemma_ == "be" and any(c.dep_ == "neg" for c in head.head.children)


def verb_frame(verb: Token) -> Frame:
    """The arguments of a verb, whatever its voice and place in the sentence."""
    frame = Frame(verb)
    _own_arguments(verb, frame)
    if is_passive(verb):
        _undo_passive(verb, frame)
    elif not frame.subjects:
        frame.subjects = _controllers(verb, _DEPTH)
    if verb.dep_ == "relcl":
        frame.subjects = [_antecedent(token, verb) for token in frame.subjects]
        frame.objects = [_antecedent(token, verb) for token in frame.objects]
        if not frame.objects and not is_passive(verb) and _lacks_an_object(verb):
            frame.objects = [verb.head]  # "the force that it had assembled" without its 'that'
    return frame


def _lacks_an_object(verb: Token) -> bool:
    """Whether a relative clause without a relative word is about the object of its verb: 'the rebels Oslo armed'."""
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    others = any(c.dep_ in {*COMPLEMENTS, "prt"} or c.lower_ in {"where", "when", "why"} for c in verb.children)
    stranded = any(c.dep_ == "prep" and not any(True for _ in c.children) for c in verb.children)
    return bool(subjects) and not others and not stranded and all(s.lower_ not in RELATIVES for s in subjects)


def noun_frame(noun: Token) -> Frame:
    """The arguments of a noun that names an act: its phrases, its complement, and its supporting verb's subject."""
    frame = Frame(noun)
    for child in noun.children:
        if child.dep_ in {"acl", "ccomp", "xcomp"} and child.tag_ != "VBN":
            frame.clauses.append(child)
            if any(c.dep_ == "mark" and c.lower_ == "for" for c in child.children):
                frame.preps.setdefault("for", []).append(child)  # "pushes for them to act"
    _collect_preps(noun, frame.preps)
    if _BETWEEN not in frame.preps and (parties := _parties_below(noun)):
        frame.preps[_BETWEEN] = parties
    verb = noun.head
    if verb.pos_ == "VERB" and noun.dep_ in {"dobj", "nsubjpass", "pobj"}:
        outer = verb_frame(verb)
        mentioned = verb.lemma_.lower() in vocabulary.expand(_MENTIONING)  # who discusses a battle fights none
        frame.indirect = [] if mentioned else outer.subjects
        for key, tokens in outer.preps.items():
            frame.preps.setdefault(key, tokens)
    elif noun.dep_ == "attr" and verb.lemma_ == "be":
        frame.indirect = verb_frame(verb).subjects  # "is a mediator between"
    elif noun.dep_ == "nsubj" and verb.pos_ == "VERB":  # "talks took place between", "clashes erupted with"
        outer_preps = phrases(verb)
        for key in _SHARED_PREPS:
            if key in outer_preps:
                frame.preps.setdefault(key, outer_preps[key])
    elif noun.dep_ == "pobj" and verb.lower_ in _OF_TALKS and verb.head.pos_ == "VERB":
        outer = verb_frame(verb.head)
        frame.indirect = (
            outer.subjects or outer.objects
        )  # "flew to Seoul for talks with", "were killed in clashes with"
    return frame


def _parties_below(noun: Token) -> list[Token]:
    """Who stands after 'between' further down: 'talks on the future of the islands between Malta and Libya'."""
    below = [c for prep in noun.children if prep.dep_ == "prep" for c in prep.subtree if c.lower_ == _BETWEEN]
    return [t for between in below for t in between.children if t.dep_ == "pobj" and t.ent_type_ in _PARTIES]


def adjective_frame(adjective: Token) -> Frame:
    """The arguments of a predicate adjective: the subject of its copula, its phrases and its complement."""
    frame = Frame(adjective)
    verb = adjective.head
    if verb.lemma_ in {"be", "remain", "seem", "stand", "become"} and adjective.dep_ in {"acomp", "oprd", "attr"}:
        frame.subjects = verb_frame(verb).subjects
    for child in adjective.children:
        if child.dep_ in COMPLEMENTS:
            frame.clauses.append(child)
    if not frame.clauses:
        frame.clauses = [c for c in verb.children if c.dep_ == "xcomp"] if frame.subjects else []
    _collect_preps(adjective, frame.preps)
    return frame


def phrases(token: Token) -> dict[str, list[Token]]:
    """The prepositional phrases that hang on a noun: preposition to the heads."""
    found: dict[str, list[Token]] = {}
    _collect_preps(token, found)
    for child in token.children:
        if child.dep_ == "acl" and child.tag_ == "VBN" and token.pos_ == "NOUN":  # "the offer made by Oslo"
            for prep in (c for c in child.children if c.lower_ == "by"):
                _collect_prep(prep, "by", found)
    return found


def _own_arguments(verb: Token, frame: Frame) -> None:
    for child in verb.children:
        dep = child.dep_
        if dep in SUBJECTS or dep in PASSIVE_SUBJECTS:
            frame.subjects.append(child)
        elif dep in {"aux", "auxpass"}:  # the parser hangs a subject on the auxiliary now and then
            frame.subjects += [c for c in child.children if c.dep_ in SUBJECTS or c.dep_ in PASSIVE_SUBJECTS]
        elif dep in OBJECTS:
            frame.objects.append(child)
        elif dep == "dative" and child.pos_ != "ADP":
            frame.indirect.append(child)
        elif dep == "prt" or (dep == "advmod" and child.lower_ in _PARTICLES):
            frame.particles.add(child.lower_)
        elif dep in COMPLEMENTS or (dep == "advcl" and (child.tag_ == "VB" or _is_wanted(child))):
            frame.clauses.append(child)
            if any(c.dep_ == "mark" and c.lower_ == "for" for c in child.children):
                frame.preps.setdefault("for", []).append(child)  # "pushes for them to act"
    _collect_preps(verb, frame.preps)
    frame.particles |= {
        c.lower_
        for c in verb.children
        if c.dep_ == "prep" and c.lower_ in _PARTICLES and not any(g.dep_ in {"pobj", "pcomp"} for g in c.children)
    }
    if len(frame.objects) > 1 and verb.lemma_ in _GIVING and not is_passive(verb):
        _part_the_receiver(frame)
    _collect_inside(verb, frame)


def _is_wanted(clause: Token) -> bool:
    """Whether a passive infinitive says what is called for: 'called for the camps to be closed'."""
    opened = any(c.dep_ == "mark" and c.lower_ == "for" for c in clause.children)
    return opened and any(c.dep_ == "aux" and c.lower_ == "to" for c in clause.children)


def _collect_inside(verb: Token, frame: Frame) -> None:
    """What stands inside the objects and complements: a receiver, the subject of a small clause, a noun's clause."""
    if not frame.indirect:
        frame.indirect = _receivers_inside(verb, frame.objects)
    if not frame.objects:
        frame.objects = [
            c
            for clause in frame.clauses
            if _is_small(clause) or (verb.lemma_ in _RAISING and clause.dep_ == "ccomp" and clause.tag_ == "VB")
            for c in clause.children
            if c.dep_ in {"nsubj", "nsubjpass"}
        ]
    for token in frame.objects:  # "make a pledge to send", "a demand that": the clause hangs on the noun
        frame.clauses += [
            c
            for c in token.children
            if (c.dep_ in {"acl", "ccomp", "xcomp"} and c.tag_ not in {"VBN", "VBD"}) or _is_purpose(c)
        ]


def _is_purpose(clause: Token) -> bool:
    """Whether an infinitive that the parser takes for a relative clause is what a noun is for: 'a deal to supply'."""
    return (
        clause.dep_ == "relcl"
        and clause.tag_ == "VB"
        and clause.head.lemma_.lower() in vocabulary.expand(_AGREEMENTS)
        and any(c.dep_ == "aux" and c.lower_ == "to" for c in clause.children)
        and not any(c.dep_ in SUBJECTS or c.dep_ in PASSIVE_SUBJECTS for c in clause.children)
    )


def _receivers_inside(verb: Token, objects: list[Token]) -> list[Token]:
    """A state that the parser takes for a part of what it is given: 'lend the Philippines two billion dollars'."""
    if verb.lemma_ not in _GIVING or is_passive(verb):
        return []
    return [
        c
        for o in objects
        if o.i > verb.i
        for c in o.children
        if c.dep_ == "nmod" and c.ent_type_ == "GPE" and c.tag_ in {"NNP", "NNPS"} and not any(c.children)
    ]


def _part_the_receiver(frame: Frame) -> None:
    """Of two objects the first is whom something is given to: 'handed the ambassador a note'."""
    direct = [o for o in frame.objects if o.dep_ == "dobj" and o.i > frame.head.i]
    if len(direct) > 1 and not any(t.is_punct for t in frame.head.doc[direct[0].i : direct[1].i]):
        frame.indirect.append(direct[0])
        frame.objects.remove(direct[0])


def _is_small(clause: Token) -> bool:
    """A clause without a finite verb: 'found him guilty', 'sent them running', 'let her go'."""
    bare = {"VBD", "VBZ"} if clause.head.lemma_ in _BARE else {"VBD", "VBZ", "VBP"}
    return (
        clause.dep_ == "ccomp"
        and clause.tag_ not in bare
        and not any(c.dep_ in {"aux", "auxpass", "cop", "mark"} for c in clause.children)
    )


def _collect_preps(head: Token, found: dict[str, list[Token]]) -> None:
    for child in head.children:
        if child.pos_ == "ADP" or child.dep_ in {"prep", "agent"}:
            _collect_prep(child, child.lower_, found)
        elif child.dep_ in {"prt", "advmod", "npadvmod"}:
            for inner in child.children:  # "voiced disapproval Saturday of the plan", "last month against rebels"
                if inner.dep_ == "prep":
                    _collect_prep(inner, inner.lower_, found)


def _collect_prep(prep: Token, key: str, found: dict[str, list[Token]]) -> None:
    for child in prep.children:
        if child.dep_ in {"pobj", "pcomp"}:
            found.setdefault(key, []).append(child)
        elif (child.dep_ == "conj" and child.pos_ == "ADP") or (
            child.dep_ == "prep" and key in _OPENING
        ):  # "to Oslo and to all others"
            _collect_prep(child, child.lower_, found)


def _undo_passive(verb: Token, frame: Frame) -> None:
    patients = [c for c in verb.children if c.dep_ in PASSIVE_SUBJECTS]
    if not patients:  # the parser sometimes takes the subject of a passive for that of an active
        patients = [c for c in frame.subjects if c.dep_ in SUBJECTS and c.dep_ != "expl" and c.i < verb.i]
    if not patients and verb.dep_ == "acl":
        patients = [verb.head]
    if not patients and is_predicate(verb):
        patients = [c for c in verb.head.children if c.dep_ in SUBJECTS and c.dep_ != "expl"]
    if not patients and verb.dep_ in {"conj", "xcomp", "advcl"}:
        patients = _passive_patients(verb.head)
    kept = [t for o in frame.objects for t in phrases(o).get("by", ())]  # "was promised two ships by Oslo"
    if frame.objects and verb.dep_ != "acl":
        frame.indirect += patients
    else:
        frame.objects = patients + frame.objects
    frame.subjects = list(frame.preps.get("by", ())) or kept


def _passive_patients(verb: Token) -> list[Token]:
    while verb.pos_ == "ADJ" and verb.dep_ in {"conj", "acomp"}:
        verb = verb.head
    if verb.pos_ not in {"VERB", "AUX"}:
        return []
    return verb_frame(verb).objects if is_passive(verb) else _subjects_of(verb)


def _subjects_of(verb: Token) -> list[Token]:
    own = [c for c in verb.children if c.dep_ in SUBJECTS or c.dep_ in PASSIVE_SUBJECTS]
    if own and verb.dep_ == "relcl":
        return [_antecedent(token, verb) for token in own]
    return own or _controllers(verb, _DEPTH)


def _controllers(verb: Token, depth: int) -> list[Token]:
    """Who does the verb when it has no subject of its own: looked for in the clause that governs it."""
    head = verb.head
    if depth == 0 or head is verb:
        return []
    if verb.dep_ == "acl" and head.pos_ in {"NOUN", "PROPN", "PRON"}:
        return _before(verb, head)
    if verb.dep_ == "pcomp" and head.head is not head:
        governor = head.head if head.head.pos_ != "ADV" else head.head.head  # "stopped short of signing"
        if governor.pos_ == "VERB" and head.lower_ in _OF_THE_OBJECT:
            objects = [c for c in governor.children if c.dep_ in {"dobj", "nsubjpass"}]
            if objects:
                return objects
        return _owner_of_plan(governor) if governor.pos_ == "NOUN" else _subjects_of(governor)
    if head.pos_ == "ADJ":
        return _subjects_of(head.head) if head.dep_ in {"acomp", "attr"} else []
    if head.pos_ not in {"VERB", "AUX"}:
        return []
    return _controlled_by(verb, head)


def _before(verb: Token, head: Token) -> list[Token]:
    """Who does a verb that hangs on a noun: the noun, or whoever says, plans or owns what it names."""
    if (carried := _carried(verb)) is not None:
        return [carried]
    told = head.pos_ == "NOUN" and head.lemma_.lower() in vocabulary.expand(_UTTERANCES)
    if told and verb.tag_ == "VBG":  # "issued a statement condemning": whoever issued it condemns
        return _owner_of_plan(head) or [head]
    return [head] if verb.tag_ in {"VBG", "VBD"} or _is_active(verb) else _owner_of_plan(head)


def _carried(verb: Token) -> Token | None:
    """The noun that the parser made the head of a sentence: 'Troops backed by tanks moved into the town'."""
    root = verb.sent.root
    if verb.tag_ != "VBD" or root.pos_ not in {"NOUN", "PROPN"} or verb.head is root or not root.is_ancestor(verb):
        return None
    return root


def _controlled_by(verb: Token, head: Token) -> list[Token]:
    """The object of a verb that controls it ('urged Oslo to'), otherwise that verb's subject."""
    if verb.dep_ == "xcomp" and head.lemma_ not in _SUBJECT_CONTROL:
        objects = [c for c in head.children if c.dep_ in {"dobj", "dative"} and c.pos_ != "ADP"]
        addressed = [p for c in head.children if c.lower_ in {"on", "upon"} and c.dep_ == "prep" for p in c.children]
        if objects or (head.lemma_ == "call" and addressed):
            return objects or addressed
    if (reporter := _reporter_beyond(verb)) is not None:
        return _subjects_of(reporter)
    if verb.dep_ == "conj" and is_passive(head):
        return [c for c in head.children if c.dep_ in PASSIVE_SUBJECTS]
    return _subjects_of(head) if verb.dep_ in _CONTROLLED else []


def _reporter_beyond(verb: Token) -> Token | None:
    """The verb of saying that a further one goes on from: 'He said that they had lied, and accused them of it'."""
    joined = verb.dep_ == "conj" and verb.tag_ == "VBD" and verb.lemma_ in vocabulary.expand(_SPEAKING)
    if not joined or verb.i < _APART or verb.nbor(-1).lower_ != "and" or verb.nbor(-2).text != ",":
        return None
    clause = verb.head
    while clause.dep_ not in {"ccomp", "ROOT"}:
        clause = clause.head
    said = clause.head
    return said if clause.dep_ == "ccomp" and said.tag_ == "VBD" and said.i < clause.i < verb.i else None


def _owner_of_plan(noun: Token) -> list[Token]:
    """For 'their plan to …' the possessor; otherwise whoever does the verb that the plan is the object of."""
    owners = [c for c in noun.children if c.dep_ == "poss"]
    owners += [
        p
        for c in noun.children
        if c.dep_ == "prep" and c.lower_ in {"by", "of"}
        for p in c.children
        if p.dep_ == "pobj"
    ]
    if owners:
        return owners
    verb = noun.head
    if noun.dep_ == "nsubjpass":
        return phrases(verb).get("by", [])
    if verb.pos_ == "VERB" and noun.dep_ in {"dobj", "pobj"}:
        return [] if verb.lemma_.lower() in vocabulary.expand(_THWARTING) else _subjects_of(verb)
    if noun.dep_ == "pobj" and verb.head.pos_ in {"VERB", "AUX"}:
        return _subjects_of(verb.head)
    return []


def _antecedent(token: Token, verb: Token) -> Token:
    if token.lower_ not in RELATIVES or token.pos_ != "PRON":
        return token
    head = verb.head
    plural = any(c.dep_ in {"aux", "auxpass"} and c.lower_ in _PLURAL for c in verb.children)
    return head.head if plural and head.dep_ == "conj" and head.tag_ == "NNP" else head  # "A and B, who have met"
