"""A process that is killed in mid-message loses nothing, and the customer is answered once."""

from __future__ import annotations

import asyncio

import pytest

from tests.journeys.stack import Stack

# They kill processes, for which nobody else should wait.
pytestmark = pytest.mark.xdist_group("restarts")

PATIENCE = 90


@pytest.mark.parametrize("process", ["service", "rasa", "actions"])
async def test_a_killed_process_loses_nothing_and_answers_once(stack: Stack, process: str) -> None:
    async with stack.web() as customer:
        await customer.ask("家里没电了")
        sent = asyncio.create_task(customer.say("海头镇东河村三组", timeout=PATIENCE))
        await asyncio.sleep(0.01)
        stack.kill(process)
        ack = await sent
        assert ack["type"] == "ack"
        await customer.wait_for_reply(ack["seq"], PATIENCE, quiet=2)
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while not any("邻居" in m["text"] for m in customer.seen):
            assert asyncio.get_running_loop().time() < deadline, [m["text"] for m in customer.seen]
            await asyncio.sleep(0.3)
        await asyncio.sleep(2)
        questions = [m["text"] for m in customer.seen if m["from"] == "bot" and "邻居" in m["text"]]
        assert len(questions) == 1, questions
        assert [m["text"] for m in customer.seen].count("海头镇东河村三组") == 1
        assert "总开关" in await customer.ask("邻居有电", PATIENCE)
    await asyncio.to_thread(stack.wait_until_ready)


async def test_a_wechat_message_pushed_three_times_is_answered_once(stack: Stack) -> None:
    async with stack.wechat("oJourneyRepeat00000000000001") as customer:
        fields = customer.phone._pusher.message("oJourneyRepeat00000000000001", "text", Content="你好")
        customer._platform.act("oJourneyRepeat00000000000001", (5, 3600))
        replies = await asyncio.gather(*(customer.phone._pusher.push(fields) for _ in range(3)))
        assert all(reply.accepted for reply in replies)
        await customer.wait(0)
        assert len(customer.screen()) == 1
