"""Outages: report one, ask about one, ask what is planned, say that the supply is back (facts 4.1)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from rasa_sdk.events import SlotSet

from actions import reading
from actions.client import Service, UtilityDown
from actions.topic import Events, Question, TopicAction, TopicForm, choose_buttons, interrupted
from actions.turn import Say, Turn, payload
from common.masking import mask_phone

SLOTS = (
    "outage_address",
    "outage_scope",
    "outage_known",
    "outage_same",
    "outage_neighbours",
    "outage_breaker",
    "outage_since",
    "outage_sensitive",
    "outage_phone",
    "outage_confirm",
)
SCOPES = {"home": "全家没电", "partial": "家里部分没电", "area": "周围一片都没电"}
_SCOPE_OF_INTENT = {
    "report_outage_home": "home",
    "report_outage_partial": "partial",
    "report_outage_area": "area",
    "report_trip": "home",
}
_TOPIC_OF_SCOPE = {"home": "outage_home", "partial": "outage_partial", "area": "outage_area"}
# Words that name a special case (facts 4.3); the values are names of the service's list.
_SENSITIVE = {
    "life_support": r"呼吸机|制氧机|吸氧|透析|吸痰|胰岛素|冷藏药",
    "elderly_alone": r"独居|老人(?:一个人|自己)|(?:一个人|自己)住的?老",
    "disabled": r"残疾|瘫痪|卧床|轮椅",
    "infant": r"婴儿|新生儿|月子|刚出生|吃奶",
    "hospital": r"医院|诊所|卫生院|手术",
    "care_home": r"养老院|敬老院|护理院",
    "school_exam": r"高考|中考|考点|考场",
    "petrol_station": r"加油站",
    "aquaculture": r"增氧|鱼塘|虾塘|养殖|鱼苗|虾苗|育苗",
    "cold_store": r"冷库|冷冻厂",
    "pumping": r"排涝|抽水站",
    "water_works": r"水厂|自来水泵",
    "telecom_base": r"基站",
}
# A question about outages that was answered without a place.
NOWHERE = "-"
_REPORTS = frozenset(
    ("meter_form", "voltage_form", "damage_form", "facility_form", "complain_form", "theft_form")
)
_NEIGHBOUR = "(?:邻居|隔壁|楼道|楼上|楼下|别人家?|人家|对门|邻家|左邻右舍|周围|附近)"


def sensitive_in(text: str) -> list[str]:
    """Special cases that a text names."""
    return [name for name, pattern in _SENSITIVE.items() if re.search(pattern, text)]


def clock_time(iso: str, now: datetime) -> str:
    """`14:30`, with the day when it is not today."""
    at = datetime.fromisoformat(iso).astimezone(now.tzinfo)
    days = (at.date() - now.date()).days
    day = {0: "", 1: "明天", 2: "后天", -1: "昨天"}.get(days, f"{at.month}月{at.day}日")
    return f"{day}{at:%H:%M}"


def describe(outage: dict[str, Any], now: datetime) -> str:
    """One outage in a customer's words. A time only as 预计, with source and stamp; an unknown cause is not named (facts 0.3)."""
    where = "、".join(outage["places"])
    cause = f"（{outage['cause']}）" if outage["cause"] else ""
    start = clock_time(outage["start"], now)
    if outage["ended_at"]:
        return f"{where}{outage['kind']}{cause}，线路已在{clock_time(outage['ended_at'], now)}恢复送电。"
    if outage["expected_end"]:
        end = f"预计{clock_time(outage['expected_end'], now)}恢复，以现场为准"
    else:
        end = "恢复时间暂无"
    stamp = f"（{outage['source']}，{clock_time(outage['updated_at'], now)}更新）"
    return f"{where}{outage['kind']}{cause}，{start}开始，{end}{stamp}。"


class OutageForm(TopicForm):
    """Asks one thing at a time and stops as soon as the next step is clear (facts 4.1)."""

    form = "outage_form"
    triggers = frozenset(_SCOPE_OF_INTENT)
    questions = (
        Question("outage_address", reading.address("outage_address"), "utter_explain_outage_address"),
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
        """A known outage ends the questions; the breaker matters only for one dark house."""
        asked = ["outage_address"]
        if slots.get("outage_known"):
            asked.append("outage_same")
            if slots.get("outage_same") == "same":
                return asked
        asked.append("outage_scope")
        if slots.get("outage_scope") == "home":
            asked.append("outage_neighbours")
            if slots.get("outage_neighbours") != "dark":
                asked.append("outage_breaker")
        return [*asked, "outage_phone", "outage_confirm"]

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """Takes what the first words tell, uses a bound account's address, and looks for a known outage there."""
        if turn.intent in _SCOPE_OF_INTENT and slots["outage_scope"] is None:
            slots["outage_scope"] = _SCOPE_OF_INTENT[turn.intent]
        if slots["outage_neighbours"] == "dark" and slots["outage_scope"] == "home":
            slots["outage_scope"] = "area"
        if turn.intent == "report_trip" and slots["outage_breaker"] is None:
            slots["outage_breaker"] = "tripped"
        if slots["outage_breaker"] == "tripped" and turn.slot("outage_breaker") != "tripped":
            say.utter("utter_breaker_advice")
        if turn.entity("time") and not turn.slot("outage_since"):
            slots["outage_since"] = turn.entity("time")
        special = sorted({*(turn.slot("outage_sensitive") or []), *sensitive_in(turn.text)})
        if special:
            slots["outage_sensitive"] = special
        service = Service(turn.conversation)
        if not slots["outage_address"]:
            accounts = await bound_accounts(service)
            if len(accounts) == 1:
                slots["outage_address"] = accounts[0]["full_address"]
                say.text(f"我按您绑定的户号地址来报：{accounts[0]['address']}。不对的话直接告诉我新地址。")
        if slots["outage_address"] and slots["outage_address"] != turn.slot("outage_address"):
            known = await _outages_at(service, slots["outage_address"])
            slots["outage_known"] = known[0]["id"] if known else None
            if slots["outage_known"] not in (None, turn.slot("outage_known")):
                slots["outage_same"] = None
                say.text("这一片现在有停电：" + describe(known[0], turn.at))


class AskOutageConfirm(TopicAction):
    """The card before the ticket: everything on it can be corrected in one sentence."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_outage_confirm"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Shows what will be registered."""
        lines = ["跟您核对一下：", f"地址：{turn.slot('outage_address')}", f"情况：{situation(turn)}"]
        phone = turn.slot("outage_phone")
        lines.append(f"电话：{mask_phone(phone) if phone and phone != '-' else '不留'}")
        lines.append("对的话回“对”，我就登记报修；哪里不对直接告诉我。")
        buttons = choose_buttons("outage_confirm", ("对，登记报修", "yes"))
        say.text("\n".join(lines), [*buttons, ("不报了", payload("cancel"))])
        return []


class OutageDone(TopicAction):
    """Makes the ticket, or leaves it at the known outage."""

    def name(self) -> str:
        """After the form."""
        return "action_outage_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Registers once; a repeat of the turn or of the report gives the same ticket."""
        cleared = [SlotSet(slot, None) for slot in SLOTS]
        if turn.slot("outage_same") == "same":
            await Service(turn.conversation).post(
                f"/outages/{turn.slot('outage_known')}/watches", address=turn.slot("outage_address")
            )
            say.utter("utter_outage_wait")
            return cleared
        scope = turn.slot("outage_scope") or "home"
        phone = turn.slot("outage_phone")
        made = await Service(turn.conversation).post(
            "/tickets",
            topic=_TOPIC_OF_SCOPE[scope],
            key=turn.key("outage"),
            summary=f"{turn.slot('outage_address')}，{situation(turn)}",
            address=turn.slot("outage_address"),
            phone=phone if phone != "-" else None,
            join=True,
            sensitive=turn.slot("outage_sensitive") or [],
            details={
                "故障现象": SCOPES[scope],
                **({"开始时间": turn.slot("outage_since")} if turn.slot("outage_since") else {}),
                **({"已知停电": turn.slot("outage_known")} if turn.slot("outage_known") else {}),
            },
        )
        number = made["ticket"]["number"]
        if made["joined"]:
            say.text(
                f"这里您已经报过了，工单号{number}，现在{made['ticket']['customer_status']}。我已记下您又来问过，不用重复报。"
            )
        else:
            say.text(f"已经登记好了，工单号{number}。{made['promise']}发“进度”可以随时查。")
        if turn.slot("outage_sensitive"):
            say.utter("utter_outage_sensitive")
            say.hand_over(
                "sensitive",
                {
                    "summary": f"{turn.slot('outage_address')}，{situation(turn)}，有特殊情况",
                    "tickets": [number],
                },
                urgent=True,
                keep_bot=True,
            )
        return [*cleared, SlotSet("ticket_no", number)]


class AskOutageInfo(TopicAction):
    """“什么时候来电”: the customer's own ticket first, then what the utility knows of the place."""

    def name(self) -> str:
        """For `ask_outage_info` and `ask_planned_outage`, once the place is known."""
        return "action_outage_info"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Only published facts; an honest 暂无 otherwise."""
        service = Service(turn.conversation)
        place = turn.slot("outage_area")
        cleared = [SlotSet("outage_area", None), SlotSet("outage_ask", None)]
        if place == NOWHERE:
            return cleared
        try:
            found = await service.get("/outages", address=place)
        except UtilityDown:
            say.utter("utter_utility_down")
            return cleared
        planned = turn.slot("outage_ask") == "planned"
        outages = found["planned"] if planned else found["now"]
        if found["area"] is None:
            say.text(f"“{place}”我没对上是哪一片，请说镇和小区或村名，比如“青口镇某某小区”。")
        elif outages:
            told = "\n".join(describe(outage, turn.at) for outage in outages[:4])
            if is_place(found["area"]):
                say.text(told)
            else:
                say.text(
                    f"{found['area']['name']}已公布的有：\n{told}\n您那里要是不在里面，恢复时间暂无；没电就告诉我，我给您报修。"
                )
        elif planned:
            say.text(f"{found['area']['name']}未来一周暂时没有已公布的计划停电。")
        else:
            say.text(
                f"{found['area']['name']}目前没有已公布的停电，恢复时间暂无。要是您那里没电，我马上给您登记报修。",
                [("我家没电，要报修", payload("report_outage_home"))],
            )
        return cleared


class AreaForm(TopicForm):
    """Asks for the place of a question about outages."""

    form = "area_form"
    triggers = frozenset(("ask_outage_info", "ask_planned_outage"))
    questions = (Question("outage_area", reading.address("outage_area"), "utter_explain_outage_area"),)

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """Uses the place of the present report, of an open ticket, or of a bound account."""
        if turn.intent in self.triggers:
            slots["outage_ask"] = "planned" if turn.intent == "ask_planned_outage" else "now"
        if slots["outage_area"]:
            return
        service = Service(turn.conversation)
        before = interrupted(turn.tracker, self.form)
        if before in _REPORTS:
            # "When will you come" in the middle of another report: there is no work order yet to answer from.
            say.utter("utter_when_in_report")
            slots["outage_area"] = NOWHERE
            return
        if turn.slot("outage_address"):
            slots["outage_area"] = turn.slot("outage_address")
            return
        mine = [t for t in await service.get("/tickets") if t["topic"].startswith("outage") and t["moves"]]
        if mine and turn.intent == "ask_outage_info":
            ticket = mine[0]
            say.text(
                f"您报的{ticket['address']}停电（工单{ticket['number']}）现在{ticket['customer_status']}。"
            )
            slots["outage_area"] = ticket["address"]
            return
        accounts = await bound_accounts(service)
        if accounts:
            slots["outage_area"] = accounts[0]["full_address"]


class PowerBack(TopicAction):
    """“来电了”: offers to withdraw a report that nobody is needed for any more."""

    def name(self) -> str:
        """For `report_power_back`."""
        return "action_power_back"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Names the open report, if there is one."""
        tickets = await Service(turn.conversation).get("/tickets")
        mine = [t for t in tickets if t["topic"].startswith("outage") and "撤销" in t["moves"]]
        if not mine:
            say.utter("utter_power_back")
            return []
        number = mine[0]["number"]
        say.text(
            f"来电就好！您报的工单{number}还开着，不用来人了就撤销。",
            [("撤销工单", payload("cancel_ticket", ticket_no=number)), ("先不撤", payload("deny"))],
        )
        return [SlotSet("ticket_no", number)]


def situation(turn: Turn) -> str:
    """The answers of the form in words."""
    parts = [SCOPES[turn.slot("outage_scope") or "home"]]
    parts += {"lit": ["邻居有电"], "dark": ["邻居也没电"]}.get(turn.slot("outage_neighbours"), [])
    parts += {"tripped": ["家里开关跳了"], "fine": ["开关没跳"]}.get(turn.slot("outage_breaker"), [])
    return "，".join(parts)


async def bound_accounts(service: Service) -> list[dict[str, Any]]:
    """Accounts that this conversation may see; none when the utility is down, since a fault report needs none (facts 0.3)."""
    try:
        return list(await service.get("/accounts"))
    except UtilityDown:
        return []


def is_place(area: dict[str, Any]) -> bool:
    """Whether an area is an estate, village or road, not a whole town."""
    return bool(area["estate"] or area["village"] or area["road"])


async def _outages_at(service: Service, address: str) -> list[dict[str, Any]]:
    """Outages going on at a place; none for a whole town, where another village's outage would be named as his."""
    try:
        found = await service.get("/outages", address=address)
    except UtilityDown:
        return []
    if not found["area"] or not is_place(found["area"]):
        return []
    return [outage for outage in found["now"] if not outage["ended_at"]]
