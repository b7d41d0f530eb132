"""Wishes that a report is not given up for unless their matter is named. Pure.

In the middle of a report people tell what they did, saw and heard (“总闸关了”, “消防来了”), and understanding, which knows of no report,
takes that for some wish or other, often surely. A wish that has none of the words its matter cannot do without is told, not wished.
"""

from __future__ import annotations

import re

from actions.aside import asks
from actions.notes import names_supply
from actions.outage_supply import AWAY, NOT_HIS, supply_in
from actions.reach import tells_reach
from actions.turn import SURE, Turn

_METER = "表|度数|走字|校验|读数|抄"
_MONEY = "费|钱|账|单|[交缴充]|欠|余额|票|多少|[块元]|扣|微信|支付宝|复电"
_PRICE = f"价|档|阶梯|峰|谷|度|人口|分时|{_MONEY}"
_MATTERS = {
    "meter_too_fast": _METER,
    "meter_reading_wrong": _METER,
    "request_meter_check": _METER,
    "report_meter_fault": _METER,
    "query_bill": _MONEY,
    "bill_high": _MONEY,
    "pay_how": _MONEY,
    "pay_problem": _MONEY,
    "arrears_reconnect": f"{_MONEY}|停|断",
    "invoice_bill": _MONEY,
    "ask_tier": _PRICE,
    "ask_tou": _PRICE,
    "ask_large_household": _PRICE,
    "transfer_rename": "过户|更名|户主|名字|房|姓名|身份证|[改换]",
    "new_or_capacity": "装|容|三相|开户|千瓦|办|[报暂]停|销户|用电|拆|移|接",
    "ev_solar": "桩|光伏|太阳能|充电|发电|并网",
    "report_theft": "偷|窃|私|举报|接|线|表",
    "account_unknown": "号",
    "bind_account": "绑|号|添加",
    "key_customer": "单位|公司|保[电障]|经理|专[线变]|负荷|检[修查]|会议|活动|重要|会员|(?:装|办|申请|想要?|能不能|接|上)[^,，。]{0,6}(?:双?电源|回路)",
    "privacy_rights": "信息|隐私|删|短信|电话|数据|号码",
    "report_facility": "杆|线|变压器|箱|树|井|灯|设施|塔|缆|[挪移]",
    "appliance_damage": "坏|烧|赔|损|死|臭|化|毁|爆|炸",
    "report_outage_home": "电|停|断|跳|黑|灭|不亮",
    "report_outage_partial": "电|停|断|跳|黑|灭|不亮",
    "report_outage_area": "电|停|断|跳|黑|灭|不亮",
    "report_voltage": "压|暗|闪|亮|带不|伏|弱|高|低|不稳|转|相",
}
# Told in the dark, that the account is in credit is no wish to look at it: “卡里还有钱”, “没欠费”.
_OF_ARREARS = frozenset(("query_bill", "bill_high", "pay_how", "pay_problem", "arrears_reconnect"))
_NOT_OWING = re.compile(
    r"(?:卡|表|账|户头|账户)[里上]?(?:面)?(?:还|都|也)?有(?:的是)?[^,，。]{0,4}钱|余额(?:还|都|是)?(?:有|够|足)|(?:没有?|不|又没)欠(?:费|钱|电费|着)?[的了啊呀]?$"
)
# 算 calls off only as 算了 and its like: “算紧急吗”, “算我运气差”.
_RECKONS = re.compile(r"算(?!了|[啦咯喽逑球求数啊吧作]|$|我(?:白|没))")
_CALLS_OFF = re.compile(
    r"算[了啦咯喽]|[别甭撤销删]|不(?![啊呀呢?？]*$|在(?!乎)|知道|清楚|到|着)|取消|退出|放弃|结束"
)
_LEAVES = re.compile(
    r"没事|没有?了|这样|回头|改天|下次|以后|再说|好了|停|打住|拜拜|再见|退|免了|罢了|重来|重新"
)
_NAMES = {intent: re.compile(words) for intent, words in _MATTERS.items()}
# “自己找电工挪一下行不”: asked for leave, without a word of ending anything.
_ASKS_LEAVE = re.compile(r"(?:[行成中]|可以|[能可]?好)(?:[不吗么]|不行|不成|不可以)[啊呀呢]?[?？]*$")
_ENDS = re.compile(r"取消|算了|撤|作废|不[^,，。]{0,4}了|先不")


def ends_nothing(turn: Turn) -> bool:
    """Whether what sounds like the end of it all only asks if something may be done differently, or hardly sounds like it: “电工不在”."""
    if turn.intent != "cancel" or turn.is_payload:
        return False
    is_doubtful = turn.confidence < SURE and not (_CALLS_OFF.search(turn.text) or _LEAVES.search(turn.text))
    is_question = _ASKS_LEAVE.search(turn.text) and not _ENDS.search(turn.text)
    return bool(is_question or is_doubtful)


def is_mere_telling(turn: Turn) -> bool:
    """Whether a message that was understood as another wish names nothing of it."""
    if turn.is_payload:
        return False
    if turn.intent == "report_power_back":
        return supply_in(turn.text) in (None, AWAY, NOT_HIS) and not names_supply(turn.text)
    if turn.intent in ("ask_human", "query_ticket", "privacy_rights") and tells_reach(turn.text):
        return True
    if turn.intent in _OF_ARREARS and _NOT_OWING.search(turn.text) and not asks(turn.text):
        return True
    if turn.intent == "cancel":
        return bool(_RECKONS.search(turn.text)) and not _CALLS_OFF.search(turn.text)
    return turn.intent in _NAMES and not _NAMES[turn.intent].search(turn.text)
