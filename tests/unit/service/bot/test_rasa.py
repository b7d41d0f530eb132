"""A Rasa that is away is waited for; one that has the message and does not answer is not asked for ever."""

from __future__ import annotations

import asyncio
from datetime import datetime

import aiohttp
import pytest
from aiohttp import web

from common.settings import ZONE
from service.bot.port import BotFailed, BotUnavailable, Turn
from service.bot.rasa import RasaBot
from service.face import Kind
from tests.journeys.stack import free_ports

TURN = Turn(
    conversation=1,
    session=1,
    message=1,
    channel="web",
    kind=Kind.TEXT,
    text="停电了",
    at=datetime(2026, 11, 24, 10, tzinfo=ZONE),
)


async def asked(port: int) -> None:
    async with aiohttp.ClientSession() as session:
        await RasaBot(session, f"http://127.0.0.1:{port}", "http://127.0.0.1:1", "token", 0.3).answer(TURN)


@pytest.mark.parametrize(
    ("status", "pause", "expected"), [(200, 2.0, BotFailed), (500, 0, BotFailed), (503, 0, BotUnavailable)]
)
async def test_an_answer_too_late_counts_as_a_failure(
    status: int, pause: float, expected: type[Exception]
) -> None:
    async def turn(request: web.Request) -> web.Response:
        await asyncio.sleep(pause)
        return web.json_response({"messages": []}, status=status)

    application = web.Application()
    application.router.add_post("/webhooks/laidian/turn", turn)
    runner = web.AppRunner(application)
    await runner.setup()
    [port] = free_ports(1)
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        with pytest.raises(expected):
            await asked(port)
    finally:
        await runner.cleanup()


async def test_nobody_at_the_port_is_waited_for() -> None:
    [port] = free_ports(1)
    with pytest.raises(BotUnavailable):
        await asked(port)
