"""Damaged appliances: keep them, report within seven days, somebody comes to look (facts 2.2, 3.9).

Whether and how much is paid is never said here, not even as a guess (facts 0.3 rule 5).
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import phone_reading, reading
from actions.aside import Aside, asks, tells_visit
from actions.client import Service
from actions.flow import PAUSED, REQUESTED, RETURNING, Events, forget, interrupted, leads_on
from actions.form import ANSWERS, Question
from actions.numbers import beside_places
from actions.outage_meanwhile import meanwhile
from actions.outage_reading import is_out_now, wants_claim
from actions.report import (
    AskConfirm,
    ReportForm,
    account_no,
    closed,
    own_words,
    place,
    register,
    registered,
)
from actions.ticket import is_open
from actions.topic import TopicAction
from actions.turn import Say, Turn, entities_of
from common.chinese_time import find_times

REPORT_WITHIN_DAYS = 7
_PAY = re.compile(r"赔|补偿|报销|谁出|损失怎么算|多少钱|折旧|认不认")
_THROWN = re.compile(r"扔了|修好了|拿去修|送(?:去)?修|送到.{0,6}修|修过|卖了|丢了|处理了")
_STOCK = re.compile(
    r"(?:鱼|虾|苗|鸡|鸭|猪|货|肉|菜|饭|药|疫苗|海鲜|雪糕|蛋|料).{0,6}(?:死|化|臭|馊|坏|毁|报废|冻死|热死|没了)"
)
# A thing that is no known appliance is told with what became of it, or by a short name when it was asked for.
_BROKEN = re.compile(
    r"坏|烧|炸|爆|黑屏|不(?:亮|转|动|制冷|工作|通电|响|显示)|没反应|打了|击穿|死|化了|臭|毁|报废|冒烟|开不了|用不了"
)
_NO_THING = re.compile(
    r"[我你他她您吗呢?？]|怎么|什么|知道|不[想要]|没有?证据|证据|怕|说法|谁|投诉|登记|是的|好的|时间|日期|不对|错了"
)
_LONGEST_NAME = 8
_LEAST_NAME = 2
_WHEN = re.compile(
    r"天|晚|早|晨|夜|午|点|日|号(?![楼院门店栋线])|周|星期|礼拜|月|年|刚|当时|那会|那时|停电|来电|送电|复电|电压|打雷|雷|闪|跳闸|时候|以前|之前|之后|不久|每次"
)
_NO_DAMAGE = re.compile(
    r"没(?:有)?(?:什么)?(?:东西|电器|家电)?(?:被)?(?:坏|烧)|没东西|不是(?:东西|电器)?坏|^没有?[\s,，]|^(?:就|只)?是?(?:我家)?(?:电表|表箱|开关|线)坏"
)
_NO_CLAIM = re.compile(r"不是(?:要|来|想)?(?:你们?)?(?:赔|索赔|报损)|不(?:要|用)你们?赔")
_free = own_words()


def _names_thing(text: str) -> bool:
    return bool(_BROKEN.search(text)) or (0 < len(text) <= _LONGEST_NAME and not _NO_THING.search(text))


def read_things(turn: Turn, asked: bool) -> str | None:
    """What was damaged: the appliances or stock named, else the customer's words when asked."""
    if turn.is_payload:
        return None
    things = list(dict.fromkeys(str(value) for value in turn.entities("appliance")))
    stock = _STOCK.search(turn.text)
    if not asked and turn.intent != "appliance_damage":
        return None
    found = "、".join([*things, *([stock[0]] if stock else [])])
    return found or (_free(turn, asked) if _names_thing(_beside_times(turn)) else None)


def _beside_times(turn: Turn) -> str:
    """What is left of a message beside the times in it; what is only a time names no thing."""
    text = beside_places(turn)
    for time in reversed(find_times(text, turn.at)):
        text = text[: time.start] + text[time.end :]
    return text if len(text.strip(" ,，。的")) >= _LEAST_NAME else ""


def _day_in(turn: Turn) -> str | None:
    """The day gone by that the message names, as a date."""
    points = (time.point for time in find_times(beside_places(turn), turn.at))
    days = [point for point in points if point.precision != "month" and point.start <= turn.at]
    if not days:
        return None
    at = days[0].start
    hour = f"{at.hour}点左右" if days[0].precision in ("hour", "minute") else ""
    return f"{at.year}年{at.month}月{at.day}日{hour}"


def read_when(turn: Turn, asked: bool) -> str | None:
    """The day as a date when it was understood, else the words."""
    if turn.is_payload:
        return None
    if asked and asks(turn.text) and not reading.is_unknown(turn):
        return None
    is_told = turn.intent in ANSWERS and not asks(turn.text) and not tells_visit(turn.text)
    is_told = is_told and not _THROWN.search(turn.text)
    if (asked or is_told or turn.intent == "appliance_damage") and (day := _day_in(turn)):
        return day
    if not asked:
        return None
    if reading.is_unknown(turn):
        return "不清楚"
    return _free(turn, asked) if _WHEN.search(beside_places(turn)) else None


def _things_before(turn: Turn) -> str | None:
    """What the message before said to be broken, whatever it was taken for then."""
    said = turn.user_events[:-1]
    if not said or not _BROKEN.search(str(said[-1].get("text"))):
        return None
    return "、".join(dict.fromkeys(entities_of(said[-1], "appliance"))) or None


def days_ago(when: str | None, now: datetime) -> int | None:
    """Whole days between a date that was understood and today; None for other words."""
    match = re.match(r"(\d+)年(\d+)月(\d+)日", when or "")
    if not match:
        return None
    year, month, day = map(int, match.groups())
    return (now.date() - datetime(year, month, day).date()).days


class DamageForm(ReportForm):
    """What, when, where."""

    form = "damage_form"
    prefix = "damage"
    memory = ("damage_known",)
    asides_later = (
        Aside(re.compile(r"赔|补偿"), "utter_damage_unsettled", for_staff=True),
        Aside(re.compile(r"扔|丢掉|卖|修(?!电)|换新"), "utter_damage_after"),
    )
    triggers = frozenset(("appliance_damage",))
    questions = (
        Question("damage_things", read_things, "utter_explain_damage_things"),
        Question("damage_when", read_when, "utter_explain_damage_when"),
        Question("damage_address", place("damage_address"), "utter_explain_meter_address"),
        Question("damage_phone", phone_reading.phone, "utter_explain_phone"),
        Question("damage_confirm", reading.confirmed("damage_confirm"), "utter_explain_confirm"),
        Question("damage_account", account_no, "utter_explain_meter_address"),
    )

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Somebody who sits in the dark has his outage reported first; and where nothing is broken there is no report."""
        turn = Turn(tracker)
        returns = turn.slot(RETURNING) == self.form
        is_first = not returns and not turn.slot(REQUESTED)
        if is_first and (told := await meanwhile(turn, Say(dispatcher))) is not None:
            return [
                *forget(turn, self.form),
                *told,
                *([] if leads_on(told) else [FollowupAction("action_listen")]),
            ]
        if turn.is_payload or returns or not is_out_now(turn.text) or wants_claim(turn.text):
            asked = str(turn.slot(REQUESTED))
            is_own = asked.startswith("damage_")
            before = turn.slot(PAUSED) if is_own else interrupted(tracker, self.form)
            # “冰箱没坏 就是肉化了”: what was in it is a loss too.
            is_whole = not _STOCK.search(turn.text) and (
                _NO_DAMAGE.search(turn.text) or reading.yes_or_no(turn) is False
            )
            only_asked = before and (super().was_only_asked(turn) or _NO_CLAIM.search(turn.text))
            if (asked == "damage_things" and is_whole) or (only_asked and not returns):
                return self._leave(turn, Say(dispatcher), before)
            return await super().run(dispatcher, tracker, domain)
        told = turn.slot("damage_words")
        back = [SlotSet("outage_words", told)] if told else []
        # Ends the form instead of rejecting it: Rasa puts the question of a form that rejects as it begins.
        return [*forget(turn, self.form), *back, FollowupAction("outage_form")]

    def _leave(self, turn: Turn, say: Say, paused: str | None) -> Events:
        """Nothing is broken: the dialogue that this one interrupted goes on, untouched."""
        say.utter("utter_damage_none")
        ended = forget(turn, self.form)
        if paused:
            say.utter("utter_go_back")
            return [*ended, SlotSet(PAUSED, None), SlotSet(RETURNING, paused), FollowupAction(paused)]
        return [*ended, FollowupAction("action_listen")]

    def was_only_asked(self, turn: Turn) -> bool:
        """Inside another report the one in hand goes on (`_leave`)."""
        return super().was_only_asked(turn) and not turn.slot(PAUSED)

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """Besides, whenever it is told: what became of it, and what else is damaged; that is no answer to when."""
        known, had_when = slots["damage_things"], slots["damage_when"]
        before = dict(slots)
        super()._read(turn, asked, slots)
        if had_when and slots["damage_when"] == had_when and asked != "damage_when":
            slots["damage_when"] = read_when(turn, False) or had_when  # the day told later puts it right
        if slots == before and _THROWN.search(turn.text):
            slots["damage_words"] = reading.told_more(turn.slot("damage_words"), turn.said)
        named = dict.fromkeys(str(value) for value in turn.entities("appliance"))
        meant = reading.corrected(turn.text)
        more = [thing for thing in named if known and slots["damage_things"] == known and thing not in known]
        if known and named and meant != turn.text:  # “不是热水器 是洗衣机”
            kept = [thing for thing in known.split("、") if thing in meant or thing not in turn.text]
            slots["damage_things"] = "、".join(
                dict.fromkeys([*kept, *(thing for thing in named if thing in meant)])
            )
        elif more:
            slots["damage_things"] = "、".join([known, *more])
            if not had_when and not find_times(turn.text, turn.at):
                slots["damage_when"] = None

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """An account number finds the house too; a question about a reported damage asks for nothing."""
        if slots["damage_known"]:
            return []
        has_number = slots.get("damage_account") and not slots.get("damage_address")
        where = [] if has_number else ["damage_address"]
        return ["damage_things", "damage_when", *where, "damage_phone", "damage_confirm"]

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """What to keep, the seven days, and an honest answer to the question of money."""
        if not slots["damage_things"] and _PAY.search(turn.text):
            tickets = await Service(turn.conversation).get("/tickets")
            mine = [t["number"] for t in tickets if t["topic"] == "appliance_damage" and is_open(t)]
            slots["damage_known"] = mine[0] if mine else None
        if slots["damage_known"]:
            return
        if not slots["damage_things"] and not turn.slot("damage_told"):
            slots["damage_things"] = _things_before(turn)
        if not turn.slot("damage_told"):
            say.utter("utter_damage_keep")
            slots["damage_told"] = True
        if _PAY.search(turn.text):
            say.utter("utter_damage_no_promise")
        if _THROWN.search(turn.text):
            say.utter("utter_damage_thrown")
        late = days_ago(slots["damage_when"], turn.at)
        if (
            late is not None
            and late > REPORT_WITHIN_DAYS
            and slots["damage_when"] != turn.slot("damage_when")
        ):
            say.utter("utter_damage_late")
        await super().learn(turn, slots, say)


class AskDamageConfirm(AskConfirm):
    """The card of a damage report."""

    prefix = "damage"

    def lines(self, turn: Turn) -> list[tuple[str, str | None]]:
        """What, when, where."""
        return [
            ("损坏的东西", turn.slot("damage_things")),
            ("时间", turn.slot("damage_when")),
            ("地址", turn.slot("damage_address")),
        ]


class DamageDone(TopicAction):
    """Makes the ticket."""

    def name(self) -> str:
        """After the form."""
        return "action_damage_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The visit within a day is the service's promise."""
        if number := turn.slot("damage_known"):
            say.utter("utter_damage_no_promise")
            say.utter("utter_damage_known", ticket_no=number)
            return closed(turn, "damage")
        things, when = turn.slot("damage_things"), turn.slot("damage_when")
        where = turn.slot("damage_address") or "按户号找"
        made = await register(
            turn,
            "damage",
            "appliance_damage",
            f"{where}，{when}损坏：{things}",
            details={"损坏的东西": things, "损坏时间": when},
        )
        say.text(registered(made))
        say.utter("utter_damage_after")
        return closed(turn, "damage", made)
