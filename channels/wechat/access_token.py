"""The access token: fetched once, renewed early, one renewal at a time (protocol 7). Runs in the service process.

Several service processes share it without talking to each other: `stable_token` gives all of them the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from channels.wechat.errors import ApiError
from service.face import Outcome

EARLY_SECONDS = 600.0
# Until five minutes before its end the platform gives the same token again: no use to ask at every call.
PAUSE_SECONDS = 60.0
# The platform allows `force_refresh` 20 times a day.
FORCE_PAUSE_SECONDS = 24 * 3600 / 20

Fetch = Callable[[bool], Awaitable[tuple[str, float]]]


class AccessToken:
    """One account's token.

    Args:
        fetch: asks the platform, with `force_refresh` or without; gives the token and the seconds that it lasts.
        monotonic: a clock in seconds.
    """

    def __init__(self, fetch: Fetch, monotonic: Callable[[], float]) -> None:
        self._fetch = fetch
        self._monotonic = monotonic
        self._lock = asyncio.Lock()
        self._token = ""
        self._ends = self._due = 0.0
        self._forced_at: float | None = None

    async def get(self) -> str:
        """A token that should work.

        Raises:
            ApiError: there is none.
        """
        if self._is_due():
            async with self._lock:
                if self._is_due():
                    await self._renew_early()
        return self._token

    async def replace(self, failed: str) -> str:
        """Another token than the one that the platform has just turned down.

        Raises:
            ApiError: there is none.
        """
        async with self._lock:
            if self._token == failed:
                await self._renew(force=False)
            if self._token == failed:
                await self._force()
            return self._token

    def _is_due(self) -> bool:
        return not self._token or self._monotonic() >= self._due

    async def _renew_early(self) -> None:
        try:
            await self._renew(force=False)
        except ApiError:
            if not self._token or self._monotonic() >= self._ends:
                raise
            self._due = self._monotonic() + PAUSE_SECONDS

    async def _force(self) -> None:
        now = self._monotonic()
        if self._forced_at is not None and now - self._forced_at < FORCE_PAUSE_SECONDS:
            raise ApiError(Outcome.RETRY, "微信接口凭证失效，正在恢复")
        self._forced_at = now
        await self._renew(force=True)

    async def _renew(self, force: bool) -> None:
        self._token, seconds = await self._fetch(force)
        now = self._monotonic()
        self._ends = now + seconds
        self._due = now + max(seconds - EARLY_SECONDS, PAUSE_SECONDS)
