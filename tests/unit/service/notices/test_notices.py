"""The bot speaks of its own accord once, and only where it helps."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
import sqlalchemy as sa

from common.settings import ZONE
from service.bell import Bell
from service.conversations.log import MessageLog
from service.face import InboundMessage, Kind, Ticket
from service.notices.inspections import Inspections
from service.notices.polling import look_every
from service.notices.reminders import REMINDER, SILENCE, Reminders
from service.notices.restorations import Restorations
from service.store import Store
from service.store.tables import conversations, messages, outage_watches
from service.tickets.book import NewTicket, TicketBook
from service.utility.demo import DemoUtility
from service.utility.port import Outage, OutageKind, UtilityError


class World:
    """A store with one web visitor, and a clock that the test moves."""

    def __init__(self, store: Store) -> None:
        self.now = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)
        self.store = store
        self.log = MessageLog(store, Bell(store), timedelta(hours=24), lambda: self.now)
        self.count = 0

    async def hear(self, text: str) -> str:
        """The visitor says something; gives his conversation's id."""
        self.count += 1
        message = InboundMessage("web", "visitor", f"m{self.count}", Kind.TEXT, self.now, text)
        return (await self.log.receive(message)).conversation

    async def change(self, conversation: str, **values: object) -> None:
        """Sets columns of the conversation."""
        update = conversations.update().where(conversations.c.id == conversation).values(**values)
        await self.store.write(lambda tx: tx.execute(update))

    async def texts(self, conversation: str) -> list[str]:
        """All that was said."""
        return [message.text for message in await self.log.history(conversation)]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    store = Store(f"sqlite:///{tmp_path / 'laidian.db'}")
    store.migrate()
    yield World(store)
    store.close()


async def test_a_silent_customer_is_reminded_once(world: World) -> None:
    conversation = await world.hear("家里没电了")
    await world.change(conversation, asked_at=world.now)
    reminders = Reminders(world.store, lambda: world.now)
    assert await world.store.write(reminders.remind) == 0
    world.now += SILENCE
    assert await world.store.write(reminders.remind) == 1
    world.now += SILENCE
    assert await world.store.write(reminders.remind) == 0
    assert (await world.texts(conversation)).count(REMINDER) == 1


async def test_an_answer_ends_the_wait(world: World) -> None:
    conversation = await world.hear("家里没电了")
    await world.change(conversation, asked_at=world.now)
    await world.hear("海头镇东河村")
    world.now += 2 * SILENCE
    assert await world.store.write(Reminders(world.store, lambda: world.now).remind) == 0


@pytest.mark.parametrize("owner", ["queue", "staff"])
async def test_nobody_is_reminded_while_a_person_has_the_talk(world: World, owner: str) -> None:
    conversation = await world.hear("转人工")
    await world.change(conversation, asked_at=world.now, owner=owner)
    world.now += 2 * SILENCE
    assert await world.store.write(Reminders(world.store, lambda: world.now).remind) == 0


async def test_who_waits_for_an_outage_hears_of_its_end_once(world: World) -> None:
    conversation = await world.hear("海韵花园停电了")
    utility = DemoUtility(lambda: world.now)
    address = "青口镇海韵花园6号楼2单元201室"
    [outage] = [o for o in await utility.known_outages(address, world.now) if not o.ended_at]
    restorations = Restorations(world.store, utility, lambda: world.now)
    await restorations.wait_for(conversation, outage.id, address)
    await restorations.wait_for(conversation, outage.id, address)
    assert await restorations.look() == 0

    class Ended(DemoUtility):
        async def known_outages(self, where: object, at: datetime) -> tuple:  # type: ignore[override,type-arg]
            return (replace(outage, ended_at=world.now),)

    later = Restorations(world.store, Ended(lambda: world.now), lambda: world.now)
    assert await later.look() == 1
    assert await later.look() == 0
    told = (await world.texts(conversation))[-1]
    assert "海韵花园" in told and "来电了吗" in told
    [buttons] = await world.store.read(
        lambda tx: tx.execute(sa.select(messages.c.buttons).where(messages.c.text == told)).scalars().all()
    )
    assert buttons[1]["payload"] == f'/report_outage_home{{"outage_address": "{address}"}}', "not asked again"


async def test_who_waits_in_vain_for_three_days_hears_that_nothing_is_known(world: World) -> None:
    conversation = await world.hear("停电了")
    restorations = Restorations(world.store, DemoUtility(lambda: world.now), lambda: world.now)
    await restorations.wait_for(conversation, "gone", "青口镇海韵花园")
    assert await restorations.look() == 0
    world.now += timedelta(days=3, hours=12)
    assert await restorations.look() == 0, "not at ten in the evening"
    world.now += timedelta(hours=12)
    assert await restorations.look() == 1
    said = (await world.texts(conversation))[-1]
    assert "青口镇海韵花园" in said and "没查到恢复" in said and "来电了吗" in said
    assert await restorations.look() == 0
    left = await world.store.read(lambda tx: tx.execute(sa.select(outage_watches)).all())
    assert left == []


async def test_an_outage_that_lasts_is_waited_for_however_long(world: World) -> None:
    conversation, start = await world.hear("停电了"), world.now

    class Lasting(DemoUtility):
        async def known_outages(self, where: object, at: datetime) -> tuple:  # type: ignore[override,type-arg]
            return (Outage("o", OutageKind.FAULT, ("1",), ("青口镇",), None, start, None, "调度", start),)

    restorations = Restorations(world.store, Lasting(lambda: world.now), lambda: world.now)
    await restorations.wait_for(conversation, "o", "青口镇")
    world.now += timedelta(days=5)
    assert await restorations.look() == 0
    left = await world.store.read(lambda tx: tx.execute(sa.select(outage_watches)).all())
    assert len(left) == 1


async def test_an_address_that_the_utility_cannot_read_keeps_nobody_else_waiting(world: World) -> None:
    """It answered 422 for one address, and nobody ever heard again that his supply was back."""

    class Picky(DemoUtility):
        asked: ClassVar[list[object]] = []

        async def known_outages(self, where: object, at: datetime) -> tuple:  # type: ignore[override,type-arg]
            self.asked.append(where)
            if where == "一处":
                raise UtilityError("the utility answered 422")
            if where == "另一处":
                raise RuntimeError("a fault of ours")
            start = world.now - timedelta(hours=3)
            return (
                Outage(
                    "o", OutageKind.FAULT, ("1",), ("青口镇",), None, start, None, "调度", start, world.now
                ),
            )

    conversation = await world.hear("停电了")
    restorations = Restorations(world.store, Picky(lambda: world.now), lambda: world.now)
    for outage, where in (("a", "一处"), ("b", "另一处"), ("o", "青口镇"), ("p", "青口镇")):
        await restorations.wait_for(conversation, outage, where)
    assert await restorations.look() == 1
    assert "恢复送电" in (await world.texts(conversation))[-1]
    assert Picky.asked.count("青口镇") == 1, "an address is looked up once for all who wait there"
    world.now += timedelta(days=4)
    assert await restorations.look() == 2
    assert any("您之前问的一处停电" in text for text in await world.texts(conversation))


async def test_a_notice_that_fails_is_tried_again_and_ends_nothing() -> None:
    """One date of the utility ended the service, and after the restart again."""
    again = asyncio.Event()
    looks = []

    async def look() -> None:
        looks.append(1)
        if len(looks) == 3:
            again.set()
        raise OverflowError("date value out of range")

    task = asyncio.create_task(look_every(0, "looking", look))
    await asyncio.wait_for(again.wait(), 5)
    task.cancel()


@pytest.mark.parametrize(("form", "reminded"), [("outage_form", 1), ("complain_form", 0)])
async def test_at_night_only_an_outage_is_reminded_of(world: World, form: str, reminded: int) -> None:
    conversation = await world.hear("家里没电了")
    world.now = world.now.replace(hour=21, minute=30)
    await world.change(conversation, asked_at=world.now - SILENCE, asked_form=form)
    reminders = Reminders(world.store, lambda: world.now)
    assert await world.store.write(reminders.remind) == reminded
    world.now += timedelta(hours=11)
    assert await world.store.write(reminders.remind) == 0


async def booked(world: World, days: int) -> tuple[Inspections, TicketBook, Ticket, bool]:
    """An inspection so many days from now."""
    conversation = await world.hear("约用电检查")
    book = TicketBook(world.store, DemoUtility(lambda: world.now), lambda: world.now)
    new = NewTicket(conversation, "business", f"k{days}", "用电检查", account_no="3200001888009")
    ticket = (await book.create(new)).ticket
    inspections = Inspections(world.store, lambda: world.now)
    day = world.now.date() + timedelta(days=days)
    reminds = await inspections.book(ticket, day, "上午")
    assert await inspections.book(ticket, day, "上午") == reminds
    return inspections, book, ticket, reminds


async def test_an_inspection_is_reminded_of_the_day_before_by_day(world: World) -> None:
    inspections, _, ticket, reminds = await booked(world, days=3)
    assert reminds and await inspections.booked("3200001888009") == 1
    assert await inspections.remind() == 0
    world.now = (world.now + timedelta(days=2)).replace(hour=7)
    assert await inspections.remind() == 0, "quiet hours"
    world.now += timedelta(hours=1)
    assert await inspections.remind() == 1
    assert await inspections.remind() == 0
    said = (await world.texts(ticket.conversation))[-1]
    assert "明天（11月27日）" in said and ticket.number in said


async def test_an_inspection_of_tomorrow_needs_no_reminder(world: World) -> None:
    inspections, _, _, reminds = await booked(world, days=1)
    assert not reminds and await inspections.remind() == 0


async def test_another_day_moves_the_reminder_and_the_ticket(world: World) -> None:
    inspections, book, ticket, _ = await booked(world, days=2)
    day = world.now.astimezone(ZONE).date() + timedelta(days=5)
    assert await inspections.book(ticket, day, "下周一")
    world.now += timedelta(days=1)
    assert await inspections.remind() == 0
    world.now += timedelta(days=3)
    assert await inspections.remind() == 1
    assert (await book.get(ticket.number)).details["方便的时间"] == "下周一"


async def test_a_withdrawn_inspection_is_neither_reminded_of_nor_counted(world: World) -> None:
    inspections, book, ticket, _ = await booked(world, days=2)
    await book.cancel(ticket.conversation, ticket.number, "k")
    world.now += timedelta(days=1)
    assert await inspections.remind() == 0
    assert await inspections.booked("3200001888009") == 0
