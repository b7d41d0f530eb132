"""The one way from the actions to the service: its internal API over a kept-alive loopback connection."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from typing import Any

import aiohttp

from common.settings import Settings, read_settings

TIMEOUT_SECONDS = 8.0


class ServiceError(Exception):
    """The service turned a call down; `code` is one of its error codes (service/internal_api.py)."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class UtilityDown(ServiceError):
    """The utility's systems do not answer; the customer's wish is to be recorded and done later."""


class Service:
    """Calls of one conversation.

    Every call either returns the API's JSON, raises `UtilityDown` or `ServiceError`, or lets `aiohttp.ClientError` and
    `asyncio.TimeoutError` through: then the turn fails and the service repeats it.
    """

    def __init__(self, conversation: str) -> None:
        self._path = f"/v1/conversations/{conversation}"

    async def get(self, path: str, **query: str) -> Any:
        """Reads `path` below the conversation."""
        return await _call("GET", self._path + path, params=query)

    async def post(self, path: str, **body: Any) -> Any:
        """Writes; `body` carries the idempotency key where the API asks for one."""
        return await _call("POST", self._path + path, json=body)

    async def keep_picture(self, png: bytes) -> str:
        """Gives the service a picture to send.

        Returns:
            Its media id; the same picture has the same one.
        """
        kept = await _call("POST", self._path + "/pictures", data=png)
        return str(kept["media"])

    async def put(self, path: str, **body: Any) -> Any:
        """Sets what `path` names."""
        return await _call("PUT", self._path + path, json=body)

    async def delete(self, path: str) -> Any:
        """Removes what `path` names."""
        return await _call("DELETE", self._path + path)


async def residential_prices() -> dict[str, Any]:
    """The price table in force; ServiceError `utility_unavailable` when none is (facts 0.3 rule 8)."""
    return dict(await _call("GET", "/v1/prices/residential"))


async def residential_year(kwh: int) -> dict[str, Any]:
    """Cost of a household's year of so many kWh, as a bill's breakdown; `utility_unavailable` as above."""
    return dict(await _call("GET", f"/v1/prices/residential/years/{kwh}"))


async def _call(method: str, path: str, **options: Any) -> Any:
    settings = _settings()
    session = _session(id(asyncio.get_running_loop()))
    async with session.request(
        method,
        settings.internal_url + path,
        headers={"Authorization": f"Bearer {settings.internal_token}"},
        timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS),
        **options,
    ) as response:
        body = await response.json()
        if response.status < 400:
            return body
        if body.get("error") == "utility_unavailable":
            raise UtilityDown(body["error"], body["message"])
        if response.status >= 500:
            response.raise_for_status()
        raise ServiceError(body["error"], body["message"])


@lru_cache
def _settings() -> Settings:
    return read_settings()


@lru_cache
def _session(loop: int) -> aiohttp.ClientSession:
    return aiohttp.ClientSession()
