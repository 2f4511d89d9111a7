"""An archive with positions on a shipped question, for the tests of what is asked about questions."""

from __future__ import annotations

from typing import Literal

import msgspec

from communique import record as r
from communique.archive import Archive, HandPosition, keep
from communique.sources import make_article
from tests.handmade import BASIS, day

QUESTION = "eu-recognise-palestine"
Stance = Literal["for", "against", "mixed", "undecided"]


def told(id: str, published: str, *stances: tuple[str, Stance], question: str = QUESTION) -> r.Record:
    """A record in which these states take these sides, each by a statement of an official."""
    names = {"LUX": "Luxembourg", "IRL": "Ireland", "DEU": "Germany", "HUN": "Hungary", "SWE": "Sweden"}
    text = " ".join(f"The minister of {names[state]} said that it was {stance}." for state, stance in stances)
    article = make_article(text, id=id, published=published, outlet="Example Wire", title=f"Title of {id}")
    actors, said, positions = [], [], []
    for state, stance in stances:
        start = text.index(names[state])
        mention = r.ActorMention(start=start, end=start + len(names[state]), text=names[state], form="name")
        actors.append(
            r.Actor(
                id=state,
                name=names[state],
                kind="state",
                country=state,
                resolved=True,
                confidence=0.9,
                mentions=(mention,),
            )
        )
        words = (text.index(f"it was {stance}"), text.index(f"it was {stance}") + len(f"it was {stance}"))
        speaker = r.Speaker(actor=state, start=start, end=mention.end, text=names[state])
        said.append(
            r.Statement(
                id=f"s-{id}-{state}",
                kind="indirect",
                mode="speech",
                content=(words,),
                speaker=speaker,
                confidence=0.8,
                basis=BASIS,
            )
        )
        positions.append(
            r.Position(id=f"o-{id}-{state}", actor=state, question=question, stance=stance, statement=f"s-{id}-{state}",
                       evidence=(words,), time=day(published), confidence=0.8, basis=BASIS)
        )  # fmt: skip
    return msgspec.structs.replace(
        r.Record(communique="0", model="m", registry="1", article=article),
        actors=tuple(actors), statements=tuple(said), positions=tuple(positions),
    )  # fmt: skip


def by_hand(actor: str, stance: Stance | None, on: str, **more: object) -> HandPosition:
    """A position that somebody entered."""
    known = {
        "how": "hand",
        "question": QUESTION,
        "name": actor.title(),
        "words": "by hand",
        "source": "own notes",
        "author": "AB",
    }
    return msgspec.convert({**known, "actor": actor, "stance": stance, "day": on, **more}, HandPosition)


def fill(archive: Archive) -> None:
    """Two articles, a change, a contradiction, and positions by hand."""
    archive.add(told("one", "2019-12-08", ("LUX", "for"), ("DEU", "against"), ("HUN", "undecided")))
    archive.add(told("two", "2019-12-10", ("HUN", "against"), ("IRL", "for")))
    archive.add(told("three", "2019-12-10", ("IRL", "mixed")))
    keep(archive, [by_hand("SWE", "for", "2014-10-30"), by_hand("LUX", "undecided", "2019-11-01")])
