"""A real server on a real port, with the service faked behind it."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import aiohttp
import pytest_asyncio
from sanic import Sanic

from channels.web import WebAdapter, web_blueprint
from tests.unit.channels.web.fakes import FakeClock, FakeConversations, FakeMedia

FRIEND = "https://www.example.com"


class Page:
    """One open page: a socket that has said hello."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.ws = ws

    async def tell(self, **frame: Any) -> None:
        await self.ws.send_str(json.dumps(frame))

    async def hear(self, kind: str | None = None) -> dict[str, Any]:
        """The next frame, or the next of a kind."""
        while True:
            frame = json.loads(await self.ws.receive_str(timeout=15))
            if kind in (None, frame["type"]):
                return frame

    async def silent(self, seconds: float = 0.15) -> bool:
        """True when nothing comes for a while."""
        try:
            await self.ws.receive(timeout=seconds)
        except asyncio.TimeoutError:
            return True
        return False

    async def close_code(self) -> int | None:
        """Reads to the end and gives the server's close code."""
        while True:
            message = await self.ws.receive(timeout=15)
            if message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING):
                return self.ws.close_code


class Site:
    """The server under test and a client for it."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self.url = url
        self.http = http
        self.clock = FakeClock()
        self.conversations = FakeConversations(self.clock)
        self.media = FakeMedia()
        self.adapter = WebAdapter()

    async def token(self) -> str:
        async with self.http.post(f"{self.url}/chat/api/session", json={}) as answer:
            return (await answer.json())["token"]

    @asynccontextmanager
    async def socket(self, **headers: str) -> AsyncIterator[Page]:
        async with self.http.ws_connect(f"{self.url}/chat/api/socket", headers=headers) as ws:
            yield Page(ws)

    @asynccontextmanager
    async def page(self, token: str, since: int = 0) -> AsyncIterator[Page]:
        """A page that has said hello; its history frame is the first to hear."""
        async with self.socket() as page:
            await page.tell(type="hello", token=token, since=since)
            yield page

    async def upload(
        self, token: str, content: bytes, media_type: str = "image/png"
    ) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": media_type}
        async with self.http.post(f"{self.url}/chat/api/pictures", data=content, headers=headers) as answer:
            return answer.status, await answer.json()

    async def download(self, token: str, media: str) -> aiohttp.ClientResponse:
        headers = {"Authorization": f"Bearer {token}"}
        answer = await self.http.get(f"{self.url}/chat/api/pictures/{media}", headers=headers)
        await answer.read()
        return answer


@pytest_asyncio.fixture
async def site() -> AsyncIterator[Site]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    async with aiohttp.ClientSession() as http:
        site = Site(f"http://127.0.0.1:{port}", http)
        Sanic.test_mode = (
            True  # Sanic 21.12 rewrites its methods at a start; a second app in the process needs this
        )
        app = Sanic(f"web-{uuid4().hex}", configure_logging=False)
        app.blueprint(
            web_blueprint(
                conversations=site.conversations,
                media=site.media,
                adapter=site.adapter,
                origins=(FRIEND,),
                company_name="<临海>供电",
                clock=site.clock,
            )
        )
        server = await app.create_server("127.0.0.1", port, return_asyncio_server=True, access_log=False)
        await server.startup()
        await server.start_serving()
        yield site
        server.close()
        for connection in server.connections:
            connection.abort()
        await server.wait_closed()
