"""What is said to staff is not lost: danger opens its order, the bot takes up what is unanswered, nobody talks to an empty desk."""

from __future__ import annotations

import asyncio

from tests.journeys.stack import Stack
from tests.journeys.test_takeover import take


async def test_danger_said_to_staff_is_an_order_and_the_bot_asks_on_after_the_hand_back(stack: Stack) -> None:
    async with stack.web() as customer, stack.staff() as staff:
        await customer.ask("转人工")
        await customer.say("我在等你们的人")
        conversation = await take(staff, "等你们的人")
        await asyncio.sleep(0.5)
        advice = await customer.ask("变压器着火了！！有人触电了")
        assert "120" in advice
        await asyncio.sleep(0.5)
        talk = await staff.get(f"conversations/{conversation}")
        [ticket] = talk["tickets"]
        assert (ticket["urgency"], ticket["address"]) == ("紧急", "")
        assert talk["conversation"]["alarmed_at"] and talk["conversation"]["reason"] == "危险"
        await staff.post(f"conversations/{conversation}/replies", text="请先离远", client_id="d1")
        assert (await staff.post(f"conversations/{conversation}/release"))[0] == 200
        await asyncio.sleep(3)
        said = [message["text"] for message in customer.seen if message["from"] != "customer"]
        assert "位置" in said[-1], said
        assert ticket["number"] in await customer.ask("在青口镇万象城小区门口")
        found = (await staff.get(f"conversations/{conversation}"))["tickets"]
        assert [each["number"] for each in found] == [ticket["number"]], "a second order for one danger"
        assert "万象城" in found[0]["address"]


async def test_an_unanswered_wish_is_answered_by_the_bot_after_the_hand_back(stack: Stack) -> None:
    async with stack.web() as customer, stack.staff() as staff:
        await customer.ask("转人工")
        await customer.say("我有两件事情")
        conversation = await take(staff, "两件事")
        await staff.post(f"conversations/{conversation}/replies", text="您请讲", client_id="w1")
        await customer.say("查一下我的电费")
        await asyncio.sleep(1)
        await staff.post(f"conversations/{conversation}/release")
        await asyncio.sleep(2)
        said = [message["text"] for message in customer.seen if message["from"] != "customer"]
        assert "户号" in said[-1], said


async def test_talks_of_whoever_logs_out_are_in_the_queue_at_once(stack: Stack) -> None:
    name, password = stack.add_staff("xiaozhang", "小张")
    async with stack.web() as customer, stack.staff(name, password) as leaving, stack.staff() as staying:
        await customer.ask("转人工")
        await customer.say("我等小张同志")
        conversation = await take(leaving, "小张同志")
        assert (await leaving.post("logout", chats="queue"))[0] == 200
        again = await staying.waiting("小张同志")
        assert again["id"] == conversation
        assert any("离开" in message["text"] for message in customer.seen)
        assert (await staying.post(f"conversations/{conversation}/take"))[0] == 200
        await staying.post(f"conversations/{conversation}/close")
