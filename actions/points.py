"""Points that customers share on a map, with a name or without: what becomes of them beside the place that was told. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from common.address import Address, parse_place

_REGION = re.compile(r"^(?:江苏省?)?(?:连云港市?)?(?:赣榆(?:区|县)?)?")
_NAMES = ("village", "road", "estate", "landmark")
_ENDS = re.compile(r"小区$|[0-9]+号?院?$")


def written(point: Mapping[str, Any]) -> str:
    """A point as crews read it."""
    label = f"{point['label']}，" if point.get("label") else ""
    return f"{label}纬度{point['latitude']}，经度{point['longitude']}"


def name_of(point: Mapping[str, Any] | None) -> str | None:
    """The name of a point, without province and city; None without one, or when that was all of it."""
    label = str((point or {}).get("label") or "")
    return _REGION.sub("", label) or None


def is_elsewhere(label: str, known: str) -> bool:
    """Whether a point's name is another place than the one told; a name of its own on either side is needed for that."""
    told, before = parse_place(label), parse_place(known)
    if told.town and before.town and told.town != before.town:
        return True
    if told.village and before.village and told.village != before.village:
        return True
    mine, theirs = _names(told), _names(before)
    is_same = any(name in label for name in theirs) or any(name in known for name in mine)
    return bool(mine and theirs) and not is_same


def with_point(known: str, label: str) -> str:
    """The place told, with what a point there knows besides: the town, the road. The door told stays, and no name stands twice."""
    told, before = parse_place(label), parse_place(known)
    if before.canonical() != known or is_elsewhere(label, known):
        return known
    lacks = [name for name in ("town", *_NAMES[:-1]) if getattr(told, name) and not getattr(before, name)]
    names = {
        name: getattr(told, name) for name in lacks if name == "town" or getattr(told, name) not in known
    }
    return replace(before, **names).canonical()


def _names(place: Address) -> list[str]:
    """Names of a place without what they share with others or may lack: 望海名都 of 望海名都小区."""
    return [name for part in _NAMES if len(name := _ENDS.sub("", getattr(place, part))) > 1]
