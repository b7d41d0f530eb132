"""A form left alone is found again as a draft, after an hour and after a day; a one-time code reaches the phone and nobody else."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from channels.web.session import customer_of
from common.chat_client import ChatClient
from common.settings import ZONE
from tests.journeys.stack import Stack

# They kill processes, for which nobody else should wait.
pytestmark = pytest.mark.xdist_group("restarts")


def let_time_pass(stack: Stack, talk: ChatClient, gone: timedelta) -> None:
    """As if all that this customer has said and heard had been so much earlier, once rasa, which keeps its latest turns, starts anew."""
    [row] = stack.rows("SELECT id FROM conversations WHERE customer = :c", c=customer_of(talk.token))
    today, then = datetime.now(ZONE), datetime.now(ZONE) - gone
    with sa.create_engine(stack.store_url).begin() as connection:
        update = sa.text("UPDATE conversations SET last_at = :at, asked_at = NULL WHERE id = :id")
        connection.execute(
            update, {"at": then.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S.%f"), "id": row.id}
        )
    with sa.create_engine(f"sqlite:///{stack.home / 'tracker.db'}").begin() as connection:
        turns = connection.execute(
            sa.text("SELECT * FROM tracker_turns WHERE sender_id LIKE :id"), {"id": f"{row.id}.%"}
        ).all()
        for turn in turns:
            events = re.sub(
                rf'"sent_at": "{today:%Y-%m-%dT}[^"]+"', f'"sent_at": "{then.isoformat()}"', turn.events
            )
            assert events != turn.events
            connection.execute(
                sa.text("UPDATE tracker_turns SET events = :e WHERE sender_id = :s AND turn = :t"),
                {"e": events, "s": turn.sender_id, "t": turn.turn},
            )


async def test_a_report_left_alone_is_gone_on_with_after_an_hour_and_after_its_session(stack: Stack) -> None:
    """Three customers leave theirs at once, since every start of rasa takes a quarter of a minute."""
    async with stack.web() as soon, stack.web() as next_day, stack.web() as in_danger:
        for talk, gone in ((soon, 1), (next_day, 25), (in_danger, 25)):
            await talk.ask("青口镇金榆小区12号楼1单元301室家里没电了")
            question = (await talk.ask("邻居家都亮着"))[-12:]
            let_time_pass(stack, talk, timedelta(hours=gone))
        stack.kill("rasa")
        await asyncio.to_thread(stack.wait_until_ready)

        back = await soon.ask("你好")
        assert "上次的报修还没填完" in back and question not in back
        assert question in await soon.tap("接着填")

        assert "上次的报修还没填完" in await next_day.ask("在吗")
        assert question in await next_day.ask("接着填")

        danger = await in_danger.ask("电线掉在地上冒火花了")
        assert "接着填" not in danger and "8米" in danger
        assert "接着填" not in await in_danger.ask("转人工")


async def test_a_one_time_code_reaches_the_phone_only(stack: Stack) -> None:
    async with stack.web() as talk:
        await talk.ask("查电费，户号3200001888001")
        await talk.tap("不知道，发验证码")
        log = (stack.home / "logs" / "service.log").read_text(encoding="utf-8")
        code = re.findall(r"\[demo\] SMS .*验证码(\d{6})", log)[-1]
        assert code not in "".join(message["text"] for message in talk.seen)
        assert "元" in await talk.ask(code)
