"""Two wishes, an interruption and a correction in one conversation, on each channel."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.stack import Stack


@pytest.mark.parametrize("channel", ["web", "wechat"])
async def test_two_wishes_an_interruption_and_a_correction(stack: Stack, channel: str) -> None:
    make: Any = stack.web() if channel == "web" else stack.wechat("oJourneyWholeTalk00000000001")
    async with make as customer:
        first = await customer.ask("海头镇东河村三组家里没电了，另外想问下峰谷电价怎么算")
        assert "邻居" in first and "21" not in first, "the second wish waits until the report is done"
        interrupted = await customer.ask("你是机器人吗")
        assert "机器人" in interrupted and "邻居" in interrupted
        await customer.ask("邻居有电")
        await customer.ask("没跳")
        await customer.ask("13812345678")
        card = await customer.ask("不是三组，是五组")
        assert "东河村5组" in card and "3组" not in card
        done = await customer.ask("对")
        assert "GD" in done and "5组" not in done.split("GD")[0]
        assert "峰谷" in done and done.index("GD") < done.index("峰谷"), done


async def test_another_wish_in_mid_form_is_served_and_the_form_goes_on(stack: Stack) -> None:
    async with stack.web() as customer:
        await customer.ask("家里没电了")
        assert "户号" in await customer.ask("先帮我查一下电费")
        assert "后四位" in await customer.ask("3200001888001")
        answer = await customer.ask("1001")
        assert "度" in answer and "接着" in answer
    [tries] = stack.rows("SELECT count(*) AS n FROM verification_tries")
    assert tries.n >= 1


async def test_a_stranger_cannot_read_a_bill(stack: Stack) -> None:
    async with stack.web() as stranger:
        await stranger.ask("查一下3200001888001的电费")
        for guess in ("0000", "1111", "2222", "3333"):
            answer = await stranger.ask(guess)
            assert "元" not in answer and "望海名都" not in answer, answer
            if "户号" in answer and "后四位" not in answer:
                await stranger.ask("3200001888001")
        locked = await stranger.ask("4444")
        assert "元" not in locked
    async with stack.web() as other:
        answer = await other.ask("查一下我的电费")
        assert "望海名都" not in answer
