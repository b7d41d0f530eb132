"""The terminal chat: it says how to start when it cannot, and talks like a customer when it can."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from channels.wechat import WeChatAdapter
from common.settings import ROOT, WeChatSettings
from service.face import Author, Kind
from tests.unit.channels.wechat.wechat_fakes import FakeMedia, line
from tests.wechat_simulator import Account

pytestmark = pytest.mark.asyncio

DEMO = Account()
VARIABLES = {
    "LAIDIAN_WECHAT_TOKEN": DEMO.token,
    "LAIDIAN_WECHAT_AES_KEY": DEMO.aes_key,
    "LAIDIAN_WECHAT_APP_ID": DEMO.app_id,
    "LAIDIAN_WECHAT_APP_SECRET": DEMO.app_secret,
}


async def run(typed: str = "", **variables: str) -> tuple[int, str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LAIDIAN_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.wechat_simulator"),
        cwd=ROOT,
        env={**environment, "LAIDIAN_WECHAT_MODE": "safe", **variables},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await asyncio.wait_for(process.communicate(typed.encode()), 30)
    return process.returncode or 0, output.decode()


@pytest.mark.skipif((ROOT / ".env").exists(), reason="a .env of the operator turns the channel on")
async def test_channel_that_is_off_is_explained_with_settings_to_copy() -> None:
    code, output = await run()
    assert code == 1 and f"LAIDIAN_WECHAT_TOKEN={DEMO.token}" in output and "Traceback" not in output


async def test_real_platform_address_is_not_taken_over() -> None:
    code, output = await run(**VARIABLES, LAIDIAN_WECHAT_API_BASE="https://api.weixin.qq.com")
    assert code == 1 and "http://127.0.0.1:9090" in output


async def test_laidian_that_does_not_answer_is_explained(unused_tcp_port_factory: Any) -> None:
    base, public = unused_tcp_port_factory(), unused_tcp_port_factory()
    variables = {"LAIDIAN_WECHAT_API_BASE": f"http://127.0.0.1:{base}", "LAIDIAN_PUBLIC_PORT": str(public)}
    code, output = await run(**VARIABLES, **variables)
    assert code == 1 and "make run" in output and "Traceback" not in output


async def test_typed_words_and_numbers_become_texts_and_taps(
    start: Any, session: aiohttp.ClientSession, unused_tcp_port_factory: Any
) -> None:
    base = f"http://127.0.0.1:{unused_tcp_port_factory()}"
    callback = await start()
    settings = WeChatSettings(DEMO.token, DEMO.aes_key, DEMO.app_id, DEMO.app_secret, base, "safe")
    adapter = WeChatAdapter(settings, session, FakeMedia())

    async def answer() -> None:
        """A core of one sentence: asks once, with a menu."""
        while not callback.conversations.stored:  # noqa: ASYNC110  the fake tells nobody when it stores
            await asyncio.sleep(0.02)
        question = line(3, "哪里停电了？", Author.BOT, "只有我家", "整栋楼")
        for envelope in adapter.plan([question], 5):
            await adapter.send(callback.conversations.stored[0].customer, envelope)

    environment = {
        **VARIABLES,
        "LAIDIAN_WECHAT_API_BASE": base,
        "LAIDIAN_WECHAT_MODE": "safe",
        "LAIDIAN_PUBLIC_PORT": str(urlsplit(callback.url).port),
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.wechat_simulator"),
        cwd=ROOT,
        env={**{n: v for n, v in os.environ.items() if not n.startswith("LAIDIAN_")}, **environment},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin and process.stdout
    process.stdin.write("我家停电了\n".encode())
    await asyncio.wait_for(answer(), 10)
    shown = ""
    while "回复数字也可以" not in shown:
        shown += (await asyncio.wait_for(process.stdout.readline(), 10)).decode()
    assert "来电> 哪里停电了？" in shown and "2. 整栋楼" in shown
    process.stdin.write("2\n/place 34.84 119.12 青口镇\n/unknown-command\n/place here\n/quit\n".encode())
    rest, _ = await asyncio.wait_for(process.communicate(), 10)
    said = [(m.kind, m.text, m.choice) for m in callback.conversations.stored]
    assert said == [
        (Kind.TEXT, "我家停电了", None),
        (Kind.CHOICE, "整栋楼", "3-1"),
        (Kind.LOCATION, "青口镇", None),
        (Kind.TEXT, "/unknown-command", None),
    ]
    assert "/help" in rest.decode() and process.returncode == 0
