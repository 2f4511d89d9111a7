"""``communique read``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.console import out, say_notes, write
from communique.cli.options import DeviceOption, Outlet, Published, RecordFormat, use


def read(
    source: Annotated[
        str, typer.Argument(metavar="FILE|-|URL", help="A text, a dispatch or a page; '-' is standard input.")
    ],
    published: Published = None,
    outlet: Outlet = None,
    title: Annotated[str | None, typer.Option("--title", "-t", metavar="TEXT", help="Headline.")] = None,
    format: Annotated[
        RecordFormat, typer.Option("--format", "-f", help="A table to read, JSON, or one self-contained page.")
    ] = RecordFormat.table,
    device: DeviceOption = None,
) -> None:
    """Code one article and show its record.

    Only an address given as http:// or https:// opens a connection. What is told by the options wins over what
    the source says of itself.
    """
    from communique.pipeline import read_article
    from communique.sources import read_source, with_notes

    use(device)
    found = read_source(source, published=published, outlet=outlet, title=title)
    record = with_notes(read_article(found.article), found.notes)
    if format is RecordFormat.table:
        from communique.cli.record_view import show_record

        show_record(record, out())
        return
    say_notes(record.notes)
    if format is RecordFormat.json:
        write(record.to_json(indent=2))
    else:
        from communique.export import to_html

        write(to_html(record))
