"""Whether the pieces of a message name one place or several. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from common.address import Address

_UNLISTED_TOWN = re.compile("[\u4e00-\u9fa5]{2,3}[镇乡]")


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
    is_named = bool(place.village or place.estate)
    return bool(is_named and not place.town and piece.town and (piece.village or piece.estate)) and not any(
        name and name in piece.raw for name in (place.village, place.estate)
    )


def _town(place: Address) -> str:
    """Its town; one that no list has stands at the head of its village’s name (罗阳镇徐朱孟村)."""
    unlisted = _UNLISTED_TOWN.match(place.village or place.estate)
    return place.town or (unlisted[0] if unlisted else "")
