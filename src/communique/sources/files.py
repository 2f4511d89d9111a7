"""Reading one article from a file, from standard input or from the web; finding the articles in a folder."""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from communique import record
from communique.errors import InputError, NotText, TextTooLong
from communique.sources.article import LIMIT, Source, make_article, notes_on_date
from communique.sources.decode import decode
from communique.sources.formats import ENDINGS, Known, format_of, otherwise, read_items
from communique.sources.front_matter import Dispatch, split_front_matter
from communique.sources.pages import Page, extract_page, looks_like_html

# A page's source is mostly markup, and a code point takes four bytes at most.
MOST_BYTES = 20_000_000
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def read_source(
    where: str | Path,
    *,
    published: str | date | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
) -> Source:
    """Read one article from a file, from standard input (``-``) or from an http or https address.

    The file may be a text, a page, or in any format of :mod:`communique.sources.formats` that holds one article.

    Plain text is kept exactly as it stands in the file, line ends included; a byte order mark is a mark of
    the encoding and no part of it. A head of YAML between ``---`` lines is metadata (see
    :mod:`communique.sources.front_matter`). Of a page the article is extracted. What the caller says wins over
    what the source says.

    Args:
        where: A path, ``-``, or an address; only an address opens a connection.
        published: Publication date, ISO 8601.
        outlet: Name of the outlet.
        title: Headline.
        url: Where the text came from.

    Raises:
        InputError: It cannot be read, is empty, no text, too long, or its date is no date.
    """
    known = {"published": _iso(published), "outlet": outlet, "title": title, "url": url}
    if isinstance(where, str) and _URL.match(where):
        return _read_address(where, known)
    form = None if str(where) == "-" else (format_of(Path(where)) or otherwise(Path(where)))
    if form not in {None, "text", "page"}:
        return _only(Path(where), known)
    return source_of(read_bytes(where), known, page=form == "page")


def _only(path: Path, known: dict[str, str | None]) -> Source:
    """The one article of a file that might hold several.

    Raises:
        NotText: It holds several, or none.
    """
    items = list(itertools.islice(read_items(path, Known()), 2))
    if len(items) != 1:
        what = "many articles" if items else "no article"
        raise NotText(f"'{path}' holds {what}.", "Read such files with 'communique batch' or 'communique add'.")
    found = items[0].read()
    told = {name: getattr(found.article, name) for name in ("published", "outlet", "title", "url", "byline")}
    article = make_article(found.article.text, **_filled(known, told), id=found.article.id)
    return Source(article, found.notes)


def source_of(
    data: bytes, known: dict[str, str | None], *, page: bool = False, hint: str | None = None, today: date | None = None
) -> Source:
    """The article in these bytes.

    Args:
        data: The bytes of a text, a dispatch with a head, or a page.
        known: What the caller knows: published, outlet, title, url; None where it does not.
        page: Whether it is known to be a page; otherwise it is told from the text.
        hint: The encoding, as told from outside.
        today: The day against which a date counts as future; None means today.
    """
    text, encoding = decode(data, hint=hint)
    notes = _note_on_encoding(encoding)
    if page or looks_like_html(text):
        found = extract_page(text, url=known.get("url"))
        known = _filled(known, _fields(found))
        notes = (*notes, *_notes_on_page(found, known))
        text = found.text
    else:
        dispatch = split_front_matter(text)
        known, text = _filled(known, dispatch.fields), dispatch.text
        notes = (*notes, *_notes_on_head(dispatch))
    article = make_article(text, **known)
    return Source(article, (*notes, *notes_on_date(article.published, today)))


def _read_address(address: str, known: dict[str, str | None]) -> Source:
    from communique.sources.fetch import fetch

    fetched = fetch(address)
    known = _filled(known, {"url": fetched.url})
    return source_of(fetched.body, known, page="html" in fetched.content_type, hint=fetched.charset)


def read_bytes(where: str | Path) -> bytes:
    """The bytes of a file or, for ``-``, of standard input.

    Raises:
        InputError: There is no such file, it is a folder, or it may not be read.
        TextTooLong: It is larger than any article or page.
    """
    try:
        if str(where) == "-":
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(where).open("rb") as stream:
                data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise InputError(f"There is no file '{where}'.", "Check the path, or give '-' for standard input.") from error
    except IsADirectoryError as error:
        raise InputError(f"'{where}' is a folder.", "Name a file in it; 'communique add' takes folders.") from error
    except (OSError, ValueError) as error:
        raise InputError(f"'{where}' cannot be read: {error}.", "Check the path and its permissions.") from error
    if len(data) > MOST_BYTES:
        raise TextTooLong(
            f"'{where}' is larger than {MOST_BYTES // 1_000_000} MB; one article may have {LIMIT:,} characters.",
            "Cut it into its articles, one to a file or to a line of a batch file.",
        )
    return data


def find_sources(paths: Iterable[str | Path]) -> Iterator[Path]:
    """The files that hold articles below these paths, in a stable order.

    A file that is named is taken whatever its ending. Of a folder the files of known formats are taken, its
    folders included; hidden files and files of other kinds are passed over.

    Raises:
        InputError: A path does not exist, or a folder has no article in it.
    """
    for path in map(Path, paths):
        if not path.is_dir():
            if not path.exists():
                raise InputError(f"There is no file or folder '{path}'.", "Check the path.")
            yield path
            continue
        found = sorted(each for each in path.rglob("*") if _holds_articles(each, path))
        if not found:
            endings = ", ".join(sorted(ENDINGS))
            raise InputError(f"There is no article in the folder '{path}'.", f"Articles end in {endings}.")
        yield from found


def _holds_articles(path: Path, root: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    return not hidden and path.is_file() and format_of(path) is not None


def _iso(published: str | date | None) -> str | None:
    return published.isoformat() if isinstance(published, date) else published


def _filled(known: dict[str, str | None], found: Mapping[str, str | None]) -> dict[str, str | None]:
    """What the caller knows, and for the rest what the source says."""
    return {**found, **{key: value for key, value in known.items() if value}}


def _fields(page: Page) -> dict[str, str]:
    fields = {"title": page.title, "published": page.published, "outlet": page.outlet, "byline": page.byline}
    return {key: value for key, value in fields.items() if value}


def _note_on_encoding(encoding: str) -> tuple[record.Note, ...]:
    if encoding in {"utf-8", "utf-16", "utf-32", "ascii"}:
        return ()
    text = f"The text is not in UTF-8 and was read as {encoding}: check that its letters are right."
    return (record.Note(level="warning", about="text", text=text),)


def _notes_on_page(page: Page, known: dict[str, str | None]) -> tuple[record.Note, ...]:
    note = record.Note(level="info", about="text", text="The source is a web page: its article was extracted.")
    given = known.get("published")
    if page.doubt and given == page.published:
        return (note, record.Note(level="warning", about="published", text=page.doubt))
    if given and page.published and given[:10] != page.published:
        text = f"The page says that it is of {page.published}; {given[:10]}, which was given, is kept."
        return (note, record.Note(level="warning", about="published", text=text))
    return (note,)


def _notes_on_head(found: Dispatch) -> tuple[record.Note, ...]:
    if found.unclosed:
        text = "The file begins as a head does, but no second line of dashes ends it: it was read as text."
    elif found.unknown:
        text = f"The file's head has keys that mean nothing here and were left out: {', '.join(found.unknown)}."
    else:
        return ()
    return (record.Note(level="warning", about="article", text=text),)
