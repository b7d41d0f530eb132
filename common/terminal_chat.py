"""`make shell`: a chat with the running bot in the terminal, through the same socket that browsers use."""

from __future__ import annotations

import asyncio
import sys

import aiohttp

from common.chat_client import ChatClient
from common.errors import LaidianError
from common.settings import Settings

NAMES = {"bot": "来电", "staff": "人工", "system": "系统"}


def chat(settings: Settings) -> None:
    """Talks until the input ends.

    Raises:
        LaidianError: nothing runs at the public port.
    """
    url = f"http://127.0.0.1:{settings.public_port}"
    try:
        asyncio.run(_chat(url))
    except aiohttp.ClientError:
        raise LaidianError(
            f"nothing answers at {url}; start it with `make run` in another terminal"
        ) from None
    except (KeyboardInterrupt, EOFError):
        print()


async def _chat(url: str) -> None:
    async with ChatClient(url) as customer:
        print("和“来电”聊天：直接打字，按钮可以打数字，Ctrl-D 退出。")
        shown = asyncio.create_task(_show(customer))
        while line := await asyncio.to_thread(sys.stdin.readline):
            if line.strip():
                answer = await customer.say(line.strip())
                if answer["type"] == "refused":
                    print(answer["text"])
        await asyncio.sleep(1)
        shown.cancel()


async def _show(customer: ChatClient) -> None:
    shown = 0
    while True:
        for message in customer.seen[shown:]:
            shown += 1
            if message["from"] != "customer":
                print(f"\033[36m{NAMES[message['from']]}\033[0m {message['text']}")
                for number, button in enumerate(message.get("buttons", []), 1):
                    print(f"   {number}. {button['title']}")
        await asyncio.sleep(0.1)
