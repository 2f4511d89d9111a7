"""News as a feed in a file: written whole at every run, so that nothing can be in it twice."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from communique.errors import DeliveryFailed
from communique.export.feed import FeedEntry, FeedHead, to_atom, to_json_feed
from communique.notify.channels import FeedChannel


def write_feed(channel: FeedChannel, watch: str, items: Sequence[dict[str, Any]]) -> None:
    """Write the latest news of a watch, as JSON Feed where the file's name ends in .json, else as Atom.

    Raises:
        DeliveryFailed: The file cannot be written.
    """
    path = Path(channel.path)
    head = FeedHead(id=f"urn:communique:watch:{_digest(watch)}", title=watch)
    entries = [_entry(watch, each) for each in items]
    data = to_json_feed(head, entries) if path.suffix == ".json" else to_atom(head, entries)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise DeliveryFailed(f"'{path}' cannot be written: {error.strerror}.", "Check the folder.") from error


def _entry(watch: str, item: dict[str, Any]) -> FeedEntry:
    return FeedEntry(
        id=f"urn:communique:item:{_digest(watch + chr(31) + item['id'])}", title=item["title"],
        text=f"{item['text']}\n\n{item['why']}", day=item.get("day"), source=item.get("url"), author=item.get("outlet"),
    )  # fmt: skip


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
