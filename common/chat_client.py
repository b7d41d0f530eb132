"""A web-chat customer without a browser: for `make shell`, the journey tests and the benchmarks. It plays by docs/channels/web.md."""

from __future__ import annotations

import asyncio
import contextlib
import json
import uuid
from types import TracebackType
from typing import Any

import aiohttp


class ChatClient:
    """One visitor; an async context manager.

    Args:
        url: the public address, `http://127.0.0.1:8000`.
        token: of an earlier visit; a new visitor without it.
    """

    def __init__(self, url: str, token: str | None = None) -> None:
        self._url = url
        self.token = token
        self.seen: list[dict[str, Any]] = []
        self.owner = "bot"
        self._since = 0
        self._acks: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._news = asyncio.Condition()

    async def __aenter__(self) -> ChatClient:
        self._session = aiohttp.ClientSession()
        try:
            async with self._session.post(
                f"{self._url}/chat/api/session", json={"token": self.token}
            ) as response:
                self.token = (await response.json())["token"]
            await self._connect()
        except BaseException:
            await self._session.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)
        await self._socket.close()
        await self._session.close()

    async def say(self, text: str, client_id: str | None = None, timeout: float = 15) -> dict[str, Any]:
        """Sends a text and waits until the service has stored it.

        Returns:
            The `ack` or `refused` frame.
        """
        return await self._send({"type": "say", "text": text}, client_id, timeout)

    async def choose(self, title: str, timeout: float = 15) -> dict[str, Any]:
        """Taps the latest button with that title. KeyError when there is none."""
        for message in reversed(self.seen):
            for button in message.get("buttons", []):
                if button["title"] == title:
                    return await self._send({"type": "choose", "choice": button["id"]}, None, timeout)
        raise KeyError(title)

    async def show(self, picture: bytes, timeout: float = 20, quiet: float = 0.4) -> str:
        """Uploads and sends a picture, and gives back all answers as one text."""
        upload = self._session.post(
            f"{self._url}/chat/api/pictures", data=picture, headers={"Authorization": f"Bearer {self.token}"}
        )
        async with upload as response:
            media = (await response.json())["media"]
        return await self._answers(
            await self._send({"type": "picture", "media": media}, None, timeout), timeout, quiet
        )

    async def wait_for_reply(
        self, after: int, timeout: float = 20, quiet: float = 0.4
    ) -> list[dict[str, Any]]:
        """Everything said by others after `seq`, once something was said and nothing follows for `quiet` seconds.

        Raises:
            asyncio.TimeoutError: nothing came.
        """

        def answers() -> list[dict[str, Any]]:
            return [m for m in self.seen if m["seq"] > after and m["from"] != "customer"]

        async def come() -> None:
            async with self._news:
                await self._news.wait_for(lambda: answers())

        await asyncio.wait_for(come(), timeout)
        count = 0
        while count != len(answers()):
            count = len(answers())
            await asyncio.sleep(quiet)
        return answers()

    async def ask(self, text: str, timeout: float = 20, quiet: float = 0.4) -> str:
        """Says something and gives back all answers as one text."""
        return await self._answers(await self.say(text), timeout, quiet)

    async def tap(self, title: str, timeout: float = 20, quiet: float = 0.4) -> str:
        """Taps a button and gives back all answers as one text."""
        return await self._answers(await self.choose(title), timeout, quiet)

    async def _answers(self, ack: dict[str, Any], timeout: float, quiet: float) -> str:
        assert ack["type"] == "ack", ack
        return "\n".join(m["text"] for m in await self.wait_for_reply(ack["seq"], timeout, quiet))

    async def _connect(self) -> None:
        self._socket = await self._session.ws_connect(f"{self._url}/chat/api/socket", heartbeat=20)
        await self._socket.send_json({"type": "hello", "token": self.token, "since": self._since})
        self._reader = asyncio.create_task(self._read())

    async def _reconnect(self) -> None:
        pause = 0.1
        while True:
            await asyncio.sleep(pause)
            pause = min(pause * 2, 2.0)
            with contextlib.suppress(aiohttp.ClientError, OSError):
                return await self._connect()

    async def _read(self) -> None:
        async for raw in self._socket:
            if raw.type is aiohttp.WSMsgType.TEXT:
                await self._take(json.loads(raw.data))
        await self._reconnect()

    async def _take(self, frame: dict[str, Any]) -> None:
        kind = frame["type"]
        if kind in ("ack", "refused") and frame["id"] in self._acks:
            waiting = self._acks.pop(frame["id"])
            if not waiting.done():
                waiting.set_result(frame)
        for message in frame["messages"] if kind == "history" else [frame] if kind == "message" else []:
            if message["seq"] > self._since:
                self._since = message["seq"]
                self.seen.append(message)
        if kind in ("history", "owner"):
            self.owner = frame["owner"]
        async with self._news:
            self._news.notify_all()

    async def _send(self, frame: dict[str, Any], client_id: str | None, timeout: float) -> dict[str, Any]:
        client_id = client_id or uuid.uuid4().hex
        deadline = asyncio.get_running_loop().time() + timeout
        while True:
            # The same id again after a lost connection: the service stores it once.
            waiting = self._acks[client_id] = asyncio.get_running_loop().create_future()
            with contextlib.suppress(ConnectionError, aiohttp.ClientError):
                await self._socket.send_json({**frame, "id": client_id})
            try:
                return await asyncio.wait_for(asyncio.shield(waiting), 2)
            except asyncio.TimeoutError:
                if asyncio.get_running_loop().time() > deadline:
                    raise
