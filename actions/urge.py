"""“怎么还不来”: an urge counts on its work order; one for something done elsewhere is written down (facts 1.6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.client import Service, ServiceError
from actions.flow import PAUSED, REPORT_FORMS, Events
from actions.outage_asks import URGED, is_known
from actions.outage_reading import only_reports
from actions.packet import packet
from actions.praise import is_at_fault
from actions.reading import is_part_of
from actions.report_again import report
from actions.request import ask_for, said_lately
from actions.ticket import FAULT, FINISHED, SHOWN, ask_whether_settled, is_open, made_elsewhere, what_next
from actions.topic import TopicAction
from actions.turn import Say, Turn, open_form, payload

MANY_URGES = 3
# Other than faults, two are enough as a rule (facts 1.6); then staff are told instead.
OTHER_URGES = 2
_APPLIED = re.compile(r"(?:申请|过户|新装|增容|充电桩|光伏|装表).{0,6}(?:了|过|没)|催")
# What has been spoken of just before: nothing is registered yet, so it is now.
_OUTAGE = re.compile(r"停电|没[有]?电|断电|跳闸|停了.{0,4}(?:小时|钟头|半天)")
_AGAIN = re.compile(
    r"第[二三四五六七八九十几0-9]+[次回]|[三四五六七八九十好几0-9]+[次回]了|[又老总]停|到底管不管"
)
_PROMISED = re.compile(
    r"答应|约好|说好|承诺|(?:[装换]表|申请|过户|增容|上门)[^停]{0,12}第?[0-9一二三四五六七八九十几]+天"
)
# Whose house an order is for: “我家那个”, “丈母娘那张”; it stands in the words it was made with.
_KIN = re.compile("丈母娘|老丈人|岳[父母]|娘家|婆家|公婆|老家|[爸妈爹娘爷奶姐哥弟妹姑姨舅叔]|儿子|闺女|女儿")
_OURS = re.compile("[我俺咱]们?(?:自己)?家|自家")
# After these the customer knows that there is no work order here.
_LATELY = 4
_NONE_HERE = frozenset(("action_ticket_done", "action_business", "action_cancel"))


class Urge(TopicAction):
    """“怎么还不来”: counts on the ticket and never makes a second one."""

    def name(self) -> str:
        """For `urge`."""
        return "action_urge"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Urges the only open ticket, or asks which."""
        service = Service(turn.conversation)
        mine = [ticket for ticket in await service.get("/tickets") if is_awaited(ticket)]
        if not mine and (found := await self._looked_up(turn, service)):
            mine = [found]
        named = _named(turn, mine)
        if not mine:
            return await self._without_ticket(turn, say, service)
        if len(mine) > 1 and len(named) != 1:
            buttons = [
                (f"{t['number']} {t['address'][:12]}", payload("urge", ticket_no=t["number"]))
                for t in mine[:SHOWN]
            ]
            say.text("您有几张工单在办，催哪一张？", buttons)
            return []
        ticket = (named if len(named) == 1 else mine)[0]
        number = ticket["number"]
        if ticket["biz_type"] != FAULT and ticket["urges"] >= OTHER_URGES:
            say.utter("utter_urge_again")
            await self._alert(turn, say, ticket)
            return [SlotSet("ticket_no", number)]
        try:
            urged = await service.post(f"/tickets/{number}/urge", key=turn.key("urge"))
        except ServiceError as error:
            if error.code != "refused":
                raise
            say.text(
                f"工单{number}刚刚已经催过了，现在{ticket['customer_status']}。{what_next(ticket, turn.at)}"
            )
            return [SlotSet("ticket_no", number)]
        say.text(
            f"已经帮您催了，工单{number}，第{urged['urges']}次催办，现在{urged['customer_status']}。{what_next(urged, turn.at)}"
        )
        if urged["urges"] >= MANY_URGES:
            say.utter("utter_urge_human")
            await self._alert(turn, say, urged)
        return [SlotSet("ticket_no", number)]

    @staticmethod
    async def _looked_up(turn: Turn, service: Service) -> dict[str, Any] | None:
        """The open one of another talk, found by number and phone just before."""
        if "action_ticket_done" not in turn.answered_by(_LATELY) or not turn.slot("ticket_no"):
            return None
        try:
            ticket = await service.get(f"/tickets/{turn.slot('ticket_no')}")
        except ServiceError:
            return None
        return dict(ticket) if is_awaited(ticket) else None

    async def _without_ticket(self, turn: Turn, say: Say, service: Service) -> Events:
        form = open_form(turn)
        waits = bool(_APPLIED.search(turn.text) and turn.answered_by(_LATELY) & _NONE_HERE)
        if form not in (None, "business_form") or (form and not waits):
            say.utter("utter_urge_in_form" if form in REPORT_FORMS else "utter_urge_in_talk")
        elif await self._finished(turn, say, service):
            pass
        elif is_known(turn):  # “能不能快点”, “到八点还不来呢”
            return [SlotSet("outage_ask", URGED), FollowupAction("area_form")]
        elif only_reports(turn):
            return report(turn)
        elif (waits or made_elsewhere(turn.text) or _PROMISED.search(turn.text)) and not turn.slot(PAUSED):
            return ask_for(turn, say, "progress")
        elif _OUTAGE.search(said_lately(turn)):
            again = _AGAIN.search(turn.text)
            say.utter("utter_urge_reports_again" if again else "utter_urge_reports")
            return [*([SlotSet("outage_words", turn.said)] if again else []), FollowupAction("outage_form")]
        elif is_at_fault(turn.text):  # “这次又坏了 还能叫他来吗”
            say.utter("utter_urge_reports")
            return [SlotSet("outage_words", turn.said), FollowupAction("outage_form")]
        else:
            say.utter("utter_urge_without_ticket")
        return []

    async def _alert(self, turn: Turn, say: Say, ticket: dict[str, Any]) -> None:
        number = ticket["number"]
        summary = f"客户催办{number}，已催{ticket['urges']}次"
        say.hand_over("urged", await packet(turn, summary, [number]), keep_bot=True)

    async def _finished(self, turn: Turn, say: Say, service: Service) -> bool:
        """Urged although it is done: then it is not done."""
        tickets = [ticket for ticket in await service.get("/tickets") if ticket["topic"] != "praise"]
        if not tickets or tickets[0]["status"] not in FINISHED:
            return False
        ask_whether_settled(turn, say, tickets[0])
        return True


def is_awaited(ticket: dict[str, Any]) -> bool:
    """Whether somebody waits for the end of it; nobody does for praise."""
    return is_open(ticket) and ticket["topic"] != "praise"


def _named(turn: Turn, tickets: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The orders that the message may mean: by number, by place, by whose house it is."""
    if number := turn.entity("ticket_no"):
        return [ticket for ticket in tickets if ticket["number"] == number]
    if place := turn.entity("address"):
        return [t for t in tickets if place in t["address"] or is_part_of(str(place), t["address"])]
    if kin := _KIN.search(turn.text):
        return [ticket for ticket in tickets if kin[0] in _words(ticket)]
    if _OURS.search(turn.text):
        return [ticket for ticket in tickets if not _KIN.search(_words(ticket))]
    return []


def _words(ticket: dict[str, Any]) -> str:
    """The customer's own."""
    details: dict[str, Any] = ticket.get("details") or {}
    return " ".join(str(words) for name, words in details.items() if name.endswith("原话"))
