"""A callback on a real socket, and the simulated platform beside it."""

from __future__ import annotations

import socket
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

import aiohttp
import pytest
import pytest_asyncio
from sanic import Sanic

from channels.wechat import wechat_blueprint
from common.settings import WeChatSettings
from tests.unit.channels.wechat.wechat_fakes import Callback, FakeClock, FakeConversations
from tests.wechat_simulator import Account, Platform, Pusher

# Sanic rewrites its own methods at every start; only in test mode may one process start it more than once.
Sanic.test_mode = True

StartCallback = Callable[..., Awaitable[Callback]]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest_asyncio.fixture
async def platform(clock: FakeClock) -> AsyncIterator[Platform]:
    platform = Platform(Account(), clock.seconds)
    await platform.start()
    yield platform
    await platform.stop()


@pytest_asyncio.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def settings(platform: Platform) -> WeChatSettings:
    account = platform.account
    return WeChatSettings(
        token=account.token,
        aes_key=account.aes_key,
        app_id=account.app_id,
        app_secret=account.app_secret,
        api_base=platform.base,
        mode="safe",
    )


@pytest_asyncio.fixture
async def start(
    platform: Platform, settings: WeChatSettings, session: aiohttp.ClientSession, clock: FakeClock
) -> AsyncIterator[StartCallback]:
    """Starts a callback: `await start(mode="safe", patience=60.0, hang_up_after=5.0)`."""
    async with AsyncExitStack() as servers:

        async def begin(
            mode: str = "safe", patience: float = 60.0, hang_up_after: float = 5.0, previous_aes_key: str = ""
        ) -> Callback:
            conversations = FakeConversations()
            used = replace(settings, mode=mode, previous_aes_key=previous_aes_key)
            blueprint = wechat_blueprint(used, conversations, clock, patience=patience)
            url = await servers.enter_async_context(_serving(blueprint))
            pusher = Pusher(platform, session, url, mode, hang_up_after)
            return Callback(pusher, conversations, clock, url)

        yield begin


@asynccontextmanager
async def _serving(blueprint: object) -> AsyncIterator[str]:
    app = Sanic(f"wechat_{uuid.uuid4().hex}", configure_logging=False)
    app.blueprint(blueprint)
    # Sanic takes port 0 for its own 8000.
    door = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=door, return_asyncio_server=True, access_log=False)
    assert server is not None
    await server.startup()
    await server.before_start()
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}/wechat/callback"
    finally:
        await server.before_stop()
        server.close()
