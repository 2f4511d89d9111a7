"""Question files looked over and begun: what is wrong with one, and the text of a new one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from communique.errors import CommuniqueError
from communique.registry import load_registry
from communique.vocabulary.events import modes
from communique.vocabulary.questions import Question, hits, load_questions, side_of_phrases

_BLANKS = ("…", "word for the subject", "another word for it")
"""What a new file has where its maker is to write."""


class Problem(NamedTuple):
    """What is wrong with a file, and what to do; a doubt does not keep it from being used."""

    file: str
    message: str
    doubt: bool = False


def check(paths: list[Path]) -> tuple[list[Question], list[Problem]]:
    """The questions of these files, and everything that is wrong with them.

    Args:
        paths: Files, or folders of them. Each file is looked at by itself, so that one error does not hide another.
    """
    questions, problems = [], []
    for file in _files(paths):
        try:
            (found,) = load_questions([file])
        except CommuniqueError as error:
            problems.append(Problem(str(file), str(error)))
            continue
        questions.append(found)
        problems += [Problem(str(file), message, doubt) for message, doubt in _faults(found)]
    ids = [each.id for each in questions]
    problems += [
        Problem(str(paths[0]), f"Two files have the id '{id}'.") for id in sorted(set(ids)) if ids.count(id) > 1
    ]
    return questions, problems


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.glob("*.yaml")) if path.is_dir() else [path]


def _faults(asked: Question) -> Iterator[tuple[str, bool]]:
    """Each fault with whether it is only a doubt."""
    yield from ((each, False) for each in _dates(asked))
    yield from ((each, False) for each in _actors(asked))
    for side, signs in (("for", asked.for_), ("against", asked.against)):
        for mode in signs.events:
            if mode not in modes():
                yield f"{side}.events: there is no event mode '{mode}'; the documentation of events lists them.", False
    yield from ((each, True) for each in _words(asked))


def _dates(asked: Question) -> Iterator[str]:
    for name, value in (("since", asked.since), ("until", asked.until)):
        try:
            date.fromisoformat(value or "2000-01-01")
        except ValueError:
            yield f"{name}: '{value}' is no day of the calendar."
    if asked.since and asked.until and asked.since > asked.until:
        yield f"since: {asked.since} is after until, {asked.until}."


def _actors(asked: Question) -> Iterator[str]:
    registry = load_registry()
    body, decider = asked.views.members_of, asked.decider
    if not body and not asked.views.actors:
        yield "views: nobody's view counts; give 'members_of' or 'actors'."
    if body and not registry.members(body, date.fromisoformat(asked.until or date.max.isoformat())):
        yield f"views.members_of: the registry knows no members of '{body}'."
    named = [("views.actors", each) for each in asked.views.actors]
    named += [("decider.without", each) for each in decider.without]
    named += [("decider.body", decider.body)] if decider.body else []
    for field, actor in named:
        if registry.actor(actor) is None:
            yield f"{field}: the registry has no '{actor}'; states are written as three letters, such as LUX."


def _words(asked: Question) -> Iterator[str]:
    if not (list(hits(asked, asked.example)) or side_of_phrases(asked, asked.example)):
        yield "example: none of 'acts' and phrases is in it, or no word of 'subject' is near: is a word missing there?"
    left = [each for each in _BLANKS if each in (asked.description.strip(), *asked.subject)]
    if left:
        yield f"This still stands as the new file had it: {', '.join(left)}."
    both = {each.casefold() for each in asked.acts.for_} & {each.casefold() for each in asked.acts.against}
    if both:
        yield f"acts: {', '.join(sorted(both))} stands on both sides."
    short = [each for each in (*asked.for_.phrases, *asked.against.phrases) if len(each) < 5]
    if short:
        yield f"phrases: {', '.join(short)} is so short that it will be found where nobody takes a side."


def begin(id: str, wording: str, *, body: str | None, rule: str) -> str:
    """The text of a new question file, with a comment at each field that is to be filled in.

    Args:
        id: Its id.
        wording: The question.
        body: The body that decides; its members' views count.
        rule: The voting rule.
    """
    whose = f"{{members_of: {body.split('.')[0]}}}" if body else "{actors: [LUX, IRL]}"
    quoted = '"' + wording.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"""\
id: {id}
wording: {quoted}
# What it is about, with the dates that matter.
description: >
  {_BLANKS[0]}
# since: "2019-01-01"
# Words of which a passage must have at least one; a * stands for any ending.
subject: [{_BLANKS[1]}, {_BLANKS[2]}]
# Words for what is asked, and for its opposite.
acts:
  for: [recogni*, support* the proposal]
  against: [withdraw* the proposal]
# Words that make a passage about something else.
excludes: []
# What a speaker says who is for it, and who is against; in a pattern … stands for up to six words.
for:
  phrases: [long overdue]
  patterns: []
against:
  phrases: [not the right time]
  patterns: []
# Whose view counts.
views: {whose}
# 'communique question rules' lists the rules.
decider: {{body: {body or "null"}, rule: {rule}}}
documents: []
# A sentence in which somebody takes a side.
example: The minister urged others to support the proposal on the {_BLANKS[1]}.
"""
