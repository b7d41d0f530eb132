"""How the HTTP connector maps what can go wrong, and the OpenAPI description itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import fields
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from openapi_spec_validator import validate_spec

from common.jsonable import jsonable
from common.settings import ZONE
from service.utility import port, tariff
from service.utility.demo import DemoUtility
from service.utility.http import HttpUtility
from service.utility.port import AccountNotFound, UtilityError, UtilityUnavailable
from service.utility.wire import WireError, decode
from tests.unit.service.utility.utility_server import DESCRIPTION, TOKEN, build

ACCOUNT = "3200001888001"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def connector(handler: Handler, timeout: float = 5.0) -> AsyncIterator[HttpUtility]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    async with TestServer(app) as server:
        utility = HttpUtility(str(server.make_url("/")), TOKEN, timeout)
        yield utility
        await utility.close()


def answering(body: Any, status: int = 200) -> Handler:
    async def handler(_request: web.Request) -> web.StreamResponse:
        return web.json_response(body, status=status)

    return handler


@pytest.mark.asyncio
@pytest.mark.parametrize("status", [429, 500, 502, 503])
async def test_a_system_in_trouble_is_unavailable(status: int) -> None:
    async with connector(answering({"error": "x"}, status)) as utility:
        with pytest.raises(UtilityUnavailable):
            await utility.find_account(ACCOUNT)


@pytest.mark.asyncio
async def test_no_answer_in_time_is_unavailable() -> None:
    async def slow(_request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(2)
        return web.json_response({})

    async with connector(slow, timeout=0.05) as utility:
        with pytest.raises(UtilityUnavailable):
            await utility.balance(ACCOUNT)


@pytest.mark.asyncio
async def test_an_answer_that_stops_half_way_is_unavailable() -> None:
    async def half(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b'{"account_no": ')
        assert request.transport is not None
        request.transport.close()
        return response

    async with connector(half) as utility:
        with pytest.raises(UtilityUnavailable):
            await utility.find_account(ACCOUNT)


@pytest.mark.asyncio
async def test_nobody_at_the_address_is_unavailable() -> None:
    utility = HttpUtility(f"http://127.0.0.1:{unused_port()}", TOKEN, 2.0)
    with pytest.raises(UtilityUnavailable):
        await utility.resolve_area("青口")
    await utility.close()


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"error": "unauthorized"}, 401),
        ({"detail": "no such path"}, 404),
        ([], 200),
        ({}, 200),
        ({"bills": [{}]}, 200),
        ({"bills": "many"}, 200),
    ],
)
async def test_an_answer_that_cannot_be_read_is_an_error_but_not_unavailable(body: Any, status: int) -> None:
    async with connector(answering(body, status)) as utility:
        with pytest.raises(UtilityError) as caught:
            await utility.bills(ACCOUNT)
    assert not isinstance(caught.value, (UtilityUnavailable, AccountNotFound))


@pytest.mark.asyncio
async def test_an_answer_that_is_not_json_is_an_error() -> None:
    async def html(_request: web.Request) -> web.StreamResponse:
        return web.Response(text="<html>gateway</html>", content_type="text/html")

    async with connector(html) as utility:
        with pytest.raises(UtilityError, match="not JSON"):
            await utility.find_account(ACCOUNT)


@pytest.mark.asyncio
async def test_a_wrong_token_is_an_error() -> None:
    async with TestServer(build(DemoUtility(lambda: datetime.now(ZONE)))) as server:
        utility = HttpUtility(str(server.make_url("/")), "another", 5.0)
        with pytest.raises(UtilityError, match="401"):
            await utility.find_account(ACCOUNT)
        await utility.close()


@pytest.mark.asyncio
async def test_only_a_clear_yes_passes_the_phone_check() -> None:
    for body in ({}, {"match": "true"}, {"match": 1}, {"match": None}):
        async with connector(answering(body)) as utility:
            assert await utility.check_phone(ACCOUNT, "1001") is False
    async with connector(answering({"error": "account_not_found"}, 404)) as utility:
        assert await utility.check_phone(ACCOUNT, "1001") is False


@pytest.mark.asyncio
async def test_phones_and_addresses_stay_out_of_the_url() -> None:
    urls: list[str] = []

    async def note(request: web.Request) -> web.StreamResponse:
        urls.append(str(request.rel_url))
        return web.json_response({"area": None, "outages": [], "match": False})

    async with connector(note) as utility:
        await utility.check_phone(ACCOUNT, "1001")
        await utility.resolve_area("海韵花园")
        await utility.known_outages("海韵花园", datetime.now(ZONE))
    assert urls == [
        f"/v1/accounts/{ACCOUNT}/phone-check",
        "/v1/areas/resolve",
        "/v1/outages/known",
    ]


def test_the_description_is_valid_openapi() -> None:
    validate_spec(DESCRIPTION)


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ("Account", port.Account),
        ("Address", port.Address),
        ("Area", port.Area),
        ("Balance", port.Balance),
        ("Bill", port.Bill),
        ("BillLine", tariff.Line),
        ("Breakdown", tariff.Breakdown),
        ("ContactPerson", port.ContactPerson),
        ("DailyUsage", port.DailyUsage),
        ("MeterReading", port.MeterReading),
        ("Outage", port.Outage),
    ],
)
def test_the_description_has_the_fields_of_the_port(schema: str, kind: Any) -> None:
    described = DESCRIPTION["components"]["schemas"][schema]["properties"]
    assert set(described) == {field.name for field in fields(kind)}


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        (("Account", "tariff"), port.TariffKind),
        (("Account", "payment"), port.Payment),
        (("Account", "category"), port.Category),
        (("Account", "service_level"), port.ServiceLevel),
        (("Account", "important_class"), port.ImportantClass),
        (("Account", "status"), port.AccountStatus),
        (("Outage", "kind"), port.OutageKind),
        (("Outage", "cause"), port.OutageCause),
    ],
)
def test_the_description_has_the_values_of_the_port(place: tuple[str, str], kind: Any) -> None:
    described = DESCRIPTION["components"]["schemas"][place[0]]["properties"][place[1]]["enum"]
    assert [value for value in described if value] == [member.value for member in kind]


def test_amounts_and_times_survive_the_wire_exactly() -> None:
    outage = port.Outage(
        id="x",
        kind=port.OutageKind.FAULT,
        area_codes=("GY01",),
        places=("青口镇",),
        cause=None,
        start=datetime(2026, 8, 1, 8, tzinfo=timezone.utc),
        expected_end=None,
        source="抢修人员",
        updated_at=datetime(2026, 8, 1, 16, tzinfo=ZONE),
    )
    assert decode(port.Outage, jsonable(outage)) == outage
    for unknown in ("9999-12-31T23:59:59Z", "0001-01-01T00:00:00+08:00"):
        assert decode(port.Outage, {**jsonable(outage), "expected_end": unknown}) == outage
    line = tariff.Line("第一档", 3, Decimal("0.5283"), Decimal("1.58490"))
    assert decode(tariff.Line, jsonable(line)) == line


@pytest.mark.parametrize(
    ("kind", "data", "where"),
    [
        (port.DailyUsage, {"day": "2026-08-01", "kwh": 1.5}, "DailyUsage.kwh"),
        (port.DailyUsage, {"day": "2026-08-01", "kwh": "NaN"}, "DailyUsage.kwh"),
        (port.DailyUsage, {"day": "1 August", "kwh": "1.5"}, "DailyUsage.day"),
        (port.DailyUsage, {"kwh": "1.5"}, "DailyUsage.day: missing"),
        (port.MeterReading, {"meter_no": "1", "read_at": "2026-08-01T00:00:00", "total": 1}, "read_at"),
        (
            port.MeterReading,
            {"meter_no": "1", "read_at": "2026-08-01T00:00:00+08:00", "total": True},
            "total",
        ),
        (port.Area, {"code": "1", "town": "青口镇", "area_class": "郊区"}, "Area.area_class"),
    ],
)
def test_a_wrong_field_is_named(kind: Any, data: Any, where: str) -> None:
    with pytest.raises(WireError, match=where):
        decode(kind, data)
