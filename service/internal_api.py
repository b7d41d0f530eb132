"""The API that the actions call, on loopback only: verification, accounts, bills, outages, tickets; and `/metrics`.

JSON in and out (`common/jsonable.py`). Every call names its conversation, and what a conversation may see is decided here,
never by the caller. Errors are `{"error": code, "message": …}`: 400 bad_request, 401 token, 403 not_verified, 404 not_found,
409 illegal_move, 422 refused, 503 utility_unavailable.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sanic import Blueprint
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, raw, text

from common.jsonable import dumps, jsonable
from common.masking import mask_address
from service.customers.access import Customers, NotVerified
from service.customers.codes import Codes
from service.customers.record import record_of
from service.face import Desk, IllegalMove, NotFound, Refused, ServiceError
from service.media import MediaStore
from service.metrics import WAITING
from service.notices.inspections import Inspections
from service.notices.restorations import Restorations
from service.store import Store
from service.tickets.book import NewTicket, TicketBook
from service.utility.estimate import month_estimate
from service.utility.in_time import in_time
from service.utility.port import Account, AccountNotFound, Area, Utility, UtilityUnavailable, is_account_no
from service.utility.prices import NoPriceTable, residential_prices
from service.utility.tariff import tiered_bill, yearly_cuts

logger = logging.getLogger(__name__)

_STATUS: tuple[tuple[type[Exception], int, str], ...] = (
    (NotVerified, 403, "not_verified"),
    (AccountNotFound, 404, "not_found"),
    (NotFound, 404, "not_found"),
    (IllegalMove, 409, "illegal_move"),
    (Refused, 422, "refused"),
    (UtilityUnavailable, 503, "utility_unavailable"),
    (ServiceError, 503, "utility_unavailable"),
    (KeyError, 400, "bad_request"),
    (TypeError, 400, "bad_request"),
    (ValueError, 400, "bad_request"),
)


def internal_blueprint(
    token: str,
    store: Store,
    customers: Customers,
    codes: Codes,
    tickets: TicketBook,
    utility: Utility,
    restorations: Restorations,
    inspections: Inspections,
    media: MediaStore,
    desk: Desk,
    clock: Callable[[], datetime],
) -> Blueprint:
    """Routes under `/v1`, guarded by the installation's secret, and `/metrics`."""
    blueprint = Blueprint("internal")

    @blueprint.middleware("request")
    async def guard(request: Request) -> HTTPResponse | None:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if request.path == "/metrics" or (token and hmac.compare_digest(given.encode(), token.encode())):
            return None
        return _json({"error": "token", "message": "wrong or missing token"}, 401)

    @blueprint.exception(Exception)
    async def failed(request: Request, error: Exception) -> HTTPResponse:
        for kind, status, code in _STATUS:
            if isinstance(error, kind):
                return _json({"error": code, "message": str(error)}, status)
        if isinstance(error, SanicException):
            return _json({"error": "http", "message": str(error)}, error.status_code or 500)
        raise error

    @blueprint.get("/metrics")
    async def metrics(request: Request) -> HTTPResponse:
        WAITING.set(len(await desk.queue()))
        return raw(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    @blueprint.post("/v1/conversations/<conversation:str>/verifications")
    async def verify(request: Request, conversation: str) -> HTTPResponse:
        """By the phone's last four digits (`last4`), or by the one-time code (`code`)."""
        body = request.json
        account_no, key = _account_no(body), body["key"]
        if "code" in body:
            return _json(await codes.verify(conversation, account_no, str(body["code"]), key))
        return _json(await customers.verify(conversation, account_no, str(body["last4"]), key))

    @blueprint.post("/v1/conversations/<conversation:str>/codes")
    async def send_code(request: Request, conversation: str) -> HTTPResponse:
        return _json(await codes.send(conversation, _account_no(request.json), request.json["key"]))

    @blueprint.get("/v1/conversations/<conversation:str>/record")
    async def record(request: Request, conversation: str) -> HTTPResponse:
        return _json(await store.read(lambda tx: record_of(tx, conversation, clock())))

    @blueprint.get("/v1/conversations/<conversation:str>/accounts")
    async def accounts(request: Request, conversation: str) -> HTTPResponse:
        known = await customers.accounts(conversation)
        async with in_time():
            found = await asyncio.gather(*(find_if_there(access.account_no) for access in known))
        return _json(
            [
                {
                    **_account(account),
                    "bound": access.bound,
                    "label": access.label,
                    "inspections_booked": await inspections.booked(account.account_no),
                }
                for account, access in zip(found, known, strict=True)
                if account is not None
            ]
        )

    async def find_if_there(account_no: str) -> Account | None:
        """None for an account that was closed or merged since the customer proved it: his others are served all the same."""
        try:
            return await utility.find_account(account_no)
        except AccountNotFound:
            logger.warning("an account that a customer has proved is no longer known to the utility")
            return None

    @blueprint.put("/v1/conversations/<conversation:str>/accounts/<account_no:str>")
    async def bind(request: Request, conversation: str, account_no: str) -> HTTPResponse:
        await customers.bind(conversation, account_no, (request.json or {}).get("label", ""))
        return _json({})

    @blueprint.delete("/v1/conversations/<conversation:str>/accounts/<account_no:str>")
    async def unbind(request: Request, conversation: str, account_no: str) -> HTTPResponse:
        await customers.unbind(conversation, account_no)
        return _json({})

    @blueprint.get("/v1/conversations/<conversation:str>/accounts/<account_no:str>/bills")
    async def bills(request: Request, conversation: str, account_no: str) -> HTTPResponse:
        await customers.require(conversation, account_no)
        months = min(max(int(request.args.get("months", "13")), 1), 24)
        async with in_time():
            return _json(await utility.bills(account_no, months))

    @blueprint.get("/v1/conversations/<conversation:str>/accounts/<account_no:str>/balance")
    async def balance(request: Request, conversation: str, account_no: str) -> HTTPResponse:
        await customers.require(conversation, account_no)
        async with in_time():
            return _json(await utility.balance(account_no))

    @blueprint.get("/v1/conversations/<conversation:str>/accounts/<account_no:str>/usage")
    async def usage(request: Request, conversation: str, account_no: str) -> HTTPResponse:
        await customers.require(conversation, account_no)
        async with in_time():
            return _json(await utility.daily_usage(account_no))

    @blueprint.get("/v1/conversations/<conversation:str>/accounts/<account_no:str>/estimate")
    async def estimate(request: Request, conversation: str, account_no: str) -> HTTPResponse:
        """The running month at its present pace, or null when that cannot be said."""
        await customers.require(conversation, account_no)
        today = clock().date()
        try:
            table = residential_prices(today)
        except NoPriceTable:
            return _json(None)
        async with in_time():
            account, bills, usage = await asyncio.gather(
                utility.find_account(account_no),
                utility.bills(account_no, 1),
                utility.daily_usage(account_no),
            )
        return _json(month_estimate(account, bills, usage, today, table))

    @blueprint.get("/v1/conversations/<conversation:str>/outages")
    async def outages(request: Request, conversation: str) -> HTTPResponse:
        """Known outages of an address or of a verified account, and the planned ones of the coming days."""
        now = clock()
        where = request.args.get("address", "")
        account_no = request.args.get("account_no") or (where if is_account_no(where) else None)
        if account_no:
            await customers.require(conversation, account_no)
            where = account_no
        days = min(int(request.args.get("days", "7")), 31)
        async with in_time():
            known, planned, area = await asyncio.gather(
                utility.known_outages(where, now),
                utility.planned_outages(where, now + timedelta(days=days)),
                place_of(where),
            )
        named = area and {**jsonable(area), "name": area.name}
        return _json({"area": named, "now": known, "planned": planned})

    async def place_of(where: str) -> Area | None:
        """None for an account: where it is, its customer knows."""
        return None if is_account_no(where) else await utility.resolve_area(where)

    @blueprint.post("/v1/conversations/<conversation:str>/outages/<outage:str>/watches")
    async def watch_outage(request: Request, conversation: str, outage: str) -> HTTPResponse:
        """The customer hears when this outage has ended."""
        await restorations.wait_for(conversation, outage, request.json["address"])
        return _json({})

    @blueprint.post("/v1/conversations/<conversation:str>/inspections")
    async def book_inspection(request: Request, conversation: str) -> HTTPResponse:
        """The customer is reminded the day before; `reminds` tells whether there is time for that."""
        body = request.json
        ticket = await tickets.of_customer(conversation, body["ticket"], None)
        day = date.fromisoformat(body["day"])
        return _json({"reminds": await inspections.book(ticket, day, body["wish"])})

    @blueprint.get("/v1/prices/residential")
    async def prices(request: Request) -> HTTPResponse:
        return _json(residential_prices(clock().date()))

    @blueprint.get("/v1/prices/residential/years/<kwh:int>")
    async def year(request: Request, kwh: int) -> HTTPResponse:
        """What a household's year of so many kWh costs without peak/valley."""
        table = residential_prices(clock().date())
        return _json(tiered_bill(table, yearly_cuts(table), 0, kwh))

    @blueprint.post("/v1/conversations/<conversation:str>/tickets")
    async def create_ticket(request: Request, conversation: str) -> HTTPResponse:
        return _json(await tickets.create(NewTicket(conversation=conversation, **request.json)))

    @blueprint.get("/v1/conversations/<conversation:str>/tickets")
    async def list_tickets(request: Request, conversation: str) -> HTTPResponse:
        return _json(await tickets.of_conversation(conversation))

    @blueprint.get("/v1/conversations/<conversation:str>/tickets/<number:str>")
    async def one_ticket(request: Request, conversation: str, number: str) -> HTTPResponse:
        """The customer's own, or any with the last four digits of the phone it was made with (facts 5.1 L1); once proved, without."""
        last4 = request.args.get("phone_last4")
        if not last4 and await customers.has_proved_ticket(conversation, number):
            return _json(await tickets.get(number))
        try:
            return _json(await tickets.of_customer(conversation, number, None))
        except NotFound:
            if not last4:
                raise
        # Before the digits are looked at: who is locked must not learn from the answer whether they are right.
        key = request.args["key"][0]
        if barred := await customers.barred(conversation, number, key):
            raise Refused(barred.result)
        try:
            ticket = await tickets.of_customer(conversation, number, last4)
        except NotFound:
            await customers.prove_ticket(conversation, number, key, is_right=False)
            raise
        proof = await customers.prove_ticket(conversation, number, key, is_right=True)
        if proof.result != "passed":
            raise Refused(proof.result)
        return _json(ticket)

    async def acting_for(conversation: str, number: str) -> str:
        """The conversation that the ticket belongs to, when this one is it or has proved its phone; else this one."""
        ticket = await tickets.get(number)
        is_proved = await customers.has_proved_ticket(conversation, number)
        return ticket.conversation if is_proved else conversation

    @blueprint.post("/v1/conversations/<conversation:str>/tickets/<number:str>/urge")
    async def urge(request: Request, conversation: str, number: str) -> HTTPResponse:
        return _json(await tickets.urge(await acting_for(conversation, number), number, request.json["key"]))

    @blueprint.post("/v1/conversations/<conversation:str>/tickets/<number:str>/notes")
    async def note(request: Request, conversation: str, number: str) -> HTTPResponse:
        """Who only proved the phone of a ticket may add to it; its place, phone and name stay as they are. `sensitive`: special cases told now."""
        body: dict[str, Any] = request.json
        owner = await acting_for(conversation, number)
        own = (
            {name: body.get(name) for name in ("address", "phone", "contact_name")}
            if owner == conversation
            else {}
        )
        return _json(
            await tickets.add_note(
                owner,
                number,
                body["text"],
                body["key"],
                body.get("media"),
                nameless=bool(body.get("nameless")) and owner == conversation,
                sensitive=body.get("sensitive") or (),
                **own,
            )
        )

    @blueprint.post("/v1/conversations/<conversation:str>/tickets/<number:str>/cancel")
    async def cancel(request: Request, conversation: str, number: str) -> HTTPResponse:
        return _json(await tickets.cancel(conversation, number, request.json["key"]))

    @blueprint.post("/v1/conversations/<conversation:str>/tickets/<number:str>/reopen")
    async def reopen(request: Request, conversation: str, number: str) -> HTTPResponse:
        return _json(await tickets.reopen(conversation, number, request.json["key"]))

    @blueprint.post("/v1/conversations/<conversation:str>/tickets/<number:str>/rating")
    async def rate(request: Request, conversation: str, number: str) -> HTTPResponse:
        body = request.json
        return _json(
            await tickets.rate(
                conversation,
                number,
                int(body["score"]),
                body["key"],
                body.get("reason", ""),
                body.get("manner"),
            )
        )

    @blueprint.post("/v1/conversations/<conversation:str>/pictures")
    async def keep_picture(request: Request, conversation: str) -> HTTPResponse:
        """A picture that an action drew and that its answer will show."""
        return _json({"media": await media.save(request.body, "image/png")})

    return blueprint


def _account_no(body: dict[str, Any]) -> str:
    if not is_account_no(body["account_no"]):
        raise ValueError("account_no takes 10 or 13 digits")
    return str(body["account_no"])


def _json(value: Any, status: int = 200) -> HTTPResponse:
    return text(dumps(value), status, content_type="application/json; charset=utf-8")


def _account(account: Account) -> dict[str, Any]:
    """What the dialogue may know of an account: nothing of its holder's name or phone (open questions only, facts 5.1)."""
    return {
        "account_no": account.account_no,
        "address": mask_address(account.address.text),
        "full_address": account.address.text,
        "area_code": account.area_code,
        "tariff": jsonable(account.tariff),
        "payment": jsonable(account.payment),
        "category": jsonable(account.category),
        "service_level": jsonable(account.service_level),
        "status": jsonable(account.status),
        "household_size": account.household_size,
        "manager": jsonable(account.manager),
        "inspections_per_year": account.inspections_per_year,
    }
