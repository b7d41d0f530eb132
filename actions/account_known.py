"""Accounts that the present conversation may see, and how they are spoken of: masked number, place without the door (facts 5.3).

Also what becomes of a wish while the utility's systems are down: a ticket, and words that say so.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk.events import SlotSet

from actions.client import Service, UtilityDown
from actions.flow import Events
from actions.topic import TopicAction
from actions.turn import Say, Turn, payload
from common.masking import mask_account

Account = dict[str, Any]


@dataclass(frozen=True)
class Wish:
    """What a customer wants with an account.

    Attributes:
        fulfil: called with the account, once it may be seen, and the words in which the wish was said.
        early: called before anything is asked; True when the words needed no account and have been answered.
        offered: which of the known accounts may be meant without being named; all unless a wish says otherwise.
        wanted: what is written down while the utility does not answer, “您要…的事”; empty: only the customer can do it, later.
        topic: of the ticket that is then made.
    """

    fulfil: Callable[[Turn, Say, Account, str], Awaitable[Events]]
    wanted: str = ""
    topic: str = "consult"
    early: Callable[[Turn, Say], Awaitable[bool]] | None = None
    offered: Callable[[Sequence[Account]], list[Account]] = list


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
    """Town and estate or village, after the customer's own name for it: enough to tell one's accounts apart."""
    where = str(account["address"]).partition("*")[0]
    return f"{account['label']}·{where}" if account.get("label") else where


async def shown_place(turn: Turn, address: str | None) -> str | None:
    """An address as a card may show it: the door that only the account's file tells is masked, whoever has proved the account.

    What the customer wrote himself is shown to him as it is (facts 5.1: nothing is read out for a yes).
    """
    said = "".join(turn.texts)
    if not address or all(number in said for number in re.findall(r"[0-9]+", address)):
        return address
    accounts = await bound_accounts(Service(turn.conversation))
    return next((a["address"] for a in accounts if a["full_address"] == address), address)


def named(account: Account) -> str:
    """`户号320*******001（青口镇望海名都）`."""
    return f"户号{mask_account(account['account_no'])}（{place(account)}）"


async def record(turn: Turn, say: Say, wish: Wish, number: str | None, text: str) -> Events:
    """The utility does not answer: the wish becomes a ticket, which staff do as soon as it does.

    Args:
        number: the account as the customer named it, proved or not.
    """
    if not wish.wanted:
        say.utter("utter_utility_down")
        return []
    service = Service(turn.conversation)
    made = await service.post(
        "/tickets",
        topic=wish.topic,
        key=turn.key("down"),
        summary=f"客户要{wish.wanted}，当时查询系统连不上，恢复后请处理",
        account_no=number,
        join=True,
        details={"客户原话": text, "核验": "未核验"},
    )
    ticket = made["ticket"]["number"]
    say.utter("utter_utility_down_recorded", wanted=wish.wanted, number=ticket)
    return [SlotSet("ticket_no", ticket)]


class AskWithAccounts(TopicAction, ABC):
    """A report's question for a place or an account; who has several accounts picks one by its masked number."""

    # Abstract, so that the action server makes none of this base (see `TopicForm.form`).
    @property
    @abstractmethod
    def slot(self) -> str:
        """The slot asked for; a plain class attribute in an action."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return f"action_ask_{self.slot}"

    def question(self, turn: Turn) -> str:
        """The response that asks."""
        return f"utter_ask_{self.slot}"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """A single account is used without a question, so there is nothing to offer then."""
        accounts = await bound_accounts(Service(turn.conversation))
        filled = f"{self.slot.rpartition('_')[0]}_account"
        buttons = [
            {
                "title": f"{mask_account(a['account_no'])} {place(a)}",
                "payload": payload("inform", account_no=a["account_no"], **{filled: a["account_no"]}),
            }
            for a in accounts
            if len(accounts) > 1
        ]
        say.utter(self.question(turn), buttons=buttons)
        return []
