"""JSON of docs/openapi/utility.yaml → the port's dataclasses. Pure; runs in the service process.

The other way is `common.jsonable`. Decimals travel as strings, so that no amount passes through a binary float; times as
ISO 8601 with their offset.
"""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")

# Many systems write 0001-01-01 or 9999-12-31 for a time they do not know.
_KNOWN_YEARS = range(1900, 3000)


class WireError(ValueError):
    """The JSON does not have the shape of the type asked for; the text says where."""


def decode(kind: type[T], data: Any) -> T:
    """JSON values as a dataclass of the port; unknown keys are ignored, absent ones take their default or None.

    Raises:
        WireError: something required is missing or of another type; times need an offset.
    """
    return _decode(kind, data, kind.__name__)  # type: ignore[no-any-return]


def decode_many(kind: type[T], data: Any) -> tuple[T, ...]:
    """A JSON list as a tuple of dataclasses.

    Raises:
        WireError: as `decode`.
    """
    return _decode(tuple[kind, ...], data, kind.__name__)  # type: ignore[valid-type, no-any-return]


def _decode(kind: Any, data: Any, path: str) -> Any:
    origin = get_origin(kind)
    if origin is UnionType:
        if data is None:
            return None
        (kind,) = (arm for arm in get_args(kind) if arm is not NoneType)
        value = _decode(kind, data, path)
        return None if isinstance(value, datetime) and value.year not in _KNOWN_YEARS else value
    if origin is tuple:
        return _decode_tuple(get_args(kind), data, path)
    if is_dataclass(kind):
        return _decode_dataclass(kind, data, path)
    try:
        return _decode_plain(kind, data)
    except (TypeError, ValueError, InvalidOperation) as error:
        raise WireError(f"{path}: not {kind.__name__}") from error


def _decode_dataclass(kind: Any, data: Any, path: str) -> Any:
    if not isinstance(data, dict):
        raise WireError(f"{path}: not an object")
    hints = _hints(kind)
    values = {}
    for field in fields(kind):
        if field.name in data:
            values[field.name] = _decode(hints[field.name], data[field.name], f"{path}.{field.name}")
        elif field.default is MISSING:
            if NoneType not in get_args(hints[field.name]):
                raise WireError(f"{path}.{field.name}: missing")
            values[field.name] = None
    return kind(**values)


def _decode_tuple(arms: tuple[Any, ...], data: Any, path: str) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise WireError(f"{path}: not a list")
    kinds = [arms[0]] * len(data) if arms[-1] is Ellipsis else list(arms)
    if len(kinds) != len(data):
        raise WireError(f"{path}: not {len(kinds)} items")
    return tuple(
        _decode(kind, item, f"{path}[{i}]") for i, (kind, item) in enumerate(zip(kinds, data, strict=True))
    )


def _decode_plain(kind: Any, data: Any) -> Any:
    if kind is int:
        if isinstance(data, int) and not isinstance(data, bool):
            return data
        raise TypeError
    if kind is bool:
        if isinstance(data, bool):
            return data
        raise TypeError
    if not isinstance(data, str):
        raise TypeError
    if kind is datetime:
        moment = datetime.fromisoformat(data.replace("Z", "+00:00"))
        if moment.tzinfo is None:
            raise ValueError
        return moment
    if kind is date:
        return date.fromisoformat(data)
    if kind is Decimal:
        number = Decimal(data)
        if not number.is_finite():
            raise ValueError
        return number
    return kind(data)  # str, or an Enum, which raises ValueError for a value it does not have


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
