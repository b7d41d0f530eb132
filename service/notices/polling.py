"""The one loop of all notices: look, wait, look again. Service process."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from service.store import outlasting


async def look_every(seconds: float, doing: str, look: Callable[[], Awaitable[object]]) -> None:
    """Runs until cancelled; a database that is away for a while is waited for.

    Args:
        doing: what a log line says was to be done.
    """
    while True:
        with outlasting(doing):
            await look()
        await asyncio.sleep(seconds)
