"""A running desk with fakes behind it, and somebody in front of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest_asyncio

from tests.unit.desk.fakes import ALICE, BOB, PASSWORD
from tests.unit.desk.site import Site


class Person:
    """A browser of one member of staff, as far as the API goes."""

    def __init__(self, site: Site) -> None:
        self.site = site
        # A cookie jar takes no cookies from bare addresses by default.
        self.http = aiohttp.ClientSession(site.url, cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def get(self, path: str) -> tuple[int, Any]:
        async with self.http.get(f"/desk/api/{path}") as response:
            return response.status, await response.json()

    async def post(self, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        sent = {"X-Laidian-Desk": "1", "Origin": self.site.url} | headers
        sent = {name: value for name, value in sent.items() if value}
        async with self.http.post(f"/desk/api/{path}", json=body or {}, headers=sent) as response:
            return response.status, await response.json()

    async def log_in(self, username: str) -> None:
        status, _ = await self.post("login", {"username": username, "password": PASSWORD})
        assert status == 200


@pytest_asyncio.fixture
async def site() -> AsyncIterator[Site]:
    running = Site()
    await running.start()
    yield running
    await running.stop()


@pytest_asyncio.fixture
async def stranger(site: Site) -> AsyncIterator[Person]:
    """Nobody has logged in."""
    person = Person(site)
    yield person
    await person.http.close()


@pytest_asyncio.fixture
async def alice(site: Site) -> AsyncIterator[Person]:
    person = Person(site)
    await person.log_in(ALICE.username)
    yield person
    await person.http.close()


@pytest_asyncio.fixture
async def bob(site: Site) -> AsyncIterator[Person]:
    person = Person(site)
    await person.log_in(BOB.username)
    yield person
    await person.http.close()
