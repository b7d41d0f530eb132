"""The whole installation for the journey tests: `laidian serve` with its three processes, a WeChat platform, staff at the desk."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import sqlalchemy as sa

from common.chat_client import ChatClient
from common.settings import ROOT
from tests.wechat_simulator import Account, Platform, Pusher, SimulatedCustomer

PASSWORD = "journey-password"
START_SECONDS = 240


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Stack:
    """A running installation in a folder of its own."""

    def __init__(self, home: Path, database_url: str = "") -> None:
        public, desk, internal, rasa, actions, platform = free_ports(6)
        account = Account()
        self.home = home
        self.url = f"http://127.0.0.1:{public}"
        self.desk_url = f"http://127.0.0.1:{desk}"
        self.platform_port = platform
        self.platform = Platform(account)
        self.store_url = database_url or f"sqlite:///{home / 'laidian.db'}"
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("LAIDIAN_")},
            "LAIDIAN_HOME": str(home),
            "LAIDIAN_DATABASE_URL": database_url,
            "LAIDIAN_PUBLIC_PORT": str(public),
            "LAIDIAN_DESK_PORT": str(desk),
            "LAIDIAN_INTERNAL_PORT": str(internal),
            "LAIDIAN_RASA_PORT": str(rasa),
            "LAIDIAN_ACTIONS_PORT": str(actions),
            "LAIDIAN_ADMIN_PASSWORD": PASSWORD,
            "LAIDIAN_WECHAT_TOKEN": account.token,
            "LAIDIAN_WECHAT_AES_KEY": account.aes_key,
            "LAIDIAN_WECHAT_APP_ID": account.app_id,
            "LAIDIAN_WECHAT_APP_SECRET": account.app_secret,
            "LAIDIAN_WECHAT_API_BASE": f"http://127.0.0.1:{platform}",
            "LAIDIAN_WECHAT_MODE": "safe",
        }
        self.supervisor: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts `laidian serve` and waits until a message would be answered."""
        log = (self.home / "serve.log").open("ab")
        self.supervisor = subprocess.Popen(
            [sys.executable, "-m", "common.cli", "serve"],
            cwd=ROOT,
            env=self._environment,
            stdout=log,
            stderr=log,
        )
        self.wait_until_ready()

    def stop(self) -> None:
        """As Ctrl-C does."""
        if self.supervisor:
            self.supervisor.send_signal(signal.SIGINT)
            self.supervisor.wait(60)

    def wait_until_ready(self, seconds: float = START_SECONDS) -> None:
        """Polls `/readyz`."""
        deadline = time.monotonic() + seconds
        while not asyncio.run(_is_ready(self.url)):
            if time.monotonic() > deadline or (self.supervisor and self.supervisor.poll() is not None):
                raise AssertionError(self.tail())
            time.sleep(0.3)

    def tail(self) -> str:
        """The ends of all logs, for a failed test's message."""
        files = [self.home / "serve.log", *sorted((self.home / "logs").glob("*.log"))]
        return "\n".join(
            f"--- {file.name}\n{file.read_text(errors='replace')[-1500:]}" for file in files if file.exists()
        )

    def kill(self, process: str) -> None:
        """SIGKILL for `service`, `rasa` or `actions`; the supervisor starts it again."""
        module = {"service": "-m service", "rasa": "-m rasa run", "actions": "-m actions"}[process]
        assert self.supervisor
        children = subprocess.run(
            ["pgrep", "-P", str(self.supervisor.pid), "-f", "--", module],
            capture_output=True,
            text=True,
            check=True,
        )
        for pid in children.stdout.split():
            os.kill(int(pid), signal.SIGKILL)

    def add_staff(self, username: str, name: str) -> tuple[str, str]:
        """As an operator adds a colleague; user name and password."""
        command = [sys.executable, "-m", "service", "staff", "add", username, name]
        done = subprocess.run(
            command, cwd=ROOT, env=self._environment, capture_output=True, text=True, check=True
        )
        return username, done.stdout.split()[-1]

    def rows(self, statement: str, **values: Any) -> list[Any]:
        """What the database holds."""
        engine = sa.create_engine(self.store_url)
        with engine.connect() as connection:
            found = connection.execute(sa.text(statement), values).all()
        engine.dispose()
        return list(found)

    @asynccontextmanager
    async def web(self) -> AsyncIterator[ChatClient]:
        """A new web visitor."""
        async with ChatClient(self.url) as visitor:
            yield visitor

    @asynccontextmanager
    async def wechat(self, openid: str) -> AsyncIterator[WeChatCustomer]:
        """A WeChat customer, and the platform behind him."""
        await self.platform.start(port=self.platform_port)
        async with aiohttp.ClientSession() as session:
            pusher = Pusher(self.platform, session, f"{self.url}/wechat/callback")
            try:
                yield WeChatCustomer(self.platform, SimulatedCustomer(pusher, openid), openid)
            finally:
                await self.platform.stop()

    @asynccontextmanager
    async def staff(self, username: str = "admin", password: str = PASSWORD) -> AsyncIterator[StaffClient]:
        """Somebody logged in at the desk."""
        async with aiohttp.ClientSession(
            self.desk_url,
            headers={"x-laidian-desk": "1", "origin": self.desk_url},
            cookie_jar=aiohttp.CookieJar(unsafe=True),  # takes cookies from an address without a name
        ) as session:
            member = StaffClient(session)
            assert (await member.post("login", username=username, password=password))[0] == 200
            yield member


class WeChatCustomer:
    """Says something on WeChat and reads what appears on his screen."""

    def __init__(self, platform: Platform, phone: SimulatedCustomer, openid: str) -> None:
        self._platform = platform
        self.phone = phone
        self.openid = openid

    def screen(self) -> list[str]:
        """All texts that he has seen."""
        return [message.text for message in self._platform.delivered if message.openid == self.openid]

    async def ask(self, text: str, timeout: float = 20, quiet: float = 0.5) -> str:
        """Types, and gives back what came in answer."""
        return await self.after(lambda: self.phone.say(text), timeout, quiet)

    async def after(self, act: Callable[[], Any], timeout: float = 20, quiet: float = 0.5) -> str:
        """Does something, and gives back what came after it."""
        before = len(self.screen())
        replies = await act()
        assert all(reply.accepted for reply in replies), replies
        return "\n".join(await self.wait(before, timeout, quiet))

    async def wait(self, before: int, timeout: float = 20, quiet: float = 0.5) -> list[str]:
        """What appeared after the first `before` texts, once nothing follows for `quiet` seconds."""
        deadline = time.monotonic() + timeout
        while len(self.screen()) <= before:
            if time.monotonic() > deadline:
                raise asyncio.TimeoutError("nothing came")
            await asyncio.sleep(0.05)
        count = -1
        while count != len(self.screen()):
            count = len(self.screen())
            await asyncio.sleep(quiet)
        return self.screen()[before:]


class StaffClient:
    """The desk's API as its page uses it."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def get(self, path: str) -> Any:
        """Reads."""
        async with self._session.get(f"/desk/api/{path}") as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def post(self, path: str, **body: Any) -> tuple[int, Any]:
        """Acts; status and answer."""
        async with self._session.post(f"/desk/api/{path}", json=body) as response:
            return response.status, await response.json()

    async def waiting(self, words: str, timeout: float = 10) -> dict[str, Any]:
        """The waiting conversation whose last words contain `words`."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            for entry in (await self.get("overview"))["queue"]:
                if words in entry["last_text"]:
                    return dict(entry)
            await asyncio.sleep(0.2)
        raise AssertionError(f"nobody waits with {words!r}")


async def _is_ready(url: str) -> bool:
    try:
        async with aiohttp.ClientSession() as session, session.get(f"{url}/readyz") as response:
            return response.status == 200
    except aiohttp.ClientError:
        return False
