"""Proving an account with the last four digits of its registered phone, or with a code sent to that phone (facts 5.1).

Everything but success is told here, in the same words wherever the proof was asked for.
"""

from __future__ import annotations

from typing import Any, Literal

from actions.client import Service
from actions.outage_view import clock_time
from actions.turn import Say, Turn
from common.masking import mask_account

Outcome = Literal["passed", "again", "barred"]
"""`again`: another try is open; `barred`: none in this conversation for now."""


async def prove(turn: Turn, say: Say, number: str, **proof: str) -> Outcome:
    """Tries `last4` or `code` for an account number.

    Raises:
        UtilityDown: nobody can tell now.
    """
    tried = await Service(turn.conversation).post(
        "/verifications", account_no=number, key=turn.key(f"verify{number[-10:]}"), **proof
    )
    if tried["result"] == "passed":
        return "passed"
    if tried["result"] == "wrong":
        # The same words for a number that does not exist.
        say.utter(
            "utter_account_code_wrong" if "code" in proof else "utter_account_wrong",
            tries=tried["tries_left"],
        )
        return "again"
    if tried["result"] == "expired":
        say.utter("utter_account_code_expired")
        return "again"
    return _barred(turn, say, tried)


async def send_code(turn: Turn, say: Say, number: str) -> Outcome:
    """Has a one-time code sent; `again` once the customer may type one.

    Raises:
        UtilityDown: none was sent.
    """
    sent = await Service(turn.conversation).post("/codes", account_no=number, key=turn.key("code"))
    if sent["result"] == "sent":
        say.utter("utter_account_code_sent", masked=mask_account(number))
        return "again"
    if sent["result"] == "too_often":
        say.utter("utter_account_code_too_often")
        return "again"
    return _barred(turn, say, sent)


def _barred(turn: Turn, say: Say, tried: dict[str, Any]) -> Outcome:
    if tried["result"] == "locked":
        say.utter("utter_account_locked", until=clock_time(tried["locked_until"], turn.at))
    else:
        say.utter("utter_account_too_many")
    return "barred"
