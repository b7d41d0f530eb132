"""The fake internal API, found by the actions through the settings as the real one is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from actions import client
from tests.unit.actions.service_fake import FakeService


@pytest_asyncio.fixture
async def service(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeService]:
    """A running fake; the client forgets what it cached of another test's."""
    fake = FakeService()
    monkeypatch.setenv("LAIDIAN_INTERNAL_PORT", str(await fake.start()))
    client._settings.cache_clear()
    client._session.cache_clear()
    yield fake
    await client._session(id(asyncio.get_running_loop())).close()
    await fake.stop()
    client._settings.cache_clear()
