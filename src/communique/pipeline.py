"""The one place that joins the rooms: an article in, a record out."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from communique import record
from communique.errors import InputError, PipelineError
from communique.parse.language import is_english
from communique.parse.reading import LAYERS, Component, Reading
from communique.parse.syntax import model_version
from communique.sources import make_article, read_source, with_notes

if TYPE_CHECKING:
    from communique.record import Article, Record


class Pipeline:
    """The components in their order.

    Raises:
        PipelineError: A component needs a layer that no earlier one gives; the message says which.
    """

    def __init__(self, components: Sequence[Component]) -> None:
        given = {"article"}
        for component in components:
            unknown = (component.needs | component.gives) - set(LAYERS)
            missing = component.needs - given
            if unknown or missing:
                layers = ", ".join(sorted(unknown or missing))
                what = "names unknown layers" if unknown else "needs what no earlier component gives"
                raise PipelineError(
                    f"The component '{component.name}' {what}: {layers}.",
                    "Add a component that gives it, or put it earlier in the pipeline.",
                )
            given |= component.gives
        self.components = tuple(components)

    def reading(self, article: Article, *, until: str | None = None) -> Reading:
        """Take an article through the corridor and return everything that is known about it.

        Args:
            article: The text and its metadata.
            until: Name of the last component to run; None runs them all.
        """
        published = date.fromisoformat(article.published) if article.published else None
        reading = Reading(article=article, published=published)
        for component in self.components:
            if component.name == "syntax" and not is_english(reading):
                break
            component.code(reading)
            if component.name == until:
                break
        return reading

    def read(self, article: Article) -> Record:
        """Code one article into a record."""
        reading = self.reading(article)
        if reading.published is None:
            reading.note(
                "warning", "published",
                "No publication date was given or found: relative dates have no value and offices no day.",
            )  # fmt: skip
        return _record(reading)


def components() -> list[Component]:
    """The components of the full pipeline, in order."""
    from communique.parse.backend import load_spacy
    from communique.parse.encoder import begin_loading

    begin_loading()
    load_spacy()  # before any of the rooms below does
    from communique.coders.documents import Documents
    from communique.coders.events import Events
    from communique.coders.meetings import Meetings
    from communique.coders.positions import Positions
    from communique.coders.statements import Statements
    from communique.parse.encoder import Encode
    from communique.parse.names import Names
    from communique.parse.prose import Prose
    from communique.parse.quotes import Quotes
    from communique.parse.syntax import Syntax
    from communique.resolve.actors import Actors
    from communique.resolve.places import Places
    from communique.resolve.times import Times

    return [
        Prose(),
        Syntax(),
        Encode(),
        Quotes(),
        Names(),
        Times(),
        Actors(),
        Places(),
        Documents(),
        Statements(),
        Events(),
        Meetings(),
        Positions(),
    ]


@functools.cache
def default_pipeline() -> Pipeline:
    """The full pipeline, made once a process."""
    return Pipeline(components())


def read_article(article: Article) -> Record:
    """Code an article with the full pipeline."""
    return default_pipeline().read(article)


def read(
    source: str | Path,
    *,
    published: str | date | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
) -> Record:
    """Code one article, given as its text or as a file: what ``communique read`` does.

    Args:
        source: The text itself as a string, or a file as a :class:`~pathlib.Path`: plain text, a dispatch with
            a head, or a page.
        published: Publication date, ISO 8601.
        outlet: Name of the outlet.
        title: Headline, when it is not part of the text.
        url: Where the text came from.

    Raises:
        InputError: The text cannot be coded, the file cannot be read, or a string is an address or a file's name.
    """
    if isinstance(source, Path):
        found = read_source(source, published=published, outlet=outlet, title=title, url=url)
        return with_notes(read_article(found.article), found.notes)
    if _names_a_source(source):
        raise InputError(
            f"'{source.strip()}' names a file or an address and is no article's text.",
            "Give a file as pathlib.Path, or an address to communique.read_source.",
        )
    return read_text(source, published=published, outlet=outlet, title=title, url=url)


def _names_a_source(source: str) -> bool:
    """Whether a string is a single word that is an address or an existing file: an easy slip, so it is told."""
    word = source.strip()
    if not word or len(word) > 1000 or any(character.isspace() for character in word):
        return False
    return word.startswith(("http://", "https://")) or ("\0" not in word and Path(word).exists())


def read_text(
    text: str,
    *,
    published: str | date | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
    id: str | None = None,
) -> Record:
    """Code a text with the full pipeline; arguments and errors as in :func:`~communique.sources.make_article`."""
    return read_article(make_article(text, published=published, outlet=outlet, title=title, url=url, id=id))


@functools.cache
def versions() -> tuple[str, str, str]:
    """Versions of the program, the language model and the registry, as written into every record."""
    from communique.parse.encoder import encoder_version
    from communique.registry import load_registry

    models = [model_version(), encoder_version()]
    return version("communique"), "+".join(each for each in models if each), load_registry().version


def _record(reading: Reading) -> Record:
    program, model, registry = versions()
    return record.Record(
        communique=program,
        model=model,
        registry=registry,
        article=reading.article,
        actors=_actors(reading),
        times=tuple(reading.times),
        places=tuple(reading.places),
        documents=tuple(reading.documents),
        statements=tuple(reading.statements),
        events=tuple(reading.events),
        positions=tuple(reading.positions),
        meetings=tuple(reading.meetings),
        notes=tuple(reading.notes),
    )


def _actors(reading: Reading) -> tuple[record.Actor, ...]:
    """The actors of the record with their mentions, in order of first mention.

    Unnamed groups and pronouns that no entry refers to are left out: they neither speak nor act nor receive.
    """
    mentions: dict[str, list[record.ActorMention]] = {}
    for m in reading.mentions:
        words = reading.text[m.start : m.end]
        mentions.setdefault(m.actor, []).append(record.ActorMention(start=m.start, end=m.end, text=words, form=m.form))
    used = set(_references(reading))
    kept = [
        msgspec.structs.replace(actor, mentions=tuple(mentions.get(key, ())))
        for key, actor in reading.actors.items()
        if key in used or any(each.form in ("name", "capital") for each in mentions.get(key, ()))
    ]
    return tuple(sorted(kept, key=lambda actor: (actor.mentions[0].start if actor.mentions else 1 << 40, actor.id)))


def _references(reading: Reading) -> Iterable[str | None]:
    """Ids of the actors that some entry of the reading refers to."""
    for statement in reading.statements:
        yield statement.speaker.actor if statement.speaker else None
        yield from statement.addressees
    for event in reading.events:
        yield from (*event.sources, *event.targets)
    for meeting in reading.meetings:
        yield from (meeting.body, *meeting.participants)
    for document in reading.documents:
        yield document.body
    for position in reading.positions:
        yield position.actor
