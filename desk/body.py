"""Reading what the page sends and answering it. Pure."""

from __future__ import annotations

from typing import Any

from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse, json

from service.face import Refused

CLIENT_ID_LENGTH = 64
NOTE_LENGTH = 500


def answer(body: dict[str, Any]) -> HTTPResponse:
    """A JSON answer, Chinese as it is."""
    return json(body, ensure_ascii=False)


def text_of(request: Request, name: str, default: str | None = None) -> str:
    """One text of the JSON body.

    Args:
        default: for a field that may be left out.

    Raises:
        InvalidUsage: no JSON object, or the field is missing or no text.
    """
    body = request.json
    value = body.get(name, default) if isinstance(body, dict) else default
    if not isinstance(value, str):
        raise InvalidUsage(name)
    return value


def client_id_of(request: Request) -> str:
    """The page's own id of what it sends, by which a repeat is known. InvalidUsage: none, or too long."""
    client_id = text_of(request, "client_id")
    if not 0 < len(client_id) <= CLIENT_ID_LENGTH:
        raise InvalidUsage("client_id")
    return client_id


def check_note(note: str, title: str) -> None:
    """Refused: a note for colleagues, called `title` on the page, that is too long."""
    if len(note) > NOTE_LENGTH:
        raise Refused(f"{title}最多 {NOTE_LENGTH} 字，现在是 {len(note)} 字")
