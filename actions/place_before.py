"""Places and phones that were told a few messages before, for whatever is begun now: nobody says them twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from actions.form import part_of
from actions.outage_special import sensitive_in
from actions.reach import tells_reach
from actions.reading import completed, is_nameless, is_part_of
from actions.several_places import meant
from actions.shown import LATELY, is_recent, shared_point
from actions.turn import Say, Turn, entities_of
from common.address import Address, parse_address, parse_place
from common.normalise import normalise

_ON_OTHERS = "theft_form"


def place_before(turn: Turn) -> str | None:
    """The place told last, put together from its pieces: 墩尚花园, then 2号楼; None when none has a name.

    The pieces of the present message complete it.
    """
    place: Address | None = None
    for message in _lately(turn):
        for value in meant(entities_of(message, "address"), normalise(str(message.get("text") or "")).text):
            place = _further(place, value)
    if place is None:
        return None
    for value in meant(turn.entities("address"), turn.text):
        place = _further(place, value) or place
    told = place.canonical()
    return None if is_nameless(told) and not place.town else told


def carry(turn: Turn, slots: dict[str, Any], say: Say, where: str, own: Sequence[Mapping[str, Any]]) -> None:
    """Takes it into a report whose place is not told yet, and says so; of a town alone the rest is asked.

    Args:
        where: slot of the place.
        own: the customer's accounts; the only one is taken instead where it lies there, for it has the door.
    """
    place = place_before(turn)
    if not place and shared_point(turn, f"{where.removesuffix('address')}form"):
        say.text("您刚才发的定位会附到工单上。")
    if not place or (len(own) == 1 and is_part_of(place, own[0]["full_address"])):
        return
    if is_nameless(place):
        slots[part_of(where)] = place
        return
    slots[where], slots[part_of(where)] = place, None
    say.text(f"地方就按您刚才说的：{place}。不对的话直接告诉我新地址。")


def phone_before(turn: Turn) -> str | None:
    """The phone told last."""
    phones = [value for message in _lately(turn) for value in entities_of(message, "phone")]
    return phones[-1] if phones else None


def special_before(turn: Turn) -> list[str]:
    """Special cases told lately: “我家有个新生儿” after news of an outage goes on the report that follows."""
    return [name for message in _lately(turn) for name in sensitive_in(str(message.get("text")))]


def special_lately(turn: Turn) -> list[str]:
    """The same with those of this message."""
    return [*special_before(turn), *sensitive_in(turn.text)]


def reach_before(turn: Turn) -> list[str]:
    """What was told lately of how the customer can be reached, in his words (actions/reach.py)."""
    return [said for message in _lately(turn) if tells_reach(said := str(message.get("text") or ""))]


def known_phone(tickets: Sequence[dict[str, Any]]) -> str | None:
    """Of an earlier work order; what was left in secret with a report on others is for that alone."""
    own = (ticket for ticket in tickets if ticket.get("biz_type") != "举报")
    return next((str(ticket["phone"]) for ticket in own if ticket.get("phone")), None)


def _further(place: Address | None, value: str) -> Address | None:
    """The place with one more piece of it; a name of a place elsewhere begins anew, and a town alone or a door wait for a name."""
    known = parse_address(value)
    is_place = known.town or known.village or known.road or known.estate or known.landmark
    if not is_place and not (place and (known.has_door or known.building or known.unit or known.room)):
        return place
    piece = parse_place(value)
    return completed(place, piece, corrects=False) if place else piece


def _lately(turn: Turn) -> list[dict[str, Any]]:
    said = _of_himself(turn.tracker.events)[-LATELY - 1 : -1]
    return [
        event
        for event in said
        if event and is_recent(event, turn.at) and not str(event.get("text")).startswith("/")
    ]


def _of_himself(events: Sequence[dict[str, Any]]) -> list[dict[str, Any] | None]:
    """The customer's messages; None for one to a report on others, where somebody else's place and a secret phone are told."""
    said: list[dict[str, Any] | None] = []
    form = None
    for event in events:
        if event["event"] == "user":
            said.append(None if form == _ON_OTHERS else event)
        elif event["event"] == "active_loop":
            form = event.get("name")
            if form == _ON_OTHERS and said:
                said[-1] = None
    return said
