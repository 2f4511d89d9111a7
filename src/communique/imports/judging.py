"""Annotations as judgements: each finds its article and its entry again, and says whether it is right.

An annotation that agrees with its entry accepts it; one that says something else corrects the fields that differ; one
that the file marks as wrong rejects it. An entry is found by its id, or else by its kind and the very words that it
rests on in the very same text. What is not found is named with its place in the file and the reason, and nothing is
guessed: an annotation of words that the record does not mark is no judgement of any entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Annotated, Any, Literal, cast

from msgspec import Struct

from communique.archive import Archive, Judgement
from communique.archive.changes import CHANGES, checked
from communique.archive.finding import articles_with
from communique.archive.judgements import opinions
from communique.archive.judging import Said
from communique.errors import BadJudgement, NoSuchEntry
from communique.export.dna.statements import Counted
from communique.export.evidence import Kind, Marked, marked
from communique.export.files import FORBIDDEN, file_name
from communique.imports.annotations.marks import Annotation, Source
from communique.record import Offsets, Record, doc

Done = Literal["accept", "correct", "reject", "said before", "left out"]

_OF: dict[Kind, str] = {"content": "statement", "cue": "statement", "speaker": "statement"}
_LINE = re.compile(r"[^\n]+")


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of an annotation, or of an entry that a file does not have."""

    where: Annotated[str, doc("File and line, or what else tells where it stands.")]
    done: Annotated[Done, doc("What it was taken for; 'left out' when it is no judgement.")]
    article: Annotated[str | None, doc("Id of the article.")] = None
    kind: Annotated[str, doc("Kind of the entry, or what the file calls it.")] = ""
    entry: Annotated[str | None, doc("Id of the entry.")] = None
    fields: Annotated[dict[str, Any], doc("Fields that were corrected.")] = {}
    words: Annotated[str, doc("The words.")] = ""
    why: Annotated[str, doc("Why it was left out.")] = ""


@dataclass(slots=True)
class _Entry:
    """What a file says of one entry."""

    kind: str
    id: str
    where: str
    words: str
    why: str
    fields: dict[str, Any] = field(default_factory=dict)
    rejected: bool = False


def judge(
    archive: Archive,
    annotations: Iterable[Annotation],
    *,
    by: str,
    absent_rejects: bool = False,
    check_only: bool = False,
) -> Iterator[Outcome]:
    """Keep what annotations say as judgements.

    Args:
        archive: Where their articles are.
        annotations: In the order of their texts.
        by: Whose annotations they are.
        absent_rejects: Whether an entry that the file of its text does not have is rejected.
        check_only: Whether nothing is kept.
    """
    if not by.strip():
        raise BadJudgement("A judgement is somebody's.", "Say whose with --by.")
    for source, those in groupby(annotations, key=lambda each: each.source):
        coded, why = _article(archive, source)
        if coded is None:
            yield from (_left_out(each, each.trouble or why) for each in those)
            continue
        known = _Known(coded, source)
        for each in those:
            trouble = known.take(each)
            if trouble:
                yield _left_out(each, trouble, coded.article.id)
        if absent_rejects:
            known.reject_others(f"not in {source.article or source.url}")
        yield from _kept(archive, coded, list(known.said.values()), by, check_only=check_only)


class _Known:
    """The entries of a record, and what a file says of them so far."""

    def __init__(self, coded: Record, source: Source) -> None:
        self._coded = coded
        self._marked = list(marked(coded))
        self._holds = source.holds
        self._fit = _fitting(coded.article.text, source.text)
        self.said: dict[tuple[str, str], _Entry] = {}

    def take(self, each: Annotation) -> str:
        """Put an annotation to its entry; what comes back says why it has none."""
        if each.trouble:
            return each.trouble
        spans = self._fit(each.spans)
        if spans is None:
            return "its offsets are not within the text"
        if each.words is not None and _flat(each.words) not in {
            _flat(self._coded.quote(spans)),
            _flat(_hull(self._coded, spans)),
        }:
            return f"the text has other words there: '{self._coded.quote(spans)[:60]}'"
        found = self._find(each, spans)
        if isinstance(found, str):
            return found
        kind = _OF.get(found.kind, found.kind)
        fields, trouble = self._fields(each, kind, found.entry)
        if trouble:
            return trouble
        entry = self.said.setdefault(
            (kind, found.entry), _Entry(kind, found.entry, each.where, self._coded.quote(spans), f"from {each.where}")
        )
        entry.fields.update(fields)
        entry.rejected = entry.rejected or each.verdict == "reject"
        return ""

    def reject_others(self, where: str) -> None:
        """Reject the entries of which nothing was said, though the format has a place for them."""
        for each in self._marked:
            key = _OF.get(each.kind, each.kind), each.entry
            could = self._holds is None or not self._holds.isdisjoint({key[0], f"{key[0]}:{each.label}"})
            if could and key not in self.said:
                words = self._coded.quote(each.spans)
                self.said[key] = _Entry(*key, where, words, where, rejected=True)

    def _find(self, each: Annotation, spans: tuple[Offsets, ...]) -> Marked | str:
        """The entry's mark on these words; a text says why there is none."""
        text = self._coded.article.text
        wanted = _lines(text, spans)
        of_kind = [one for one in self._marked if one.kind == each.kind]
        here = [one for one in of_kind if wanted in (_lines(text, one.spans), _lines(text, (_around(one.spans),)))]
        mine = [one for one in here if one.entry == each.entry]
        if mine:
            return mine[0]
        if not here:
            known = any(one.entry == each.entry for one in of_kind)
            return f"{each.entry} rests on other words" if known else f"the record has no {each.kind} on these words"
        if len({one.entry for one in here}) > 1:
            here = [one for one in here if one.label == each.label] or here
        if len({one.entry for one in here}) > 1:
            return f"several entries rest on these words: {', '.join(sorted({one.entry for one in here}))}"
        return here[0]

    def _fields(self, each: Annotation, kind: str, id: str) -> tuple[dict[str, Any], str]:
        """The fields in which the annotation says something else than the entry; and why one cannot be taken."""
        entry = next(one for one in getattr(self._coded, f"{kind}s") if one.id == id)
        fields = {name: value for name, value in each.fields.items() if value != _value(entry, name)}
        if kind in {"time", "place", "document", "actor"}:
            return {}, ""
        for name, spans in each.parties.items():
            there = [self._actor(span) for span in spans]
            if None in there:
                return {}, f"one of its {name} is no actor of the record"
            meant = tuple(dict.fromkeys(cast("list[str]", there)))
            shown = tuple(one for one in getattr(entry, name) if self._is_named(one))
            if set(meant) != set(shown):
                silent = tuple(one for one in getattr(entry, name) if not self._is_named(one))
                fields[name] = (*meant, *(one for one in silent if one not in meant))
        fields = {name: value for name, value in fields.items() if name in CHANGES[kind].__struct_fields__}
        return fields, ""

    def _actor(self, span: Offsets) -> str | None:
        fitted = self._fit((span,))
        found = (one.entry for one in self._marked if one.kind == "actor" and one.spans == fitted)
        return next(found, None)

    def _is_named(self, actor: str) -> bool:
        return any(one.kind == "actor" and one.entry == actor for one in self._marked)


def _value(entry: Any, name: str) -> Any:
    """What an entry has in a field that can be corrected."""
    if name == "speaker":
        return entry.speaker.actor if entry.speaker else None
    return getattr(entry, name, None)


def _kept(archive: Archive, coded: Record, said: list[_Entry], by: str, *, check_only: bool) -> list[Outcome]:
    """Judge the entries of an article; what this person said of one before is not said again."""
    before: dict[str, list[Judgement]] = {}
    for each in archive.judgements_about(coded):
        before.setdefault(each.target.id, []).append(each)
    outcomes, new = [], []
    for entry in said:
        outcome = _outcome(entry, before.get(entry.id, []), coded.article.id, by.strip())
        outcomes.append(outcome)
        if outcome.done in {"accept", "correct", "reject"}:
            verb = cast("Any", outcome.done)
            new.append(Said(cast("Any", entry.kind), entry.id, verb, outcome.fields, entry.why))
    if new and not check_only:
        archive.judge_article(coded.article.id, new, by=by)
    return outcomes


def _outcome(entry: _Entry, before: list[Judgement], article: str, by: str) -> Outcome:
    done: Done = "reject" if entry.rejected else "correct" if entry.fields else "accept"
    fields = {} if entry.rejected else entry.fields
    why = ""
    if _said_before(before, article, entry, fields, by):
        done = "said before"
    elif done == "correct":
        try:
            checked(entry.kind, fields)
        except BadJudgement as error:
            done, why = "left out", str(error)
    return Outcome(
        where=entry.where, done=done, article=article, kind=entry.kind, entry=entry.id, fields=fields,
        words=entry.words, why=why,
    )  # fmt: skip


def _said_before(history: Iterable[Judgement], article: str, entry: _Entry, fields: dict[str, Any], by: str) -> bool:
    mine = [each for each in history if entry.kind != "actor" or each.target.article == article]
    held = next((each for each in opinions(mine) if each.by == by), None)
    if held is None or held.rejected != entry.rejected:
        return False
    same = all(name in held.fields and _json(held.fields[name]) == _json(value) for name, value in fields.items())
    return held.rejected or (same if fields else held.closed and not held.fields)


def _json(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _article(archive: Archive, source: Source) -> tuple[Record | None, str]:
    """The record of the text that annotations stand in; or why there is none."""
    named = _record(archive, source.article)
    if named is not None and _same_text(named, source):
        return named, ""
    if source.hash:
        found = articles_with(archive, sha256=source.hash)
        mine = [each for each in found if file_name(each) == source.article]
        if found:
            return archive.record((mine or found)[0]), ""
    elif source.url:
        found = articles_with(archive, url=source.url)
        if len(found) == 1:
            return archive.record(found[0]), ""
    if named is not None:
        return None, f"the archive has another text of '{source.article}'"
    return None, f"the archive has no article '{source.article or source.url or ''}' and none with this text"


def _record(archive: Archive, article: str | None) -> Record | None:
    try:
        return archive.record(article) if article else None
    except NoSuchEntry:
        return None


def _same_text(coded: Record, source: Source) -> bool:
    """Whether it is the text that was annotated; line ends may have been made alike."""
    if source.hash in (None, coded.article.sha256):
        return True
    return source.text is not None and _alike(coded.article.text) == _alike(source.text)


def _alike(text: str) -> str:
    """A text as formats have it that make line ends alike, or cannot hold some characters: those become one sign."""
    return FORBIDDEN.sub("\ufffd", Counted(text).text)


def _fitting(text: str, annotated: str | None) -> Any:
    """A function that turns offsets into the annotated text into offsets into ours; None for those outside of it."""
    if annotated is None or annotated == text:
        return lambda spans: spans if all(0 <= start < end <= len(text) for start, end in spans) and spans else None
    ours, theirs = Counted(text), Counted(annotated)

    def fit(spans: tuple[Offsets, ...]) -> tuple[Offsets, ...] | None:
        if not spans or any(not 0 <= start < end <= len(annotated) for start, end in spans):
            return None
        found = [ours.back(theirs.there(span)) for span in spans]
        return None if None in found else tuple(cast("list[Offsets]", found))

    return fit


def _lines(text: str, spans: Iterable[Offsets]) -> tuple[Offsets, ...]:
    """Stretches of words: those that touch made one, and cut at line ends as some formats have to."""
    joined: list[Offsets] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(line.span() for start, end in joined for line in _LINE.finditer(text, start, end))


def _around(spans: tuple[Offsets, ...]) -> Offsets:
    """From the first to the last of several stretches, as formats of one stretch have them."""
    return min(start for start, _ in spans), max(end for _, end in spans)


def _hull(coded: Record, spans: tuple[Offsets, ...]) -> str:
    return coded.article.text[slice(*_around(spans))]


def _flat(text: str) -> str:
    return re.sub(r"[\s…]+", " ", text).strip()


def _left_out(each: Annotation, why: str, article: str | None = None) -> Outcome:
    return Outcome(
        where=each.where, done="left out", article=article or each.source.article, kind=each.kind, entry=each.entry,
        words=each.words or "", why=why,
    )  # fmt: skip
