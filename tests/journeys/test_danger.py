"""Danger interrupts anything, is answered with advice first, and ends with a person."""

from __future__ import annotations

from tests.journeys.stack import Stack


async def test_danger_in_mid_form_interrupts_and_becomes_an_urgent_ticket(stack: Stack) -> None:
    async with stack.web() as customer, stack.staff() as staff:
        await customer.ask("家里没电了")
        answer = await customer.ask("等等，猪圈边上有根电线掉下来了")
        assert "8米" in answer and answer.index("8米") < answer.index("位置")
        assert "户号" not in answer
        alerted = await staff.waiting("猪圈边上")
        assert alerted["urgent"]
        done = await customer.ask("海头镇东河村小学后面")
        assert "紧急工单" in done
    [ticket] = stack.rows("SELECT * FROM tickets WHERE conversation = :id", id=alerted["id"])
    assert (ticket.urgency, ticket.topic) == ("紧急", "danger") and "东河村" in ticket.address


async def test_danger_said_while_waiting_for_staff_gets_advice_at_once(stack: Stack) -> None:
    async with stack.web() as customer, stack.staff() as staff:
        await customer.ask("转人工")
        answer = await customer.ask("表箱冒火花了")
        assert "119" in answer
        assert (await staff.waiting("冒火花"))["urgent"]


async def test_anger_is_not_danger(stack: Stack) -> None:
    async with stack.web() as customer:
        assert "⚠️" not in await customer.ask("电费贵死人了，气炸了")
