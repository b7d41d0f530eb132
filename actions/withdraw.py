"""Taking back what was registered: a complaint, a report on others, a wish for deletion (facts 1.6)."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import SlotSet

from actions.client import Service
from actions.flow import Events
from actions.turn import Say, Turn, payload

COMPLAINT, REPORT, PRIVACY = "投诉", "举报", "个人信息的要求"
_KINDS = {
    COMPLAINT: (
        r"投诉|反映|意见|撤诉",
        frozenset(
            (
                "complaint",
                "complaint_service",
                "complaint_business",
                "complaint_outage",
                "complaint_quality",
                "complaint_construction",
                "opinion",
            )
        ),
    ),
    REPORT: (r"举报", frozenset(("theft", "breach", "sabotage", "conduct"))),
    PRIVACY: (r"删|退订", frozenset(("privacy",))),
}
_WHAT = "(?:投诉|举报|反映|意见)"
_TAKES_BACK = re.compile(
    rf"(?:撤[回销掉下]?|取消|收回)(?:我|刚才|之前|上次|昨天|前天|那个|这个|那条|这条|那件|的|了|一下|对.{{1,8}}的)*{_WHAT}|撤诉"
    rf"|{_WHAT}(?:单|的?事|的?工单|的)?(?:[,，\s]|我|想|要|给|就|先|帮我?|可以|能){{0,7}}(?:撤[回销掉下]?|取消|算了|作废|收回|不要了)"
    rf"|不(?:想|要|用|必)?(?:再)?(?:投诉|举报|反映|告)(?:他们?|她|你们)?了"
)


def takes_back(text: str) -> bool:
    """Whether a complaint or a report on others is to be dropped; “把我的申请撤销了，我要投诉” tells one."""
    return bool(_TAKES_BACK.search(text))


def kind_in(text: str) -> str | None:
    """Which kind of order the words name."""
    return next((kind for kind, (words, _) in _KINDS.items() if re.search(words, text)), None)


async def withdrawable(turn: Turn, kind: str) -> list[dict[str, Any]]:
    """The customer's orders of a kind that may still be dropped; the one that is named, when one is."""
    named = turn.entity("ticket_no")
    return [
        ticket
        for ticket in await Service(turn.conversation).get("/tickets")
        if "撤销" in ticket["moves"]
        and ticket["topic"] in _KINDS[kind][1]
        and named in (None, ticket["number"])
    ]


async def withdraw(turn: Turn, say: Say, kind: str) -> Events | None:
    """Drops the only one at once, for the words were plain; asks which of several. None when there is none."""
    mine = await withdrawable(turn, kind)
    if not mine:
        return None
    if len(mine) > 1:
        buttons = [
            (f"撤销{ticket['number']}", payload("cancel_ticket", ticket_no=ticket["number"]))
            for ticket in mine[:3]
        ]
        say.text(f"您有几张{kind}的工单，撤哪一张？", [*buttons, ("不撤销", payload("deny"))])
        return []
    await drop(turn, say, mine[0], kind)
    return [SlotSet("ticket_no", None)]


async def drop(turn: Turn, say: Say, ticket: dict[str, Any], kind: str = "") -> None:
    """Withdraws one order and says so; without a kind it is one that somebody drives to."""
    number = ticket["number"]
    await Service(turn.conversation).post(f"/tickets/{number}/cancel", key=turn.key(f"cancel-{number}"))
    what = f"{kind}已经撤销了（工单{number}），不再处理" if kind else f"工单{number}已撤销，不会再有人来"
    say.text(f"好的，{what}。又想办的话随时说。")
