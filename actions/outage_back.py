"""After a report: the supply is back, is still away, or is away again (facts 6.2: 来电)."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.client import Service, ServiceError
from actions.crew_failed import crew_failed, escalate
from actions.cut_feared import patients_order
from actions.flow import Events, forget
from actions.outage_special import care, sensitive_in
from actions.outage_supply import AWAY, BACK, LATER, NOT_HIS, WITHDRAW, supply_in
from actions.ticket import is_open
from actions.topic import TopicAction
from actions.turn import Say, Turn, open_form, payload
from actions.voltage import flickers

_STILL = re.compile(r"还[是没]|仍|依然|一直没|又|再次|没来电|没修好|没恢复")
_ASKS = re.compile(r"[吗么呢?？]|[是对]吧|没有?[啊呀呢]*$|什么时候|几点|啥时候|多久")
_FINISHED = ("办结", "回访")


def is_outage(ticket: dict[str, Any]) -> bool:
    """A work order about a house or an area without supply."""
    return bool(ticket["topic"].startswith("outage"))


def is_unsettled(ticket: dict[str, Any]) -> bool:
    """Somebody is still at it, or has finished and may be called back."""
    return is_outage(ticket) and (is_open(ticket) or ticket["status"] in _FINISHED)


def says_still(text: str) -> bool:
    """Speaks of an outage that was reported before."""
    return bool(_STILL.search(text))


async def go_on(turn: Turn, say: Say, number: str) -> None:
    """Another word on a reported outage: the open work order gets it, a finished one is taken up again."""
    service = Service(turn.conversation)
    ticket = await service.get(f"/tickets/{number}")
    words = turn.said if turn.text else "客户反映还没电"
    if ticket["status"] in _FINISHED:
        try:
            await service.post(f"/tickets/{number}/reopen", key=turn.key("reopen"))
        except ServiceError:
            say.utter("utter_ticket_cannot_reopen")
            return
        say.text(f"工单{number}已重新派出去，请他们再来看。有新情况直接告诉我。")
    elif crew_failed(turn.text):
        await escalate(turn, say, number)
    else:
        say.text(
            f"您报的{ticket['address']}（工单{number}）现在{ticket['customer_status']}，不用再报。"
            "您说的我补进去了，要催就说“催一下”。"
        )
    special = sensitive_in(turn.text)
    await service.post(f"/tickets/{number}/notes", text=words, key=turn.key("still-out"), sensitive=special)
    if special:
        await care(turn, say, special, f"停电，有特殊情况：{words[:200]}", [number])


class PowerBack(TopicAction):
    """“来电了”: closes the customer's report."""

    def name(self) -> str:
        """For `report_power_back`."""
        return "action_power_back"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Closes the only report, or the one that is named, when the words say that his own supply is back; else asks, or goes on."""
        service = Service(turn.conversation)
        named = turn.entity("ticket_no")
        mine = [t for t in await service.get("/tickets") if is_unsettled(t) and named in (None, t["number"])]
        told = BACK if turn.is_payload else supply_in(turn.text)
        # What is known of the place is told, and its end is watched for.
        if told == LATER or (told is None and _ASKS.search(turn.text)):
            return [FollowupAction("area_form")]
        if told == WITHDRAW:
            return [FollowupAction("action_cancel")]
        if told == AWAY and mine:
            await go_on(turn, say, mine[0]["number"])
            return []
        if told in (AWAY, NOT_HIS) and not mine:
            return [FollowupAction("outage_form")]
        if told in (None, BACK) and flickers(turn.text):
            return [FollowupAction("voltage_form")]
        if told is None:
            return [FollowupAction("action_inform")]
        if not mine and open_form(turn) == "outage_form" and told == BACK:
            say.utter("utter_power_back_in_report")
            return forget(turn, "outage_form")
        if not mine and (order := patients_order(turn)):
            say.text(f"好，现在有电就好。工单{order}照常办。")
            return []
        if not mine:
            say.utter("utter_power_back")
            return []
        if len(mine) > 1 or told != BACK:
            buttons = [
                (f"{t['address'][:14]}来电了", payload("report_power_back", ticket_no=t["number"]))
                for t in mine[:3]
            ]
            is_one = len(mine) == 1
            ask = (
                "是您家来电了吗？"
                if is_one and told == NOT_HIS
                else "都来电了吗？"
                if is_one
                else "是哪里来电了？"
            )
            say.text(ask, [*buttons, ("还没电", payload("report_outage_home"))])
            return []
        await _close(turn, say, service, mine[0])
        return [SlotSet("ticket_no", mine[0]["number"])]


async def _close(turn: Turn, say: Say, service: Service, ticket: dict[str, Any]) -> None:
    number = ticket["number"]
    if "撤销" in ticket["moves"]:
        await service.post(f"/tickets/{number}/cancel", key=turn.key("back"))
        say.text(f"来电就好！工单{number}我给您销了，不再来人。要是又停了，直接告诉我。")
        return
    await service.post(f"/tickets/{number}/notes", text="客户说已来电", key=turn.key("back"))
    if ticket["status"] in _FINISHED:
        say.text(
            f"来电就好！工单{number}处理完了。", [("给个评价", payload("ticket_solved", ticket_no=number))]
        )
    else:
        say.text(f"来电就好！师傅已经在现场，我把来电的事记在工单{number}上了。")
