"""Chinese words for the codes that reach the desk. Pure; an unknown code is shown as it is, never hidden."""

from __future__ import annotations

from service.face import Conversation, Kind, Owner

_REASONS = {
    "asked": "客户要求人工",
    "ask_human": "客户要求人工",
    "danger": "危险",
    "misunderstood": "没听懂",
    "angry": "客户情绪激动",
    "bot_failed": "机器人出错",
    "complaint": "投诉",
    "report": "举报",
    "sensitive": "特殊情况",
    "urged": "催办",
}
TOPICS = {
    "outage_home": "停电：一户",
    "outage_partial": "停电：家里部分没电",
    "outage_area": "停电：一片",
    "danger": "危险：触电、着火、断线",
    "voltage": "电压不稳、灯闪",
    "trip": "跳闸",
    "meter_fault": "电表故障",
    "charger_fault": "充电桩故障",
    "facility": "电力设施隐患",
    "street_light": "路灯",
    "meter_check": "校验电表",
    "bill_dispute": "电费疑问",
    "payment_error": "交费差错",
    "reconnect": "欠费复电",
    "appliance_damage": "电器损坏",
    "business": "新装、增容、过户等业务",
    "contact_change": "改联系方式",
    "complaint": "投诉",
    "opinion": "意见建议",
    "praise": "表扬",
    "theft": "举报窃电",
    "consult": "咨询",
}
"""What staff make work orders about: topics of the service, in their words."""
_CHANNELS = {"web": "网页", "wechat": "微信"}
_WORDLESS = {Kind.IMAGE: "[图片]", Kind.VOICE: "[语音]", Kind.LOCATION: "[位置]"}
_ROLES = {"staff": "客服", "admin": "管理员"}


def reason_text(reason: str | None) -> str:
    """Why a conversation waits: `danger` → 危险."""
    return _REASONS.get(reason, reason) if reason else ""


def channel_text(channel: str) -> str:
    """The platform's short name."""
    return _CHANNELS.get(channel, channel)


def wordless_text(kind: Kind) -> str:
    """A message without words in a list: `[图片]`; empty where that would tell nothing."""
    return _WORDLESS.get(kind, "")


def role_text(role: str) -> str:
    """What a member of staff is."""
    return _ROLES.get(role, role)


def owner_text(conversation: Conversation) -> str:
    """Who answers now, in one phrase."""
    if conversation.owner is Owner.STAFF:
        return f"{conversation.staff_name or '同事'} 接待中"
    if conversation.owner is Owner.QUEUE:
        return "排队中"
    # Staff were called; the bot serves on, and may still ask what a repair cannot do without.
    return "机器人还在询问" if conversation.queued_at and conversation.asks else "机器人接待中"
