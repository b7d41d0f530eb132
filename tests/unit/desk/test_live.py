"""The socket that tells an open desk what changed."""

from __future__ import annotations

import asyncio
import json
from typing import Any, cast

import aiohttp
import pytest
from sanic.exceptions import WebsocketClosed
from sanic.server.websockets.impl import WebsocketImplProtocol

from desk.live import LiveFeed
from service.face import Author
from tests.unit.desk.conftest import Person
from tests.unit.desk.fakes import FakeLog
from tests.unit.desk.site import Site

pytestmark = pytest.mark.asyncio


async def connect(person: Person) -> aiohttp.ClientWebSocketResponse:
    socket = await person.http.ws_connect("/desk/api/live", headers={"Origin": person.site.url})
    assert await hear(socket) == {"type": "ready"}
    return socket


async def hear(socket: aiohttp.ClientWebSocketResponse) -> Any:
    return await socket.receive_json(timeout=15)


async def test_new_message_reaches_an_open_desk_without_its_words(site: Site, alice: Person) -> None:
    site.log.add("c1")
    socket = await connect(alice)
    site.log.say("c1", Author.CUSTOMER, "有人吗")
    assert await hear(socket) == {"type": "changed", "changes": [["c1", "message"]]}
    await socket.close()


async def test_change_after_ready_is_never_lost(site: Site, alice: Person) -> None:
    """What the page reads after `ready` plus what it hears is everything."""
    site.log.add("c1")
    socket = await connect(alice)
    site.log.ring("c1", "message")
    site.log.ring("c1", "owner")
    site.log.add("c2")
    heard: set[tuple[str, str]] = set()
    while len(heard) < 3:
        heard |= {(name, what) for name, what in (await hear(socket))["changes"]}
    assert heard == {("c1", "message"), ("c1", "owner"), ("c2", "owner")}
    await socket.close()


async def test_many_changes_come_in_few_frames(site: Site, alice: Person) -> None:
    site.log.add("c1")
    socket = await connect(alice)
    for _ in range(500):
        site.log.ring("c1", "message")
    assert await hear(socket) == {"type": "changed", "changes": [["c1", "message"]]}
    with pytest.raises(asyncio.TimeoutError):
        await socket.receive_json(timeout=0.3)
    await socket.close()


async def test_closed_page_is_no_longer_watched_for(site: Site, alice: Person) -> None:
    socket = await connect(alice)
    assert len(site.log.watchers) == 1
    await socket.close()
    for _ in range(50):
        if not site.log.watchers:
            return
        await asyncio.sleep(0.05)
    pytest.fail("the watcher stayed")


class FakeSocket:
    """A page that says nothing; its end of the line stays open until we close."""

    def __init__(self) -> None:
        self.heard: list[Any] = []
        self.close_code: int | None = None
        self._closed = asyncio.Event()

    async def send(self, frame: str) -> None:
        self.heard.append(json.loads(frame)["type"])

    async def recv(self) -> str:
        await self._closed.wait()
        raise WebsocketClosed

    async def close(self, code: int = 1000) -> None:
        self.close_code = code
        self._closed.set()


async def test_quiet_line_ticks_and_closes_when_the_session_ends() -> None:
    log, socket = FakeLog(), FakeSocket()
    alive = iter([True, True, False])

    async def still_valid() -> bool:
        return next(alive)

    feed = LiveFeed(cast(WebsocketImplProtocol, socket), log, still_valid, tick_seconds=0.01)
    await asyncio.wait_for(feed.run(), 3)
    assert socket.heard == ["ready", "tick", "tick"]
    assert socket.close_code == 4401
    assert not log.watchers
