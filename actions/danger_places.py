"""Where a customer in danger most likely is, by what this talk knows already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.account_known import bound_accounts
from actions.client import Service
from actions.ticket import is_open
from actions.turn import Turn, open_form


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
    accounts = await bound_accounts(service)
    return str(accounts[0]["full_address"]) if len(accounts) == 1 else None
