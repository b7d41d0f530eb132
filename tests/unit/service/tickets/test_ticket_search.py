"""A work order is found again by what somebody knows of it, also when it is closed."""

from __future__ import annotations

import pytest
import pytest_asyncio

from service.face import StaffMember
from service.tickets.book import NewTicket, TicketBook
from service.utility.demo import DemoUtility
from tests.unit.service.world import Clock, World

CREW = StaffMember("s1", "crew", "老王", "staff")


@pytest_asyncio.fixture
async def book(world: World) -> TicketBook:
    clock: Clock = world.clock
    made = TicketBook(world.store, DemoUtility(clock), clock)
    talk = (await world.hear("停电了")).conversation
    orders = [
        ("outage_home", "全家没电，邻居有电", "青口镇金榆小区3号楼502室", "13812341001", None),
        ("outage_area", "一片没电 100%", "墩尚镇朱都村", "13955667788", None),
        ("meter_check", "申请校验电表", "青口镇金海花园2号楼", None, "3200001888001"),
    ]
    for number, (topic, summary, address, phone, account) in enumerate(orders):
        await made.create(
            NewTicket(
                talk,
                topic,
                f"k{number}",
                summary,
                address,
                account_no=account,
                phone=phone,
            )
        )
    await made.move("GD202611240002", "撤销", CREW, "重复报修")
    return made


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("GD202611240002", "2"),
        ("gd202611240002", "2"),
        ("0003", "3"),
        ("1001", "1"),
        ("13812341001", "1"),
        ("8001", "3"),
        ("青口镇", "31"),
        ("青口镇 没电", "1"),
        ("撤销", "2"),
        ("100%", "2"),
        ("1_0", ""),
        ("  ", ""),
        ("赣马镇", ""),
    ],
)
async def test_number_place_words_and_the_end_of_a_phone_find_it(
    book: TicketBook, words: str, ends: str
) -> None:
    assert "".join(each.number[-1] for each in await book.search(words)) == ends


async def test_no_more_are_read_than_wanted(book: TicketBook) -> None:
    assert len(await book.search("GD", limit=2)) == 2
