"""Newsletters: one mail (EML), or a folder of them in one file (mbox)."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from functools import partial
from pathlib import Path

from communique.errors import EmptyText
from communique.sources.article import Source
from communique.sources.formats.item import Item, Known, article_source, day_of, one_line
from communique.sources.pages import extract_page


def read_mail(path: Path, known: Known) -> Iterator[Item]:
    """The article in a mail."""
    yield Item(str(path), partial(_from_file, path, known))


def read_mailbox(path: Path, known: Known) -> Iterator[Item]:
    """The articles in a file of mails."""
    box = mailbox.mbox(path, create=False)
    try:
        for number, key in enumerate(box.keys(), start=1):
            yield Item(f"{path} mail {number:,}", partial(_article, box.get_bytes(key), known))
    finally:
        box.close()


def _from_file(path: Path, known: Known) -> Source:
    from communique.sources.files import read_bytes

    return _article(read_bytes(path), known)


def _article(data: bytes, known: Known) -> Source:
    mail = message_from_bytes(data, policy=policy.default)
    text = _text(mail)
    if not text.strip():
        raise EmptyText("The mail holds no text.", "Attachments are not read: save them as files and add those.")
    name, address = parseaddr(str(mail.get("From", "")))
    fields = {
        "id": one_line(str(mail.get("Message-ID", ""))), "title": one_line(str(mail.get("Subject", ""))),
        "outlet": one_line(name or address), "published": day_of(str(mail.get("Date", ""))),
    }  # fmt: skip
    return article_source(text, fields, known)


def _text(mail: EmailMessage) -> str:
    """The plain text as it was written, or else the article of the page that the mail is."""
    for kind in ("plain", "html"):
        part = mail.get_body(preferencelist=(kind,))
        if part is None:
            continue
        content = part.get_content()
        found = content if kind == "plain" else extract_page(content).text
        if found.strip():
            return str(found).replace("\r\n", "\n")
    return ""
