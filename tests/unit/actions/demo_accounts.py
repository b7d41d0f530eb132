"""Puts accounts of the demo utility behind the fake internal API: figures that a real tariff computed."""

from __future__ import annotations

from datetime import datetime

from actions.account import AccountDone, AccountForm, AskAccountCode, AskAccountLast4, AskAccountNo
from common.jsonable import jsonable
from service.utility.demo import DemoUtility
from service.utility.estimate import month_estimate
from service.utility.port import Account
from service.utility.prices import residential_prices
from tests.unit.actions.service_fake import AT, FakeService, Talk

NOW = datetime.fromisoformat(AT)
TIERED, PEAK_VALLEY, PARENTS, LARGE, FLAT = (
    "3200001888001",
    "3200001888002",
    "3200013888003",
    "3200009888004",
    "3200001888005",
)
CUT, OVERDUE, AHEAD, STATION = "3200001888006", "3200012888007", "3200015888008", "3200001888009"
LAST4 = {TIERED: "1001", PEAK_VALLEY: "1002", PARENTS: "1002", CUT: "1006", AHEAD: "1008"}


def talk() -> Talk:
    """A customer before the account form."""
    return Talk(AccountForm(), AccountDone(), AskAccountNo(), AskAccountLast4(), AskAccountCode())


async def hide(service: FakeService, number: str) -> Account:
    """The account exists, and nobody has proved anything."""
    await _fill(service, number)
    account = await known(service, number)
    service.hidden.append(service.accounts.pop())
    service.phones[number] = LAST4[number]
    return account


async def known(service: FakeService, number: str, bound: bool = True) -> Account:
    """An account that the conversation may see."""
    await _fill(service, number)
    account = await DemoUtility(lambda: NOW).find_account(number)
    data = jsonable(account)
    service.add_account(
        number,
        account.address.text,
        bound=bound,
        tariff=data["tariff"],
        payment=data["payment"],
        status=data["status"],
        household_size=account.household_size,
    )
    return account


async def _fill(service: FakeService, number: str) -> None:
    utility = DemoUtility(lambda: NOW)
    bills, usage = await utility.bills(number, 24), await utility.daily_usage(number)
    table = residential_prices(NOW.date())
    service.bills[number] = jsonable(bills)
    service.balances[number] = jsonable(await utility.balance(number))
    service.usage[number] = jsonable(usage)
    account = await utility.find_account(number)
    service.estimates[number] = jsonable(month_estimate(account, bills, usage, NOW.date(), table))
    service.prices = jsonable(table)
