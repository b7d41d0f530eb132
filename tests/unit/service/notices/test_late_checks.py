"""A report taken while the utility was away is checked when it answers again; one for a preferred customer goes first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from common.settings import ZONE
from service.bell import Bell
from service.conversations.log import MessageLog
from service.face import InboundMessage, Kind, Ticket
from service.notices.late_checks import LateChecks
from service.notices.restorations import Restorations
from service.store import Store
from service.store.tables import outage_watches
from service.tickets.book import UNCHECKED, NewTicket, TicketBook
from service.utility.demo import DemoUtility
from service.utility.port import Area, Outage, UtilityUnavailable

DARK = "青口镇海韵花园6号楼2单元201室"  # a fault of the demo utility
NOW = datetime(2026, 11, 24, 10, tzinfo=ZONE)


class FlakyUtility(DemoUtility):
    """The demo utility, which can be away."""

    away = True

    async def resolve_area(self, address_text: str) -> Area | None:
        self._answer()
        return await super().resolve_area(address_text)

    async def known_outages(self, where: Any, at: datetime) -> tuple[Outage, ...]:
        self._answer()
        return await super().known_outages(where, at)

    def _answer(self) -> None:
        if self.away:
            raise UtilityUnavailable("away")


class World:
    """Ticket book, checks and two customers."""

    def __init__(self, store: Store) -> None:
        self.store, self.utility = store, FlakyUtility(lambda: NOW)
        self.book = TicketBook(store, self.utility, lambda: NOW)
        self.restorations = Restorations(store, self.utility, lambda: NOW)
        self.checks = LateChecks(store, self.utility, self.restorations, lambda: NOW)
        self.log = MessageLog(store, Bell(store), timedelta(hours=24), lambda: NOW)
        self.count = 0

    async def customer(self, name: str) -> str:
        message = InboundMessage("web", name, f"m-{name}", Kind.TEXT, NOW, "停电了")
        return (await self.log.receive(message)).conversation

    async def report(
        self, conversation: str, address: str, topic: str = "outage_area", **more: Any
    ) -> Ticket:
        self.count += 1
        new = NewTicket(conversation, topic, f"k{self.count}", "没电", address, **more)
        return (await self.book.create(new)).ticket


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    store = Store(f"sqlite:///{tmp_path / 'laidian.db'}")
    store.migrate()
    yield World(store)
    store.close()


async def test_a_report_is_checked_once_the_utility_answers(world: World) -> None:
    conversation = await world.customer("one")
    ticket = await world.report(conversation, DARK)
    assert "待核对" in ticket.details[UNCHECKED]
    assert await world.checks.look() == 0, "still away"
    world.utility.away = False
    assert await world.checks.look() == 1
    assert await world.checks.look() == 0, "once"
    checked = await world.book.get(ticket.number)
    assert UNCHECKED not in checked.details and "海韵花园" in checked.details["已知停电"]
    assert checked.history[-1].action == "补查"
    said = (await world.log.history(conversation))[-1].text
    assert ticket.number in said and "以现场为准" in said
    watches = await world.store.read(lambda tx: tx.execute(sa.select(outage_watches)).all())
    assert [watch.conversation for watch in watches] == [conversation]


async def test_one_report_that_cannot_be_checked_keeps_no_other_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = await world.customer("one")
    broken, sound = await world.report(conversation, "坏地址"), await world.report(conversation, DARK)
    world.utility.away, resolve = False, world.utility.resolve_area

    async def picky(address: str) -> Area | None:
        if address == "坏地址":
            raise OverflowError("date value out of range")
        return await resolve(address)

    monkeypatch.setattr(world.utility, "resolve_area", picky)
    assert await world.checks.look() == 1
    assert UNCHECKED in (await world.book.get(broken.number)).details
    assert UNCHECKED not in (await world.book.get(sound.number)).details


async def test_a_place_without_outage_is_noted_for_staff_only(world: World) -> None:
    conversation = await world.customer("one")
    ticket = await world.report(conversation, "海头镇东河村3组")
    before = len(await world.log.history(conversation))
    world.utility.away = False
    assert await world.checks.look() == 1
    assert (await world.book.get(ticket.number)).details["已知停电"] == "没有已公布的停电"
    assert len(await world.log.history(conversation)) == before


async def test_reports_of_one_place_are_pointed_out_and_not_merged(world: World) -> None:
    world.utility.away = False
    first = await world.report(await world.customer("one"), "海头镇龙王台村3组")
    second = await world.report(await world.customer("two"), "海头镇龙王台村8组")
    other = await world.report(await world.customer("three"), "宋庄镇小兴庄村1组")
    assert second.details["附近同类报修"] == first.number and second.number != first.number
    assert "附近同类报修" not in first.details and "附近同类报修" not in other.details


@pytest.mark.parametrize(("account", "urgency"), [("3200003888010", "紧急"), ("3200001888001", "一般")])
async def test_a_key_customer_goes_first(world: World, account: str, urgency: str) -> None:
    world.utility.away = False
    ticket = await world.report(await world.customer("one"), DARK, "outage_home", account_no=account)
    assert ticket.urgency == urgency
    assert ("客户级别" in ticket.details) == (urgency == "紧急")


async def test_the_place_of_an_account_is_on_file_for_a_report_without_one(world: World) -> None:
    world.utility.away = False
    account, one = "3200001888001", await world.customer("one")
    masked = await world.report(one, "户号320*******001登记的地址", "outage_home", account_no=account)
    assert "望海名都" in masked.details["户号登记地址"]
    placed = await world.report(one, DARK, "outage_home", account_no=account)
    assert "户号登记地址" not in placed.details


async def test_a_place_given_later_takes_the_place_of_the_first(world: World) -> None:
    conversation = await world.customer("one")
    ticket = await world.report(conversation, "", "danger")
    await world.book.add_note(conversation, ticket.number, "快来", "n1")
    assert (await world.book.get(ticket.number)).address == ""
    await world.book.add_note(conversation, ticket.number, "学校后面", "n2", address="海头镇小学后面")
    assert (await world.book.get(ticket.number)).address == "海头镇小学后面"


async def test_a_place_put_right_is_put_right_in_the_summary_too(world: World) -> None:
    conversation = await world.customer("one")
    told = NewTicket(conversation, "outage_home", "k", f"{DARK}，没电，邻居有电", DARK)
    number = (await world.book.create(told)).ticket.number
    await world.book.add_note(conversation, number, "是5号楼", "n1", address="墩尚镇墩尚花园5号楼")
    assert (await world.book.get(number)).summary == "墩尚镇墩尚花园5号楼，没电，邻居有电"


async def test_a_special_case_told_later_makes_an_order_urgent(world: World) -> None:
    conversation = await world.customer("one")
    ticket = await world.report(conversation, DARK, "outage_home")
    await world.book.add_note(conversation, ticket.number, "增氧机停了", "n1", sensitive=["aquaculture"])
    noted = await world.book.get(ticket.number)
    assert noted.urgency == "紧急" and noted.details["特殊情况"]


async def test_a_question_put_while_the_utility_was_away_is_answered_once(world: World) -> None:
    conversation = await world.customer("one")
    await world.restorations.wait_for(conversation, "any", DARK)
    assert await world.restorations.look() == 0
    assert await world.checks.look() == 0, "still away"
    world.utility.away = False
    assert await world.checks.look() == 1
    assert await world.checks.look() == 0
    said = [message.text for message in await world.log.history(conversation)]
    assert "滨河家园故障停电" in said[-1] and "以现场为准" in said[-1]
    watches = await world.store.read(lambda tx: tx.execute(sa.select(outage_watches)).all())
    assert "any" not in [watch.outage for watch in watches] and watches
