"""Statements against PolNeAR: source, cue and content of every attribution of political news.

The unit is the word, so punctuation and quotation marks never matter; pairs of gold and prediction are made one to
one, best content overlap (intersection over union) first.

- ``attributed_f1``: pairs with an overlap of at least a half and the right source (a content word shared, or none on
  either side).
- ``indirect_recall``, ``direct_recall``: share of the gold that is paired with an overlap of at least a half; direct
  gold has at least four fifths of its words in double quotation marks, indirect gold none.
- ``token_f1``: words inside any content.
- ``content_f1``, ``source_f1``, ``cue_f1``: spans whose words are exactly those of a gold span.
- ``speaker_overlap``, ``speaker_exact``: share of the pairs whose gold has a source where ours shares a content word
  with it, and where it is the very same.

Gold marked ``ignore`` (thoughts and intentions in the speech-only sets) neither counts nor punishes. PolNeAR's
scheme differs from the record's in two ways, and the prediction is put into it: a content keeps its leading "that",
and a word belongs to one attribution only, so a statement inside another's content is left out.
"""

from __future__ import annotations

import bisect
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique import record
from communique.coders.statements import Statements
from communique.parse.encoder import Encode
from communique.parse.prose import Prose
from communique.parse.quotes import Quotes
from communique.parse.reading import Reading
from communique.parse.syntax import Syntax
from evaluation.task import Part, Result, Task, in_part

Words = frozenset[int]
Spans = list[list[int]]

_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
_BLANK_LINE = re.compile(r"(\n\s*\n)")
_EMPTY_SOURCE_WORDS = frozenset([
    "the", "a", "an", "of", "and", "or", "for", "to", "in", "on", "at", "by", "with", "from", "mr", "mrs", "ms", "dr",
    "sen", "rep", "gov", "president", "who", "that", "which", "his", "her", "their", "its",
])  # fmt: skip
_THAT = re.compile(r"that\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution as sets of word indexes, and its spans one by one."""

    content: Words
    source: Words
    cue: Words
    spans: dict[str, list[Words]]
    ignored: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a document and those inside double quotation marks."""

    words: list[tuple[int, int, str]]
    quoted: Words


def words_of(text: str) -> list[tuple[int, int, str]]:
    """Start, end and lower-case form of every word."""
    return [(m.start(), m.end(), m.group().lower()) for m in _WORD.finditer(text)]


def touched(words: list[tuple[int, int, str]], spans: Iterable[Iterable[int]]) -> Words:
    """Indexes of the words that these character spans touch."""
    found: set[int] = set()
    for start, end in spans:
        index = bisect.bisect_right(words, start, key=lambda word: word[1])
        while index < len(words) and words[index][0] < end:
            found.add(index)
            index += 1
    return frozenset(found)


def quoted_words(text: str, words: list[tuple[int, int, str]]) -> Words:
    """Words inside double quotation marks, paragraph by paragraph; an unclosed one runs to the paragraph's end."""
    text = text.replace("''", '"\x00').replace("``", '"\x00')
    inside: list[tuple[int, int]] = []
    offset = 0
    for block in _BLANK_LINE.split(text):
        inside += [(offset + start, offset + end) for start, end in _quotations(block)]
        offset += len(block)
    return frozenset(i for i, (s, e, _) in enumerate(words) if any(start <= s and e <= end for start, end in inside))


def _quotations(block: str) -> Iterator[tuple[int, int]]:
    opened: int | None = None
    for index, character in enumerate(block):
        if character not in '"“”':
            continue
        if opened is None and character != "”":
            opened = index
        elif opened is not None and character != "“":
            yield opened, index
            opened = None
    if opened is not None:
        yield opened, len(block)


def attribution(text: Text, quote: dict[str, Any]) -> Attribution:
    """One gold or predicted attribution."""
    sets = {part: touched(text.words, quote.get(part) or []) for part in ("content", "source", "cue")}
    spans = {part: [w for s in quote.get(part) or [] if (w := touched(text.words, [s]))] for part in sets}
    return Attribution(sets["content"], sets["source"], sets["cue"], spans, bool(quote.get("ignore")))


def pairs(gold: list[Attribution], found: list[Attribution]) -> list[tuple[float, int, int]]:
    """Overlap, gold index and prediction index of the one-to-one pairing, best overlap first."""
    scored = [
        (len(g.content & p.content) / len(g.content | p.content), i, j)
        for i, g in enumerate(gold)
        for j, p in enumerate(found)
        if g.content & p.content
    ]
    chosen: list[tuple[float, int, int]] = []
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for overlap, i, j in sorted(scored, key=lambda each: -each[0]):
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            chosen.append((overlap, i, j))
    return chosen


def count(text: Text, gold: list[Attribution], found: list[Attribution], counts: Counter[str]) -> None:
    """Add one document's counts."""
    gold = [each for each in gold if each.content]
    spans = found
    found = [each for each in found if each.content]
    chosen = pairs(gold, found)
    neutral = {j for _, i, j in chosen if gold[i].ignored}
    for j, each in enumerate(found):
        met = [g for g in gold if g.content & each.content]
        if met and all(g.ignored for g in met):
            neutral.add(j)
    live = [each for each in gold if not each.ignored]
    counts["gold"] += len(live)
    counts["found"] += len(found) - len(neutral)
    good = [(i, j) for overlap, i, j in chosen if overlap >= 0.5 and not gold[i].ignored]
    counts["attributed"] += sum(_same_source(text, gold[i], found[j]) for i, j in good)
    sourced = [(i, j) for i, j in good if gold[i].source]
    counts["sourced"] += len(sourced)
    counts["speaker"] += sum(_same_source(text, gold[i], found[j]) for i, j in sourced)
    counts["speaker-exact"] += sum(gold[i].source == found[j].source for i, j in sourced)
    _count_recall(text, gold, {i for i, _ in good}, counts)
    _count_tokens(gold, found, counts)
    for part in ("content", "source", "cue"):
        _count_spans(part, gold, spans, counts)


def _same_source(text: Text, gold: Attribution, found: Attribution) -> bool:
    if not gold.source:
        return not found.source
    telling = {index for index in gold.source if text.words[index][2] not in _EMPTY_SOURCE_WORDS}
    return bool((telling or gold.source) & found.source)


def _count_recall(text: Text, gold: list[Attribution], matched: set[int], counts: Counter[str]) -> None:
    for index, each in enumerate(gold):
        if each.ignored:
            continue
        share = len(each.content & text.quoted) / len(each.content)
        sort = "direct" if share >= 0.8 else "mixed" if share > 0 else "indirect"
        counts[sort] += 1
        counts[f"{sort}-hit"] += index in matched


def _union(sets: Iterable[Words]) -> set[int]:
    return {word for each in sets for word in each}


def _count_tokens(gold: list[Attribution], found: list[Attribution], counts: Counter[str]) -> None:
    wanted = _union(each.content for each in gold if not each.ignored)
    spared = _union(each.content for each in gold if each.ignored)
    given = _union(each.content for each in found) - (spared - wanted)
    counts["token-hit"] += len(wanted & given)
    counts["token-found"] += len(given)
    counts["token-gold"] += len(wanted)


def _count_spans(part: str, gold: list[Attribution], found: list[Attribution], counts: Counter[str]) -> None:
    wanted = {span for each in gold if not each.ignored for span in each.spans[part]}
    spared = {span for each in gold if each.ignored for span in each.spans[part]}
    given = {span for each in found for span in each.spans[part]} - (spared - wanted)
    counts[f"{part}-hit"] += len(wanted & given)
    counts[f"{part}-found"] += len(given)
    counts[f"{part}-gold"] += len(wanted)


def f1(hit: int, found: int, gold: int) -> float:
    """Twice the hits over everything found and everything wanted; 0 when there is neither."""
    return 2 * hit / (found + gold) if found + gold else 0.0


def figures(counts: Counter[str]) -> dict[str, float]:
    """The figures of the task from the summed counts."""
    spans = {f"{p}_f1": f1(counts[f"{p}-hit"], counts[f"{p}-found"], counts[f"{p}-gold"]) for p in _PARTS}
    return {
        "attributed_f1": f1(counts["attributed"], counts["found"], counts["gold"]),
        "indirect_recall": counts["indirect-hit"] / counts["indirect"] if counts["indirect"] else 0.0,
        "direct_recall": counts["direct-hit"] / counts["direct"] if counts["direct"] else 0.0,
        "token_f1": f1(counts["token-hit"], counts["token-found"], counts["token-gold"]),
        **spans,
        "speaker_overlap": counts["speaker"] / counts["sourced"] if counts["sourced"] else 0.0,
        "speaker_exact": counts["speaker-exact"] / counts["sourced"] if counts["sourced"] else 0.0,
    }


_PARTS = ("content", "source", "cue")


def read_statements(identifier: str, text: str) -> Reading:
    """Run what the statements need, and nothing else, over one text."""
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    reading = Reading(article=record.Article(id=identifier, text=text, sha256=sha256), published=None)
    for component in (Prose(), Syntax(), Encode(), Quotes(), Statements()):
        component.code(reading)
    return reading


def as_polnear(reading: Reading) -> list[dict[str, Spans]]:
    """The statements of a reading in PolNeAR's scheme."""
    return [in_scheme(reading.text, each) for each in as_polnear_statements(reading)]


def as_polnear_statements(reading: Reading) -> list[record.Statement]:
    """The statements of a reading without those inside another's words, which PolNeAR does not annotate."""
    return [each for each in reading.statements if not _is_nested(each, reading.statements)]


def _is_nested(statement: record.Statement, all_: list[record.Statement]) -> bool:
    """Whether cue and content stand in another's content, or another passes the same words on."""
    spots = [*statement.content, *([statement.cue] if statement.cue else [])]
    for other in all_:
        pieces = other.content if other is not statement else ()
        if pieces and all(any(start <= s and e <= end for start, end in pieces) for s, e in spots):
            return True
        if other.id == statement.reported_by and other.content == statement.content:
            return True
    return False


def in_scheme(text: str, statement: record.Statement) -> dict[str, Spans]:
    """A statement with the spans that PolNeAR would give it."""
    content = [list(piece) for piece in statement.content]
    that = _THAT.search(text, max(0, content[0][0] - 8), content[0][0])
    if that is not None:
        content[0][0] = that.start()
    speaker = statement.speaker
    return {
        "content": content,
        "source": [[speaker.start, speaker.end]] if speaker is not None else [],
        "cue": [list(statement.cue)] if statement.cue is not None else [],
    }


def score(gold: Path, part: Part | None) -> Result:
    """Score one file of PolNeAR's form."""
    counts: Counter[str] = Counter()
    for line in gold.read_text(encoding="utf-8").splitlines():
        document = json.loads(line) if line.strip() else None
        if document is None or not in_part(document["doc"], part):
            continue
        words = words_of(document["text"])
        text = Text(words, quoted_words(document["text"], words))
        found = as_polnear(read_statements(document["doc"], document["text"]))
        wanted = [attribution(text, quote) for quote in document["quotes"]]
        count(text, wanted, [attribution(text, quote) for quote in found], counts)
    return Result(counts["gold"], figures(counts))


TASK = Task(
    name="statements",
    sets={
        "PolNeAR dev": "statements/polnear/dev.jsonl",
        "PolNeAR dev, speech only": "statements/polnear/dev_speech.jsonl",
    },
    figures=(
        "attributed_f1", "indirect_recall", "direct_recall", "token_f1", "content_f1", "source_f1", "cue_f1",
        "speaker_overlap", "speaker_exact",
    ),
    score=score,
    anchors={
        "attributed_f1": (0.501, "citron retrained (people .753)"),
        "indirect_recall": (0.36, "citron (people .72)"),
        "content_f1": (0.695, "people"),
        "source_f1": (0.793, "people"),
        "cue_f1": (0.712, "people"),
    },
)  # fmt: skip
