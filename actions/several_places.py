"""Which of the places that a message names are meant, and whether its pieces name one or several. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from common.address import Address, parse_place

# Where the speaker is, while somebody else's house is spoken of: “我妈一个人在老家没电 我在上海”.
_WHEREABOUTS = re.compile(r"[我俺](?:人|自己|本人|现在|目前|这会儿?|们|是)*在(?P<where>[^\s,，。;；!！?？]+)")
_OTHERS = "老家|娘家|婆家|[爸妈爹]|爷爷|奶奶|姥|父母|公婆|丈[人母]|岳|老人|老两口"
_OTHERS_HOME = re.compile(_OTHERS)
_AWAY_FROM_HOME = re.compile(rf"家里|{_OTHERS}")
# A place in a garage is no flat: “B区034”.
_BAY = re.compile(r"[A-Za-z]区[0-9]+室?")
# What no list of villages need hold.
_VILLAGE_NAME = re.compile("[\u4e00-\u9fa5]{1,4}[庄村圩埠屯寨疃埃]")
_PART_OF_TOWN = ("社区", "居委会", "开发区", "高新区")
_UNLISTED_TOWN = re.compile("[\u4e00-\u9fa5]{2,3}[镇乡]")


def meant(values: Sequence[str], text: str) -> list[str]:
    """The places among what was understood as such: neither where only the speaker is, nor a parking space, nor the digits that prove an account."""
    return [
        value
        for value in values
        if not (_is_whereabouts(value, text) or _BAY.fullmatch(value) or _is_proof(value, text))
    ]


def _is_whereabouts(value: str, text: str) -> bool:
    place = parse_place(value)
    if place.village or place.road or place.estate or place.building or place.room or place.group:
        return False
    home = _OTHERS_HOME if place.town else _AWAY_FROM_HOME
    return bool(home.search(text)) and any(
        found["where"].startswith(value[:2]) for found in _WHEREABOUTS.finditer(text)
    )


def _is_proof(value: str, text: str) -> bool:
    digits = value.removesuffix("室")
    return digits.isdigit() and bool(
        re.search(rf"(?<![0-9])(?:[0-9]{{13}}|[0-9]{{10}})[^0-9a-z]{{0,8}}{digits}(?![0-9])", text)
    )


def several(found: Sequence[Address]) -> list[Address]:
    """The places that the pieces of a message name, each put together: two when they cannot be one (“我家在…，我妈家在…”)."""
    places: list[Address] = []
    for piece in found:
        if places and not _is_elsewhere(places[-1], piece):
            places[-1] = places[-1].merged(piece)
        else:
            places.append(piece)
    return places


def _is_elsewhere(place: Address, piece: Address) -> bool:
    """Whether a piece names another place: another town, village or estate, or a whole place of its own behind a named one."""
    for told, further in (
        (_town(place), _town(piece)),
        (place.village, piece.village),
        (place.estate, piece.estate),
    ):
        if told and further and told not in further and further not in told:
            return True
    if _kinds_differ(place, piece):
        return True
    is_named = bool(place.village or place.estate)
    return bool(is_named and not place.town and piece.town and (piece.village or piece.estate)) and not any(
        name and name in piece.raw for name in (place.village, place.estate)
    )


def _kinds_differ(place: Address, piece: Address) -> bool:
    """Whether one is a village and the other an estate that is not named after it; what belongs to a town has estates of its own."""
    for one, other in ((place, piece), (piece, place)):
        village = _village(one)
        is_other = other.estate and not (one.estate or _village(other))
        if village and is_other and village.rstrip("村庄") not in other.estate:
            return True
    return False


def _village(place: Address) -> str:
    """Its village; one that no list has stands as a landmark (小兴庄)."""
    named = place.village or (place.landmark if _VILLAGE_NAME.fullmatch(place.landmark) else "")
    return "" if named.endswith(_PART_OF_TOWN) else named


def _town(place: Address) -> str:
    """Its town; one that no list has stands at the head of its village’s name (罗阳镇徐朱孟村)."""
    unlisted = _UNLISTED_TOWN.match(place.village or place.estate)
    return place.town or (unlisted[0] if unlisted else "")
