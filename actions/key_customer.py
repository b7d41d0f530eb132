"""Members and key customers: their manager, inspections, visits booked; a petrol station without supply (facts 2.5, 4.3)."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions import phone_reading, reading
from actions.account_known import bound_accounts
from actions.aside import ANSWERED, asks
from actions.business import tell
from actions.business_reading import MANAGER, calls_manager, is_out, read_next
from actions.client import Service
from actions.flow import MISSES, Events
from actions.form import Question
from actions.guides import SHORT, read_guides
from actions.inspection import DAY_WORDS, INSPECTION, VISIT, book, dated, day_in
from actions.names import own_name
from actions.outage_meanwhile import meanwhile
from actions.packet import packet
from actions.reading import corrected, told_more
from actions.report import AskConfirm, ReportForm, account_no, closed, own_words, place, register, registered
from actions.topic import TopicAction
from actions.turn import Say, Turn

INTENT = "key_customer"
GUIDE = "key_customer"
SURVEY = "现场勘查"
DOUBLE = "双电源"
HELPED = "配合停电检修"
ENOUGH = "不用"
_NEEDS = {
    INSPECTION: r"检查|巡检|寻检|巡视|查线路|体检|红外|诊断|复查|试验",
    MANAGER: r"经理|客户代表|专属",
    "保电": r"保电|考点|考场|灯会|活动|宴会|盯着|值守|保障|保供",
    "发电车": r"发电车|电源车|发电支持",
    SURVEY: r"勘查|现场看|整改建议|修复方案",
    HELPED: r"配合.{0,6}停|停.{0,8}(?:检修|维修|施工|改造|试验).{0,12}配合|(?:检修|施工|改造).{0,12}停(?:一路|电|一下)|停(?:一路|电).{0,8}(?:检修|配合)",
    DOUBLE: r"双电源|双回路|双路|第二路|[两二2]路(?:电|供)|备用(?:电源|线)",
}
_PETROL = re.compile(r"加油站|油站|加油战|中石化|中石油")
_OUT = re.compile(r"停电|断电|没电|跳了|跳闸")
_IMPOSTOR = re.compile(r"自称|是你们派|出示证件|没敢让进|冒充|真的假的|工作证")
_TIME = re.compile(
    rf"{DAY_WORDS}|[点月节考]|上午|下午|早|晚|中午|白天|随时|都[行可]|可以|尽快|马上|现在|立刻|越快|不急|你们[定看安]|看你们"
)
# What is to be arranged is a thing to do; a number of kilowatts is none.
_DOES = re.compile(r"[装换修看查约派租办接移测试请安联拆加保]|申请|咨询|了解|培训|改造")
# Wishes that tell of the same matter when they only state something: “一千二百个千瓦”.
_NEAR = frozenset(("new_or_capacity", "ev_solar", "urge", "appliance_damage"))
_free = own_words()
_LEAST = 4  # characters


def petrol_station_is_out(text: str) -> bool:
    """A petrol station without supply: safety first, and somebody comes to look (facts 4.3)."""
    return bool(_PETROL.search(text) and _OUT.search(text))


def describe(account: dict[str, Any]) -> str:
    """The manager and the yearly inspections of an account that the conversation may see."""
    manager, times = account["manager"], account["inspections_per_year"]
    booked = account.get("inspections_booked")
    visits = (
        f"一年安排{times}次用电检查" + (f"，今年在这里约过{booked}次。" if booked else "。") if times else ""
    )
    return f"您的{manager['title']}是{manager['name']}，电话{manager['phone']}。{visits}"


class KeyCustomer(TopicAction):
    """Tells what is known; asks on only when no other dialogue is open."""

    def name(self) -> str:
        """For `key_customer`."""
        return "action_key_customer"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The manager only of verified accounts; the general guide for everybody else."""
        if (told := await meanwhile(turn, say)) is not None:
            return told
        if petrol_station_is_out(turn.text):
            say.utter("utter_key_petrol_station")
        elif is_out(turn.text) and not turn.tracker.active_loop:
            return [SlotSet("outage_words", turn.said), FollowupAction("outage_form")]
        elif _IMPOSTOR.search(turn.text):
            say.utter("utter_key_impostor")
            return []
        else:
            accounts = await bound_accounts(Service(turn.conversation))
            managed = [account for account in accounts if account["manager"]]
            for account in managed:
                say.text(describe(account))
            guide = read_guides().get(GUIDE)
            if guide and not managed:
                tell(guide, SHORT, turn, say)
        return [] if turn.tracker.active_loop else [FollowupAction("key_form")]


def read_need(turn: Turn, asked: bool) -> str | None:
    """What the customer wants arranged; from the words of the wish only when they name one thing."""
    if turn.entity("key_need"):
        return str(turn.entity("key_need"))
    if turn.is_payload or (turn.intent != INTENT and not asked):
        return None
    if petrol_station_is_out(turn.text):
        return SURVEY
    if _IMPOSTOR.search(turn.text):
        return None
    if asked and read_next(turn, asked) == ENOUGH:
        return ENOUGH
    if is_out(turn.text):
        return None
    found = [need for need, pattern in _NEEDS.items() if re.search(pattern, turn.text)]
    if found and (len(found) == 1 or SURVEY not in found):
        return "、".join(found)
    told = re.sub(r"[^\u4e00-\u9fa5]", "", turn.text)
    is_else = turn.entity("address") or _TIME.search(turn.text)
    if asked and turn.slot(MISSES) and len(told) >= _LEAST and not is_else:
        return _free(turn, asked)  # after the menu came twice, the words themselves are the wish
    return _free(turn, asked) if _DOES.search(turn.text) and not asks(turn.text) else None


def read_time(turn: Turn, asked: bool) -> str | None:
    """When it would suit, in the customer's words, with the date they mean: “明天” is no longer true tomorrow."""
    corrects = turn.slot("key_time") and not turn.is_payload and day_in(corrected(turn.text), turn.at)
    said = corrected(turn.text).removeprefix("改成") if corrects else _free(turn, asked)
    if said and not _TIME.search(said):
        return None
    return dated(said, turn.at) if said else None


class KeyForm(ReportForm):
    """What, where, when it suits, whom to call."""

    form = "key_form"
    prefix = "key"
    triggers = frozenset((INTENT,))
    memory = ("key_name",)
    asides = ANSWERED
    questions = (
        Question("key_need", read_need, "utter_explain_key_need"),
        Question("key_address", place("key_address"), "utter_explain_business_address"),
        Question("key_time", read_time, "utter_explain_key_time"),
        Question("key_phone", phone_reading.phone, "utter_explain_phone"),
        Question("key_confirm", reading.confirmed("key_confirm"), "utter_explain_confirm"),
        Question("key_account", account_no, "utter_explain_business_address"),
    )

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """A name, and what is told of the matter, are kept whenever they come."""
        before = dict(slots)
        super()._read(turn, asked, slots)
        need = slots["key_need"]
        if asked and need and HELPED not in need and re.search(_NEEDS[HELPED], turn.text):
            slots["key_need"] = f"{need}、{HELPED}"  # sounds like a question about planned outages
            slots["key_words"] = told_more(turn.slot("key_words"), turn.said)
        slots["key_name"] = slots["key_name"] or own_name(turn, False)
        is_detail = turn.intent in _NEAR and not asks(turn.text) and not _DOES.search(turn.text)
        if is_detail and asked and slots == before and not turn.is_payload:
            slots["key_words"] = told_more(turn.slot("key_words"), turn.said)

    def reports(self, turn: Turn, slots: dict[str, Any]) -> bool:
        """Who has a manager is known with his address, however he calls for him."""
        return super().reports(turn, slots) or calls_manager(turn)

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """A survey is wanted now; nothing is asked of who wants nothing."""
        need = slots.get("key_need")
        if need == ENOUGH:
            return ["key_need"]
        has_number = slots.get("key_account") and not slots.get("key_address")
        where = [] if has_number else ["key_address"]
        when = [] if need in (SURVEY, MANAGER, DOUBLE) else ["key_time"]
        return ["key_need", *where, *when, "key_phone", "key_confirm"]


class AskKeyConfirm(AskConfirm):
    """The card of a booking."""

    prefix = "key"

    def lines(self, turn: Turn) -> list[tuple[str, str | None]]:
        """What, where, when."""
        return [
            ("事项", turn.slot("key_need")),
            ("地址", turn.slot("key_address")),
            (VISIT, turn.slot("key_time")),
            ("称呼", turn.slot("key_name")),
        ]


class KeyDone(TopicAction):
    """Registers a booking; a survey is urgent and alerts staff."""

    def name(self) -> str:
        """After the form."""
        return "action_key_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The class of a customer comes from his file, never from the chat."""
        need = turn.slot("key_need")
        if turn.slot("key_confirm") != "yes":
            say.utter("utter_business_left")
            return closed(turn, "key")
        survey = need == SURVEY
        # Without supply it is urgent; a routine visit to a petrol station is not.
        station = survey and bool(_PETROL.search(turn.slot("key_words") or ""))
        summary = f"{turn.slot('key_address') or '按户号找'}，{need}"
        made = await register(
            turn,
            "key",
            "site_survey" if survey else "business",
            summary,
            details={"事项": need, VISIT: turn.slot("key_time")},
            sensitive=["petrol_station"] if station else [],
            name=turn.slot("key_name"),
        )
        wish = str(turn.slot("key_time") or "")
        is_booked = need == INSPECTION and not made["joined"] and day_in(wish, turn.at) is not None
        say.text(registered(made, promised=not is_booked))
        if survey:
            say.utter("utter_key_alerted")
            alert = await packet(turn, f"现场勘查：{summary}", [made["ticket"]["number"]])
            say.hand_over("sensitive", alert, urgent=True, keep_bot=True)
        else:
            say.utter("utter_key_after")
            if is_booked:
                await book(turn, say, made["ticket"]["number"], wish)
        return closed(turn, "key", made)
