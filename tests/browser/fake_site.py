"""The web chat with a small scripted bot behind it, in a thread. For browser tests, and for looking at the widget:

python -m tests.browser.fake_site 8765
"""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
from datetime import datetime
from uuid import uuid4

from sanic import Sanic

from channels.web import WebAdapter, web_blueprint
from common.settings import ZONE
from service.face import Author, Button, InboundMessage, Kind, Owner, Receipt
from tests.unit.channels.web.fakes import FakeClock, FakeConversations, FakeMedia


class WallClock(FakeClock):
    """The real time; the widget shows it."""

    def __call__(self) -> datetime:
        return datetime.now(ZONE)


class ScriptedConversations(FakeConversations):
    """Answers every message after a moment, as the core would through Rasa."""

    def __init__(self, adapter: WebAdapter, pause: float) -> None:
        super().__init__(WallClock())
        self.adapter = adapter
        self.pause = pause
        self.tasks: set[asyncio.Task[None]] = set()

    async def receive(self, message: InboundMessage) -> Receipt:
        receipt = await super().receive(message)
        if not receipt.repeated:
            task = asyncio.create_task(self._answer(message, receipt.conversation))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        return receipt

    async def _answer(self, message: InboundMessage, conversation: str) -> None:
        if self.made[message.customer].owner is Owner.STAFF:
            return
        await self.adapter.typing(message.customer)
        await asyncio.sleep(self.pause)
        if message.kind is Kind.IMAGE:
            self.say(conversation, "图片收到了。请问是哪里拍的？")
        elif "转人工" in message.text:
            self.say(conversation, "正在为您转接人工客服", Author.SYSTEM)
            self.hand_to(message.customer, Owner.QUEUE)
            await asyncio.sleep(self.pause)
            self.hand_to(message.customer, Owner.STAFF, "李华")
            self.say(
                conversation,
                "您好，我是李华。前面的对话我都看到了，您不用再说一遍。",
                Author.STAFF,
                staff="李华",
            )
        elif "停电" in message.text:
            buttons = (Button("1-0", "只有我家"), Button("1-1", "左右邻居也没电"), Button("1-2", "不清楚"))
            self.say(
                conversation, "别着急，我先帮您看一下。停电的是只有您一家，还是周围也没电？", buttons=buttons
            )
        elif "链接" in message.text:
            self.say(
                conversation,
                "请看 https://example.com/a?b=1，<img src=x onerror=alert(1)>\n"
                "电话95598，有人受伤打120。电费120元，110千伏，户号1201109559。 javascript:alert(1)",
            )
        else:
            self.say(conversation, f"您说的是“{message.text}”，对吗？")


class FakeSite:
    """Starts and stops the server on one port; the conversations live on, as a database would."""

    def __init__(self, port: int = 0, pause: float = 0.3, origins: tuple[str, ...] = ()) -> None:
        self.port = port or _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.adapter = WebAdapter()
        self.conversations = ScriptedConversations(self.adapter, pause)
        self.media = FakeMedia()
        self._origins = origins
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def start(self) -> None:
        """Serves; callable again after `stop`."""
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)

    def stop(self) -> None:
        """Cuts every connection, as a crash would."""
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)

    def do(self, action: object, *args: object, **kwargs: object) -> None:
        """Calls a method of the fakes on the server's loop."""

        async def call() -> None:
            action(*args, **kwargs)  # type: ignore[operator]

        asyncio.run_coroutine_threadsafe(call(), self._loop).result(10)

    def close(self) -> None:
        """Ends the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _start(self) -> None:
        Sanic.test_mode = (
            True  # Sanic 21.12 rewrites its methods at a start; a second app in the process needs this
        )
        app = Sanic(f"site-{uuid4().hex}", configure_logging=False)
        app.blueprint(
            web_blueprint(
                conversations=self.conversations,
                media=self.media,
                adapter=self.adapter,
                origins=self._origins,
                company_name="赣榆供电",
                clock=self.conversations.clock,
                secret=b"the same after a restart",
            )
        )
        self._server = await app.create_server(
            "127.0.0.1", self.port, return_asyncio_server=True, access_log=False
        )
        await self._server.startup()
        await self._server.start_serving()

    async def _stop(self) -> None:
        self._server.close()
        for connection in tuple(self._server.connections):
            connection.abort()
        await self._server.wait_closed()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    site = FakeSite(port=int(sys.argv[1]), pause=1.0)
    site.start()
    print(f"{site.url}/  {site.url}/chat")
    threading.Event().wait()
