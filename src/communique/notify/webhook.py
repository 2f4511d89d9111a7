"""News as a signed POST request."""

from __future__ import annotations

import hashlib
import hmac
import os
import time

import httpx
import msgspec

from communique.archive.watching import Dispatch
from communique.errors import DeliveryFailed
from communique.notify.channels import WebhookChannel

_SECONDS = 30.0


def post(channel: WebhookChannel, dispatch: Dispatch) -> None:
    """Send the news of a dispatch as JSON.

    The header ``Idempotency-Key`` is the same at every try. ``X-Communique-Signature`` is ``t=SECONDS,v1=HEX``, where
    HEX is the HMAC-SHA256, under the secret, of the seconds, a full stop and the body. Redirects are not followed.

    Raises:
        DeliveryFailed: There is no secret, the server cannot be reached, or it answers with something else than 2xx.
    """
    secret = os.environ.get(channel.variable)
    if not secret:
        raise DeliveryFailed(f"'{channel.variable}' is not set.", "Put the secret of the webhook into it.")
    body = msgspec.json.encode({"key": dispatch.key, "watch": dispatch.watch, "items": dispatch.items})
    headers = {
        "Content-Type": "application/json", "User-Agent": "communique", "Idempotency-Key": dispatch.key,
        "X-Communique-Signature": signature(secret, body, int(time.time())),
    }  # fmt: skip
    try:
        answer = httpx.post(channel.url, content=body, headers=headers, timeout=_SECONDS, trust_env=False)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        told = str(error) or type(error).__name__
        raise DeliveryFailed(f"{channel.url} could not be reached: {told}.", "It is tried again next time.") from error
    if not answer.is_success:
        raise DeliveryFailed(f"{channel.url} answered {answer.status_code}.", "It is tried again next time.")


def signature(secret: str, body: bytes, seconds: int) -> str:
    """The signature of a body at a moment."""
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"
