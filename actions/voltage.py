"""Voltage: what runs badly, when, for whom; a lost neutral is advised on at once (facts 1.2, 2.3, 4.1)."""

from __future__ import annotations

import re
from typing import Any

from actions import phone_reading, reading
from actions.aside import asks, waits
from actions.flow import MISSES, Events
from actions.form import ANSWERS, Question
from actions.packet import packet
from actions.report import (
    ELSEWHERE,
    AskConfirm,
    ReportForm,
    account_no,
    closed,
    described,
    own_words,
    place,
    register,
    registered,
)
from actions.topic import TopicAction
from actions.turn import SURE, Say, Turn
from common.danger import UNSPECIFIED

UNEVEN = "灯特别亮，或亮暗不一"
SURGES = "电压忽高忽低，或太高"
URGENT = (UNEVEN, SURGES)
"""May mean a lost neutral: the main switch off first, an urgent ticket."""
# A reading of the supply in volts; without the unit only where it was measured.
_HIGH = r"(?:(?<!\d)|(?<=1会))(?:2[4-9]\d|23[6-9]|3[0-9]\d)"
_LOW = r"(?<!\d)1[3-9]\d"
_MEASURED = r"(?:电压|变成?|到|量|测|显示|万用表)[^\d二两三,，。]{0,5}"
# What runs badly, the dangerous first: lamps that glare or rooms that differ may mean a lost neutral or phase.
BADLY = {
    UNEVEN: r"特别亮|亮得?(?:刺眼|晃眼|吓人|发白)|刺眼|晃眼|一半.{0,6}(?:亮|暗)|(?:亮|暗).{0,8}(?:别的|另|那边|厨房|客厅).{0,6}(?:亮|暗)"
    r"|灯泡?.{0,4}(?:憋|爆|烧)",
    SURGES: rf"忽高忽低|高得|电压[太偏]?高|电压.{{0,8}}[太偏]高|{_HIGH}(?:多?伏|[vV])|{_MEASURED}{_HIGH}(?!\d)|[二两]百[四五六七八九三]十?[几多]?伏?.{{0,3}}[太偏]?高"
    rf"|{_MEASURED}[二两]百[四五六七八九]|三百八|{_LOW}(?:1会|[^\d,，。]{{0,4}}){_HIGH}(?!\d)|{_HIGH}(?:1会|[^\d,，。]{{0,4}}){_LOW}(?!\d)",
    "灯忽明忽暗": r"忽明忽暗|忽亮忽暗|忽暗忽亮|一[明亮]一暗|一闪一闪|闪烁|一会儿?亮|老闪|直闪|忽闪|灯.?闪|又闪|忽悠",
    "电压低，电器带不动": rf"带不[动起]|起不来|烧不开|半[个天]?(?:多)?小时.{0, 4}(?:不开|不热)|烧.{0, 8}半[个]?(?:多)?小时|电压.{0, 2}不[够足]|抽不上|鬼火|不转|不热|煮不熟|打不[起上]|电压[太偏]?低|低电压|灯.{0, 3}暗|电太?弱|没劲|憋闸|一百[五六七八九]|1[3-9]\d多?(?:伏|[vV])|(?:{_MEASURED}|只有){_LOW}(?!\d)|不制冷",
    "三相不全": r"缺相|缺[一1]相|[少没][一1]相",
}
_WHEN = re.compile(
    r"一到\S{1,6}|(?:每天|天天|晚上|夜里|中午|早上|白天|傍晚|做饭|饭点|吃饭|最近|这几天|好几天|一直|刚才|刚刚|今天|昨天|昨晚|下雨|夏天|高温|开空调)\S{0,6}"
)
_TIME = re.compile(
    r"[点号天月年季时周早晚夜午刚才昨今前]|小时|分钟|开始|以[来后前]|一直|总|经常|老(?:是|这)|偶尔|每|从|有时|不定|随时|最近|以前|[做煮烧]饭|下雨|刮风|用电|开空调|集中|高峰|一开|一用"
)
_MENDS = re.compile(r"[说写报打]错|不是[^,，。]{1,8}[\s,，]*是")
_FLICKERS = re.compile(r"灯.{0,3}闪|[又还老直都在]闪|忽明忽暗|一闪一闪")
_UNKNOWN = "不清楚"
_SHORTEST = 3  # characters
_free = own_words()


def read_when(turn: Turn, asked: bool) -> str | None:
    """Since when or at which time of day, in the customer's words."""
    is_other = turn.intent not in ANSWERS | {"report_voltage"} and turn.confidence >= SURE
    if turn.is_payload or (is_other and not asked):
        return None
    found = _WHEN.search(turn.text)
    if asked:
        return _UNKNOWN if reading.is_unknown(turn) else _told_when(turn)
    return found[0].rstrip("，,。") if found else None


def _told_when(turn: Turn) -> str | None:
    """In his words; what names no time (“没糊味”) or mends a place is taken only when he was asked again."""
    is_mend = turn.intent == "correct_slot" or turn.entity("address") or _MENDS.search(turn.text)
    names_time = _TIME.search(turn.text) or turn.entity("time") or turn.slot(MISSES)
    return _free(turn, True) if names_time and not is_mend else None


def flickers(text: str) -> bool:
    """Whether lamps flicker, said in however few words: “又来了 又闪了”."""
    return bool(_FLICKERS.search(text)) and not asks(text)


def _detail(turn: Turn) -> bool:
    """“没糊味”, “C相没有”: told instead of a time, and worth keeping."""
    is_answer = reading.yes_or_no(turn) is not None or asks(turn.text) or waits(turn.text)
    return len(turn.text) >= _SHORTEST and not is_answer and not any(map(turn.entity, ELSEWHERE))


def _tells_how(text: str) -> bool:
    return flickers(text) or _told_at_once(text)


def _told_at_once(words: str | None) -> bool:
    """Whether the wish itself said what runs badly, so that this was no question."""
    return any(re.search(pattern, words or "") for pattern in BADLY.values())


class VoltageForm(ReportForm):
    """Fewer questions when it may be a lost neutral."""

    form = "voltage_form"
    prefix = "voltage"
    triggers = frozenset(("report_voltage",))
    memory = ("voltage_words",)
    questions = (
        Question("voltage_what", described("voltage_what", BADLY), "utter_explain_voltage_what"),
        Question("voltage_address", place("voltage_address"), "utter_explain_meter_address"),
        Question("voltage_when", read_when, "utter_explain_voltage_when"),
        Question(
            "voltage_scope",
            reading.one_of(
                "voltage_scope",
                {
                    "邻居也这样": r"(?:邻居|隔壁|楼上|楼下|周围|左右|对门).{0,4}(?:也|都)|整栋|全村|一片|几户|好几家|都这样|一条街",
                    "就我家": reading.ONLY_OURS
                    + r"|[我俺]家单独|(?:邻居|隔壁|别人家?).{0,4}(?:正常|没事|好好|不这样|没有?(?:$|[这闪事,， ]|问题))",
                },
                {"邻居也这样": r"也|都是|一样", "就我家": r"就我|只有|正常|没事|好的"},
                yes="邻居也这样",
                no="就我家",
            ),
            "utter_explain_voltage_scope",
        ),
        Question("voltage_phone", phone_reading.phone, "utter_explain_phone"),
        Question("voltage_confirm", reading.confirmed("voltage_confirm"), "utter_explain_confirm"),
        Question("voltage_account", account_no, "utter_explain_meter_address"),
    )

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """At most five questions; time and neighbours can wait when lamps glare."""
        asked = ["voltage_what"]
        if not slots.get("voltage_account") or slots.get("voltage_address"):
            asked.append("voltage_address")
        if slots.get("voltage_what") not in URGENT:
            asked.append("voltage_when")
            if _told_at_once(slots["voltage_words"]):
                asked.append("voltage_scope")
        return [*asked, "voltage_phone", "voltage_confirm"]

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """Only a time does not tell what runs badly; a time in another wish is none of this."""
        tells_how = asked == "voltage_when" and _tells_how(turn.text) and not _WHEN.search(turn.text)
        super()._read(turn, None if tells_how else asked, slots)
        if tells_how:
            slots["voltage_words"] = reading.told_more(turn.slot("voltage_words"), turn.said)
        adds = asked == "voltage_when" and slots["voltage_when"] is None and turn.intent in ANSWERS
        if adds and not tells_how and _detail(turn):
            slots["voltage_words"] = reading.told_more(turn.slot("voltage_words"), turn.said)
        if slots["voltage_what"] not in URGENT and re.search(BADLY[SURGES], turn.text):
            slots["voltage_what"] = SURGES  # measured meanwhile: “测了260”
        if slots["voltage_what"] and slots["voltage_what"] == slots["voltage_when"] != turn.slot(
            "voltage_when"
        ):
            slots["voltage_what"] = turn.slot("voltage_what")

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """The advice stands before the next question."""
        if slots["voltage_what"] in URGENT and turn.slot("voltage_what") not in URGENT:
            say.utter("utter_voltage_switch_off")
        await super().learn(turn, slots, say)


class AskVoltageConfirm(AskConfirm):
    """The card of a voltage report."""

    prefix = "voltage"

    def lines(self, turn: Turn) -> list[tuple[str, str | None]]:
        """Place and answers."""
        return [("地址", turn.slot("voltage_address")), ("情况", situation(turn))]


class VoltageDone(TopicAction):
    """Makes the ticket; urgent, with staff alerted, when it may be a lost neutral."""

    def name(self) -> str:
        """After the form."""
        return "action_voltage_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Names no cause."""
        urgent = turn.slot("voltage_what") in URGENT
        summary = f"{turn.slot('voltage_address') or '按户号找'}，{situation(turn)}"
        made = await register(
            turn,
            "voltage",
            "voltage",
            summary,
            details={
                "故障现象": turn.slot("voltage_what"),
                "出现时间": turn.slot("voltage_when"),
                "影响范围": turn.slot("voltage_scope"),
            },
            danger=[UNSPECIFIED] if urgent else [],
        )
        say.text(registered(made))
        if urgent:
            say.utter("utter_voltage_keep_off")
            alert = await packet(turn, f"电压异常：{summary}", [made["ticket"]["number"]])
            say.hand_over("danger", alert, urgent=True, keep_bot=True)
        return closed(turn, "voltage", made)


def situation(turn: Turn) -> str:
    """The answers in words."""
    parts = map(turn.slot, ("voltage_what", "voltage_when", "voltage_scope"))
    return "，".join(part for part in parts if part not in (None, "unknown", _UNKNOWN))
