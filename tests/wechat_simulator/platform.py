"""The platform's API as a local server: tokens, messages and quotas, media, typing, faults (protocol 6 to 8).

It takes the strictest reading where the protocol file is unsure: a customer's newest action replaces his quota.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.wechat_simulator.account import Account

MESSAGE_QUOTA = (5, 48 * 3600.0)
CLICK_QUOTA = (3, 60.0)
TOKEN_SECONDS = 7200.0
TEXT_BYTES = 2048
MENU_ITEMS = 10

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ApiFault(Exception):
    """A business error: HTTP 200 with this `errcode`."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call.

    Attributes:
        delay: seconds before the answer.
        done: the call has its effect all the same (a lost answer); otherwise it has none.
        hang_up: the connection ends without an answer.
        body: an answer of this text, with HTTP 200.
    """

    code: int | None = None
    status: int | None = None
    delay: float = 0.0
    done: bool = False
    hang_up: bool = False
    body: str | None = None


@dataclass
class Follower:
    """A customer as the platform sees him."""

    follows: bool = True
    left: int = 0
    until: float = 0.0
    typing_until: float = 0.0


@dataclass(frozen=True)
class Delivered:
    """A message that a customer sees."""

    openid: str
    kind: str
    content: dict[str, Any]
    raw: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """The words on his screen, a menu's items included."""
        if self.kind == "text":
            return str(self.content["content"])
        if self.kind == "msgmenu":
            items = [item["content"] for item in self.content["list"]]
            return "\n".join([self.content["head_content"], *items, self.content["tail_content"]])
        return f"[{self.kind}]"


class Platform:
    """The API of one account.

    Attributes:
        delivered: what customers saw, in order.
        calls: path ends of all calls, in order (`stable_token`, `send`, …).
        forced: the `force_refresh` flags of all token fetches.
        media: bytes and type of every media id.
    """

    def __init__(self, account: Account, clock: Callable[[], float] = time.time) -> None:
        self.account = account
        self.clock = clock
        self.delivered: list[Delivered] = []
        self.calls: list[str] = []
        self.forced: list[bool] = []
        self.media: dict[str, tuple[bytes, str]] = {}
        self.followers: dict[str, Follower] = {}
        self.on_delivered: Callable[[Delivered], None] = lambda message: None
        self.on_typing: Callable[[str], None] = lambda openid: None
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._tokens: dict[str, float] = {}
        self._made = 0
        self._token = self._new_token()
        self._runner: web.AppRunner | None = None
        self.base = ""

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Opens the port (any free one for 0); `base` is its address then."""
        app = web.Application(client_max_size=12 * 1024 * 1024)
        for method, path, handler in (
            ("POST", "/cgi-bin/stable_token", self._stable_token),
            ("POST", "/cgi-bin/message/custom/send", self._authorised(self._send)),
            ("POST", "/cgi-bin/message/custom/typing", self._authorised(self._typing)),
            ("POST", "/cgi-bin/media/upload", self._authorised(self._upload)),
            ("GET", "/cgi-bin/media/get", self._authorised(self._download)),
        ):
            app.router.add_route(method, path, self._faulty(handler))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}"

    async def stop(self) -> None:
        """Closes the port."""
        if self._runner:
            await self._runner.cleanup()

    def fail(self, call: str, *faults: Fault) -> None:
        """Lets the next calls of this path end (`send`, `stable_token`, …) go wrong, in order."""
        self._faults[call].extend(faults)

    def act(self, openid: str, quota: tuple[int, float]) -> None:
        """A customer did something that lets the account write to him."""
        follower = self.followers.setdefault(openid, Follower())
        follower.left, follower.until = quota[0], self.clock() + quota[1]

    def replace_token(self) -> None:
        """Somebody else forced a refresh: the old token fails, a plain fetch gives the new one."""
        self._tokens.clear()
        self._token = self._new_token()

    def spoil_token(self) -> None:
        """The token fails, and a plain fetch still gives the very same one."""
        self._tokens[self._token] = 0.0

    def _new_token(self) -> str:
        self._made += 1
        token = f"token-{self._made}-" + "x" * 120
        self._tokens[token] = self.clock() + TOKEN_SECONDS
        return token

    def _faulty(self, handler: Handler) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            call = request.path.rpartition("/")[2]
            self.calls.append(call)
            if not request.content_type.startswith("multipart/"):
                await request.read()
            fault = self._faults[call].popleft() if self._faults[call] else Fault(done=True)
            answer = await self._answer(handler, request) if fault.done else None
            await asyncio.sleep(fault.delay)
            if fault.hang_up:
                assert request.transport
                request.transport.abort()
                return web.Response()
            if fault.status:
                return web.Response(status=fault.status, headers={"Location": "/cgi-bin/media/get"})
            if fault.code is not None:
                return _error(fault.code, "injected")
            if fault.body is not None:
                return web.Response(text=fault.body)
            return await self._answer(handler, request) if answer is None else answer

        return handle

    async def _answer(self, handler: Handler, request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except ApiFault as fault:
            return _error(fault.code, str(fault))

    def _authorised(self, handler: Handler) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            token = request.query.get("access_token")
            if not token:
                raise ApiFault(41001, "access_token missing")
            if token not in self._tokens:
                raise ApiFault(40001, "invalid credential, access_token is invalid or not latest")
            if self._tokens[token] <= self.clock():
                raise ApiFault(42001, "access_token expired")
            return await handler(request)

        return handle

    async def _stable_token(self, request: web.Request) -> web.StreamResponse:
        body = await _json(request)
        if body.get("grant_type") != "client_credential" or body.get("appid") != self.account.app_id:
            raise ApiFault(40013, "invalid appid")
        if body.get("secret") != self.account.app_secret:
            raise ApiFault(40125, "invalid appsecret")
        force = bool(body.get("force_refresh"))
        self.forced.append(force)
        if force:
            self.replace_token()
        elif self._tokens[self._token] and self._tokens[self._token] - self.clock() < 300:
            self._token = self._new_token()  # the old one goes on to its end
        seconds = int(max(self._tokens[self._token] - self.clock(), 300))
        return web.json_response({"access_token": self._token, "expires_in": seconds})

    async def _send(self, request: web.Request) -> web.StreamResponse:
        body = await _json(request)
        follower = self._follower(body)
        kind = body.get("msgtype", "")
        content = body.get(kind)
        if not isinstance(content, dict):
            raise ApiFault(40008, "invalid message type")
        self._check_content(kind, content)
        if not follower.follows or self.clock() > follower.until:
            raise ApiFault(45015, "response out of time limit or subscription is canceled")
        if follower.left == 0:
            raise ApiFault(45047, "out of response count limit")
        follower.left -= 1
        follower.typing_until = 0.0
        message = Delivered(body["touser"], kind, content, await request.read())
        self.delivered.append(message)
        self.on_delivered(message)
        return web.json_response({"errcode": 0, "errmsg": "ok"})

    def _check_content(self, kind: str, content: dict[str, Any]) -> None:
        if kind == "text":
            if not content.get("content"):
                raise ApiFault(44004, "empty content")
            if len(content["content"].encode()) > TEXT_BYTES:
                raise ApiFault(45002, "content size out of limit")
        elif kind == "msgmenu":
            if not 1 <= len(content["list"]) <= MENU_ITEMS:
                raise ApiFault(45098, "list size is out of limit")
            if not all(item["id"] and item["content"] for item in content["list"]):
                raise ApiFault(44004, "empty content")
        elif kind == "image":
            if content.get("media_id") not in self.media:
                raise ApiFault(40007, "invalid media_id")
        else:
            raise ApiFault(40008, "invalid message type")

    async def _typing(self, request: web.Request) -> web.StreamResponse:
        body = await _json(request)
        follower = self._follower(body)
        if body.get("command") not in ("Typing", "CancelTyping"):
            raise ApiFault(45072, "invalid command")
        if self.clock() < follower.typing_until:
            raise ApiFault(45081, "typing is already shown")
        follower.typing_until = self.clock() + 15
        self.on_typing(body["touser"])
        return web.json_response({"errcode": 0, "errmsg": "ok"})

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        if request.query.get("type") != "image":
            raise ApiFault(40004, "invalid media type")
        form = await request.post()
        part = form.get("media")
        if not isinstance(part, web.FileField):
            raise ApiFault(41005, "media data missing")
        media_id = f"up-{len(self.media)}"
        self.media[media_id] = (part.file.read(), part.content_type)
        return web.json_response({"type": "image", "media_id": media_id, "created_at": int(self.clock())})

    async def _download(self, request: web.Request) -> web.StreamResponse:
        found = self.media.get(request.query.get("media_id", ""))
        if not found:
            raise ApiFault(40007, "invalid media_id")
        return web.Response(body=found[0], content_type=found[1])

    def _follower(self, body: dict[str, Any]) -> Follower:
        follower = self.followers.get(body.get("touser", ""))
        if follower is None:
            raise ApiFault(40003, "invalid openid")
        return follower


async def _json(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise ApiFault(47001, "data format error")
    return body


def _error(code: int, text: str) -> web.Response:
    # The platform labels its JSON as text.
    answer = json.dumps({"errcode": code, "errmsg": f"{text} rid: 65f1-simulated"})
    return web.Response(text=answer, content_type="text/plain")
