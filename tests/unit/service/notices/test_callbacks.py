"""After the work the customer is asked, at hours when one may call; who praised or stayed nameless is not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from common.settings import ZONE
from service.bell import Bell
from service.conversations.log import MessageLog
from service.face import InboundMessage, Kind, StaffMember
from service.notices.callbacks import Callbacks
from service.store import Store
from service.tickets.book import NewTicket, TicketBook
from service.utility.demo import DemoUtility

CREW = StaffMember("s1", "crew", "老王", "staff")


class World:
    """A visitor with one work order, and a clock that the test moves."""

    def __init__(self, store: Store) -> None:
        self.now = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)
        self.store = store
        self.log = MessageLog(store, Bell(store), timedelta(hours=24), lambda: self.now)
        self.book = TicketBook(store, DemoUtility(lambda: self.now), lambda: self.now)
        self.callbacks = Callbacks(store, lambda: self.now)

    async def finished(self, topic: str = "opinion", **more: Any) -> str:
        """A work order is made and finished now; gives its conversation."""
        message = InboundMessage("web", "visitor", f"m{topic}", Kind.TEXT, self.now, "你好")
        conversation = (await self.log.receive(message)).conversation
        made = await self.book.create(
            NewTicket(conversation=conversation, topic=topic, key=f"k{topic}", summary="事", **more)
        )
        await self.book.move(made.ticket.number, "办结", CREW)
        return conversation

    async def asked(self, conversation: str) -> int:
        """How often the customer was asked."""
        return sum("解决了吗" in message.text for message in await self.log.history(conversation))

    async def call_back(self) -> int:
        return await self.callbacks.call_back()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    store = Store(f"sqlite:///{tmp_path / 'laidian.db'}")
    store.migrate()
    yield World(store)
    store.close()


async def test_by_day_the_question_comes_with_the_news(world: World) -> None:
    conversation = await world.finished()
    assert await world.asked(conversation) == 1
    assert await world.call_back() == 0


async def test_at_night_the_news_comes_at_once_and_the_question_in_the_morning(world: World) -> None:
    world.now += timedelta(hours=12)
    conversation = await world.finished()
    assert "已处理完" in (await world.log.history(conversation))[-1].text
    assert await world.asked(conversation) == 0 and await world.call_back() == 0
    world.now += timedelta(hours=10)
    assert await world.call_back() == 1
    assert await world.call_back() == 0
    assert await world.asked(conversation) == 1


async def test_praise_and_nameless_reports_are_not_called_back(world: World) -> None:
    conversation = await world.finished("praise")
    await world.finished("theft", details={"保密要求": "匿名"})
    await world.finished("complaint", details={"匿名": "是"})
    assert await world.asked(conversation) == 0 and await world.call_back() == 0
