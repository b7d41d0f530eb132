"""The proof of an account given to a form that did not ask for it: it counts, and what the form knows of the account is used (facts 5.1)."""

from __future__ import annotations

import re
from typing import Any

from actions.account_known import find, known_accounts, named
from actions.account_proof import prove
from actions.client import Service, UtilityDown
from actions.reading import number_and_last4
from actions.turn import Say, Turn, entities_of

_FOUR = re.compile(r"[0-9]{4}")
LAST4 = "account_last4"
"""Slot of the digits, among a form's memory."""


def read_beside(turn: Turn, number: str | None, value: str = "") -> str | None:
    """The four digits beside an account number, or alone just after it; None for other digits.

    Args:
        number: the form's account.
        value: a question of the form that four digits alone may answer themselves.
    """
    if turn.is_payload or not number or not number.isdigit():
        return None
    if turn.entity("account_no") or not _FOUR.fullmatch(turn.text):
        both = number_and_last4(turn)  # a phone beside the number is the one to be called
        return both[1] if both else turn.entity("last4")
    said = turn.user_events[:-1]
    follows = bool(said) and number in [re.sub(r"\D", "", n) for n in entities_of(said[-1], "account_no")]
    return turn.text if follows and turn.slot("requested_slot") != value else None


async def prove_beside(turn: Turn, slots: dict[str, Any], say: Say, number: str | None) -> bool:
    """Tries the digits that were read and forgets them; says what became of them. Whether the account may be seen now."""
    last4, slots[LAST4] = slots[LAST4], None
    if not last4 or not number:
        return False
    service = Service(turn.conversation)
    try:
        if (
            find(await known_accounts(service), number)
            or await prove(turn, say, number, last4=last4) != "passed"
        ):
            return False
        account = find(await known_accounts(service), number)
    except UtilityDown:
        return False  # the order needs nothing of it
    if account:
        say.text(f"{named(account)}核对好了。")
    return account is not None
