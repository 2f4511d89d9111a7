"""What the words of a noun phrase say about an actor: whose it is, what sort, which office, which name.

The core of a phrase runs up to its first preposition, relative word or comma. The last agent word of the core
is its head; words before it and the segments after it fill in what the head leaves open: the sector of a
*leader*, the country of a *spokesman for the ministry*.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from communique.registry import Entity, Registry
from communique.registry.names import Found
from communique.resolve.actors.codes import as_former, home
from communique.resolve.actors.lexicon import Agent, actor_words, is_plural, is_plural_nation, lexicon
from communique.resolve.actors.towns import country_of_words

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-‑’'.][^\W_]+)*")
_BREAKING = re.compile(r"[,;:(—–\[]|\.\.\.")
_POSSESSIVE = re.compile(r"['’]s?$")
_HUMAN = ("person", "carrier")
_STATES = ("state", "region")
_NATIONAL = ("party", "armed group")
"""Kinds of actors that several states have under one name."""
_REACH = 40
"""How many characters before a name are looked at for the adjective of a state."""
_OUTWEIGHED = ("PTY", "REB", "UAF")
"""Sectors of those whose government or opposition is more than they are: 'the Sandinista government'."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the phrase: as written, in lower case without a possessive, and where it stands."""

    text: str
    low: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cue:
    """A registry naming inside the phrase; ``form`` is that of the alias."""

    start: int
    end: int
    entity: Entity
    form: str
    others: tuple[str, ...] = ()


@dataclass(slots=True)
class Segment:
    """A stretch of the phrase between breaks; ``intro`` is the word that opened it."""

    intro: str
    words: list[Word] = field(default_factory=list)
    agents: list[tuple[int, Agent]] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)

    @property
    def head(self) -> Agent | None:
        """The last agent that is no mere modifier; failing that the last modifier."""
        real = [agent for _, agent in self.agents if agent.role != "modifier"]
        if real:
            return real[-1]
        return self.agents[-1][1] if self.agents else None

    def state(self) -> Cue | None:
        """The state or region that the segment names last."""
        found = [cue for cue in self.cues if cue.entity.kind in _STATES]
        return found[-1] if found else None

    def actor(self) -> Cue | None:
        """The organisation or person that the segment names last."""
        found = [cue for cue in self.cues if cue.entity.kind not in _STATES]
        return found[-1] if found else None


@dataclass(slots=True)
class Phrase:
    """What a phrase says.

    Attributes:
        country: Whose the actor is.
        sectors: Its PLOVER sectors.
        head: The agent word that names it.
        cue: The registry naming that is the actor itself, or that it belongs to.
        exact: Whether the cue alone is the whole actor.
        former: The words say that the office is over.
        plural: Several are meant.
        name: Offsets of a person's name that follows a title.
        title: The words of that title.
        reason: What led to the codes.
    """

    country: str | None = None
    sectors: tuple[str, ...] = ()
    head: Agent | None = None
    cue: Cue | None = None
    exact: bool = False
    former: bool = False
    plural: bool = False
    name: tuple[int, int] | None = None
    title: str = ""
    reason: str = ""


def split_words(text: str) -> list[Word]:
    """The words of a phrase; a possessive ending is left out of the lower-case form."""
    return [
        Word(match.group(), _POSSESSIVE.sub("", match.group().lower()), match.start(), match.end())
        for match in _TOKEN.finditer(text)
    ]


def read_phrase(text: str, found: Sequence[Found], registry: Registry) -> Phrase:
    """Read a noun phrase.

    Args:
        text: The words.
        found: The registry's namings in them, offsets into ``text``.
        registry: The registry.
    """
    words = split_words(text)
    cues = [cue for each in found if (cue := _cue(text, each, registry, words))]
    segments = _segments(text, words, cues)
    phrase = _of_segments(segments)
    _name_after_title(phrase, segments[0], text)
    return phrase


def _cue(text: str, found: Found, registry: Registry, words: Sequence[Word]) -> Cue | None:
    """The naming as a cue; None when it is only the first part of a compound such as 'Saudi-led'."""
    tokens = [word for word in words if word.start < found.end and found.start < word.end]
    if tokens and not _belongs_in_compound(tokens[-1], found):
        return None
    ranked = sorted(found.aliases, key=lambda alias: alias.needs_context)
    for alias in ranked:
        entity = registry.actor(alias.entity_id)
        if entity is not None and not names_another(entity, text, found, registry):
            return Cue(found.start, found.end, entity, alias.form, tuple(each.entity_id for each in ranked))
    return None


def names_another(entity: Entity, text: str, found: Found, registry: Registry) -> bool:
    """Whether the words round a naming say that it is not this entity's: a longer name, or a foreign namesake."""
    return _swallowed(text, found, entity) or _is_foreign(text, found, entity, registry)


def _swallowed(text: str, found: Found, entity: Entity) -> bool:
    """Whether an outlet's name is only the first part of a longer name: 'The National Guard', 'Time Warner'."""
    return entity.kind == "media" and re.match(r"[ -][A-Z]", text[found.end : found.end + 2]) is not None


def _is_foreign(text: str, found: Found, entity: Entity, registry: Registry) -> bool:
    """Whether the word before a party's or armed group's name says that another one of that name is meant.

    'The Syrian National Liberation Front' is not Algeria's, nor the 'Jordanian Arab Socialist Baath Party' Iraq's; an
    acronym or a name of one word is no common one.
    """
    before = text[max(0, found.start - _REACH) : found.start]
    if entity.kind not in _NATIONAL or entity.country is None or " " not in text[found.start : found.end]:
        return False
    for word in reversed(before.split()) if before.endswith(" ") else ():
        if not word[:1].isupper():
            return False
        state = registry.country_of_demonym(word)
        if state is not None:
            return state != entity.country
    return False


def _belongs_in_compound(word: Word, found: Found) -> bool:
    known = actor_words()
    before, _, _ = word.text[: max(0, found.start - word.start)].lower().rpartition("-")
    after = word.text[max(0, found.end - word.start) :].lower().lstrip("-‑")
    return before not in known.compound_heads and after not in known.compound_tails


def _segments(text: str, words: Sequence[Word], cues: Sequence[Cue]) -> list[Segment]:
    known = actor_words()
    lows = [word.low for word in words]
    agents = _agents(words, lows, cues)
    covered = {index for last, agent in agents for index in range(last + 1 - len(agent.words), last + 1)}
    segments = [Segment("")]
    for index, word in enumerate(words):
        inside = index in covered or any(cue.start < word.start and word.end <= cue.end for cue in cues)
        if not inside and (word.low in known.breaks or _breaks_before(text, words, index)) and index:
            segments.append(Segment(word.low if word.low in known.breaks else ","))
        segment = segments[-1]
        segment.words.append(word)
        segment.agents += [(last, agent) for last, agent in agents if last == index]
        segment.cues += [cue for cue in cues if word.start <= cue.start < word.end]
    return segments


def _breaks_before(text: str, words: Sequence[Word], index: int) -> bool:
    return index > 0 and _BREAKING.search(text[words[index - 1].end : words[index].start]) is not None


def _agents(words: Sequence[Word], lows: list[str], cues: Sequence[Cue]) -> list[tuple[int, Agent]]:
    """The agent words by the index of their last word, those inside a naming or a person's name left out."""
    found: list[tuple[int, Agent]] = []
    in_name = False
    for index, word in enumerate(words):
        if any(cue.start <= word.start and word.end <= cue.end + 2 for cue in cues):
            continue
        agent = lexicon().ending_at(lows, index)
        if agent is None and "-" in word.low:
            agent = lexicon().ending_at([word.low.rpartition("-")[2]], 0)
        titled = bool(found) and found[-1][1].role in _HUMAN and found[-1][0] < index
        if agent is None:
            in_name = in_name or (titled and word.text[0].isupper() and not word.text.isupper())
            continue
        if in_name and word.text[0].isupper():
            continue
        found = [each for each in found if each[0] <= index - len(agent.words)]
        found.append((index, agent))
    return found


def _of_segments(segments: list[Segment]) -> Phrase:
    core, rest = segments[0], segments[1:]
    if rest and (_is_partitive(core) or _is_apposed(core, rest[0])):
        core, rest = rest[0], rest[1:]
        core.intro = ""
    phrase = Phrase(head=core.head)
    phrase.former = any(_is_former(word.low) for word in core.words)
    phrase.plural = bool(core.words) and _plural(core)
    actor = core.actor()
    if actor is not None:
        _by_actor(phrase, core, actor)
    else:
        _by_words(phrase, core, rest)
    if phrase.country is None:
        phrase.country = _country(core, rest, phrase)
    _adjust(phrase, core)
    return phrase


def _is_partitive(core: Segment) -> bool:
    known = actor_words()
    words = [word.low for word in core.words]
    return bool(words) and all(
        word in known.partitives or word in known.determiners or word in known.breaks or word.isdigit()
        or word in ("largest", "biggest", "main", "large") for word in words
    )  # fmt: skip


def _is_apposed(core: Segment, following: Segment) -> bool:
    """Whether an unknown name stands before the words that say who bears it."""
    return following.intro == "," and not core.agents and not core.cues and bool(following.agents)


def _is_former(word: str) -> bool:
    known = actor_words()
    return word in known.former or word.partition("-")[0] in known.former


def _plural(core: Segment) -> bool:
    if core.agents:
        last, agent = core.agents[-1]
        if "of" in agent.words:  # 'chief of staff', 'member of parliament'
            last -= len(agent.words) - agent.words.index("of")
            return 0 <= last < len(core.words) and is_plural(core.words[last].low)
        offset = {id(word): index for index, word in enumerate(core.words)}
        return any(is_plural(word.low) for word in core.words if offset[id(word)] == last or word is core.words[-1])
    return is_plural(core.words[-1].low)


def _by_actor(phrase: Phrase, core: Segment, actor: Cue) -> None:
    """The core names an organisation or a person: it is the actor, or what the head belongs to."""
    phrase.cue = actor
    last = core.words[-1]
    phrase.exact = last.end <= actor.end + 2 or actor.entity.kind == "person"
    phrase.country = home(actor.entity)
    own = actor.entity.sectors
    head = core.head
    after = [agent for _, agent in core.agents if agent.role != "modifier"]
    if actor.entity.kind == "person" and head is not None and head.role == "body" and last.start > actor.end:
        phrase.cue, phrase.exact, phrase.sectors = None, False, head.sectors
    elif actor.entity.kind == "person":
        phrase.sectors = head.sectors if head else own
    elif phrase.exact or head is None or not after or head.role == "carrier" or _telling(own, head):
        phrase.sectors = own or (head.sectors if head and not phrase.exact else ())
    else:
        phrase.sectors = head.sectors
    sender = core.state()
    outward = head is not None and {head.text, head.words[-1]} & actor_words().outward
    if outward and sender is not None and sender.start < actor.start and actor.entity.kind == "body":
        phrase.country = home(sender.entity)  # "the French UN ambassador"
    phrase.reason = f"names {actor.entity.id}"


def _telling(own: Sequence[str], head: Agent) -> bool:
    """Whether what the head belongs to says more of its sector than the head: 'CIA officer', not 'army doctor'."""
    if not own or own[0] in ("IGO", "NGO"):
        return False
    if own[0] in _OUTWEIGHED and head.role == "body" and head.sectors[:1] in (("GOV",), ("OPP",)):
        return False
    return own[0] != "GOV" or head.sectors[:1] not in (("MIL",), ("LEG",), ("JRN",), ("COP",))


def _by_words(phrase: Phrase, core: Segment, rest: list[Segment]) -> None:
    head = core.head
    if head is None:
        phrase.reason = "names a country"
        return
    phrase.sectors = _against_the_state(core, head) or head.sectors
    phrase.reason = f"'{head.text}'"
    if head.role != "carrier":
        return
    lent = _lent_before(core, head) or _lent_after(rest, head)
    if lent:
        phrase.sectors = lent


def _against_the_state(core: Segment, head: Agent) -> tuple[str, ...]:
    """The sectors of the rebels whose soldier or officer the head is: 'a rebel commander'."""
    if head.sectors[:1] != ("MIL",):
        return ()
    before = (agent.sectors for _, agent in core.agents if agent is not head)
    return next((sectors for sectors in before if sectors[:1] in (("REB",), ("UAF",))), ())


def _lent_before(core: Segment, head: Agent) -> tuple[str, ...]:
    """The sectors of the nearest agent word before a carrier."""
    for _, agent in reversed(core.agents):
        if agent is not head and agent.sectors and agent.role != "carrier":
            return agent.sectors
    carriers = [agent.sectors for _, agent in reversed(core.agents) if agent is not head and agent.sectors]
    return carriers[0] if carriers and not head.sectors else ()


def _lent_after(rest: list[Segment], head: Agent) -> tuple[str, ...]:
    """The sectors of what a carrier is 'of', 'for' or 'from'."""
    for segment in rest:
        if segment.intro not in actor_words().belongs or (segment.intro == "to" and head.text in actor_words().outward):
            break
        actor = segment.actor()
        if actor is not None:
            return actor.entity.sectors
        agents = [agent for _, agent in segment.agents if agent.sectors]
        if agents:
            return agents[-1].sectors if agents[-1].role != "carrier" else agents[0].sectors
    return ()


def _country(core: Segment, rest: list[Segment], phrase: Phrase) -> str | None:
    ethnic = any(word.low in actor_words().ethnic for word in core.words)
    if not ethnic and (country := _country_in(core)):
        return country
    for segment in rest:
        if phrase.head and phrase.head.text in actor_words().outward and segment.intro in ("to", "for"):
            continue
        if segment.intro in ("against", "with", "by", "as"):
            continue
        if segment.intro == "," and phrase.head is not None:
            break
        if not _is_field(segment, phrase) and (country := _country_in(segment)):
            return country
    return _country_in(core) or _country_of_towns(core, rest)


def _is_field(segment: Segment, phrase: Phrase) -> bool:
    """Whether the only naming is an outlet's and no reporter is meant: the minister 'for Foreign Affairs'."""
    return {cue.entity.kind for cue in segment.cues} == {"media"} and phrase.sectors[:1] == ("GOV",)


def _country_of_towns(core: Segment, rest: list[Segment]) -> str | None:
    """The country of a town before the head or behind 'of', 'in' or 'from': 'Shanghai police'."""
    if core.head is None:
        return None
    last = max(index for index, _ in core.agents)
    country = country_of_words([word.text for word in core.words[: _index_in_phrase(core, last)]])
    for segment in rest:
        if country or segment.intro not in actor_words().seats:
            break
        country = country_of_words([word.text for word in segment.words])
    return country


def _country_in(segment: Segment) -> str | None:
    states = [cue for cue in reversed(segment.cues) if cue.entity.kind in _STATES]
    others = [cue for cue in reversed(segment.cues) if cue.entity.kind not in _STATES]
    for cue in states or others[:1]:
        if country := home(cue.entity):
            return country
    for word in segment.words:
        if word.text[0].isupper() and word.low in actor_words().continental:
            return actor_words().continental[word.low]
    return None


def _adjust(phrase: Phrase, core: Segment) -> None:
    """What words beside the head change: former office-holders, state media, ruling and defeated parties."""
    known = actor_words()
    lows = {word.low for word in core.words}
    if phrase.former and (phrase.head is None or phrase.head.role in _HUMAN) and not phrase.exact:
        phrase.sectors = as_former(phrase.sectors)
    if phrase.sectors[:1] == ("JRN",) and lows & known.state_owned and phrase.head and phrase.head.role == "body":
        phrase.sectors = ("GOV", "JRN")
    if phrase.sectors[:1] == ("PTY",) and lows & known.opposing:
        phrase.sectors = ("OPP",)
    if lows & known.ethnic and phrase.head is None:
        phrase.sectors = ("CVL",)
    state = core.state()
    if not phrase.sectors and phrase.head is None and phrase.cue is None and state is not None:
        _state_alone(phrase, core, state)


def _state_alone(phrase: Phrase, core: Segment, state: Cue) -> None:
    """A state, region, people or capital and nothing else; other nouns beside it are of no known role."""
    known = actor_words()
    others = [word for word in core.words if not (state.start <= word.start and word.end <= state.end + 2)]
    empty = known.determiners | known.indefinite | known.breaks
    bare = all(word.low in empty or word.low[:1].isdigit() for word in others)  # "168 Liberians", "1,200 Syrians"
    phrase.cue, phrase.exact = state, bare
    if state.form == "capital" and bare:
        phrase.sectors = ("GOV",)
    elif bare:
        phrase.sectors = ("CVL",) if _means_people(core, state) else _of_land(state.entity)
    elif core.words[-1].end > state.end + 2 and core.words[-1].text.islower():
        phrase.sectors = ("UNK",)


def _means_people(core: Segment, state: Cue) -> bool:
    """Whether the name of a nation in the plural means some of its people: 'the Libyans'."""
    if state.entity.id in actor_words().own_people:
        return False
    return state.form == "demonym" and state.entity.kind == "state" and is_plural_nation(core.words[-1].low)


def _of_land(entity: Entity) -> tuple[str, ...]:
    """The sector of a people or of a region that holds itself a state; none for a state."""
    if entity.sectors:
        return entity.sectors
    return ("CVL",) if entity.kind == "people" else ()


def _name_after_title(phrase: Phrase, core: Segment, text: str) -> None:
    """Keep the capitalised words that follow the title of a person."""
    titles = [last for last, agent in core.agents if agent.role in _HUMAN]
    if not titles or (phrase.cue is not None and phrase.cue.entity.kind == "person"):
        return
    first_index = _index_in_phrase(core, titles[-1])
    words = core.words[first_index + 1 :]
    if words and all(word.text[0].isupper() or word.low in ("al", "bin", "de", "von", "van", "der") for word in words):
        phrase.name = (words[0].start, words[-1].end - (2 if _POSSESSIVE.search(words[-1].text) else 0))
        phrase.title = text[core.words[0].start : words[0].start].strip()


def _index_in_phrase(core: Segment, last: int) -> int:
    """Index within the core's words of an agent's last word; the core starts the phrase."""
    return min(last, len(core.words) - 1)
