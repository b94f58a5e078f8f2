"""What is sent over HTTP, as far as it is read; and of Slack's requests: is it Slack's, and what does it say?"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request

from bot.transport.shapes import check_shape

TIMESTAMP, SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"


async def capped_body(request: Request, largest: int) -> bytes | None:
    """The body, or None as soon as it is known to have more bytes than that, whatever its declared length.

    Raises ClientDisconnect where it does not come whole.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            return None
    return bytes(body)


def is_signed(body: bytes, headers: Mapping[str, str], verifier: SignatureVerifier) -> bool:
    """Whether Slack signed this body within the last five minutes. Never raises, whatever the headers hold."""
    timestamp, signature = headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, "")
    if not (timestamp.isascii() and timestamp.isdecimal() and signature.isascii()):
        return False
    try:
        return verifier.is_valid(body=body, timestamp=timestamp, signature=signature)
    except ValueError:  # the verifier reads the body as text, and a number of thousands of digits is none to Python
        return False


def read_body(body: bytes, content_type: str) -> dict[str, Any]:
    """The body as a mapping: JSON, a form, or the JSON in a form's field `payload`.

    Raises ValueError for any other, and for one of a shape that Slack never sends.

    Bolt's own reading takes every form that holds the word “payload” anywhere, a question included, for one with such a
    field, and drops the rest.
    """
    text = body.decode()
    if not text.strip():
        raise ValueError("the body is empty")
    try:
        read = _read(text, content_type)
    except RecursionError:
        raise ValueError("the body is nested too deeply") from None
    check_shape(read)
    return read


def _read(text: str, content_type: str) -> dict[str, Any]:
    if content_type.partition(";")[0].strip().lower() == "application/json" or text.startswith("{"):
        read = json.loads(text)
    else:
        form = dict(parse_qsl(text, keep_blank_values=True))
        read = json.loads(form["payload"]) if "payload" in form else form
    if not isinstance(read, dict):
        raise ValueError("the body is not a mapping")  # noqa: TRY004 - a wrong value from outside, not a wrong call
    return read
