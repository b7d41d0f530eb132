"""What an outage report reads out of a customer's words: the place, how much is out, neighbours, switches. Pure (facts 4.1)."""

from __future__ import annotations

import re

from actions import reading
from actions.report import place
from actions.turn import Turn

_NEIGHBOUR = "(?:邻居|隔壁|楼道|楼上|楼下|别人家?|人家|对门|邻家|左邻右舍|周围|附近)"
# Perhaps a lost neutral or phase: the main switch first (facts 4.1).
HALF = re.compile("[一大]半(?![夜天辈年])|半边|特别亮|忽亮忽暗|嗡嗡|缺[一1]?相")
# Said in an address without telling where.
_NO_PLACE = "家一二三四五六七八九十号组楼栋单元室户我住就在的是这里那呢啊了吧,，。 .-#"
_SHORT = 20  # characters
_NOT_ONLY_PLACE = re.compile("[停没断]电|地址|改[成为]|不[是对]|错")
_read_address = place("outage_address")
# Wants to report and says no more: “报修”, “那还是报修吧”, “我要报个修”.
_ONLY_REPORTS = re.compile(
    r"(?:[我俺咱]们?家?|[你您要想来给帮请那就]|还是|先|麻烦|重新|停电|没电|故障|电力|[ ,])*(?:报个?修|保修)(?:一下|停电|没电|[吧啊呀哦嘛的。!~ ])*"
)
_NO_SUPPLY_NOW = re.compile(r"(?:现在|这会儿?|还是|仍然|一直)[^,，。吗?？]{0,4}(?:没电|停电|断电|停着)")
read_scope = reading.one_of(
    "outage_scope",
    {
        "partial": "部分|一半|有的|有些|只有.{1,6}没|半边|几个房间|厨房|插座",
        "area": "整栋|整个?小区|[全整]个?村|(?<![黑暗漆])一片(?![死寂静黑漆])|都停|整条街|大家都|小区都|邻居也没|左邻右舍|附近都",
        "home": "全家|整个家|家里都|[黑漆]{1,2}一片|家里一片|黑灯瞎火|全都?没|一点.{0,2}没|全[黑屋]|整屋|全没|"
        + reading.ONLY_OURS,
    },
)
read_same = reading.one_of(
    "outage_same",
    {"other": f"{reading.ONLY_OURS}|单独报"},
    {"other": "不一样|不同|不是|报修|单独", "same": "一样|等|知道了|那就是"},
    yes="same",
    no="other",
)
read_neighbours = reading.one_of(
    "outage_neighbours",
    {
        "dark": _NEIGHBOUR + "[^有亮我。;；]{0,8}?(?:没有?电|停|黑|不亮|没亮|没有)",
        "lit": _NEIGHBOUR + "[^没不停黑我。;；]{0,10}?(?:有|亮|正常)|" + reading.ONLY_OURS,
    },
    {"dark": "^[^家屋]{0,6}没(?![跳条])|停|黑|不亮", "lit": "有|亮|正常"},
    yes="lit",
    no="dark",
)
read_breaker = reading.one_of(
    "outage_breaker",
    {
        "fine": "(?:开关|空开|闸|漏保).{0,4}(?:没跳|没掉|没动|是?好的|正常|合着|.{0,3}推上去的|.{0,3}在上)|没有?跳",
        "tripped": "(?:开关|空开|闸|漏保).{0,4}(?:跳|掉|断开)|推不上|合不上",
    },
    {"fine": "没|好的|正常|合着|推着|在上|没断", "tripped": "跳|掉|断|在下|往下|弹"},
    yes="tripped",
    no="fine",
)


def only_reports(turn: Turn) -> bool:
    """Whether a message asks for a report and says nothing of the trouble, which understanding takes for many other wishes."""
    return not turn.is_payload and bool(_ONLY_REPORTS.fullmatch(turn.text))


def begins_report(turn: Turn) -> bool:
    """The same, or that there is no supply now, whatever it was understood as."""
    return only_reports(turn) or (not turn.is_payload and bool(_NO_SUPPLY_NOW.search(turn.text)))


def read_address(turn: Turn, asked: bool) -> str | None:
    """The place: of a button, or said; an account number is none by itself (outage_account.py)."""
    return turn.entity("outage_address") or _read_address(turn, asked)


def read_again(turn: Turn, asked: bool) -> str | None:
    """Whether it is the outage that was reported before: `same` or `other`."""
    if turn.entity("outage_again") or not asked or turn.is_payload:
        return turn.entity("outage_again")
    if reading.is_unknown(turn) or re.search("不|别的|另|其他", turn.text):
        return "other"
    return "same" if reading.yes_or_no(turn) or re.search("[是对就还]", turn.text) else None


def as_said(turn: Turn) -> str:
    """The place in the customer's words, where the address lacks something of them: a landmark, a name, a misspelt road."""
    words, address = turn.slot("outage_place_words") or "", turn.slot("outage_address") or ""
    missing = [c for c in words if c not in address and c not in _NO_PLACE]
    is_place = len(words) <= _SHORT and not _NOT_ONLY_PLACE.search(words)
    return f"（您说的：{words}）" if is_place and len(missing) > 2 else ""
