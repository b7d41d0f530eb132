"""What is not understood: other words, then the two likeliest wishes, then a person (facts 0.3 rule 9)."""

from __future__ import annotations

import re

from rasa_sdk.events import FollowupAction, SlotSet

from actions.beyond import (
    DANGER_IN_ENGLISH,
    IN_ENGLISH,
    WAYS,
    WAYS_IN_ENGLISH,
    not_ours,
    speaks_english,
    tells_danger,
    tells_nothing,
    wants_person,
)
from actions.danger_reading import ANSWER, speaks_of_alarm
from actions.flow import MISSES, REPORT_FORMS, Events, listen
from actions.follow_up import follow_up
from actions.packet import packet
from actions.ticket import status_line
from actions.ticket_detail import add_detail, ask_whether_detail, current_ticket, is_said_to_be_added
from actions.topic import TopicAction
from actions.turn import Say, Turn, payload

_ASKS_WHEN = re.compile(r"什么时候|啥时候|几时|几点|多久|来人|怎么样了|到哪")
# “？” waits for news.
_LETTERS = re.compile(r"\w")
_LAUGHS = re.compile(r"[哈嘿嘻]+[。!！~]*")
_PROOF = re.compile(r"^(?:那|你|您|们)*(?:怎么|咋|拿什么|凭什么)(?:能)?证明[啊呀呢吧?？]*$")
# What the two likeliest wishes are called on a button.
WISHES = {
    "report_outage_home": "家里没电要报修",
    "report_outage_partial": "部分没电要报修",
    "report_outage_area": "一片停电要报修",
    "ask_outage_info": "查停电和来电时间",
    "ask_planned_outage": "查计划停电",
    "report_danger": "有危险（触电、断线、冒烟）",
    "report_voltage": "电压不稳",
    "report_trip": "跳闸",
    "report_meter_fault": "电表坏了",
    "meter_too_fast": "觉得电表走得快",
    "request_meter_check": "申请校表",
    "meter_reading_wrong": "电表读数不对",
    "query_bill": "查电费",
    "bill_high": "电费为什么高",
    "ask_tier": "阶梯电价",
    "ask_tou": "峰谷电价",
    "ask_large_household": "人口多加电量",
    "pay_how": "怎么交电费",
    "pay_problem": "交费出了问题",
    "arrears_reconnect": "欠费后恢复送电",
    "invoice_bill": "发票和账单",
    "transfer_rename": "过户、更名",
    "new_or_capacity": "新装、增容",
    "ev_solar": "充电桩、光伏",
    "query_ticket": "查工单进度",
    "urge": "催办",
    "complain": "投诉",
    "appliance_damage": "电器损坏",
    "report_theft": "举报窃电",
    "praise_suggest": "表扬或建议",
    "ask_human": "转人工",
    "report_facility": "电力设施问题",
    "key_customer": "重点客户服务",
    "account_unknown": "户号在哪里看",
    "bind_account": "绑定户号",
    "privacy_rights": "个人信息",
}

# What is not understood so soon after a report most likely belongs to it: “门卫晚上要登记”.
_JUST = 2
_REPORTED = {
    f"action_{form.removesuffix('_form')}_done"
    for form in REPORT_FORMS | {"meter_check_form", "request_form"}
}


class Fallback(TopicAction):
    """Not understood: first ask for other words, then offer the two likeliest wishes, then a person."""

    def name(self) -> str:
        """For `nlu_fallback`."""
        return "action_fallback"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """What is added to a work order is kept as it is; else how often in a row decides."""
        if speaks_english(turn):
            return await _answer_english(turn, say)
        if is_said_to_be_added(turn) and (ticket := await current_ticket(turn)):
            return [*await add_detail(turn, say, ticket["number"], turn.said), *listen(turn)]
        if (followed := await follow_up(turn, say)) is not None:
            return followed or listen(turn)
        if speaks_of_alarm(turn):
            return [FollowupAction(ANSWER)]
        if turn.waits:
            return [FollowupAction("action_leave_word")]
        is_empty = tells_nothing(turn)
        misses = int(turn.slot(MISSES) or 0) + (not is_empty)
        ticket = await current_ticket(turn) if misses <= 1 and not turn.tracker.active_loop else None
        if ticket and (_ASKS_WHEN.search(turn.text) or not _LETTERS.search(turn.text)):
            say.text(status_line(ticket, turn.at))
            return [SlotSet(MISSES, 0), *listen(turn)]
        if ticket and not turn.is_sticker and _REPORTED & turn.answered_by(_JUST):
            return [*ask_whether_detail(turn, say, ticket["number"]), SlotSet(MISSES, misses), *listen(turn)]
        if misses <= 1 or is_empty:
            ways = [{"title": title, "payload": wish} for title, wish in WAYS]
            say.utter("utter_not_understood", buttons=ways)
        elif misses == 2:
            likely = [r["name"] for r in turn.ranking if r["name"] in WISHES][:2]
            buttons = [(WISHES[name], payload(name)) for name in likely]
            say.text("您是想办下面哪一件？", [*buttons, ("都不是，转人工", payload("ask_human"))])
        else:
            say.utter("utter_hand_over_misses")
            say.hand_over("misunderstood", await packet(turn, turn.said[:200]))
            misses = 0
        # As Rasa's default fallback no rule says what follows it, and Rasa would run it again.
        return [SlotSet(MISSES, misses), *listen(turn)]


async def _answer_english(turn: Turn, say: Say) -> Events:
    """In both languages, with buttons for what is wanted most; in danger, and who asks for a person, to staff at once."""
    if tells_danger(turn):
        say.text(DANGER_IN_ENGLISH, urgent=True)
        say.hand_over("danger", await packet(turn, f"危险（英文）：{turn.said[:200]}"), urgent=True)
    elif turn.waits or wants_person(turn):
        return [FollowupAction("action_leave_word" if turn.waits else "action_hand_over")]
    else:
        say.text(IN_ENGLISH, WAYS_IN_ENGLISH)
    return listen(turn)


class OutOfScope(TopicAction):
    """None of our business, unless it belongs to a work order: a gate's code, where to park."""

    def name(self) -> str:
        """For `out_of_scope`."""
        return "action_out_of_scope"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Says so, or keeps it."""
        if is_said_to_be_added(turn) and (ticket := await current_ticket(turn)):
            return await add_detail(turn, say, ticket["number"], turn.said)
        if (followed := await follow_up(turn, say)) is not None:
            return followed
        if turn.waits:
            return [FollowupAction("action_leave_word")]
        if _PROOF.search(turn.text):
            say.utter("utter_bot_genuine")
            return []
        if tells_nothing(turn):
            return [FollowupAction("action_fallback")]
        if _LAUGHS.fullmatch(turn.text):
            say.utter("utter_affirm")
        else:
            not_ours(turn, say)
        return []


class DefaultFallback(Fallback):
    """Rasa's own name for "no rule fits": the same answer."""

    def name(self) -> str:
        """Overrides Rasa's action, which would take back the customer's message."""
        return "action_default_fallback"
