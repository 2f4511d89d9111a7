"""Whether an act is the case: done, going on, planned, possible, denied, or past."""

from __future__ import annotations

import functools
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from communique.vocabulary.events import status_cues

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique import record
    from communique.coders.events.match import Match

Status = Literal["actual", "ongoing", "planned", "possible", "denied", "past"]
BACKGROUND = timedelta(days=31)
_RANK: dict[str, int] = {"denied": 4, "possible": 3, "planned": 2, "ongoing": 1}
_LINKS = frozenset(
    [
        "xcomp",
        "ccomp",
        "acl",
        "pcomp",
        "pobj",
        "dobj",
        "prep",
        "nsubjpass",
        "nsubj",
        "acomp",
        "attr",
        "advcl",
        "conj",
        "relcl",
    ]
)
_REPORTING_TENSES = frozenset({"VBD", "VBN"})
SPEECH_ACTS = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "ACCUSE"})
_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj"})
_OF_A_CLAUSE = frozenset({"aux", "auxpass", "nsubj", "nsubjpass", "expl", "csubj"})
_CLIMB = 6
_INFINITE = frozenset({"to", "be", "being", "been"})
_OWNING, _NAMED = frozenset({"amod", "compound", "nmod"}), frozenset({"GPE", "NORP", "ORG", "PERSON"})
_PAST = frozenset({"was", "were", "has", "have", "had"})
_SUPPOSING = frozenset({"would", "'d", "could", "might", "may", "can"})
_INDEFINITE = frozenset({"a", "an", "any", "another", "such"})
_TOLD = frozenset({"is", "are", "was", "were", "has", "have", "had"})
_OPEN = "possible"


@functools.cache
def _governors() -> dict[str, str]:
    found: dict[str, str] = {}
    for status, lemmas in status_cues().governors.items():
        for lemma in lemmas:
            if _RANK.get(status, 0) >= _RANK.get(found.get(lemma, ""), -1):
                found[lemma] = status
    return found


def status_of(match: Match, time: record.Moment | None, published: date | None) -> Status:
    """The status of a trigger: from its own clause, from what governs it, and from the time it is tied to.

    Args:
        match: The trigger.
        time: When it happened, as far as the text says.
        published: The article's date.
    """
    cues = _cues(match.token, match.trigger.negated is not True, is_speech=match.type in SPEECH_ACTS)
    if match.trigger.status:
        cues.append(match.trigger.status)
    strongest = max(cues, key=lambda cue: _RANK.get(cue, 0), default="actual")
    if strongest in {"actual", "ongoing"} and time is not None and published is not None:
        return _by_time(strongest, time, published, match.type in SPEECH_ACTS or _is_told_as_past(match.token))
    if strongest == "actual" and _is_background(match.token):
        return "past"
    return strongest  # type: ignore[return-value]


def cues_of(match: Match) -> list[str]:
    """The statuses that the act's own clause and what governs it speak for, from the inside outwards."""
    given = [f"{match.trigger.status} by the pattern"] if match.trigger.status else []
    cues = _cues(match.token, match.trigger.negated is not True, is_speech=match.type in SPEECH_ACTS)
    return given + list(dict.fromkeys(cues))


def _is_told_as_past(verb: Token) -> bool:
    """Whether a verb says that it has happened, so that a day ahead must be another's: 'arrived on Wednesday'."""
    past = verb.tag_ == "VBD" or (verb.tag_ == "VBN" and any(c.lower_ in _PAST for c in verb.children))
    return past and verb.dep_ not in {"acl", "relcl"}


def _by_time(status: str, time: record.Moment, published: date, is_done: bool) -> Status:
    if time.latest is not None and date.fromisoformat(time.latest) < published - BACKGROUND:
        return "past"
    if not is_done and time.earliest is not None and date.fromisoformat(time.earliest) > published:
        return "planned"
    return status  # type: ignore[return-value]


def _is_background(token: Token) -> bool:
    """A verb in the pluperfect, or with a reference to recent years, is told as history."""
    auxiliaries = {child.lower_ for child in token.children if child.dep_ == "aux"}
    if "had" in auxiliaries and token.tag_ == "VBN" and token.dep_ != "ccomp":
        return True
    years = [t for t in token.subtree if t.lower_ in {"years", "decades", "year", "century"} and t.i > 0]
    return bool(auxiliaries & {"has", "have"}) and any(_is_history(t) for t in years)


def _is_history(token: Token) -> bool:
    beside = {child.lower_ for child in token.children} | {token.head.lower_}
    return bool(beside & {"recent", "past", "last", "for", "since", "previous"})


def _cues(token: Token, negation: bool, *, is_speech: bool) -> list[str]:
    """Cues from the trigger's clause upwards; the climb ends at a finite clause that is told as a fact."""
    cues: list[str] = []
    current, owned = token, _is_owned(token)
    for _ in range(_CLIMB):
        cues += _own_cues(current, negation or current is not token)
        head = current.head
        if head is current or current.dep_ not in _LINKS or _is_adjunct(current, head):
            break
        if _is_undone(current, head):
            cues.append("denied")
            break
        if current.dep_ == "relcl" or (current.dep_ == "conj" and _is_finite(current)):
            break
        if current.dep_ == "acl" and not is_infinitive(current) and not any(c.dep_ == "mark" for c in current.children):
            break  # "a decision hailed by": the participle only describes
        if current.dep_ == "advcl" and not _follows_at_once(current, head):
            said = is_speech and current is token and head.tag_ == "VBD" and head.lemma_ in status_cues().uttering
            if is_infinitive(current) and head.lemma_ != "become" and not said:
                cues.append(_of_purpose(head))
            break
        cue = None if _is_topic(current, head) else _from_governor(current, head)
        cue = cue or (_OPEN if current is token and _is_open(current, head) else None)
        if cue is not None:
            cues.append(cue)
        if owned and head.pos_ != "ADP":
            break  # whose act a noun names is told as known: "sought revenge for American strikes"
        if _ends_the_climb(current, head) or any(c.lower_ == "whether" for c in current.children):
            break
        if cue is None and current.dep_ in {"ccomp", "acl", "pcomp"} and _is_finite(current):
            break
        current = head
    return cues


def _of_purpose(governor: Token) -> str:
    """The status of what something is done for: planned like the deed itself, or else open."""
    deed = set(_cues(governor, negation=True, is_speech=False))
    return "planned" if "planned" in deed and not deed & {"denied", "possible"} else _OPEN


def _is_owned(noun: Token) -> bool:
    """Whether a noun says before it whose act it names: 'their attack', 'American strikes'."""
    return noun.pos_ == "NOUN" and any(
        c.dep_ == "poss" or (c.dep_ in _OWNING and c.ent_type_ in _NAMED) for c in noun.children
    )


def _is_topic(prep: Token, head: Token) -> bool:
    """Whether what hangs on a noun is only its topic: 'the issue of their support'."""
    return prep.dep_ == "prep" and head.lemma_.lower() in status_cues().topics


def _is_adjunct(prep: Token, head: Token) -> bool:
    """Whether a phrase only tells the setting of what governs it: 'in his bombing of towns, he may have …'."""
    if prep.dep_ != "prep" or head.pos_ not in {"VERB", "AUX"}:
        return False
    if prep.i < head.i or prep.lower_ in status_cues().adjuncts:
        return True
    named = prep.lower_ == "in" and any(c.dep_ == "pobj" for c in prep.children)
    return named and _governors().get(head.lemma_.lower()) not in {"denied", "ongoing"}


def _follows_at_once(current: Token, head: Token) -> bool:
    """Whether a gerund stands right after its verb or the verb's particle: 'ruled out recognising' is no adverbial."""
    return (
        current.tag_ == "VBG"
        and current.i > head.i
        and all(t.dep_ == "prt" for t in current.doc[head.i + 1 : current.i])
    )


def _ends_the_climb(current: Token, head: Token) -> bool:
    """Whether what is said of the governor is not said of the act: a belief, what is not ruled out, a subject."""
    believed = current.dep_ == "ccomp" and head.lemma_.lower() in status_cues().beliefs
    return believed or _is_reopened(head) or current.dep_ in {"nsubj", "nsubjpass"}


def _is_reopened(verb: Token) -> bool:
    """Whether a verb that shuts out is negated: 'has not ruled out talks'."""
    return verb.lemma_.lower() in status_cues().reopened and any(child.dep_ == "neg" for child in verb.children)


def _is_undone(current: Token, head: Token) -> bool:
    """Whether the governor undoes what it governs: a plan given up, a report called false, 'have yet to'."""
    table = status_cues()
    if current.lemma_.lower() in table.plans and current.dep_ in {"dobj", "nsubjpass"}:
        return head.lemma_.lower() in table.given_up
    if current.dep_ in {"acl", "ccomp", "relcl"} and head.dep_ == "nsubj":
        return any(c.dep_ in {"acomp", "attr"} and c.lower_ in table.untrue for c in head.head.children)
    if current.dep_ == "xcomp" and head.lemma_ in {"have", "be"}:
        return any(c.lower_ == "yet" for c in (*head.children, *current.children))
    return False


def _own_cues(token: Token, negation: bool) -> list[str]:
    table = status_cues()
    cues: list[str] = []
    for child in token.children:
        word = child.lower_
        if (child.dep_ == "neg" and negation) or (
            child.dep_ in {"det", "advmod"} and word in table.negations and child.i < token.i
        ):
            cues.append("denied")
        elif child.dep_ == "aux":
            cues += [_OPEN] if _is_inverted(child, token) else _from_modal(token, word)
        elif child.dep_ == "mark" and word in table.conditionals and not _is_concessive(child):
            cues.append("possible")
        elif child.dep_ == "amod":
            cues += [status for status, words in table.adjectives.items() if word in words]
        elif child.dep_ == "advmod" and word == "longer" and child.nbor(-1).lower_ == "no":
            cues.append("denied")  # "no longer supplies arms"
    if _is_for_an_occasion(token) or any(
        _is_anybody(c) for c in token.children if c.dep_ in _NOMINAL and c.dep_ != "dobj"
    ):
        cues.append(_OPEN)
    cues += _from_words_before(token)
    if (
        token.tag_ == "VB"
        and token.dep_ in {"ROOT", "ccomp"}
        and not any(c.dep_ in _OF_A_CLAUSE for c in token.children)
    ):
        cues.append("possible")  # an order: 'end hostilities now'
    if _is_only_imagined(token):
        cues.append(_OPEN)
    if any(_is_nobody(child) for child in token.children if child.dep_ in _NOMINAL):
        cues.append("denied")
    if token.tag_ == "VBG" and any(c.dep_ == "aux" and c.lemma_ == "be" for c in token.children):
        cues.append("ongoing")
    return cues


def _is_only_imagined(noun: Token) -> bool:
    """Whether a noun names no particular act, and its clause says what that would do: 'a pullout would harm them'."""
    if noun.pos_ != "NOUN" or noun.dep_ not in {"nsubj", "csubj"}:
        return False
    modal = noun.head.lemma_ == "risk" or any(c.dep_ == "aux" and c.lower_ in _SUPPOSING for c in noun.head.children)
    return modal and not any(
        c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ not in _INDEFINITE) for c in noun.children
    )


def _is_inverted(auxiliary: Token, verb: Token) -> bool:
    """Whether word order makes a condition: 'had they attacked', 'should they attack'."""
    subjects = [c for c in verb.children if c.dep_ in _NOMINAL and c.dep_ != "dobj"]
    opens = auxiliary.lower_ in {"had", "should", "were"} and verb.dep_ in {"advcl", "ccomp"}
    return opens and any(auxiliary.i < subject.i < verb.i for subject in subjects)


def _is_for_an_occasion(verb: Token) -> bool:
    """Whether 'in case' or 'in the event' stands before a clause."""
    table, clause = status_cues(), [c for c in verb.children if c.dep_ in _NOMINAL and c.i < verb.i]
    if verb.pos_ not in {"VERB", "AUX"} or not clause:
        return False
    first = min(c.left_edge.i for c in clause)
    before = verb.doc[max(verb.sent.start, first - 4) : first]
    return any(t.lower_ in table.occasions and t.i > 0 for t in before[-2:]) and any(t.lower_ == "in" for t in before)


def _is_anybody(noun: Token) -> bool:
    """Whether it is left open who is meant: 'any party', 'whoever'."""
    table = status_cues()
    head = noun.head
    meant = head.head if noun.lower_ in {"that", "who", "which"} and head.dep_ == "relcl" else noun
    return meant.lower_ in table.anybody or any(c.lower_ in table.anybody and c.dep_ == "det" for c in meant.children)


def _is_concessive(mark: Token) -> bool:
    """Whether an 'if' grants what it says: 'even if it criticises the programme'."""
    return mark.i > 0 and mark.nbor(-1).lower_ == "even"


def _is_nobody(noun: Token) -> bool:
    """Whether a subject or object is none at all: 'no troops', 'neither Egypt nor Jordan', 'nobody'."""
    table = status_cues()
    return noun.lower_ in table.nobody or any(c.lower_ in table.none_of for c in noun.children if c.i < noun.i)


def _from_words_before(verb: Token) -> list[str]:
    if verb.pos_ != "VERB" or verb.i == 0:
        return []
    one = verb.doc[verb.i - 1].lower_
    two = f"{verb.doc[verb.i - 2].lower_} {one}" if verb.i > 1 else one
    return [status for status, words in status_cues().before.items() if one in words or two in words]


def _from_modal(verb: Token, word: str) -> list[str]:
    table = status_cues()
    if word in {"would", "'d"} and _is_announced(verb):
        return ["planned"]
    return [status for status, words in table.modals.items() if word in words]


def _is_announced(verb: Token) -> bool:
    """Whether a clause tells what was said to come: 'he said they would leave', 'the announcement that they would'."""
    if verb.dep_ == "ccomp" and verb.head.tag_ in _REPORTING_TENSES:
        return True
    return verb.dep_ in {"acl", "ccomp"} and verb.head.lemma_.lower() in status_cues().announcing


def _is_finite(verb: Token) -> bool:
    if verb.tag_ in {"VBD", "VBZ", "VBP"}:
        return True
    return any(child.dep_ in {"aux", "auxpass"} and child.lower_ not in _INFINITE for child in verb.children)


def _from_governor(current: Token, head: Token) -> str | None:
    lemma = _with_particle(head)
    if _is_reopened(head):
        return _OPEN
    if lemma == "be" and current.dep_ == "xcomp" and _is_unfulfilled(current):
        return "denied"
    if current.dep_ in {"conj", "prep", "pobj", "nsubj"} and head.pos_ in {"VERB", "AUX"} and current.pos_ == "VERB":
        return None
    if current.dep_ == "ccomp" and lemma in status_cues().beliefs and "denied" in _own_cues(head, negation=True):
        return "possible"
    if current.dep_ in {"ccomp", "acl"} and _is_finite(current) and not _is_left_open(current, lemma):
        return None
    if current.dep_ in {"nsubj", "nsubjpass"} and lemma not in status_cues().of_subjects:
        return None
    if lemma in {"have", "be"} and current.dep_ == "xcomp" and is_infinitive(current):
        return None if _was_done(head) else "planned"  # "have to withdraw", "are to leave"
    cue = _governors().get(lemma)
    return cue if cue in _RANK else None


def _is_left_open(verb: Token, governor: str) -> bool:
    """Whether a clause is no fact under its governor; what is warned of may be going on: 'warned that he was lying'."""
    table = status_cues()
    told = verb.tag_ == "VBD" or any(c.dep_ in {"aux", "auxpass"} and c.lower_ in _TOLD for c in verb.children)
    return governor in table.doubtful and not (governor in table.alarmed and told)


def _with_particle(verb: Token) -> str:
    """The lemma, joined to its particle where both together are a cue: 'called off'."""
    lemma = verb.lemma_.lower()
    joined = [f"{lemma}-{child.lower_}" for child in verb.children if child.dep_ == "prt"]
    return next((each for each in joined if each in _governors()), lemma)


def _is_unfulfilled(verb: Token) -> bool:
    """Whether it was to have been done: 'was to have freed them'."""
    return verb.tag_ == "VBN" and {"to", "have"} <= {c.lower_ for c in verb.children if c.dep_ == "aux"}


def _is_open(verb: Token, head: Token) -> bool:
    """An infinitive tells of no fact, unless what governs it does: 'it is right to act', but 'managed to act'."""
    if not is_infinitive(verb) or verb.dep_ not in {"xcomp", "ccomp", "acl"}:
        return False
    return head.lemma_.lower() not in status_cues().factual and not _was_done(head)


def _was_done(verb: Token) -> bool:
    """Whether what somebody had to do was done: told of the past, and not in words of others, who demand it."""
    return verb.lemma_ == "have" and verb.tag_ == "VBD" and verb.dep_ not in {"ccomp", "acl", "parataxis"}


def is_infinitive(verb: Token) -> bool:
    """Whether a verb is an infinitive with 'to'."""
    return verb.tag_ == "VB" and any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
