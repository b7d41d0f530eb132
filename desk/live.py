"""The socket that tells an open desk what changed. Runs in the service process, on the staff port.

It carries ids, no content: the page reads what it needs through the API. Watching begins before `ready` is sent and the page
reads after `ready`, so nothing falls between. `tick` comes while nothing happens; the page reads then too.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from sanic.exceptions import WebsocketClosed
from sanic.server.websockets.impl import WebsocketImplProtocol
from websockets.exceptions import ConnectionClosed

from service.face import Change, Conversations

logger = logging.getLogger(__name__)

TICK_SECONDS = 15.0
# Changes of one turn come close together: one frame for all of them.
GATHER_SECONDS = 0.05
CLOSE_FAULT = 1011
CLOSE_LOGGED_OUT = 4401


class LiveFeed:
    """One open page.

    Args:
        still_valid: whether the session that opened the socket is alive; asked at every tick.
        tick_seconds: how long nothing may happen before the page hears that we are still there.
    """

    def __init__(
        self,
        socket: WebsocketImplProtocol,
        log: Conversations,
        still_valid: Callable[[], Awaitable[bool]],
        tick_seconds: float = TICK_SECONDS,
    ) -> None:
        self._socket = socket
        self._log = log
        self._still_valid = still_valid
        self._tick_seconds = tick_seconds
        self._changes: set[tuple[str, str]] = set()
        self._woken = asyncio.Event()

    async def run(self) -> None:
        """Serves until either side closes or the session ends."""
        async with self._log.watch(None) as changes:
            work = [
                asyncio.create_task(part)
                for part in (self._note(changes), self._push(), self._wait_for_close())
            ]
            try:
                done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in work:
                    task.cancel()
                await asyncio.gather(*work, return_exceptions=True)
        for task in done:
            error = None if task.cancelled() else task.exception()
            if error and not isinstance(error, (ConnectionClosed, WebsocketClosed)):
                logger.error("a live socket failed", exc_info=error)
                await self._socket.close(CLOSE_FAULT)

    async def _note(self, changes: AsyncIterator[Change]) -> None:
        """Takes changes at once, however slow the page is: a watcher's queue is short."""
        async for change in changes:
            self._changes.add((change.conversation, change.what))
            self._woken.set()
        await self._socket.close()

    async def _push(self) -> None:
        await self._send({"type": "ready"})
        while True:
            try:
                await asyncio.wait_for(self._woken.wait(), self._tick_seconds)
            except asyncio.TimeoutError:
                if not await self._still_valid():
                    await self._socket.close(CLOSE_LOGGED_OUT)
                    return
                await self._send({"type": "tick"})
                continue
            await asyncio.sleep(GATHER_SECONDS)
            self._woken.clear()
            gathered, self._changes = sorted(self._changes), set()
            await self._send({"type": "changed", "changes": gathered})

    async def _wait_for_close(self) -> None:
        while True:
            await self._socket.recv()

    async def _send(self, frame: dict[str, Any]) -> None:
        await self._socket.send(json.dumps(frame, ensure_ascii=False))
