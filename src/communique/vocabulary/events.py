"""Typed reader of the vocabulary of events: types, modes, CAMEO composition, triggers and cues of status.

The data files (``events_*.yaml``) are ours. The sixteen types follow PLOVER (draft 0.8, 2021), the codes CAMEO 1.1b3;
a mode is our refinement of a type, mapped outwards to one CAMEO code and to plain PLOVER.
"""

from __future__ import annotations

import functools
from typing import Literal

from msgspec import Struct, field

from communique.errors import BadDataFile
from communique.vocabulary.reader import load

Quad = Literal[1, 2, 3, 4]
FAMILIES = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")


class EventType(Struct, frozen=True):
    """One of PLOVER's sixteen types: what it means, its quad class and base score (-10 to 10), and an example."""

    label: str
    definition: str
    quad: Quad
    score: float
    example: str


class Mode(Struct, frozen=True):
    """A finer act below a type.

    ``cameo`` is the CAMEO code it maps to, ``plover_mode`` and ``plain_type`` its plain PLOVER form where that differs
    from ours; ``recorded`` is false for public statements, which never become events of a record. Where several modes
    have a code, ``general`` is true for the one that an act has of which no more than the code is known; so it is for
    the one of several plainest codes of a type where not even that is known.
    """

    type: str
    label: str
    cameo: str
    score: float
    example: str
    contexts: tuple[str, ...] = ()
    plover_mode: str | None = None
    plain_type: str | None = None
    recorded: bool = True
    general: bool = False


class Trigger(Struct, frozen=True):
    """A pattern of words that names an act, and where its parties stand.

    ``verbs``, ``nouns`` and ``adjectives`` are lemmas of the head word. All these conditions must hold:

    - ``particle``: one of them stands by the verb (``particle_any``: one may).
    - ``obj``, ``subj``: lemma of the logical object or subject; ``not_obj``: lemmas that the object must not have.
    - ``object_given``: there is an object, or there is none; ``obj_actor``: the object can act.
    - ``prep``: a prepositional phrase, with these head lemmas or any; ``prep_or_obj``: head of either;
      ``not_prep``: no phrase with one of these.
    - ``clause``: an infinitive, a that-clause, an obligation, what will be, a bare order, any complement, or none;
      ``not_clause``: lemmas that the complement must not have; ``clause_words``: lemmas of which its words have one.
    - ``words``: one of these occurs among the words that depend on the head; ``not_words``: none of these does.
    - ``negated``: the head is negated, or is not; ``hostile_inner``: what is promised or claimed is itself hostile.

    Sets of words are written ``@name``. ``source`` and ``target`` list roles in order of preference: ``subj``, ``obj``,
    ``speaker`` (of the statement around it), ``iobj``, ``poss``, ``mod``, ``light`` (subject of the supporting verb), a
    preposition, ``clause.subj``, ``clause.obj``, ``inner.target``, or two of them joined by a dot (``obj.with``,
    ``to.owner``). ``actor_target`` wants the target itself and not its owner, ``together`` marks acts done jointly,
    ``needs`` says which parties must be known, ``inner`` lets the act inside refine the code (``inner_required``:
    there must be one), ``verbal`` is the mode where civilians alone do it to each other, who attack in words,
    ``status`` overrides the status, and ``p`` is the share of finds that are right.
    """

    mode: str
    example: str
    p: float
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    particle: tuple[str, ...] = ()
    particle_any: tuple[str, ...] = ()
    obj: tuple[str, ...] = ()
    not_obj: tuple[str, ...] = ()
    obj_actor: Literal["person", "any"] | None = None
    subj: tuple[str, ...] = ()
    prep: dict[str, tuple[str, ...]] = field(default_factory=dict)
    not_prep: tuple[str, ...] = ()
    prep_or_obj: tuple[str, ...] = ()
    clause: Literal["inf", "that", "any", "must", "will", "order", "none"] | None = None
    not_clause: tuple[str, ...] = ()
    clause_words: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    not_words: tuple[str, ...] = ()
    verbal: str | None = None
    hostile_inner: bool = False
    inner: bool = False
    inner_required: bool = False
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    actor_target: bool = False
    together: bool = False
    object_given: bool | None = None
    negated: bool | None = None
    needs: Literal["pair", "source", "target"] | None = None
    status: Literal["planned", "possible"] | None = None


class Content(Struct, frozen=True):
    """An act named by a noun inside another: its CAMEO code, the nouns, and words of which one must stand beside."""

    cameo: str
    nouns: tuple[str, ...]
    modifiers: tuple[str, ...] = field(default=(), name="with")


class Finer(Struct, frozen=True):
    """A finer CAMEO code that words beside a trigger give.

    ``of`` are the codes that it refines, ``add`` is put after them and ``cameo`` replaces them; one of ``words`` must
    occur among the words that depend on the trigger.
    """

    of: tuple[str, ...]
    words: tuple[str, ...]
    example: str
    add: str = ""
    cameo: str | None = None


class Context(Struct, frozen=True):
    """What an act may be about beside its type: a label, the words that show it, and an example."""

    label: str
    words: tuple[str, ...]
    example: str


class Anaphor(Struct, frozen=True):
    """Nouns that point back to an act told before, and the types of act that they can mean."""

    nouns: tuple[str, ...]
    types: tuple[str, ...]
    example: str


class Anaphors(Struct, frozen=True):
    """What points back: ``acts`` to an act, ``pairs`` (with 'two' or 'both') to the two parties of one."""

    acts: tuple[Anaphor, ...]
    pairs: tuple[str, ...]


class StatusCues(Struct, frozen=True):
    """Words that tell planned, possible, denied and ongoing acts from those that happened.

    ``modals``, ``governors`` and ``adjectives`` list words by the status they give; ``doubtful`` are verbs whose
    that-clause is not told as a fact, ``of_subjects`` those that say of their subject whether it happens.

    ``plans`` are nouns of intention and ``given_up`` the verbs that end them, ``untrue`` adjectives that deny a report,
    ``before`` words right before a verb form, ``adjuncts`` prepositions that only tell the setting, ``topics`` nouns
    whose topic is a fact all the same, ``occasions`` nouns that make a condition with 'in' before, ``anybody`` words
    that leave open who does it. ``nobody`` and ``none_of`` negate a clause from its subject or object; ``beliefs`` are
    verbs whose that-clause stays open when they are negated, ``factual`` words whose infinitive is a fact, ``reopened``
    verbs that shut an act out, or leave it open where they are negated, and ``uttering`` those whose purpose is said
    with them. ``announcing`` are nouns whose clause tells what is to come, ``alarmed`` governors whose clause may tell
    of what is or was.
    """

    modals: dict[str, tuple[str, ...]]
    governors: dict[str, tuple[str, ...]]
    conditionals: tuple[str, ...]
    negations: tuple[str, ...]
    adjectives: dict[str, tuple[str, ...]]
    doubtful: tuple[str, ...]
    of_subjects: tuple[str, ...]
    plans: tuple[str, ...]
    given_up: tuple[str, ...]
    untrue: tuple[str, ...]
    before: dict[str, tuple[str, ...]]
    adjuncts: tuple[str, ...]
    topics: tuple[str, ...]
    occasions: tuple[str, ...]
    anybody: tuple[str, ...]
    nobody: tuple[str, ...]
    none_of: tuple[str, ...]
    beliefs: tuple[str, ...]
    factual: tuple[str, ...]
    reopened: tuple[str, ...]
    uttering: tuple[str, ...]
    announcing: tuple[str, ...]
    alarmed: tuple[str, ...]


class Worth(Struct, frozen=True):
    """How much each thing that is known of an act weighs for its being right, and below which share it is left out.

    ``threshold`` is for acts that a rule finds, ``read`` for those that only the encoder reads in a sentence without
    such acts, and ``beside`` for those in a sentence with some.
    """

    threshold: float
    read: float
    beside: float
    weights: dict[str, float]


class Worths(Struct, frozen=True):
    """The weights for acts in articles, and for those in a sentence or two by themselves."""

    articles: Worth
    sentences: Worth


@functools.cache
def event_types() -> dict[str, EventType]:
    """PLOVER's sixteen types by name.

    Raises:
        BadDataFile: The data file does not fit its shape.
    """
    return load("events_types.yaml", dict[str, EventType])


@functools.cache
def modes() -> dict[str, Mode]:
    """All modes by id.

    Raises:
        BadDataFile: A mode has an unknown type, or a file does not fit its shape.
    """
    merged: dict[str, Mode] = {}
    for family in FAMILIES:
        merged |= load(f"events_modes_{family}.yaml", dict[str, Mode])
    for name, mode in merged.items():
        if mode.type not in event_types():
            raise BadDataFile(f"The mode '{name}' has the unknown type '{mode.type}'.", "Use one of events_types.yaml.")
    return merged


@functools.cache
def mode_of_cameo(cameo: str) -> str | None:
    """The mode that stands for a CAMEO code: the first mode with that code, or with the longest prefix of it."""
    for length in range(len(cameo), 1, -1):
        for name, mode in modes().items():
            if mode.cameo == cameo[:length] or (length == 2 and mode.cameo == cameo[:2] + "0"):
                return name
    return None


@functools.cache
def type_of_cameo(cameo: str) -> str | None:
    """The PLOVER type of a CAMEO code in our reading (sanctions are SANCTION); None for public statements."""
    mode = mode_of_cameo(cameo)
    return modes()[mode].type if mode else None


@functools.cache
def compose(outer: str, inner: str) -> str | None:
    """The CAMEO code of an act about another act.

    Args:
        outer: Type of the outer act: AGREE, REQUEST, REJECT or THREATEN.
        inner: CAMEO code of what is promised, asked for, refused or threatened.
    """
    table = load("events_compose.yaml", dict[str, dict[str, str]]).get(outer, {})
    return next((table[inner[:n]] for n in range(len(inner), 1, -1) if inner[:n] in table), None)


@functools.cache
def word_sets() -> dict[str, frozenset[str]]:
    """The named sets of noun lemmas that patterns refer to."""
    return {name: frozenset(words) for name, words in load("events_sets.yaml", dict[str, tuple[str, ...]]).items()}


@functools.cache
def expand(words: tuple[str, ...]) -> frozenset[str]:
    """These words, with every ``@name`` replaced by the set of that name.

    Raises:
        BadDataFile: No set has that name.
    """
    found: set[str] = set()
    for word in words:
        if not word.startswith("@"):
            found.add(word)
        elif word[1:] in word_sets():
            found |= word_sets()[word[1:]]
        else:
            raise BadDataFile(f"There is no word set '{word}'.", "Declare it in events_sets.yaml.")
    return frozenset(found)


@functools.cache
def triggers() -> tuple[Trigger, ...]:
    """Every trigger pattern, in the order of the files.

    Raises:
        BadDataFile: A pattern has an unknown mode, or a file does not fit its shape.
    """
    found = [t for family in FAMILIES for t in load(f"events_triggers_{family}.yaml", list[Trigger])]
    for trigger in found:
        if trigger.mode not in modes():
            raise BadDataFile(f"A trigger has the unknown mode '{trigger.mode}'.", "Declare it in events_modes_*.yaml.")
    return tuple(found)


@functools.cache
def contents() -> tuple[Content, ...]:
    """Acts that nouns name inside requests, promises, refusals and threats, in order of preference."""
    return tuple(load("events_content.yaml", list[Content]))


@functools.cache
def finer() -> dict[str, tuple[Finer, ...]]:
    """The rules that refine each CAMEO code, in order of preference."""
    found: dict[str, list[Finer]] = {}
    for rule in load("events_finer.yaml", list[Finer]):
        for code in rule.of:
            found.setdefault(code, []).append(rule)
    return {code: tuple(rules) for code, rules in found.items()}


@functools.cache
def _anaphors() -> Anaphors:
    return load("events_anaphors.yaml", Anaphors)


@functools.cache
def anaphors() -> dict[str, frozenset[str]]:
    """Nouns that point back to an act, each with the types of act that it can mean.

    Raises:
        BadDataFile: An entry has an unknown type, or the file does not fit its shape.
    """
    found: dict[str, frozenset[str]] = {}
    for entry in _anaphors().acts:
        for kind in entry.types:
            if kind not in event_types():
                raise BadDataFile(
                    f"events_anaphors.yaml names the unknown type '{kind}'.", "Use one of events_types.yaml."
                )
        for noun in entry.nouns:
            found[noun] = found.get(noun, frozenset()) | frozenset(entry.types)
    return found


@functools.cache
def pair_words() -> frozenset[str]:
    """Nouns that with 'two' or 'both' mean the two parties of an act told before."""
    return frozenset(_anaphors().pairs)


@functools.cache
def contexts() -> dict[str, Context]:
    """The contexts by name.

    Raises:
        BadDataFile: The data file does not fit its shape.
    """
    return load("events_contexts.yaml", dict[str, Context])


@functools.cache
def context_words() -> dict[str, tuple[str, ...]]:
    """Words and phrases, each with the contexts that it shows."""
    found: dict[str, list[str]] = {}
    for name, context in contexts().items():
        for word in context.words:
            found.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in found.items()}


@functools.cache
def worths() -> Worths:
    """What speaks for and against an act that was coded.

    Raises:
        BadDataFile: The data file does not fit its shape.
    """
    return load("events_worth.yaml", Worths)


@functools.cache
def status_cues() -> StatusCues:
    """Cues of status."""
    return load("events_status.yaml", StatusCues)
