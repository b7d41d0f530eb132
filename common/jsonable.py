"""Typed values → JSON, one way for every API of ours: Decimal as text, times as ISO 8601 with zone, enums by value."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from common.settings import ZONE


def jsonable(value: Any) -> Any:
    """Dataclasses, mappings, sequences and plain values as JSON values.

    Raises:
        TypeError: for any other type.
    """
    if isinstance(value, Enum):
        return jsonable(value.value)
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(ZONE).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: jsonable(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, dict):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [jsonable(item) for item in value]
    raise TypeError(f"no JSON form for {type(value).__name__}")


def dumps(value: Any) -> str:
    """As `jsonable`, as compact text in UTF-8's characters."""
    return json.dumps(jsonable(value), ensure_ascii=False, separators=(",", ":"))
