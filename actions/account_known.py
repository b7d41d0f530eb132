"""Accounts that the present conversation may see, and how they are spoken of: masked number, place without the door (facts 5.3)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from actions.client import Service, UtilityDown
from actions.topic import Events
from actions.turn import Say, Turn
from common.masking import mask_account

Account = dict[str, Any]


@dataclass(frozen=True)
class Wish:
    """What a customer wants with an account.

    Attributes:
        fulfil: called with the account, once it may be seen, and the words in which the wish was said.
        early: called before anything is asked; True when the words needed no account and have been answered.
        offered: which of the known accounts may be meant without being named; all unless a wish says otherwise.
        down: called instead of `fulfil` when the utility does not answer; None says just that.
    """

    fulfil: Callable[[Turn, Say, Account, str], Awaitable[Events]]
    early: Callable[[Turn, Say], Awaitable[bool]] | None = None
    offered: Callable[[Sequence[Account]], list[Account]] = list
    down: Callable[[Turn, Say, str | None, str], Awaitable[Events]] | None = None


async def known_accounts(service: Service) -> list[Account]:
    """Bound ones and those verified in this session, the latest first; UtilityDown."""
    return list(await service.get("/accounts"))


async def bound_accounts(service: Service) -> list[Account]:
    """As `known_accounts`; none when the utility is down, since a fault report needs none (facts 0.3)."""
    try:
        return await known_accounts(service)
    except UtilityDown:
        return []


def find(accounts: Sequence[Account], number: str) -> Account | None:
    """The account of that number; 10 digits are the last ten of 13 (facts 3.1)."""
    return next(
        (a for a in accounts if a["account_no"] in (number, number[-10:]) or a["account_no"][-10:] == number),
        None,
    )


def place(account: Account) -> str:
    """Town and estate or village: enough to tell one's own accounts apart."""
    return str(account["address"]).partition("*")[0]


def named(account: Account) -> str:
    """`户号320*******001（青口镇望海名都）`."""
    return f"户号{mask_account(account['account_no'])}（{place(account)}）"
