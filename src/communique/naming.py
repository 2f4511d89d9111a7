"""How actors, chains of attribution and days are told in words, for every view of a record or an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from communique.record import Record

Speaker = tuple[str | None, str | None, str | None]


@lru_cache(maxsize=4096)
def label(words: str | None, name: str | None) -> str:
    """A speaker in the text's words, with the name in brackets where the words do not tell it.

    Args:
        words: The words of the text, such as 'its foreign minister'; None when the text tells no speaker.
        name: The actor's name; None when it is unresolved.
    """
    shown = " ".join((words or "").split())
    if not name or not shown:
        return shown or name or "unnamed"
    known = {part.casefold().rstrip(".,") for part in shown.replace("’", " ").replace("'", " ").split()}
    told = name.casefold() in shown.casefold() or name.split()[-1].casefold() in known
    return shown if told else f"{shown} ({name})"


def chain(statement: str | None, speaker: Callable[[str], Speaker]) -> tuple[str, ...]:
    """Who says it, from the innermost to the one whom the outlet cites; a circle ends where it closes.

    Args:
        statement: Id of the innermost statement; None for the outlet's own voice.
        speaker: Gives a statement's speaker in the text's words, the speaker's name, and the id of the statement
            that carries it.
    """
    links: list[str] = []
    seen: set[str] = set()
    while statement is not None and statement not in seen:
        seen.add(statement)
        words, name, statement_ = speaker(statement)
        links.append(label(words, name))
        statement = statement_
    return tuple(links)


class Names:
    """Names of a record's actors, and the chains of attribution of its statements."""

    def __init__(self, record: Record) -> None:
        self._names = {actor.id: actor.name for actor in record.actors}
        self._statements = {statement.id: statement for statement in record.statements}
        self._outlet = record.article.outlet or "the outlet"

    def of(self, actors: Iterable[str]) -> str:
        """The actors' names, joined; an ellipsis for nobody."""
        return ", ".join(self._names.get(each, each) for each in actors) or "…"

    def chain(self, statement: str | None) -> str:
        """Who says it, innermost first, out to the outlet."""
        return " ← ".join([*chain(statement, self._speaker), self._outlet])

    def _speaker(self, statement: str) -> Speaker:
        said = self._statements.get(statement)
        if said is None or said.speaker is None:
            return None, None, said.reported_by if said else None
        return said.speaker.text, self._names.get(said.speaker.actor or ""), said.reported_by


def when(day: str | None, until: str | None = None, published: str | None = None) -> str:
    """A stretch of days in words that fit a narrow column; the day of publication where nothing else is known."""
    if not day and not until:
        return published or ""
    if not day or not until or day == until:
        return day or until or ""
    first, last = date.fromisoformat(day), date.fromisoformat(until)
    if (first.day, first.month, last.day, last.month, first.year) == (1, 1, 31, 12, last.year):
        return day[:4]
    if first.day == 1 and (first.year, first.month) == (last.year, last.month) and (last - first).days >= 27:
        return day[:7]
    return f"{day} – {until[5:] if day[:4] == until[:4] else until}"


def cut(text: str, longest: int) -> str:
    """The text on one line, cut at a word when it is longer."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    kept = line[:longest].rsplit(" ", 1)[0] if " " in line[longest // 2 : longest] else line[: longest - 1]
    return f"{kept.rstrip(' ,;:–—-')} …"


# Embeddings, overrides and isolates: unlike marks of direction, they let a text write over what stands beside it.
_STEERING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd")


def upright(value: Any) -> Any:
    """What a page shows of a value: signs that turn the direction of what follows are shown as signs, one for one."""
    return value.translate(_STEERING) if isinstance(value, str) and not value.isascii() else value
