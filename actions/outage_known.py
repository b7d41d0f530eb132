"""Outages that the utility knows of at a place."""

from __future__ import annotations

from typing import Any

from actions.client import Service
from actions.outage_view import is_place


async def outages_at(service: Service, address: str) -> list[dict[str, Any]]:
    """Those going on; none for a whole town, where another village's outage would be named as his."""
    found = await service.get("/outages", address=address)
    if not found["area"] or not is_place(found["area"]):
        return []
    return [outage for outage in found["now"] if not outage["ended_at"]]
