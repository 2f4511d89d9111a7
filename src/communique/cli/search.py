"""``communique ask search``."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.padding import Padding
from rich.text import Text

from communique.cli.console import NOTHING, err, number_of, out, visible, write
from communique.cli.options import ARCHIVE, AnswerFormat, KeptOption, doubt_question

if TYPE_CHECKING:
    from rich.console import Console

    from communique.ask import Page, SearchRow


class Order(StrEnum):
    """What comes first."""

    relevance = "relevance"
    date = "date"


class Stance(StrEnum):
    """A stance that somebody takes."""

    for_ = "for"
    against = "against"
    mixed = "mixed"
    undecided = "undecided"


def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORDS…", help='Words, all of which stand there; "a phrase"; begin*; aid OR relief.'),
    ] = None,
    archive: KeptOption = ARCHIVE,
    without: Annotated[
        list[str] | None, typer.Option("--not", metavar="WORD", help="A word that is not to stand there.")
    ] = None,
    actor: Annotated[
        str | None, typer.Option("--actor", metavar="NAME", help="Who appears: id, name or country code.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="First day of publication, YYYY-MM-DD.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Last day of publication, YYYY-MM-DD.")
    ] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Name of the outlet.")] = None,
    type: Annotated[str | None, typer.Option("--type", metavar="TYPE", help="PLOVER type of an event in it.")] = None,
    question: Annotated[
        str | None,
        typer.Option("--question", metavar="ID", help="Somebody takes a stance on it.", callback=doubt_question),
    ] = None,
    stance: Annotated[Stance | None, typer.Option("--stance", help="The stance that somebody takes.")] = None,
    sort: Annotated[Order, typer.Option("--sort", help="The best or the latest first.")] = Order.relevance,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=1000, help="Articles on a page.")] = 20,
    after: Annotated[str | None, typer.Option("--after", metavar="MARK", help="Go on after an earlier page.")] = None,
    facets: Annotated[
        bool, typer.Option("--facets", help="Count by outlet, month, type of event and country.")
    ] = False,
    format: Annotated[
        AnswerFormat, typer.Option("--format", "-f", help="A table to read, JSON, or CSV.")
    ] = AnswerFormat.table,
) -> None:
    """Articles by words, actors, days, outlets, events and stances; what is found is shown by its best piece."""
    from communique.archive import Search
    from communique.ask import SearchRow, select
    from communique.ask import search as asked
    from communique.export import to_csv, to_json
    from communique.lake import opened

    said = " ".join([*map(_whole, words or ()), *(f"-{_whole(each)}" for each in without or ())])
    with opened(archive) as kept:
        wanted = select(kept, actor=actor, since=since, until=until, question=question)
        looked = Search(said, wanted, outlet=outlet, type=type, stance=stance.value if stance else None)
        page = asked(kept, looked, order=sort.value, most=limit, after=after, facets=facets)
    if format is AnswerFormat.table:
        _show(page, out())
    elif format is AnswerFormat.csv:
        write(to_csv(page.rows, SearchRow))
        if facets:
            err().print(Text("CSV has no place for counts: take a table or JSON."))
        if page.next:
            err().print(Text(f"More: --after {page.next}"))
    else:
        write(to_json(page))


def _whole(word: str) -> str:
    """An argument with spaces in it was quoted for the shell: it is a phrase."""
    return f'"{word}"' if " " in word and '"' not in word else word


def _show(page: Page, console: Console) -> None:
    if not page.rows:
        console.print(Text(NOTHING, style="dim"))
        return
    console.print(Text(f"{'more than ' if page.more else ''}{number_of(page.total, 'article')}\n"))
    for row in page.rows:
        console.print(Text.assemble((f"{row.published or 'no date':<12}", "bold"), visible(row.title or row.article)))
        console.print(Padding(_piece(row), (0, 0, 0, 12), expand=False))
        console.print(
            Padding(Text(visible(" · ".join(filter(None, (row.outlet, row.article)))), style="dim"), (0, 0, 1, 12))
        )
    if page.facets and (page.more or page.counted < page.total):
        console.print(Text(f"Counted over the {page.counted:,} that were added last:", style="dim"))
    for name, counts in page.facets.items():
        console.print(Text.assemble((f"{name:<12}", "bold"), ", ".join(f"{visible(each)} {n:,}" for each, n in counts)))
    if page.next:
        console.print(Text(f"More: --after {page.next}", style="dim"))


def _piece(row: SearchRow) -> Text:
    # Made visible piece by piece: the marks count the text's own characters.
    shown, last = Text(), 0
    for start, end in row.marked:
        shown.append(visible(row.words[last:start])).append(visible(row.words[start:end]), style="bold yellow")
        last = end
    return shown.append(visible(row.words[last:]))
