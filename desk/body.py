"""Reading what the page sends and answering it. Pure."""

from __future__ import annotations

from typing import Any

from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse, json


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
