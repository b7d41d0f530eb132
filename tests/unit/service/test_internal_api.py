"""What a conversation may see is decided by the service: another customer's data is out of reach, whatever is asked for."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from sanic import Sanic

from common.settings import ZONE
from service.bell import Bell
from service.conversations.log import MessageLog
from service.conversations.ownership import StaffDesk
from service.customers.access import Customers
from service.customers.codes import Codes
from service.face import InboundMessage, Kind, State
from service.internal_api import internal_blueprint
from service.media import MediaStore
from service.notices.inspections import Inspections
from service.notices.restorations import Restorations
from service.store import Store
from service.store.tables import messages
from service.tickets.book import TicketBook
from service.utility.demo import DemoUtility
from service.utility.port import Account, AccountNotFound

TOKEN = "test-token"
ACCOUNT, LAST4 = "3200001888001", "1001"
PRIVATE = ("bills", "balance", "usage", "estimate")
_names = count(1)


class Api:
    """The internal API with the real store, access rules and demo utility behind it; `now` is its clock."""

    def __init__(self, home: Path) -> None:
        self.now = datetime(2026, 11, 24, 10, tzinfo=ZONE)
        self.store = Store(f"sqlite:///{home / 'laidian.db'}")
        self.tries = count(1)

    async def start(self) -> None:
        self.store.migrate()
        utility = self.utility = DemoUtility(lambda: self.now)
        self.log = MessageLog(self.store, Bell(self.store), timedelta(hours=2), lambda: self.now)
        customers = Customers(self.store, utility, lambda: self.now)
        tickets = TicketBook(self.store, utility, lambda: self.now)
        desk = StaffDesk(self.store, lambda: self.now)
        Sanic.test_mode = True
        app = Sanic(f"internal_test_{next(_names)}", configure_logging=False)
        app.config.MOTD = False
        watches = Restorations(self.store, utility, lambda: self.now)
        media = MediaStore(self.store, lambda: self.now)
        codes = Codes(self.store, utility, customers, lambda: self.now)
        inspections = Inspections(self.store, lambda: self.now)
        parts = (self.store, customers, codes, tickets, utility, watches, inspections, media, desk)
        app.blueprint(internal_blueprint(TOKEN, *parts, lambda: self.now))
        door = socket.create_server(("127.0.0.1", 0))
        server = await app.create_server(sock=door, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        await server.start_serving()
        self.server = server
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
        self.http = aiohttp.ClientSession(url, headers={"Authorization": f"Bearer {TOKEN}"})

    async def stop(self) -> None:
        await self.http.close()
        self.server.close()
        await self.server.wait_closed()
        self.store.close()

    async def talk(self, customer: str) -> str:
        """A conversation in which the customer has written and was answered: an unanswered one keeps its session open."""
        message = InboundMessage("web", customer, f"p{next(self.tries)}", Kind.TEXT, self.now, text="查电费")
        await self.log.receive(message)
        await self.store.write(lambda tx: tx.execute(messages.update().values(state=State.PROCESSED.value)))
        return (await self.log.open("web", customer)).id

    async def call(self, method: str, path: str, **body: Any) -> tuple[int, Any]:
        async with self.http.request(method, f"/v1/{path}", json=body or None) as response:
            return response.status, await response.json()

    async def verify(self, talk: str, account: str = ACCOUNT, last4: str = LAST4) -> dict[str, Any]:
        path = f"conversations/{talk}/verifications"
        key = f"k{next(self.tries)}"
        _, found = await self.call("POST", path, account_no=account, last4=last4, key=key)
        return dict(found)

    async def private(self, talk: str) -> set[int]:
        """Statuses of everything that only the account's owner may read."""
        return {(await self.call("GET", f"conversations/{talk}/accounts/{ACCOUNT}/{w}"))[0] for w in PRIVATE}


@pytest_asyncio.fixture
async def api(tmp_path: Path) -> AsyncIterator[Api]:
    running = Api(tmp_path)
    await running.start()
    yield running
    await running.stop()


async def test_the_right_digits_open_the_account_to_this_conversation_only(api: Api) -> None:
    owner, stranger = await api.talk("owner"), await api.talk("stranger")
    assert (await api.verify(owner, ACCOUNT[-10:]))["result"] == "passed"
    assert await api.private(owner) == {200}
    assert await api.private(stranger) == {403}
    assert await api.call("GET", f"conversations/{stranger}/accounts") == (200, [])


async def test_wrong_digits_open_nothing_and_sound_like_an_unknown_account(api: Api) -> None:
    one, other = await api.talk("one"), await api.talk("other")
    assert await api.verify(one, ACCOUNT, "0000") == await api.verify(other, "3209999999999", "0000")
    assert await api.private(one) == {403}


async def test_five_wrong_tries_lock_even_the_right_digits(api: Api) -> None:
    talk = await api.talk("guesser")
    left = [(await api.verify(talk, ACCOUNT, f"000{n}"))["tries_left"] for n in range(5)]
    assert left == [4, 3, 2, 1, 0]
    assert (await api.verify(talk))["result"] == "locked"
    assert await api.private(talk) == {403}


async def test_a_proof_ends_with_its_session_and_a_binding_does_not(api: Api) -> None:
    proved, bound = await api.talk("proved"), await api.talk("bound")
    await api.verify(proved)
    await api.verify(bound)
    assert (await api.call("PUT", f"conversations/{bound}/accounts/{ACCOUNT}"))[0] == 200
    api.now += timedelta(hours=3)
    await api.talk("proved")
    await api.talk("bound")
    assert await api.private(proved) == {403}
    assert await api.private(bound) == {200}


async def test_nobody_binds_an_account_that_he_has_not_proved(api: Api) -> None:
    talk = await api.talk("stranger")
    assert (await api.call("PUT", f"conversations/{talk}/accounts/{ACCOUNT}"))[0] == 403
    assert await api.call("GET", f"conversations/{talk}/accounts") == (200, [])


async def test_an_unbound_account_is_out_of_reach_at_once(api: Api) -> None:
    talk = await api.talk("owner")
    await api.verify(talk)
    await api.call("DELETE", f"conversations/{talk}/accounts/{ACCOUNT}")
    assert await api.private(talk) == {403}


async def test_an_account_tells_neither_holder_nor_phone(api: Api) -> None:
    talk = await api.talk("owner")
    await api.verify(talk)
    _, accounts = await api.call("GET", f"conversations/{talk}/accounts")
    assert not {"holder_name", "phone"} & set(accounts[0])
    assert "502" not in accounts[0]["address"]


async def test_an_account_that_was_closed_hides_none_of_the_others(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One closed account, and neither bills nor a fault report went through for its customer."""
    talk, find = await api.talk("owner"), api.utility.find_account
    await api.verify(talk)
    await api.verify(talk, "3200001888002", "1002")

    async def closed(account_no: str) -> Account:
        if account_no == ACCOUNT:
            raise AccountNotFound("no such account")
        return await find(account_no)

    monkeypatch.setattr(api.utility, "find_account", closed)
    status, accounts = await api.call("GET", f"conversations/{talk}/accounts")
    assert status == 200 and [account["account_no"] for account in accounts] == ["3200001888002"]


@pytest.mark.parametrize(
    "path",
    ["outages?address=青口镇", "accounts", *(f"accounts/{ACCOUNT}/{what}" for what in PRIVATE)],
)
async def test_a_slow_utility_counts_as_one_that_is_away(
    api: Api, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Three calls of three seconds took longer than the actions wait, and nothing was registered to be done later."""
    talk = await api.talk("owner")
    await api.verify(talk)

    async def slow(*_: object) -> Any:
        await asyncio.sleep(5)

    for name in ("find_account", "bills", "balance", "daily_usage", "known_outages"):
        monkeypatch.setattr(api.utility, name, slow)
    monkeypatch.setattr("service.utility.in_time.BUDGET_SECONDS", 0.05)
    status, body = await api.call("GET", f"conversations/{talk}/{path}")
    assert (status, body["error"]) == (503, "utility_unavailable")


async def test_an_estimate_is_of_the_running_month(api: Api) -> None:
    talk = await api.talk("owner")
    await api.verify(talk)
    _, estimate = await api.call("GET", f"conversations/{talk}/accounts/{ACCOUNT}/estimate")
    assert (estimate["period"], estimate["days"]) == ("2026-11", 23)
    assert estimate["price_from"] == "2012-07-01"


@pytest.mark.parametrize(("kwh", "amount"), [(2760, "1458.11"), (5000, "2803.50"), (0, "0.00")])
async def test_a_years_cost_is_the_tariffs(api: Api, kwh: int, amount: str) -> None:
    _, year = await api.call("GET", f"prices/residential/years/{kwh}")
    assert year["rounded"] == amount


async def a_ticket(api: Api, talk: str) -> str:
    """A work order of that conversation with the phone 13800001290."""
    report = {
        "topic": "outage_home",
        "key": f"k{next(api.tries)}",
        "summary": "没电",
        "address": "青口镇黄海路10号",
    }
    path = f"conversations/{talk}/tickets"
    _, made = await api.call("POST", path, phone="13800001290", **report)
    return str(made["ticket"]["number"])


async def test_an_order_keeps_no_proof_of_who_somebody_is(api: Api) -> None:
    """An ID number and the digits that open the account stood in the customer's words."""
    talk = await api.talk("owner")
    words = "我身份证号320721198805051234，户号3200012888007 1007"
    order = {
        "topic": "consult",
        "key": "p1",
        "summary": words,
        "details": {"客户原话": words, "错交到": ACCOUNT},
    }
    _, made = await api.call("POST", f"conversations/{talk}/tickets", **order)
    ticket, kept = made["ticket"], "我身份证号**************1234，户号3200012888007 ****"
    assert ticket["summary"] == kept and ticket["details"] == {"客户原话": kept, "错交到": ACCOUNT}
    path = f"conversations/{talk}/tickets/{ticket['number']}"
    _, noted = await api.call("POST", f"{path}/notes", text=words, key="p2")
    assert noted["history"][-1]["note"] == kept


async def test_a_corrected_place_and_phone_are_what_the_ticket_holds_from_then_on(api: Api) -> None:
    talk = await api.talk("owner")
    path = f"conversations/{talk}/tickets/{await a_ticket(api, talk)}"
    new = {"address": "青口镇黄海路100号", "phone": "13800001291"}
    status, ticket = await api.call("POST", f"{path}/notes", text="楼号错了，电话也换", key="n1", **new)
    assert status == 200 and {name: ticket[name] for name in new} == new
    assert (await api.call("GET", path))[1]["address"] == "青口镇黄海路100号"


async def test_who_proved_the_phone_of_a_ticket_may_urge_and_add_but_change_nothing(api: Api) -> None:
    owner, later = await api.talk("owner"), await api.talk("later")
    path = f"conversations/{later}/tickets/{await a_ticket(api, owner)}"
    assert (await api.call("POST", f"{path}/urge", key="u1"))[0] == 404
    assert (await api.call("GET", f"{path}?phone_last4=1290&key=p1"))[0] == 200
    status, urged = await api.call("POST", f"{path}/urge", key="u2")
    assert status == 200 and urged["urges"] == 1
    status, noted = await api.call("POST", f"{path}/notes", text="换号", key="n1", phone="13900000000")
    assert status == 200 and noted["phone"] == "13800001290"
    assert (await api.call("POST", f"{path}/cancel", key="c1"))[0] == 404
    api.now += timedelta(days=2)
    assert (await api.call("GET", path))[0] == 404


async def test_who_is_locked_does_not_learn_whether_a_phone_is_right(api: Api) -> None:
    owner, guesser = await api.talk("owner"), await api.talk("guesser")
    path = f"conversations/{guesser}/tickets/{await a_ticket(api, owner)}"

    async def guess(last4: str) -> tuple[int, Any]:
        return await api.call("GET", f"{path}?phone_last4={last4}&key=g{next(api.tries)}")

    assert {(await guess(f"000{n}"))[0] for n in range(5)} == {404}
    assert await guess("0009") == await guess("1290")


async def test_ten_and_thirteen_digits_are_one_account(api: Api) -> None:
    for n in range(20):
        await api.verify(await api.talk(f"visitor {n}"), ACCOUNT if n % 2 else ACCOUNT[-10:], f"{n:04}")
    assert (await api.verify(await api.talk("one more"), ACCOUNT))["result"] == "locked"
    assert (await api.verify(await api.talk("and one"), ACCOUNT[-10:]))["result"] == "locked"


async def test_mistyped_numbers_of_orders_are_no_accounts(api: Api) -> None:
    talk = await api.talk("clumsy")
    for n in range(4):
        query = f"phone_last4=1290&key=m{n}"
        await api.call("GET", f"conversations/{talk}/tickets/GD20261124000{n}?{query}")
        api.now += timedelta(hours=2)
    assert (await api.verify(talk))["result"] == "passed"


async def test_a_strangers_outages_are_not_told_for_his_number(api: Api) -> None:
    talk = await api.talk("stranger")
    assert (await api.call("GET", f"conversations/{talk}/outages?address={ACCOUNT}"))[0] == 403
    assert (await api.call("GET", f"conversations/{talk}/outages?address=青口镇"))[0] == 200
