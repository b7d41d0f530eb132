"""Reports of an outage: triage, known outages, the work order (facts 4.1)."""

from __future__ import annotations

import re
from typing import Any

from actions import reading
from actions.account_known import bound_accounts
from actions.client import Service, UtilityDown
from actions.outage_back import is_unsettled, says_still
from actions.outage_special import PREFERRED_LEVELS, care, sensitive_in
from actions.outage_view import describe, is_place, situation
from actions.payment_arrears import CUT
from actions.topic import Events, Question, TopicAction, TopicForm, choose_buttons
from actions.turn import Say, Turn, payload
from common.masking import mask_phone

_SCOPE_OF_INTENT = {
    "report_outage_home": "home",
    "report_outage_partial": "partial",
    "report_outage_area": "area",
    "report_trip": "home",
}
_NEIGHBOUR = "(?:邻居|隔壁|楼道|楼上|楼下|别人家?|人家|对门|邻家|左邻右舍|周围|附近)"
# Perhaps a lost neutral or phase: the main switch first (facts 4.1).
_HALF = re.compile("[一大]半(?![夜天辈年])|半边|特别亮|忽亮忽暗|嗡嗡|缺[一1]?相")
TOLD = "told"
"""The slot of an account cut for arrears, once that was said: who reports again gets his work order."""
_SHOWN = 3
_read_address = reading.address("outage_address")


def read_address(turn: Turn, asked: bool) -> str | None:
    """The place: of a button, or said."""
    return turn.entity("outage_address") or _read_address(turn, asked)


def read_again(turn: Turn, asked: bool) -> str | None:
    """Whether it is the outage that was reported before: `same` or `other`."""
    if turn.entity("outage_again") or not asked or turn.is_payload:
        return turn.entity("outage_again")
    if reading.is_unknown(turn) or re.search("不|别的|另|其他", turn.text):
        return "other"
    return "same" if reading.yes_or_no(turn) or re.search("[是对就还]", turn.text) else None


class OutageForm(TopicForm):
    """Asks one thing at a time and stops as soon as the next step is clear; at most five questions (facts 4.1)."""

    form = "outage_form"
    triggers = frozenset(_SCOPE_OF_INTENT)
    # Known outages there; the earlier report it may be; the account at the place, and whether that is cut for arrears.
    memory = (
        "outage_place_words",
        "outage_known",
        "outage_earlier",
        "outage_account",
        "outage_cut",
        "outage_sensitive",
        "outage_since",
        "outage_half",
    )
    questions = (
        Question("outage_again", read_again, "utter_explain_outage_again"),
        Question("outage_address", read_address, "utter_explain_outage_address"),
        Question(
            "outage_same",
            reading.one_of(
                "outage_same",
                {"other": "就我[一们]?家|只有我们?家|单独报"},
                {"other": "不一样|不同|不是|报修|单独", "same": "一样|等|知道了|那就是"},
                yes="same",
                no="other",
            ),
            "utter_explain_outage_same",
        ),
        Question(
            "outage_scope",
            reading.one_of(
                "outage_scope",
                {
                    "partial": "部分|一半|有的|有些|只有.{1,6}没|半边|几个房间|厨房|插座",
                    "area": "整栋|整个小区|全村|一片|都停|整条街|大家都|小区都|邻居也没|左邻右舍|附近都",
                    "home": "全家|整个家|家里都|全都?没|一点.{0,2}没|全黑|就我[一们]?家|只有我们?家|整屋|全没",
                },
            ),
            "utter_explain_outage_scope",
        ),
        Question(
            "outage_neighbours",
            reading.one_of(
                "outage_neighbours",
                {
                    "dark": _NEIGHBOUR + ".{0,4}(?:没有?电|停|黑|不亮|没亮|没有)",
                    "lit": _NEIGHBOUR + ".{0,4}(?:有|亮|正常)|就我[一们]?家|只有我们?家",
                },
                {"dark": "没|停|黑|不亮", "lit": "有|亮|正常"},
                yes="lit",
                no="dark",
            ),
            "utter_explain_outage_neighbours",
        ),
        Question(
            "outage_breaker",
            reading.one_of(
                "outage_breaker",
                {
                    "fine": "(?:开关|空开|闸|漏保).{0,4}(?:没跳|没掉|没动|是?好的|正常|合着)",
                    "tripped": "(?:开关|空开|闸|漏保).{0,4}(?:跳|掉|断开)|推不上|合不上",
                },
                {"fine": "没|好的|正常|合着|推着|在上|没断", "tripped": "跳|掉|断|在下|往下|弹"},
                yes="tripped",
                no="fine",
            ),
            "utter_explain_outage_breaker",
        ),
        Question("outage_phone", reading.phone, "utter_explain_phone"),
        Question("outage_confirm", reading.confirmed("outage_confirm"), "utter_explain_confirm"),
    )

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """A known outage or an earlier report ends the questions; the breaker matters only for one dark house."""
        if self._is_perhaps_earlier(slots):
            return ["outage_again"]
        asked = ["outage_address"]
        if slots["outage_cut"] not in (None, TOLD):
            return asked
        if slots["outage_known"]:
            asked.append("outage_same")
            if slots["outage_same"] == "same":
                return asked
        asked.append("outage_scope")
        # Somebody whose life hangs on it is not questioned about switches.
        if slots["outage_scope"] == "home" and not slots["outage_sensitive"]:
            if not slots["outage_known"]:  # else he has just said that his house is a case of its own
                asked.append("outage_neighbours")
            if slots["outage_neighbours"] != "dark":
                asked.append("outage_breaker")
        return [*asked, "outage_phone", "outage_confirm"]

    @staticmethod
    def _is_perhaps_earlier(slots: dict[str, Any]) -> bool:
        is_other = slots["outage_again"] == "other"
        return bool(slots["outage_earlier"] and not is_other and not slots["outage_address"])

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """Besides answers: special cases and the time, whenever they are told."""
        super()._read(turn, asked, slots)
        known = slots["outage_sensitive"] or []
        slots["outage_sensitive"] = [*known, *sorted({*sensitive_in(turn.text)} - {*known})] or None
        if _HALF.search(turn.text):
            slots["outage_half"] = True
        slots["outage_since"] = slots["outage_since"] or turn.entity("time")

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """Takes what the words tell, uses what is known of the customer, and looks for a known outage at the place."""
        service = Service(turn.conversation)
        if new := (slots["outage_sensitive"] or [])[len(turn.slot("outage_sensitive") or []) :]:
            await care(turn, say, new, f"停电，有特殊情况：{turn.said[:200]}", [])
        if slots["outage_half"] and not turn.slot("outage_half"):
            say.utter("utter_outage_half")
        if turn.intent in _SCOPE_OF_INTENT:
            slots["outage_scope"] = slots["outage_scope"] or _SCOPE_OF_INTENT[turn.intent]
            await self._use_earlier(turn, slots, say, service)
        if slots["outage_neighbours"] == "dark" and slots["outage_scope"] == "home":
            slots["outage_scope"] = "area"
        if turn.intent == "report_trip" and slots["outage_breaker"] is None:
            slots["outage_breaker"] = "tripped"
        if slots["outage_breaker"] == "tripped" and turn.slot("outage_breaker") != "tripped":
            say.utter("utter_breaker_advice")
        if self._is_perhaps_earlier(slots):
            return
        accounts = await bound_accounts(service)
        if not slots["outage_address"] and not slots["outage_earlier"] and len(accounts) == 1:
            slots["outage_address"] = accounts[0]["full_address"]
            say.text(f"我按您绑定的户号地址来报：{accounts[0]['address']}。不对的话直接告诉我新地址。")
        if slots["outage_address"] and slots["outage_address"] != turn.slot("outage_address"):
            await self._look_at(turn, slots, say, service, accounts)

    async def _use_earlier(self, turn: Turn, slots: dict[str, Any], say: Say, service: Service) -> None:
        """What the customer's earlier work orders tell: his phone, and that this may be one of them."""
        tickets = await service.get("/tickets")
        if slots["outage_phone"] is None:
            slots["outage_phone"] = next((t["phone"] for t in tickets if t["phone"]), None)
        if slots["outage_address"] or slots["outage_again"]:
            return
        unsettled = [t for t in tickets if is_unsettled(t)]
        again = says_still(turn.text)
        if unsettled:
            slots["outage_earlier"] = unsettled[0]["number"]
            slots["outage_again"] = "same" if again and len(unsettled) == 1 else None
        elif again and (last := next((t for t in tickets if t["topic"].startswith("outage")), None)):
            slots["outage_address"] = last["address"]
            say.text(f"我按上次的地址再报一次：{last['address']}。不对的话直接告诉我新地址。")

    async def _look_at(
        self, turn: Turn, slots: dict[str, Any], say: Say, service: Service, accounts: list[dict[str, Any]]
    ) -> None:
        """The account at a new place, and the outages that are known there."""
        address = slots["outage_address"]
        # Landmarks get lost in a parsed address, and they guide the crew (facts 6.6).
        slots["outage_place_words"] = turn.said if turn.text and address not in turn.said else None
        account = next((a for a in accounts if a["full_address"] == address), None)
        slots["outage_account"] = account and account["account_no"]
        slots["outage_known"] = slots["outage_same"] = None
        if account and account["status"] == CUT and slots["outage_cut"] != TOLD:
            slots["outage_cut"] = account["account_no"]
            return
        if account and account["service_level"] in PREFERRED_LEVELS and not slots["outage_sensitive"]:
            await care(turn, say, [], f"{account['service_level']}客户报停电：{address}", [])
        try:
            known = await _outages_at(service, address)
        except UtilityDown:
            say.utter("utter_outage_unchecked")
            return
        if known:
            slots["outage_known"] = [outage["id"] for outage in known]
            say.text("这一片现在有停电：" + "\n".join(describe(outage, turn.at) for outage in known[:_SHOWN]))


class AskOutageAddress(TopicAction):
    """Offers the places of several bound accounts, else asks."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_outage_address"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Another place can always be typed."""
        accounts = await bound_accounts(Service(turn.conversation))
        if len(accounts) < 2:
            say.utter("utter_where_is_no_supply")
            return []
        places = [(a["address"], a["full_address"]) for a in accounts[:_SHOWN]]
        say.text("哪里没电？点一处，或者说别的地址。", choose_buttons("outage_address", *places))
        return []


class AskOutageAgain(TopicAction):
    """Asks whether it is the outage that was reported before."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_outage_again"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Names the place and how far the work order is."""
        ticket = await Service(turn.conversation).get(f"/tickets/{turn.slot('outage_earlier')}")
        say.text(
            f"您报过{ticket['address']}停电（工单{ticket['number']}，{ticket['customer_status']}），说的是这一处吗？",
            choose_buttons("outage_again", ("是这一处", "same"), ("别的地方", "other")),
        )
        return []


class AskOutageConfirm(TopicAction):
    """The card before the ticket: everything on it can be corrected in one sentence."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_outage_confirm"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Shows what will be registered."""
        phone = turn.slot("outage_phone")
        lines = [
            "跟您核对一下：",
            f"地址：{turn.slot('outage_address')}",
            f"情况：{situation(turn.tracker.slots)}",
            f"电话：{mask_phone(phone) if phone and phone != '-' else '不留'}",
            "对的话回“对”，我就登记报修；哪里不对直接告诉我。",
        ]
        buttons = choose_buttons("outage_confirm", ("对，登记报修", "yes"))
        say.text("\n".join(lines), [*buttons, ("不报了", payload("cancel"))])
        return []


async def _outages_at(service: Service, address: str) -> list[dict[str, Any]]:
    """Outages going on at a place; none for a whole town, where another village's outage would be named as his."""
    found = await service.get("/outages", address=address)
    if not found["area"] or not is_place(found["area"]):
        return []
    return [outage for outage in found["now"] if not outage["ended_at"]]
