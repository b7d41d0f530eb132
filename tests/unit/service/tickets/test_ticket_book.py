"""Work orders in the database: nothing that is told gets lost, and what hangs together moves together."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from desk.views import ticket_line
from service.face import IllegalMove, Refused, StaffOrder, Ticket
from service.tickets.book import NewTicket
from tests.unit.service.world import ALICE, World

PLACE = "青口镇金榆小区3号楼"
TO_THE_END = ("派单", "接单", "到达现场", "处理", "办结")
_keys = count(1)


async def report(world: World, conversation: str, topic: str = "outage_home", **values: object) -> Ticket:
    """The customer reports something; an open order on the same matter is used again."""
    given: dict[str, object] = {"address": PLACE, "join": True, **values}
    new = NewTicket(conversation, topic, f"k{next(_keys)}", "家里没电", **given)  # type: ignore[arg-type]
    return (await world.tickets.create(new)).ticket


async def talk(world: World, customer: str = "c1") -> str:
    return (await world.hear("停电了", customer)).conversation


async def move(world: World, number: str, *actions: str, note: str = "") -> Ticket:
    for action in actions:
        world.clock.move(minutes=1)
        await world.tickets.move(number, action, ALICE, note)
    return await world.tickets.get(number)


# What is told again


async def test_what_is_told_only_the_second_time_is_on_the_order(world: World) -> None:
    """A second report said “我已记下” and kept nothing: no phone, no words, no breathing machine."""
    conversation = await talk(world)
    first = await report(world, conversation, details={"客户原话": "没电了"})
    second = NewTicket(
        conversation,
        "outage_home",
        "again",
        "家里没电，老人用呼吸机",
        address=PLACE,
        account_no="3200001888001",
        phone="13812341234",
        join=True,
        sensitive=["life_support"],
        details={"客户原话": "我妈离不开呼吸机", "开始时间": "十点"},
        media=["pic"],
    )
    for _ in range(2):  # the second time it is a repeat of the turn
        made = await world.tickets.create(second)
        assert made.joined and made.ticket.number == first.number
    kept = await world.tickets.get(first.number)
    assert (kept.phone, kept.account_no, kept.urgency) == ("13812341234", "3200001888001", "紧急")
    assert kept.details["特殊情况"] == "生命支持设备"
    [told] = [event for event in kept.history if event.action == "补充"]
    assert told.actor == "机器人"
    assert told.note == "又报了一次；家里没电，老人用呼吸机；客户原话：我妈离不开呼吸机；开始时间：十点"
    assert [event.media for event in kept.history if event.action == "照片"] == ["pic"]


async def test_staff_s_second_complaint_is_an_order_of_its_own(world: World) -> None:
    """The second complaint vanished, and its customer was told that it was on the first one's order."""
    conversation = await talk(world)
    await world.desk.take_over(conversation, ALICE)
    rude = StaffOrder("complaint_service", "营业厅3号窗口态度恶劣", "", "13812341234", "a")
    first = await world.tickets.make_order(conversation, ALICE, rude)
    fee = replace(rude, summary="抄表员乱收费二百元", phone="13912341234", client_id="b")
    second = await world.tickets.make_order(conversation, ALICE, fee)
    assert (await world.tickets.make_order(conversation, ALICE, fee)).number == second.number
    assert second.number != first.number
    assert (second.summary, second.phone) == ("抄表员乱收费二百元", "13912341234")
    assert f"已为您登记投诉工单{second.number}" in (await world.said(conversation))[-1]


async def test_what_staff_write_of_the_same_place_is_a_note_of_theirs(world: World) -> None:
    conversation = await talk(world)
    await world.desk.take_over(conversation, ALICE)
    dark = StaffOrder("outage_home", "家里没电", PLACE, "", "a")
    await world.tickets.make_order(conversation, ALICE, dark)
    again = replace(dark, summary="家里没电，表箱有焦味", phone="13912341234", client_id="b")
    joined = await world.tickets.make_order(conversation, ALICE, again)
    assert joined.phone == "13912341234"
    assert any(event.actor == ALICE.name and "焦味" in event.note for event in joined.history)


# The board


async def test_what_is_finished_never_pushes_out_what_is_to_be_done(world: World) -> None:
    conversation = await talk(world)
    done = [await report(world, conversation, address=f"{n}号") for n in range(3)]
    for each in done:
        await move(world, each.number, *TO_THE_END)
    normal = await report(world, conversation, address="4号")
    urgent = await report(world, conversation, address="5号", sensitive=["life_support"])
    shown = [each.number for each in await world.tickets.open_tickets(3)]
    assert shown == [urgent.number, normal.number, done[0].number]


# Taken up again


async def test_the_promises_of_an_order_taken_up_again_begin_anew(world: World) -> None:
    conversation = await talk(world)
    number = (await report(world, conversation)).number
    first = await move(world, number, *TO_THE_END)
    world.clock.move(hours=3)
    again = await world.tickets.reopen(conversation, number, "r")
    taken_up = again.history[-1].at
    assert {name: due - taken_up for name, due in again.clocks.items()} == {
        name: due - first.created_at for name, due in first.clocks.items()
    }
    assert again.customer_times["到达现场"] == again.clocks["到达现场"]
    assert taken_up + timedelta(minutes=30) < again.clocks["到达现场"]


# Called


async def test_a_call_keeps_the_promise_to_call(world: World) -> None:
    """A complaint counted as late from the second day until its end, whoever had called."""
    conversation = await talk(world)
    complaint = await report(world, conversation, "complaint")
    called = await move(world, complaint.number, "派单", "联系客户", note="已电话联系")
    assert (called.status, called.history[-1].action) == ("派单", "联系客户")
    [clock] = [clock for clock in ticket_line(called, world.clock())["clocks"] if clock["name"] == "联系客户"]
    assert clock["met_at"]
    assert "联系客户" not in (await report(world, conversation)).moves, "a crew that comes need not call"


# Withdrawn


async def test_staff_withdraw_an_order_with_a_reason_that_the_customer_hears(world: World) -> None:
    """“工单…已撤销。”, and nothing why."""
    conversation = await talk(world)
    order = await report(world, conversation)
    for nothing in ("", " ", "。"):
        with pytest.raises(Refused, match="为什么撤销"):
            await move(world, order.number, "撤销", note=nothing)
    await move(world, order.number, "撤销", note="您家已经来电。")
    told = f"工单{order.number}已撤销：您家已经来电。还需要办的话，直接告诉我。"
    assert (await world.said(conversation))[-1] == told


async def test_a_customer_withdraws_without_a_reason(world: World) -> None:
    conversation = await talk(world)
    order = await report(world, conversation)
    before = await world.said(conversation)
    assert (await world.tickets.cancel(conversation, order.number, "c")).status == "撤销"
    assert await world.said(conversation) == before


async def test_a_closed_order_is_not_put_right(world: World) -> None:
    """“改好了，工单…现在的地址是19号楼101室”: nobody would ever read it."""
    conversation = await talk(world)
    order = await report(world, conversation)
    await move(world, order.number, "撤销", note="重复报修")
    kept = await world.tickets.add_note(
        conversation,
        order.number,
        "地址改成19号楼，电话13812341234",
        "n",
        address="19号楼",
        phone="13812341234",
        sensitive=["life_support"],
    )
    assert (kept.address, kept.phone, kept.urgency) == (PLACE, None, "一般")
    assert kept.history[-1].note == "地址改成19号楼，电话13812341234"


# Merged


async def merged(world: World) -> tuple[Ticket, Ticket]:
    """An order of one customer, and another's that was merged into it."""
    main = await report(world, await talk(world, "main"))
    side = await report(world, await talk(world, "side"), address=f"{PLACE}2单元")
    return main, await move(world, side.number, "合并", note=f"并入{main.number.lower()}，同一台变压器")


async def test_a_merged_order_tells_its_main_order_and_is_finished_with_it(world: World) -> None:
    main, side = await merged(world)
    assert side.customer_status == f"已合并到工单{main.number}"
    assert f"和工单{main.number}是同一处故障" in (await world.said(side.conversation))[-1]
    await move(world, main.number, *TO_THE_END)
    assert (await world.tickets.get(side.number)).status == "办结"
    for each in (main, side):
        assert (await world.said(each.conversation))[-1] == f"工单{each.number}已处理完。问题解决了吗？"


@pytest.mark.parametrize("by_hand", [True, False])
async def test_an_order_without_its_main_order_is_worked_on_alone(world: World, by_hand: bool) -> None:
    main, side = await merged(world)
    if by_hand:
        await move(world, side.number, "拆分")
    else:
        await world.tickets.cancel(main.conversation, main.number, "c")
    alone = await world.tickets.get(side.number)
    assert (alone.status, alone.customer_status) == ("派单", "已派单")
    if by_hand:
        await move(world, main.number, *TO_THE_END)
        assert (await world.tickets.get(side.number)).status == "派单"


async def test_an_order_is_merged_only_into_a_fault_that_is_worked_on(world: World) -> None:
    main, side = await merged(world)
    conversation = await talk(world, "third")
    fault = await report(world, conversation)
    done = await report(world, conversation, address="别处")
    await move(world, done.number, *TO_THE_END)
    for note in ("", "同一处故障", "GD209901010001", fault.number, done.number, side.number):
        with pytest.raises(Refused):
            await world.tickets.move(fault.number, "合并", ALICE, note)
    complaint = await report(world, conversation, "complaint")
    with pytest.raises(IllegalMove):
        await world.tickets.move(complaint.number, "合并", ALICE, main.number)
    assert (await world.tickets.get(fault.number)).status == "受理"


# Two at a time


async def test_finishing_an_order_while_it_is_reported_again_fails_neither(world: World) -> None:
    """Each held what the other waited for: a clerk's click failed, or an urgent report."""
    conversation = await talk(world)
    for n in range(8):
        number = (await report(world, conversation, address=f"{n}号")).number
        await move(world, number, *TO_THE_END[:-1])
        await asyncio.gather(
            move(world, number, "办结"),
            report(world, conversation, address=f"{n}号", sensitive=["life_support"]),
        )


async def test_to_who_wants_to_die_no_crew_is_promised(world: World) -> None:
    conversation = await talk(world)
    order = await report(world, conversation, "danger", danger=["self_harm"], join=False)
    assert order.urgency == "紧急" and set(order.clocks) == {"派单", "联系客户"}
    assert "联系客户" in order.moves
