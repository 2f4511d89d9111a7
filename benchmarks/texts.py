"""The texts that are measured: the example dispatches, and real articles where they lie beside the project."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from communique.sources.front_matter import split_front_matter

ROOT = Path(__file__).resolve().parents[1]
DISPATCHES = ROOT / "examples" / "dispatches"
ARTICLES = ROOT.parent / "shared" / "data" / "articles"


@dataclass(frozen=True, slots=True)
class Text:
    """One text with its publication date (ISO 8601), where that is known."""

    text: str
    published: str | None


def dispatches() -> list[Text]:
    """The example dispatches, in alphabetical order of their files."""
    parted = [split_front_matter(path.read_text("utf-8")) for path in sorted(DISPATCHES.glob("*.txt"))]
    return [Text(each.text, each.fields.get("published")) for each in parted]


def articles(limit: int) -> list[Text]:
    """Up to ``limit`` real articles; none where there are none beside the project."""
    found: list[Text] = []
    for path in sorted(ARTICLES.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                fields = json.loads(line)
                if len(found) < limit and fields.get("text"):
                    found.append(Text(fields["text"], fields.get("published") or fields.get("date")))
    return found


def sets(limit: int) -> dict[str, list[Text]]:
    """The sets by label, empty ones left out."""
    both = {"example dispatches": dispatches(), "real articles": articles(limit)}
    return {label: texts for label, texts in both.items() if texts}


def start_and_texts(
    texts: list[Text], workers: int, folder: Path, code: Callable[[Path, Path, bool], object]
) -> tuple[float, float]:
    """Seconds by the clock for one text for each worker, which starts all and loads models, and those more for all.

    Args:
        texts: What is coded.
        workers: How many code.
        folder: Where the input is put, and the output may lie.
        code: Codes a file of JSON lines into another place; told whether it is only the start.
    """
    spent = []
    for name, some in (("first", texts[:1] * workers), ("all", texts[:1] * workers + texts)):
        source = folder / f"{name}.jsonl"
        rows = ({"id": f"{n}", "text": each.text, "published": each.published} for n, each in enumerate(some))
        source.write_text("\n".join(map(json.dumps, rows)), "utf-8")
        began = time.perf_counter()
        code(source, folder / f"{name}.out", name == "first")
        spent.append(time.perf_counter() - began)
    return spent[0], spent[1] - spent[0]
