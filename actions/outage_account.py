"""The place of an outage by its account number (facts 4.1, 5.1).

The last digits of the registered phone show the place, and whether it is cut for arrears. Without them nothing that belongs to
the account is said; the work order carries the number all the same, and its place is for the crew (service/tickets/book.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from actions.account_known import Account, bound_accounts, find
from actions.account_proof import prove
from actions.account_reading import read_last4
from actions.client import Service, UtilityDown
from actions.flow import REQUESTED, Events
from actions.topic import TopicAction, choose_buttons
from actions.turn import Say, Turn
from common.masking import mask_account

UNPROVED = "-"
_WITHOUT = re.compile(r"不|没|忘|跳过|报修|登记|派人|先报|验证码")


def read_proof(turn: Turn, asked: bool) -> str | None:
    """The last four digits; `-` from who does not have them or wants his report without."""
    if turn.entity("outage_last4"):
        return str(turn.entity("outage_last4"))
    return read_last4(turn, asked) or (UNPROVED if asked and _WITHOUT.search(turn.text) else None)


def place_of(slots: Mapping[str, Any]) -> str:
    """The place of a report in words; of an account that was not proved only the masked number."""
    number = slots["outage_account"]
    return slots["outage_address"] or f"户号{mask_account(number)}登记的地址"


async def account_of(
    turn: Turn, slots: dict[str, Any], say: Say, service: Service, accounts: list[Account]
) -> Account | None:
    """The account that was named, once this conversation may see it; says how a try to prove it went."""
    number, last4 = slots["outage_account"], slots["outage_last4"]
    known = find(accounts, number)
    if known or last4 is None:
        return known
    if last4 == UNPROVED:
        if turn.slot(REQUESTED) == "outage_last4":
            say.text(f"好，不核对也行，我按{place_of(slots)}报修。")
        return None
    slots["outage_last4"] = UNPROVED
    try:
        outcome = await prove(turn, say, number, last4=last4)
    except UtilityDown:
        say.utter("utter_outage_unchecked")
        return None
    if outcome == "again":
        slots["outage_last4"] = None
    if outcome != "passed":
        return None
    slots["outage_last4"] = last4
    return find(await bound_accounts(service), number)


class AskOutageLast4(TopicAction):
    """The digits that prove the account."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_outage_last4"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Nobody has to know them to be helped."""
        say.text(
            f"户号{mask_account(turn.slot('outage_account'))}记下了。登记的手机号后四位是多少？"
            "对上了，我看看是不是欠费停的，地址也不用再说。",
            choose_buttons("outage_last4", ("不知道，直接报修", UNPROVED)),
        )
        return []
