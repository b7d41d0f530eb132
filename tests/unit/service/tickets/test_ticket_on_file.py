"""A danger's order waits for no system of the utility's, and no other order waits long."""

from __future__ import annotations

import asyncio
import time

import pytest

from service.tickets import book
from service.tickets.book import NewTicket, TicketBook
from service.utility.demo import DemoUtility
from tests.unit.service.world import World


class _Silent(DemoUtility):
    async def resolve_area(self, address: str) -> None:
        await asyncio.sleep(5)


@pytest.mark.asyncio
async def test_a_silent_utility_delays_no_alarm(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "ALARM_SECONDS", 0.05)
    made = TicketBook(world.store, _Silent(world.clock), world.clock)
    talk = (await world.hear("电线断了")).conversation
    began = time.monotonic()
    order = await made.create(
        NewTicket(talk, "danger", "k1", "危险：电线断了", "青口镇金榆小区", danger=["fallen_wire"])
    )
    assert time.monotonic() - began < 2 and order.ticket.address == "青口镇金榆小区"
