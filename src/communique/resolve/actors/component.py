"""The step of the corridor that finds the actors of an article and every mention of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.parse.reading import Mention
from communique.registry import load_registry
from communique.resolve.actors.candidates import Candidate, candidates
from communique.resolve.actors.cast import Cast
from communique.resolve.actors.coreference import Coreference
from communique.resolve.actors.lexicon import trust
from communique.resolve.actors.nominals import Nominals
from communique.resolve.actors.surnames import mend_peoples, mend_surnames, part_titles

if TYPE_CHECKING:
    from communique.parse.reading import Reading


class Actors:
    """Finds and resolves the actors."""

    name = "actors"
    version = "1"
    needs = frozenset({"syntax", "names"})
    gives = frozenset({"actors"})

    def code(self, reading: Reading) -> None:
        """Fill ``reading.actors`` and ``reading.mentions``.

        Full names come first, so that a headline's bare surname finds its person; then bodies and states, bare
        names, noun phrases, and last the pronouns, each in the order of the text.
        """
        registry = load_registry()
        part_titles(reading)
        mend_surnames(reading, registry)
        mend_peoples(reading, registry)
        found = candidates(reading, registry)
        cast = Cast(reading, registry)
        described = _people(reading, cast, [each for each in found if each.sort == "person"])
        _entities(reading, cast, [each for each in found if each.sort == "entity"])
        coreference = Coreference(cast)
        for each in found:
            if each.sort == "nested" and each.entity is not None:
                coreference.note(each.start, each.entity)
        nominals = Nominals(cast, coreference, described)
        for each in found:
            if each.sort == "nominal":
                _keep(reading, each, nominals.join(each))
        for each in found:
            if each.sort == "pronoun":
                _keep(reading, each, coreference.pronoun(reading.doc[each.head]))


def _keep(reading: Reading, each: Candidate, actor: str | None) -> None:
    if actor is not None:
        reading.add_mention(Mention(each.start, each.end, each.head, each.form, actor))


def _people(reading: Reading, cast: Cast, people: list[Candidate]) -> dict[int, str]:
    """Join the people; returns where the description behind each name starts, or minus where one before it ends."""
    described: dict[int, str] = {}
    full = {id(each): cast.full_name(each) for each in people}
    for each in people:
        actor = full[id(each)] or cast.short_name(each)
        _keep(reading, each, actor)
        if actor is not None and each.lead is not None:
            described[-each.lead[1]] = actor
        if actor is not None and each.reach > each.end:
            start = each.end
            while start < each.reach and not reading.text[start].isalnum():
                start += 1
            described[start] = actor
    return described


def _entities(reading: Reading, cast: Cast, entities: list[Candidate]) -> None:
    for each in entities:
        if each.entity is not None:
            sure = trust().named if each.sure else trust().named_in_context
            _keep(reading, each, cast.keep_entity(each.entity, sure, each.form))
