"""A customer reports an outage and gets a work order, whatever happens on the way."""

from __future__ import annotations

import re
from typing import Any

from tests.journeys.stack import Stack

NUMBER = re.compile(r"GD\d{12}")
PLACE = "海头镇东河村三组"


async def fill_in(ask: Any) -> str:
    """The short way through the form, up to the card."""
    await ask(f"{PLACE}家里没电了")
    await ask("邻居家有电")
    await ask("没跳")
    return str(await ask("13812345678"))


async def test_web_customer_reports_an_outage_and_gets_a_number(stack: Stack) -> None:
    async with stack.web() as customer:
        card = await fill_in(customer.ask)
        assert "海头镇东河村3组" in card and "138****5678" in card and "13812345678" not in card
        answer = await customer.ask("对")
        number = NUMBER.search(answer)
        assert number, answer
        assert "一般" in answer and "一定" not in answer
        assert number[0] in await customer.ask("查一下进度")
    [ticket] = stack.rows("SELECT * FROM tickets WHERE number = :number", number=number[0])
    assert (ticket.topic, ticket.phone, ticket.address) == ("outage_home", "13812345678", "海头镇东河村3组")


async def test_wechat_customer_reports_an_outage_in_safe_mode(stack: Stack) -> None:
    async with stack.wechat("oJourneyOutage00000000000001") as customer:
        assert "海头镇东河村3组" in await fill_in(customer.ask)
        assert NUMBER.search(await customer.ask("对，登记报修"))


async def test_one_answer_is_corrected_on_the_card(stack: Stack) -> None:
    async with stack.web() as customer:
        await customer.ask("青口镇黄海路12号3号楼2单元501家里没电了")
        await customer.ask("邻居有电")
        await customer.ask("没跳")
        await customer.ask("13912345678")
        card = await customer.ask("不是3号楼，是5号楼")
        assert "5号楼2单元501" in card and "3号楼" not in card
        assert NUMBER.search(await customer.tap("对，登记报修"))


async def test_a_question_in_mid_form_is_answered_and_the_form_goes_on(stack: Stack) -> None:
    async with stack.web() as customer:
        await customer.ask("家里没电了")
        answer = await customer.ask("你是机器人吗")
        assert "机器人" in answer and "哪里" in answer
        assert "邻居" in await customer.ask(PLACE)


async def test_cancel_leaves_no_ticket(stack: Stack) -> None:
    async with stack.web() as customer:
        await customer.ask("家里没电了")
        assert "没有登记" in await customer.ask("算了不报了")
        assert "登记" in await customer.ask("查一下我的工单进度")


async def test_two_reports_of_one_outage_are_one_ticket(stack: Stack) -> None:
    async with stack.web() as customer:
        await fill_in(customer.ask)
        first = NUMBER.search(await customer.ask("对"))
        await fill_in(customer.ask)
        second = await customer.ask("对")
        assert first and first[0] in second and "报过" in second


async def test_urging_counts_and_makes_no_second_ticket(stack: Stack) -> None:
    async with stack.web() as customer:
        await fill_in(customer.ask)
        number = NUMBER.search(await customer.ask("对"))
        assert number
        assert "第1次催办" in await customer.ask("怎么还不来人，催一下")
        assert "刚刚已经催过" in await customer.ask("快点啊再催一下")
    [ticket] = stack.rows("SELECT urges FROM tickets WHERE number = :number", number=number[0])
    assert ticket.urges == 1


async def test_an_outage_without_publication_gets_an_honest_answer(stack: Stack) -> None:
    async with stack.web() as customer:
        answer = await customer.ask("海头镇东河村什么时候来电")
        assert "暂无" in answer
