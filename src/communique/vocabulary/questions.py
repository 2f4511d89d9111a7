"""Questions: what actors take sides on, in files that users may edit and add to.

A question file is YAML with these fields:

- ``id``: a short stable name of small letters, digits and hyphens.
- ``wording``: the question, so that "yes" is ``for``.
- ``description``: what it is about, with the dates that matter.
- ``since``, ``until``: days between which it is asked, ISO 8601; a text from outside is not matched.
- ``subject``: words of which a passage must have at least one.
- ``acts``: words for what is asked; ``acts.for`` is the act itself, ``acts.against`` its opposite. A passage
  must have at least one of either.
- ``context``: words of which the article, not the passage, must have at least one.
- ``excludes``: words that make a passage about something else.
- ``for.phrases``, ``against.phrases``: words by which a speaker takes this side of it.
- ``for.patterns``, ``against.patterns``: patterns of statements: words with ``…`` for up to six words in between.
- ``for.events``, ``against.events``: event modes by which an actor takes this side, beyond the act itself.
- ``views``: whose view counts: ``members_of`` a body (on the day of the text), or a list of ``actors``.
- ``decider``: the ``body`` that decides (null when each actor does for itself), its ``rule``, a voting rule by its id
  or ``custom`` with a rule of one's own in ``custom``, and ``without``, members that take no part.
- ``documents``: names of documents it rests on.
- ``example``: a sentence in which somebody takes a side.

Words are matched whole, whatever their case, white space or quotation marks between them; a ``*`` stands for
any ending. The questions are those that ship with the program and those in the user's own folder, which the variable
``COMMUNIQUE_QUESTIONS`` names; one of the user's takes the place of a shipped one with the same id.
"""

from __future__ import annotations

import functools
import itertools
import os
import re
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, Struct

from communique.errors import BadDataFile, BadQuestion, NoSuchRule
from communique.vocabulary.reader import parse_yaml
from communique.vocabulary.voting import Rule, voting_rule

Side = Literal["for", "against"]
_DAY = r"^\d{4}-\d{2}-\d{2}$"
_WINDOW = 160
VARIABLE = "COMMUNIQUE_QUESTIONS"


class Acts(Struct, frozen=True, rename={"for_": "for"}, forbid_unknown_fields=True):
    """Words for what the question asks, and for its opposite."""

    for_: tuple[str, ...]
    against: tuple[str, ...] = ()


class Signs(Struct, frozen=True, forbid_unknown_fields=True):
    """What shows a side: phrases of a speaker, patterns of statements, modes of events."""

    phrases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


class Views(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose view counts."""

    members_of: str | None = None
    actors: tuple[str, ...] = ()


class Decider(Struct, frozen=True, forbid_unknown_fields=True):
    """Who decides, and by what rule."""

    rule: str
    body: str | None = None
    custom: Rule | None = None
    without: tuple[str, ...] = ()

    def voting_rule(self) -> Rule:
        """The voting rule.

        Raises:
            NoSuchRule: No rule has this name, or ``custom`` has none beside it.
        """
        if self.rule != "custom":
            return voting_rule(self.rule)
        if self.custom is None:
            raise NoSuchRule("The decider's rule is 'custom', but it has no rule.", "Give one in 'decider.custom'.")
        return self.custom


class Question(Struct, frozen=True, rename={"for_": "for"}, forbid_unknown_fields=True):
    """Something on which actors take sides; the module explains the fields."""

    id: Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    wording: str
    description: str
    subject: Annotated[tuple[str, ...], Meta(min_length=1)]
    acts: Acts
    views: Views
    decider: Decider
    example: str
    for_: Signs = Signs()
    against: Signs = Signs()
    context: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    since: Annotated[str, Meta(pattern=_DAY)] | None = None
    until: Annotated[str, Meta(pattern=_DAY)] | None = None
    documents: tuple[str, ...] = ()


class Hit(NamedTuple):
    """A passage that is about a question: offsets of the word for the act, and which side the act is.

    ``kind`` is ``act``, ``reference`` ("the decision", of an act before), ``echo`` ("followed suit") or ``ballot`` (a
    vote without its object).
    """

    question: Question
    start: int
    end: int
    side: Side
    kind: Literal["act", "reference", "echo", "ballot"] = "act"


def load_questions(paths: Iterable[str | Path] | None = None) -> tuple[Question, ...]:
    """The questions of these files, sorted by id; without files, the shipped ones with the user's own over them.

    Args:
        paths: Question files, or folders of them.

    Raises:
        BadQuestion: A file is missing, does not fit the shape, or repeats an id; the message says which field.
    """
    return _usual(os.environ.get(VARIABLE, "")) if paths is None else _checked(_read(paths))


@functools.cache
def _usual(folder: str) -> tuple[Question, ...]:
    if not folder or folder.lower() == "off":
        return shipped_questions()
    own = _checked(_read([folder]))
    replaced = {each.id for each in own}
    return _checked([*own, *(each for each in shipped_questions() if each.id not in replaced)])


def question(id: str) -> Question:
    """The question of this id.

    Raises:
        BadQuestion: There is none; the message names them all.
    """
    for each in load_questions():
        if each.id == id:
            return each
    known = ", ".join(each.id for each in load_questions())
    raise BadQuestion(f"There is no question '{id}'.", f"The questions are: {known}.")


@functools.cache
def shipped_questions() -> tuple[Question, ...]:
    """The questions that ship with the program."""
    folder = resources.files("communique.vocabulary").joinpath("data", "questions")
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".yaml")), key=lambda each: each.name)
    return _checked([_parse(each.read_bytes(), f"vocabulary/data/questions/{each.name}") for each in files])


def _read(paths: Iterable[str | Path]) -> list[Question]:
    files: list[Path] = []
    for path in map(Path, paths):
        files += sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    questions = []
    for file in files:
        try:
            questions.append(_parse(file.read_bytes(), str(file)))
        except OSError as error:
            raise BadQuestion(f"{file} cannot be read: {error.strerror}.", "Check the path.") from error
    return questions


def _parse(text: bytes, where: str) -> Question:
    try:
        found = parse_yaml(text, Question, where)
        found.decider.voting_rule()
    except BadDataFile as error:
        raise BadQuestion(error.message, "The fields are explained in the documentation of questions.") from error
    except NoSuchRule as error:
        raise BadQuestion(f"{where}: {error.message}", error.advice) from error
    return found


def _checked(questions: list[Question]) -> tuple[Question, ...]:
    ordered = sorted(questions, key=lambda each: each.id)
    for first, second in itertools.pairwise(ordered):
        if first.id == second.id:
            raise BadQuestion(f"Two question files have the id '{first.id}'.", "Give one of them another id.")
    return tuple(ordered)


@functools.lru_cache(maxsize=4096)
def words_pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """A pattern for any of these words; None for no words at all."""
    if not words:
        return None
    pieces = (_phrase(each) for each in sorted(words, key=lambda w: (-len(w), w)))
    return re.compile(rf"(?<!\w)(?:{'|'.join(pieces)})(?!\w)", re.IGNORECASE)


def _phrase(words: str) -> str:
    """Words one after the other, white space and quotation marks between them; ``…`` is up to six words."""
    parts = [r"[\s\"“”'‘’]+".join(map(_word, part.split())) for part in words.split("…")]
    return r"\W+(?:\w+\W+){0,6}?".join(part for part in parts if part)


def _word(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*").replace("'", "['’]")


def asked(question: Question, article: str, published: str | None) -> bool:
    """Whether an article can be about the question at all: by its day, and by words of its subject and context."""
    if published and question.since and published < question.since:
        return False
    if published and question.until and published > question.until:
        return False
    needed = (words_pattern(question.subject), words_pattern(question.context))
    return all(pattern is None or pattern.search(article) for pattern in needed)


def hits(question: Question, passage: str, offset: int = 0) -> Iterator[Hit]:
    """Where a passage is about a question: a word for the act with a word of the subject near it.

    Args:
        question: The question.
        passage: The words to look at, such as a sentence.
        offset: Where the passage begins in the article; added to the offsets of the hits.
    """
    subject = words_pattern(question.subject)
    for hit in act_hits(question, passage, offset):
        start, end = hit.start - offset, hit.end - offset
        if subject is not None and subject.search(passage[max(0, start - _WINDOW) : end + _WINDOW]):
            yield hit


def act_hits(question: Question, passage: str, offset: int = 0) -> Iterator[Hit]:
    """Where a passage has a word for the act, whether or not a word of the subject is near."""
    excluded = words_pattern(question.excludes)
    taken = [match.span() for match in excluded.finditer(passage)] if excluded else []
    sides: tuple[tuple[Side, tuple[str, ...]], ...] = (("against", question.acts.against), ("for", question.acts.for_))
    for side, words in sides:
        pattern = words_pattern(words)
        for match in pattern.finditer(passage) if pattern else ():
            if all(match.end() <= start or end <= match.start() for start, end in taken):
                taken.append(match.span())
                yield Hit(question, match.start() + offset, match.end() + offset, side)


def side_of_phrases(question: Question, passage: str) -> set[Side]:
    """The sides that a speaker's own words take by the question's phrases."""
    sides: tuple[tuple[Side, Signs], ...] = (("for", question.for_), ("against", question.against))
    found: set[Side] = set()
    for side, signs in sides:
        for words in (words_pattern(signs.phrases), words_pattern(signs.patterns)):
            if words is not None and words.search(passage):
                found.add(side)
    return found
