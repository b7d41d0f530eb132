"""What is told after praise — who it was, which station — goes with it unasked."""

from __future__ import annotations

import re
from typing import Any

from actions.client import Service
from actions.topic import Events
from actions.turn import Say, Turn

_STILL = 3  # messages back
_SHORT = 40  # characters; longer messages speak for themselves
_WHO = re.compile(r"[他她]们?|姓|叫|师傅|小伙|大姐|[所站队班]的?[。.!！]?$|供电所|营业厅|锦旗")
_QUESTION = re.compile(r"[吗么呢?？]$|怎么|多少|什么时候|转给谁")
_OTHER = re.compile(r"人工|真人|客服|停电|没电|电费")


def just_praised(turn: Turn) -> bool:
    """Whether praise was passed on within the last messages."""
    return "action_praise_done" in turn.answered_by(_STILL)


async def praise_ticket(turn: Turn) -> dict[str, Any] | None:
    """The newest praise of this talk, while nobody has dealt with it."""
    mine = await Service(turn.conversation).get("/tickets")
    return next(
        (ticket for ticket in mine if ticket["topic"] == "praise" and "撤销" in ticket["moves"]), None
    )


async def praise_more(turn: Turn, say: Say, ticket: dict[str, Any]) -> Events:
    """Adds the words to it."""
    number = ticket["number"]
    await Service(turn.conversation).post(f"/tickets/{number}/notes", text=turn.said, key=turn.key("praise"))
    say.utter("utter_praise_more")
    return []


async def more_praise(turn: Turn, say: Say) -> Events | None:
    """For words that no dialogue claims: a name, a station, a phone after praise. None when they are something else."""
    if turn.is_payload or len(turn.text) > _SHORT or not just_praised(turn) or turn.tracker.active_loop:
        return None
    tells = _WHO.search(turn.text) or turn.entity("person") or turn.entity("address") or turn.entity("phone")
    if not tells or _QUESTION.search(turn.text) or _OTHER.search(turn.text):
        return None
    ticket = await praise_ticket(turn)
    return await praise_more(turn, say, ticket) if ticket else None
