"""Handing over to a person: at once when asked, offered when the bot does not understand (facts 0.3 rule 9)."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import SlotSet

from actions.client import Service
from actions.mood import SOOTHED
from actions.topic import MISSES, Events, TopicAction, listen, open_form
from actions.turn import Say, Turn, payload
from common.masking import mask_text

# Slots worth a colleague's glance, with the words he knows them by.
LABELS = {
    "outage_address": "停电地址",
    "outage_scope": "停电范围",
    "outage_neighbours": "邻居",
    "outage_breaker": "家里开关",
    "danger_place": "危险地点",
    "meter_address": "电表地址",
    "meter_seen": "电表情况",
    "meter_check_lamp": "关闸后脉冲灯",
    "meter_reading_value": "客户报的读数",
    "voltage_address": "电压不好的地方",
    "voltage_what": "电压情况",
    "damage_address": "损坏地点",
    "damage_things": "损坏的东西",
    "complain_formal": "投诉还是反映",
    "complain_words": "反映的事",
    "theft_place": "举报地点",
    "facility_place": "设施地点",
    "facility_words": "设施情况",
    "business_address": "办电地址",
    "key_need": "重点客户要安排的",
    "account_no": "在核对的户号",
    "payment_kind": "交费问题",
    "payment_account": "交费户号",
    "payment_facts": "交费经过",
    "ticket_no": "最近工单",
}
VALUES = {
    "home": "全家没电",
    "partial": "部分没电",
    "area": "一片没电",
    "lit": "邻居有电",
    "dark": "邻居也没电",
    "tripped": "跳了",
    "fine": "没跳",
    "missing": "没到账",
    "wrong": "交错户号",
    "twice": "重复交",
    "refund": "退余额",
    "unknown": "不清楚",
}
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


async def packet(turn: Turn, summary: str, tickets: list[str] | None = None) -> dict[str, Any]:
    """What a colleague should know before the first word: summary, facts, tickets; personal numbers masked."""
    facts = {
        label: VALUES.get(str(turn.slot(slot)), mask_text(str(turn.slot(slot))))
        for slot, label in LABELS.items()
        if turn.slot(slot)
    }
    if tickets is None:
        tickets = [t["number"] for t in await Service(turn.conversation).get("/tickets") if t["moves"]][:5]
    return {"summary": mask_text(summary), "facts": facts, "tickets": tickets}


class HandOver(TopicAction):
    """“转人工”, in one turn, anywhere; an open form keeps its answers for when the bot gets the talk back."""

    def name(self) -> str:
        """For `ask_human`."""
        return "action_hand_over"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Puts the conversation in the queue."""
        say.utter("utter_hand_over")
        said = [e["text"] for e in turn.tracker.events if e["event"] == "user" and e.get("text")]
        words = [text for text in said[-4:] if not text.startswith("/")]
        say.hand_over("ask_human", await packet(turn, "；".join(words) or "客户要求人工"))
        return listen(turn)  # not back to an open form, which would ask on behind the colleague's back


class Abuse(HandOver):
    """An insult: one calm sentence with help and a person; the second time, a person."""

    def name(self) -> str:
        """For `abuse`."""
        return "action_abuse"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Nobody is lectured."""
        if turn.slot(SOOTHED):
            return await super().handle(turn, say)
        say.utter("utter_abuse_in_form" if open_form(turn) else "utter_abuse")
        return [SlotSet(SOOTHED, True)]


class Fallback(TopicAction):
    """Not understood: first ask for other words, then offer the two likeliest wishes, then a person."""

    def name(self) -> str:
        """For `nlu_fallback`."""
        return "action_fallback"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """How often in a row decides."""
        misses = int(turn.slot(MISSES) or 0) + 1
        if misses == 1:
            say.utter("utter_not_understood")
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


class DefaultFallback(Fallback):
    """Rasa's own name for "no rule fits": the same answer."""

    def name(self) -> str:
        """Overrides Rasa's action, which would take back the customer's message."""
        return "action_default_fallback"
