"""What a colleague gets with a conversation that needs him."""

from __future__ import annotations

from typing import Any

from actions.client import Service
from actions.turn import Turn
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
    "call_words": "请回电的事",
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
