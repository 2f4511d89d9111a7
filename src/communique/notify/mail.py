"""News by mail, over SMTP."""

from __future__ import annotations

import os
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate

from communique.archive.watching import Dispatch
from communique.errors import DeliveryFailed
from communique.notify.channels import MailChannel

_SECONDS = 30.0


def send_mail(channel: MailChannel, dispatch: Dispatch) -> None:
    """Send one mail with the news of a dispatch; its Message-ID is made of the key and the same at every try.

    ``COMMUNIQUE_SMTP_USER`` and ``COMMUNIQUE_SMTP_PASSWORD`` are used where they are set, over an encrypted connection
    only.

    Raises:
        DeliveryFailed: The server cannot be reached, or does not take it.
    """
    message = written(channel, dispatch)
    user, password = (os.environ.get(f"COMMUNIQUE_SMTP_{name}") for name in ("USER", "PASSWORD"))
    try:
        with smtplib.SMTP(channel.host, channel.port, timeout=_SECONDS) as server:
            if channel.tls:
                server.starttls(context=ssl.create_default_context())
                if user and password:
                    server.login(user, password)
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise DeliveryFailed(
            f"The mail server {channel.host}:{channel.port} did not take it: {error}.", "It is tried again next time."
        ) from error


def written(channel: MailChannel, dispatch: Dispatch) -> EmailMessage:
    """The mail itself."""
    message = EmailMessage()
    count = len(dispatch.items)
    message["Subject"] = _line(f"{dispatch.watch}: {count} new {'item' if count == 1 else 'items'}")
    message["From"], message["To"] = _line(channel.sender), _line(channel.receiver)
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = f"<{dispatch.key}@communique.invalid>"
    message["X-Idempotency-Key"] = dispatch.key
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n\n".join(_told(each) for each in dispatch.items) + "\n")
    return message


def _told(item: dict[str, str | None]) -> str:
    source = " · ".join(str(item[name]) for name in ("outlet", "day", "url", "entry", "article") if item.get(name))
    return f"{item['title']}\n{item['text']}\n{source}\n({item['why']})"


def _line(text: str) -> str:
    """A header's text: no line end in it can begin another header."""
    return " ".join(text.split())
