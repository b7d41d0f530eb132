"""Questions about outages: when the supply comes back, what is planned, who tells it, who may change it (facts 4.1, 8)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from rasa_sdk.events import SlotSet

from actions import reading
from actions.account_known import bound_accounts
from actions.client import Service, UtilityDown
from actions.cut_feared import asks_of_cut
from actions.flow import PAUSED, REPORT_FORMS, STORY_FORMS, Events, interrupted
from actions.form import Question
from actions.general import answered
from actions.look_up import LookUpForm
from actions.notes import names_supply
from actions.numbers import beside_places
from actions.outage_asks import (
    ANSWERED,
    CHANGES,
    END,
    LASTING,
    NOTICE,
    NOW,
    PLANNED,
    STOP,
    URGED,
    WISH,
    asked_in,
)
from actions.outage_back import is_unsettled
from actions.outage_reading import dark_clause
from actions.outage_special import care, care_before_plan, sensitive_in
from actions.outage_view import clock_time, day_name, describe, is_place
from actions.payment_arrears import CUT, arrears
from actions.place_before import place_before, special_lately
from actions.request import ask_for
from actions.ticket import is_open, what_next
from actions.topic import TopicAction
from actions.turn import OWN_WISH, Say, Turn, kept_wish, payload
from common.chinese_time import find_times

# A question about outages that was answered without a place.
NOWHERE = "-"
# Waits for whatever is known of a place, once the utility answers again (service/notices/late_checks.py).
ANY = "any"
_SHOWN = 4
_LIFE_SUPPORT = "life_support"
# So many messages after an answer another place is asked about in the same way.
_STILL = 3
_PLACES = 3
# The end of an outage is told without being asked when it comes within WeChat's time for messages (wechat-protocol.md).
_TOLD_WITHIN = timedelta(hours=48)
_DAY = re.compile(r"[今明后昨前当每]|天|日|号|周|星期|礼拜|月|[上中下]午|晚|早")
_NOW = re.compile("现在|这会|还没|没电|停电了|停了")
_OURS = re.compile("[我俺咱]们?[家这]")
# What is answered without a place.
_PLACELESS = {
    NOTICE: "utter_outage_notice",
    CHANGES: "utter_outage_notice_changes",
    STOP: "utter_outage_notice_stop",
}


class AreaForm(LookUpForm):
    """Asks for the place of a question about outages."""

    form = "area_form"
    triggers = frozenset(("ask_outage_info", "ask_planned_outage"))
    memory = ("outage_ask", OWN_WISH)
    questions = (Question("outage_area", reading.address("outage_area"), "utter_explain_outage_area"),)

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """Uses the place of the present report, of an open ticket, or of the accounts that the customer may see."""
        if turn.intent in self.triggers and asks_of_cut(turn):
            say.utter("utter_arrears_pay_later")
            slots["outage_area"] = NOWHERE
            return
        if turn.intent in self.triggers and await answered(turn, say, in_hand=False) is not None:
            slots["outage_area"] = NOWHERE
            return
        goes_on = ANSWERED in turn.answered_by(_STILL) and turn.slot("outage_told") not in (NOW, LASTING)
        asked = asked_in(turn)
        if asked == NOW and goes_on and not turn.entity("address") and not _NOW.search(turn.text):
            asked = PLANNED  # “几点恢复” after a plan asks for its end
        slots["outage_ask"] = asked or slots["outage_ask"] or (PLANNED if goes_on else NOW)
        is_planned = slots["outage_ask"] not in (NOW, URGED, END)
        if special := sensitive_in(turn.text):
            if is_planned:
                await care_before_plan(turn, say, special)
            else:
                await care(turn, say, special, f"问停电，有特殊情况：{turn.said[:200]}", [])
        if is_planned and (dark := dark_clause(turn)):
            slots[OWN_WISH] = kept_wish(turn, dark)  # “明天停不停电 我家现在客厅也没电”
        if slots["outage_area"]:
            return
        report = turn.slot("outage_address")
        asks_of_crew = not names_supply(turn.text)
        waits = asks_of_crew and interrupted(turn.tracker, self.form) in REPORT_FORMS - STORY_FORMS
        if not is_planned and not report and waits:
            # "When will you come" in the middle of another report: there is no work order yet to answer from.
            say.utter("utter_when_in_report")
            slots["outage_area"] = NOWHERE
            return
        if report:
            slots["outage_area"] = report
            return
        service = Service(turn.conversation)
        mine = [t for t in await service.get("/tickets") if is_unsettled(t)]
        if mine and not is_planned:
            ticket = mine[0]
            say.text(
                f"您报的{ticket['address']}停电（工单{ticket['number']}）现在{ticket['customer_status']}。"
                f"{what_next(ticket, turn.at)}"
            )
            slots["outage_area"], slots["outage_ask"] = ticket["address"], "mine"
            return
        before, kept = place_before(turn), turn.slot("outage_place_before")
        if kept and (not before or reading.is_part_of(before, kept)):
            before = kept  # the town was told in words, the village only understood in the report
        if before and not turn.entity("account_no"):
            slots["outage_area"] = before
            return
        accounts = await bound_accounts(service)
        number = turn.entity("account_no")
        if number and not any(a["account_no"].endswith(number) for a in accounts):
            say.utter("utter_outage_by_place")  # by account only after verification (facts 5.1)
            return
        wanted = [a for a in accounts if not number or a["account_no"].endswith(number)]
        cut = next((a for a in wanted if a["status"] == CUT), None)
        if cut and not is_planned:
            try:
                await arrears(turn, say, cut, turn.said)
                slots["outage_area"] = NOWHERE
                return
            except UtilityDown:
                pass  # what is known of the place is looked up all the same, and says the same
        if wanted:
            slots["outage_area"] = list(dict.fromkeys(a["full_address"] for a in wanted))[:_PLACES]
        elif slots["outage_ask"] in _PLACELESS:
            slots["outage_area"] = NOWHERE


class AskOutageInfo(TopicAction):
    """“什么时候来电”: only published facts; an honest 暂无 otherwise."""

    def name(self) -> str:
        """For `ask_outage_info` and `ask_planned_outage`, once the place is known."""
        return "action_outage_info"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Each place in turn; what people have to decide is written down for them."""
        asked, found = turn.slot("outage_ask"), turn.slot("outage_area")
        service = Service(turn.conversation)
        places = [place for place in ([found] if isinstance(found, str) else found) if place != NOWHERE]
        is_lasting = False
        if asked in _PLACELESS:
            say.utter(_PLACELESS[asked])
        try:
            for place in places if asked not in (CHANGES, STOP) else ():
                is_lasting = await _tell(turn, say, service, place, asked) or is_lasting
        except UtilityDown:
            for place in places:
                await service.post(f"/outages/{ANY}/watches", address=place)
            if asked == "mine":
                say.text("停电信息系统这会儿连不上，您的报修照常处理。系统一恢复，查到什么马上告诉您。")
            else:
                say.utter("utter_outage_info_down")
        before = turn.slot("outage_place_before") if asked in _PLACELESS and not places else found
        events: Events = [
            SlotSet("outage_area", None),
            SlotSet("outage_ask", None),
            SlotSet("outage_told", LASTING if is_lasting else NOW if asked == "mine" else asked),
            SlotSet("outage_place_before", None if before == NOWHERE else before),
        ]
        if (
            asked == NOW
            and places
            and not is_lasting
            and not turn.slot(PAUSED)
            and _OURS.search(dark_clause(turn) or "")
        ):
            report = payload("report_outage_home", outage_address=places[0])
            events.append(SlotSet(OWN_WISH, kept_wish(turn, report)))
        if is_lasting and isinstance(found, str) and not turn.slot(PAUSED) and special_lately(turn):
            report = payload("report_outage_home", outage_address=found)
            say.text("家里有等不得的情况，我单独报一张紧急工单。", [("报紧急工单", report)])
        if asked == PLANNED and not turn.slot(PAUSED) and await _stops_machine(turn, service, places):
            asked = WISH  # who lives by a machine needs not ask for it
        if asked != WISH:
            return events
        if turn.slot(PAUSED):
            say.utter("utter_request_plan_offer")
            return events
        return [
            *events,
            *ask_for(turn, say, "plan"),
            *([SlotSet("request_address", places[0])] if places else []),
        ]


async def _tell(turn: Turn, say: Say, service: Service, place: str, asked: str) -> bool:
    """What is published for one place; who asks when an outage there ends hears of its end. Whether one goes on."""
    found = await service.get("/outages", address=place)
    area, now, planned = found["area"], found["now"], found["planned"]
    report = [("我家没电，要报修", payload("report_outage_home", outage_address=place))]
    if area is None and asked != "mine":
        say.text(f"“{place}”我没对上是哪一片，请说镇和小区或村名，比如“青口镇某某小区”。")
        return False
    name = area["name"] if area else place
    is_now = asked in (NOW, "mine", URGED) or (asked == END and now)
    # A plan that has begun is under way, and no plan of the days to come.
    outages = now if is_now else [*(outage for outage in now if not outage["ended_at"]), *planned]
    lasting = [outage for outage in outages if is_now and not outage["ended_at"]]
    lines = [describe(outage, turn.at) for outage in outages[:_SHOWN]]
    if area and outages and not is_place(area):
        end = "恢复时间暂无；没电就告诉我，我给您报修。" if is_now else "就是还没有公布。"
        told = "\n".join(lines)
        say.text(f"{name}已公布的有：\n{told}\n您那里要是不在里面，{end}")
        return False
    if outages and not is_now:
        if asked in (NOTICE, END) and await _watch(service, _soon_over(outages, turn.at), place):
            lines.append("恢复送电后我会告诉您。")
        say.text(_plan_again(turn, outages) or "\n".join([*_free_day(turn, name, outages), *lines]))
    elif outages:
        if await _watch(service, lasting, place):
            lines.append("恢复送电后我会告诉您。")
        else:
            lines.append("您家还没电的话，先看看电表和自家开关，还不行我给您报修。")
        say.text("\n".join(lines), report if asked == URGED or (asked == NOW and not lasting) else [])
        if asked == URGED and lasting:
            say.utter("utter_outage_urged")
    elif asked in (PLANNED, WISH):
        say.text(f"{name}未来一周暂时没有已公布的计划停电。")
    elif asked == "mine":
        say.text("具体几点恢复暂无消息，修好会告诉您。要催就说“催一下”。")
    elif asked in (NOW, URGED, END) and planned and is_place(area):
        # “什么时候停” is understood as “什么时候来”: the plan answers both.
        told = "\n".join(describe(outage, turn.at) for outage in planned[:_SHOWN])
        say.text(
            f"{name}现在没有已公布的停电。接下来有：\n{told}\n您那里现在就没电的话，我给您报修。", report
        )
    elif asked in (NOW, URGED, END):
        say.text(f"{name}目前没有已公布的停电，恢复时间暂无。要是您那里没电，我马上给您登记报修。", report)
    return bool(lasting)


async def _stops_machine(turn: Turn, service: Service, places: Sequence[str]) -> bool:
    """Whether a plan is known of a place where somebody lives by a machine, and nothing was written down of it yet."""
    if _LIFE_SUPPORT not in special_lately(turn):
        return False
    if any(is_open(ticket) and ticket["topic"] == "opinion" for ticket in await service.get("/tickets")):
        return False
    try:
        return any([(await service.get("/outages", address=place))["planned"] for place in places])
    except UtilityDown:
        return False


def _plan_again(turn: Turn, outages: Sequence[dict[str, Any]]) -> str | None:
    """The hours alone, of plans that were told in full a moment ago; None when they were not, or another day is asked about."""
    told = "\n".join(turn.told(_STILL))
    is_told = all(describe(outage, turn.at) in told for outage in outages[:_SHOWN])
    if not is_told or _days(turn):
        return None
    hours = [
        f"{clock_time(outage['start'], turn.at)}开始"
        + (f"，预计{clock_time(outage['expected_end'], turn.at)}恢复" if outage["expected_end"] else "")
        for outage in outages[:_SHOWN]
    ]
    return f"还是刚才说的安排：{'；'.join(hours)}。没有查到新的变化。"


def _free_day(turn: Turn, name: str, outages: Sequence[dict[str, Any]]) -> list[str]:
    """That nothing is planned on the only day asked about, where that is so."""
    days = _days(turn)
    if len(days) != 1:
        return []
    spans = [(outage["start"], outage["expected_end"] or outage["start"]) for outage in outages]
    dates = [
        [datetime.fromisoformat(end).astimezone(turn.at.tzinfo).date() for end in span] for span in spans
    ]
    if any(first <= days[0] <= last for first, last in dates):
        return []
    return [f"{name}{day_name(days[0], turn.at)}没有已公布的停电。"]


def _days(turn: Turn) -> list[date]:
    """The days that are named; “6点半开始?” names none."""
    text = beside_places(turn)
    return [
        time.point.start.date()
        for time in find_times(text, turn.at, prefer="future")
        if time.point.precision in ("day", "part", "hour", "minute")
        and _DAY.search(text[time.start : time.end])
    ]


def _soon_over(outages: Sequence[dict[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """Planned outages whose end can still be told."""
    return [
        outage
        for outage in outages
        if outage["expected_end"] and datetime.fromisoformat(outage["expected_end"]) - now < _TOLD_WITHIN
    ]


async def _watch(service: Service, outages: Sequence[dict[str, Any]], place: str) -> bool:
    """The customer will hear of their end; whether there is any."""
    for outage in outages:
        await service.post(f"/outages/{outage['id']}/watches", address=place)
    return bool(outages)
