"""A utility's HTTP API for tests: any `Utility` served by the paths of docs/openapi/utility.yaml.

Every request and every answer is checked against the description, so that it cannot drift from the connector.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from aiohttp import web
from jsonschema import RefResolver
from openapi_schema_validator import OAS30Validator

from common.jsonable import jsonable
from service.utility.demo.places import AREAS
from service.utility.port import AccountNotFound, Utility, Where

TOKEN = "a-token-for-tests"
DESCRIPTION: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[4] / "docs/openapi/utility.yaml").read_text(encoding="utf-8")
)


def check(schema: dict[str, Any], value: Any) -> None:
    """Fails unless `value` fits a schema of the description."""
    resolver = RefResolver.from_schema(DESCRIPTION)
    OAS30Validator(schema, resolver=resolver).validate(value)


def build(utility: Utility) -> web.Application:
    """The API as an aiohttp application."""

    async def find_account(request: web.Request, _body: Any) -> Any:
        return await utility.find_account(request.match_info["account_no"])

    async def check_phone(request: web.Request, body: Any) -> Any:
        return {"match": await utility.check_phone(request.match_info["account_no"], body["last4"])}

    async def text_phone(request: web.Request, body: Any) -> Any:
        await utility.text_phone(request.match_info["account_no"], body["text"])
        return {}

    async def bills(request: web.Request, _body: Any) -> Any:
        months = int(request.query["months"])
        return {"bills": jsonable(await utility.bills(request.match_info["account_no"], months))}

    async def balance(request: web.Request, _body: Any) -> Any:
        return await utility.balance(request.match_info["account_no"])

    async def daily_usage(request: web.Request, _body: Any) -> Any:
        return {"days": jsonable(await utility.daily_usage(request.match_info["account_no"]))}

    async def resolve_area(_request: web.Request, body: Any) -> Any:
        return {"area": jsonable(await utility.resolve_area(body["address"]))}

    async def known_outages(_request: web.Request, body: Any) -> Any:
        at = datetime.fromisoformat(body["at"])
        return {"outages": jsonable(await utility.known_outages(_where(body), at))}

    async def planned_outages(_request: web.Request, body: Any) -> Any:
        until = datetime.fromisoformat(body["until"])
        return {"outages": jsonable(await utility.planned_outages(_where(body), until))}

    handlers = {
        "findAccount": find_account,
        "checkPhone": check_phone,
        "textPhone": text_phone,
        "bills": bills,
        "balance": balance,
        "dailyUsage": daily_usage,
        "resolveArea": resolve_area,
        "knownOutages": known_outages,
        "plannedOutages": planned_outages,
    }
    app = web.Application()
    for path, methods in DESCRIPTION["paths"].items():
        for method, operation in methods.items():
            handler = handlers.pop(operation["operationId"])
            app.router.add_route(method.upper(), path, _checked(handler, operation))
    assert not handlers, "operations that the description lacks"
    return app


def _checked(handler: Any, operation: dict[str, Any]) -> Any:
    async def answer(request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.json_response({"error": "unauthorized"}, status=401)
        body = None
        if "requestBody" in operation:
            body = await request.json()
            check(operation["requestBody"]["content"]["application/json"]["schema"], body)
        try:
            content = jsonable(await handler(request, body))
        except AccountNotFound:
            return web.json_response({"error": "account_not_found"}, status=404)
        response = operation["responses"]["200"]
        if "$ref" in response:
            response = DESCRIPTION["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
        check(response["content"]["application/json"]["schema"], content)
        return web.json_response(content)

    return answer


def _where(body: dict[str, str]) -> Where:
    if "area_code" in body:
        return AREAS[body["area_code"]]
    return body.get("account_no") or body["address"]
