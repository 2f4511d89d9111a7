"""Step 1: what the rules read in every training text, kept as silver labels.

The silver layers teach what no set annotates: office titles, documents, outlets, groups, times in more texts, and
acts with type, status and parties. Run: ``python -m training.encoder.silver [open | SHARE OF SHARES]`` with
``COMMUNIQUE_ENCODER=off``; texts that are there already are not read again.
"""

from __future__ import annotations

import contextlib
import json
import sys
import warnings
from datetime import date
from typing import TYPE_CHECKING, Any

from communique.coders.events import component, roles
from communique.errors import NotText
from communique.pipeline import Pipeline, components
from communique.record import Event
from communique.resolve.actors import lexicon
from communique.sources import make_article
from training.encoder.corpora import WORK, Text, all_texts, open_texts

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.parse.reading import Reading

_OFFICIAL = frozenset({"GOV", "LEG", "JUD", "MIL", "IGO"})


def read_silver(pipeline: Pipeline, text: Text) -> dict[str, Any]:
    """The silver layers of one text, in characters of the text as it was given."""
    acts: list[dict[str, Any]] = []
    original = component.Builder.build

    def build(self: Any) -> Event | None:
        event = original(self)
        if event is not None:
            acts.append(_act(self, event))
        return event

    component.Builder.build = build  # type: ignore[method-assign]
    try:
        article = make_article(text.text, published=_day(text.published))
        reading = pipeline.reading(article, until="events")
    finally:
        component.Builder.build = original  # type: ignore[method-assign]
    kept = {event.id for event in reading.events}
    found: dict[str, Any] = {"id": text.id, "set": text.set, "text": reading.text, "same": reading.text == text.text}
    if not hasattr(reading, "doc"):
        return found
    found["sentences"] = [(s.start_char, s.end_char) for s in reading.sentences()]
    found["skipped"] = list(reading.article.skipped)
    found["names"] = [(n.start, n.end, n.label) for n in reading.names]
    found["times"] = [(t.start, t.end, t.type) for t in reading.times]
    found["documents"] = [(s, e) for d in reading.documents for s, e in _spans(d)]
    found["titles"] = _titles(reading)
    found["acts"] = [act for act in acts if act.pop("id") in kept]
    return found


def _day(day: str | None) -> str | None:
    try:
        return date.fromisoformat(day).isoformat() if day else None
    except ValueError:
        return None


def _spans(document: Any) -> list[tuple[int, int]]:
    return [(m.start, m.end) if hasattr(m, "start") else (m[0], m[1]) for m in document.mentions]


def _titles(reading: Reading) -> list[tuple[int, int]]:
    """Office titles: a singular office-holder's noun with the words of the office before it, names left out."""
    named = [(n.start, n.end) for n in reading.names]
    words = [token.lower_ for token in reading.doc]
    found: list[tuple[int, int]] = []
    for token in reading.doc:
        agent = lexicon.lexicon().ending_at(words, token.i) if token.tag_ in ("NN", "NNP") else None
        if agent is None or agent.role not in ("person", "carrier") or agent.kind or not _OFFICIAL & set(agent.sectors):
            continue
        first = token.i + 1 - len(agent.words)
        while first > token.sent.start and _belongs(reading.doc[first - 1], token, named):
            first -= 1
        found.append((reading.doc[first].idx, token.idx + len(token)))
    return found


def _belongs(word: Token, head: Token, named: list[tuple[int, int]]) -> bool:
    """Whether a word before the head is part of the office: 'deputy foreign', but not 'Israeli' or 'the'."""
    inside = any(start <= word.idx < end for start, end in named)
    return not inside and word.head in (head, head.head) and word.dep_ in ("compound", "amod", "nmod") and word.is_alpha


def _act(builder: Any, event: Event) -> dict[str, Any]:
    match, reading = builder.match, builder.reading
    return {
        "id": event.id, "head": (match.token.idx, match.token.idx + len(match.token)), "trigger": event.trigger,
        "type": event.type, "mode": event.mode, "status": event.status, "confidence": event.confidence,
        "sources": _parties(reading, match, match.trigger.source, event.sources),
        "targets": _parties(reading, match, match.trigger.target, event.targets or event.sources),
    }  # fmt: skip


def _parties(reading: Any, match: Any, wanted: tuple[str, ...], ids: tuple[str, ...]) -> list[tuple[int, int]]:
    """The mentions that fill a role and mean one of these actors."""
    found: list[tuple[int, int]] = []
    for role in wanted:
        for token in roles.tokens_of(role, match):
            for each in roles.conjuncts(token):
                mention = roles.mention_at(reading, each)
                if mention is not None and mention.actor in ids and (mention.start, mention.end) not in found:
                    found.append((mention.start, mention.end))
        if found:
            break
    return found


def main() -> None:
    """Read the texts of one share, or with ``open`` those of the open build, and write one line each."""
    warnings.simplefilter("ignore")
    is_open = sys.argv[1:] == ["open"]
    share, shares = (int(word) for word in sys.argv[1:3]) if len(sys.argv) > 2 else (0, 1)
    out = WORK / ("silver-open.jsonl" if is_open else f"silver-{share}-{shares}.jsonl")
    out.parent.mkdir(parents=True, exist_ok=True)
    done = {json.loads(line)["id"] for line in out.open(encoding="utf-8")} if out.exists() else set()
    pipeline = Pipeline(components())
    with out.open("a", encoding="utf-8") as stream:
        for number, text in enumerate(open_texts() if is_open else all_texts()):
            if number % shares == share and text.id not in done and text.text.strip():
                with contextlib.suppress(NotText):  # a few documents of the sets hold control characters
                    stream.write(json.dumps(read_silver(pipeline, text), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
