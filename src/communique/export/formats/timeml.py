"""TimeML 1.2.1: the text with its time expressions as TIMEX3, a file for each article.

The day of publication is the creation time of the document (``t0``). Expressions that lie in one another cannot both
stand in XML: the outer one is kept. Characters that XML 1.0 forbids are replaced by U+FFFD, one for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from communique.export.files import FORBIDDEN, file_name
from communique.record import Record, Time


def write(records: Iterable[Record], folder: Path) -> None:
    """Write one ``.tml`` file for each article into the folder."""
    for record in records:
        (folder / f"{file_name(record.article.id)}.tml").write_bytes(timeml(record).encode())


def timeml(record: Record) -> str:
    """The record's text as a TimeML document."""
    article = record.article
    day = article.published
    created = _timex("t0", "DATE", day[:10], day[:10], 'functionInDocument="CREATION_TIME" ') if day else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TimeML>\n'
        f"<DOCID>{_text(article.id)}</DOCID>\n<DCT>{created}</DCT>\n<TITLE>{_text(article.title or '')}</TITLE>\n"
        f"<TEXT>{''.join(_pieces(record))}</TEXT>\n</TimeML>\n"
    )


def _pieces(record: Record) -> Iterator[str]:
    text, at = record.article.text, 0
    for number, each in enumerate(_outermost(record.times), 1):
        yield _text(text[at : each.start])
        yield _timex(f"t{number}", each.type, each.value, text[each.start : each.end])
        at = each.end
    yield _text(text[at:])


def _outermost(times: Iterable[Time]) -> Iterator[Time]:
    after = 0
    for each in sorted(times, key=lambda time: (time.start, -time.end)):
        if each.start >= after:
            yield each
            after = each.end


def _timex(tid: str, kind: str, value: str | None, words: str, more: str = "") -> str:
    told = f"value={quoteattr(value)}" if value else 'value=""'
    return f'<TIMEX3 tid="{tid}" type="{kind}" {more}{told}>{_text(words)}</TIMEX3>'


def _text(text: str) -> str:
    # A carriage return would come back as a line feed if it were not written as a reference.
    return escape(FORBIDDEN.sub("\ufffd", text), {"\r": "&#13;"})
