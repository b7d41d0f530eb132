"""Where a customer in danger is: by what this talk knows already, and by the pieces in which he tells it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import Any

import aiohttp

from actions.account_known import bound_accounts
from actions.client import Service
from actions.reading import is_part_of
from actions.ticket import is_open
from actions.turn import Turn, open_form
from common.address import Address, parse_place

# Nobody in danger waits for the utility's systems.
_SECONDS = 2.0
_LIMIT = 100  # characters of a place
_FRAME = re.compile(r"^(?:具体|位置|地址|地方|就|是|在|不是那里|[\s,，。:：])+|[\s,，。.!！]+$")
_PHONE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_NAMES = ("town", "village", "road", "estate")


async def known_place(turn: Turn, service: Service, tickets: Sequence[dict[str, Any]]) -> str | None:
    """Of the report that the danger interrupts, what was looked up, an open work order, the only account; still to be asked."""
    topic = (open_form(turn) or "").removesuffix("_form")
    slots = [f"{topic}_{what}" for what in ("address", "place", "area")] if topic else []
    for slot in (*slots, "outage_place_before"):
        found = turn.slot(slot)
        if isinstance(found, list) and len(found) == 1:
            found = found[0]
        if isinstance(found, str) and len(found) > 1:  # a dash stands for none
            return found
    ticket = next((t for t in tickets if is_open(t) and t.get("address")), None)
    if ticket:
        return str(ticket["address"])
    try:
        accounts = await asyncio.wait_for(bound_accounts(service), _SECONDS)
    except (asyncio.TimeoutError, aiohttp.ClientError):
        return None
    return str(accounts[0]["full_address"]) if len(accounts) == 1 else None


def placed(known: str | None, said: str) -> str:
    """A place with a later piece of it, in the customer's words: a landmark or a door is added to the village told before.

    What has a name of its own takes the place of the earlier one, and keeps of it the town and village that were not said again.
    """
    words = _FRAME.sub("", _PHONE.sub("", said)) or said
    if not known or not words:
        return words[:_LIMIT]
    told, before = parse_place(words), parse_place(known)
    says_again = told != Address(told.raw) and len(told.canonical()) >= len(words)
    if says_again and is_part_of(words, known):
        return known
    if told.village or told.road or told.estate:
        keeps_village = not (told.town or told.village or told.estate)
        lead = Address(
            "", town="" if told.town else before.town, village=before.village if keeps_village else ""
        )
        floor = "" if before.has_place or told.room else known
        return f"{lead.canonical()}{words}{floor}"[:_LIMIT]
    if told.town:
        return f"{words}{known}"[:_LIMIT] if not before.town else words[:_LIMIT]
    if any(getattr(told, part) and getattr(before, part) for part in ("group", "building", "unit", "room")):
        return before.merged(told).canonical()
    return f"{known}{words}"[:_LIMIT]


def is_elsewhere(known: str, said: str) -> bool:
    """Whether a place that is told is another than the one known."""
    told, before = parse_place(said), parse_place(known)
    return any(
        getattr(told, name) and getattr(before, name) and getattr(told, name) != getattr(before, name)
        for name in _NAMES
    )


def of_ticket(tickets: Sequence[dict[str, Any]], number: str) -> dict[str, Any] | None:
    """The alarm's work order while it is worked on; None when there is none any more."""
    return next((t for t in tickets if t["number"] == number and is_open(t)), None)
