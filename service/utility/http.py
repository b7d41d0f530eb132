"""`HttpUtility`: the utility's systems over HTTP, as docs/openapi/utility.yaml describes. Runs in the service process."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any, TypeVar

import aiohttp

from service.utility.port import (
    Account,
    AccountNotFound,
    Area,
    Balance,
    Bill,
    DailyUsage,
    Outage,
    UtilityError,
    UtilityUnavailable,
    Where,
    is_account_no,
)
from service.utility.wire import WireError, decode, decode_many

T = TypeVar("T")

_NOT_FOUND = "account_not_found"


class HttpUtility:
    """A `Utility` behind an HTTP API; opens its connections at the first call and keeps them.

    Nothing is tried again: the caller knows whether a customer is waiting.

    Args:
        base_url: address in front of the paths of the OpenAPI description, such as `https://host/laidian`.
        token: sent as `Authorization: Bearer`.
        timeout_seconds: for each whole call.
    """

    def __init__(self, base_url: str, token: str, timeout_seconds: float) -> None:
        self._base_url = base_url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"}
        self._timeout = aiohttp.ClientTimeout(total=timeout_seconds)
        self._session: aiohttp.ClientSession | None = None

    async def find_account(self, account_no: str) -> Account:
        """As `Utility.find_account`."""
        return await self._of_account(Account, account_no, "")

    async def check_phone(self, account_no: str, last4: str) -> bool:
        """As `Utility.check_phone`."""
        if not is_account_no(account_no):
            return False
        try:
            answer = await self._call("POST", f"/v1/accounts/{account_no}/phone-check", {"last4": last4})
        except AccountNotFound:
            return False
        return answer.get("match") is True

    async def text_phone(self, account_no: str, text: str) -> None:
        """As `PhoneNotices.text_phone`."""
        await self._call("POST", _account_path(account_no) + "/phone-messages", {"text": text})

    async def bills(self, account_no: str, months: int = 12) -> tuple[Bill, ...]:
        """As `Utility.bills`."""
        return await self._many_of_account(Bill, account_no, f"/bills?months={months}", "bills")

    async def balance(self, account_no: str) -> Balance:
        """As `Utility.balance`."""
        return await self._of_account(Balance, account_no, "/balance")

    async def daily_usage(self, account_no: str) -> tuple[DailyUsage, ...]:
        """As `Utility.daily_usage`."""
        return await self._many_of_account(DailyUsage, account_no, "/daily-usage", "days")

    async def resolve_area(self, address_text: str) -> Area | None:
        """As `Utility.resolve_area`."""
        answer = await self._call("POST", "/v1/areas/resolve", {"address": address_text})
        return None if answer.get("area") is None else _one(Area, answer["area"])

    async def known_outages(self, where: Where, at: datetime) -> tuple[Outage, ...]:
        """As `Utility.known_outages`."""
        answer = await self._call("POST", "/v1/outages/known", {**_place(where), "at": at.isoformat()})
        return _many(Outage, answer.get("outages"))

    async def planned_outages(self, where: Where, until: datetime) -> tuple[Outage, ...]:
        """As `Utility.planned_outages`."""
        answer = await self._call(
            "POST", "/v1/outages/planned", {**_place(where), "until": until.isoformat()}
        )
        return _many(Outage, answer.get("outages"))

    async def close(self) -> None:
        """As `Utility.close`; a later call opens connections again."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _of_account(self, kind: type[T], account_no: str, path: str) -> T:
        return _one(kind, await self._call("GET", _account_path(account_no) + path))

    async def _many_of_account(self, kind: type[T], account_no: str, path: str, key: str) -> tuple[T, ...]:
        return _many(kind, (await self._call("GET", _account_path(account_no) + path)).get(key))

    async def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        if self._session is None:
            self._session = aiohttp.ClientSession(headers=self._headers, timeout=self._timeout)
        try:
            async with self._session.request(method, self._base_url + path, json=body) as response:
                if response.status == 429 or response.status >= 500:
                    raise UtilityUnavailable(f"the utility answered {response.status}")
                answer = await response.json(content_type=None)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise UtilityUnavailable(f"no answer from the utility: {type(error).__name__}") from error
        except ValueError as error:
            raise UtilityError("the utility's answer is not JSON") from error
        if not isinstance(answer, dict):
            raise UtilityError("the utility's answer is not an object")
        # A 404 of a wrong address or a proxy must not pass for "no such account".
        if response.status == 404 and answer.get("error") == _NOT_FOUND:
            raise AccountNotFound("no such account")
        if response.status != 200:
            raise UtilityError(f"the utility answered {response.status}")
        return answer


def _account_path(account_no: str) -> str:
    if not is_account_no(account_no):
        raise AccountNotFound("not an account number")
    return f"/v1/accounts/{account_no}"


def _place(where: Where) -> dict[str, str]:
    if isinstance(where, Area):
        return {"area_code": where.code}
    return {"account_no": where} if is_account_no(where) else {"address": where}


def _one(kind: type[T], data: Any) -> T:
    try:
        return decode(kind, data)
    except WireError as error:
        raise UtilityError(f"the utility's answer cannot be read: {error}") from error


def _many(kind: type[T], data: Any) -> tuple[T, ...]:
    try:
        return decode_many(kind, data)
    except WireError as error:
        raise UtilityError(f"the utility's answer cannot be read: {error}") from error
