"""What an outage report reads out of a customer's words: the place, how much is out, neighbours, switches. Pure (facts 4.1)."""

from __future__ import annotations

import re
from typing import Any

from actions import reading
from actions.aside import asks
from actions.notes import ANSWERS, OUTAGE
from actions.outage_asks import ANSWERED, NOW
from actions.outage_supply import AWAY, LATER, supply_in
from actions.report import place
from actions.several_places import meant, several
from actions.turn import SURE, Turn
from common.address import parse_place
from common.chinese_time import find_times

_NEIGHBOUR = "(?:[他她]们家|邻居|隔壁|楼道|楼上|楼下|别人家?|人家|对门|邻家|左邻右舍|周围|附近)"
# Beside him may stand anything; what has or has no supply there is a neighbour.
_BESIDE = "(?:旁边|对面|别的?[家户厂店]|前后|[前后]面|[东西南北]边)"
# Perhaps a lost neutral or phase: the main switch first (facts 4.1).
HALF = re.compile("(?<![到了过])[一大]半(?![夜天辈年])|半边|特别亮|忽亮忽暗|嗡嗡|缺[一1]?相")
# Said in an address without telling where.
_NO_PLACE = "家一二三四五六七八九十号组楼栋单元室户我住就在的是这里那呢啊了吧,，。 .-#"
_LEADS = re.compile("[东西南北前后旁]|隔壁|对面|泵|[厂店棚塘场]")
_SOMEBODYS = re.compile("(?:^|[ ,，组号村])(?![我俺全他她])[\u4e00-\u9fa5]{2,3}家(?:$|[ ,，])")
_SHORT = 20  # characters
_STORY = 4  # characters
_NO_STORY = re.compile(
    r"[吗呢么?？]$|什么|怎么|多久|几点|稍等|等一?[下等会]|我?[想看问]{2}|想想|听不懂|明白|转人工|记不|知道了|继续|接着|算了"
    r"|^.{0,4}(?:不对|错了|不是)[啊呀的了吧]*$"
)
_CLAIM = re.compile(
    r"(?:登记|报|申请|办)一?下?.{0,6}(?:损坏|损失|赔|电器|坏)|报损|索赔|理赔|[我要](?:求|你们)?赔(?!不)"
)
_NO_CLAIM = re.compile(
    r"(?:不|没|别)(?:是|要|用|想)?(?:来|再)?(?:登记|报|申请|办|索赔|理赔)|(?:不|没|别)(?:是|要|用|想|来)*(?:要?[你您]们)?赔|[吗么不?？]$"
)
_OUT_NOW = re.compile(
    r"停到现在|(?:还|一直|仍)[没在]?.{0,3}(?:停电|没电|停着|没来|不来)|没电[了呢啊]?(?:[,，。 ]|$)|都没电|到现在.{0,4}[没停]"
    r"|停(?:电|了).{0,6}(?:小时|钟头|[半整]天)了?|(?:几点|什么时候|啥时候).{0,2}(?:来|送|有)电?|几点来|报停电|报修|先(?:派|修|来人)|(?:现在|这会儿?).{0,3}[停没]电"
)
_BACK_NOW = re.compile(r"来电(?:后|以后|之后|的?时候|了)|一来电|修好了|恢复(?:后|了)")
_NOT_ONLY_PLACE = re.compile("[停没断]电|地址|改[成为]|不[是对]|错")
_read_address = place("outage_address")
# Wants to report and says no more: “报修”, “那还是报修吧”, “我要报个修”, “不行 还是得报”, “给俺妈报个修”.
_KIN = "(?:[我俺咱]们?(?:家|爸妈?|妈|爹|娘|爷爷?|奶奶?|婆婆?|公公?|姐|哥|弟|妹|老人|邻居|村|店|厂|单位)?|家里|老人|邻居)"
_ONLY_REPORTS = re.compile(
    rf"(?:{_KIN}|给{_KIN}|[你您要想来给帮请那就得]|(?:剩下?|其[他余]|另外?|别)的?[一两二三四五几0-9]*[个家户套处]?的?[也都]{{0,2}}|还是|再|先|麻烦|重新|停电|没电|故障|电力|不行|算了|不[,， ]|[ ,，]){{0,7}}"
    r"(?:报个?修|保修|报停电|(?<=[再重新是得先])报一?[个次遍下]?)(?:一下|停电|没电|[吧啊呀哦嘛的了。!~ ])*"
)
# No supply, in a piece of a message by itself: “没电 青口镇华山路12号 邻居有 没跳”.
_PIECES = re.compile(r"[\s,，。;；、!！]+")
_ONLY_DARK = re.compile(
    rf"(?:{_KIN}|家|也|这里|这边|又|现在|突然|都|全|全家|整栋楼?|整个?[村楼]|[全一]?[村片]|(?:村|街|小区|店|厂|单位|楼)里?){{0,7}}(?:[没冇]有?得?电|停电|断电)[了啦啊呀的哦嘛喽咧]*"
)
# A place or a machine without supply, of people who do not say “家”: 学校食堂停电了, 虾塘增氧机停了, 租客都说没电, 抽水机不转了.
_WORKS = "学校|食堂|幼儿园|医院|诊所|卫生院|养老院|[厂井塘]|车间|工地|[棚库泵机]房|大棚|[鸡鸭鹅猪羊牛]舍|[鸡鸭猪羊牛]场|冷库|基站"
_PREMISES = f"{_WORKS}|店|超市|饭店|宾馆|酒店|网吧|公司|单位|电梯|教学楼|宿舍|租客|房客|租户|住户"
_MACHINES = "增氧机|增氧泵|打氧机|抽水机|抽水泵|潜水泵|水泵|机井|卷帘机|卷膜机|风机|湿帘|喂料机|投料机|孵化机|孵化器|烘干机|制冷机|冷库|大棚|[鱼虾蟹]塘|电梯|生产线"
_STANDS_STILL = re.compile(
    rf"(?:{_PREMISES})[^,，。?？]{{0,6}}?(?:(?<!不)停电|[没断]电|(?<![通])断电|跳闸|黑了)|(?:{_MACHINES})[^,，。?？]{{0,4}}?(?:停(?!在|车|机坪)|不转|不动|不工作|没电|断电|转不动|开不了|抽不)"
)
_NO_HOME = re.compile(rf"{_WORKS}|{_MACHINES}")
# What somebody read or heard of the days to come.
_ANNOUNCED = re.compile("通知|公告|短信|听说|[明后]天|下周|下个?月")
_NOT_NOW = re.compile("昨|前天|上次|以前|要是|万一|如果|会不会|经常|有时|[明后]天|[吗么?？]$")
_CLAUSES = re.compile(r"[\s,，。;；、!！?？]+")
_WENT = re.compile(r"[没停断跳黑灭掉坏]|不亮|从|开始|到现在|起|以来|就|^.{0,8}$")
_NOT_SINCE = re.compile(
    r"要|准备|(?<!一)会|能|营业|上课|网课|考试|[电水]费|账单|多少|几度|打电话|来[修人]|再来|[明后]天"
)
# The one who answers that it is or is not the outage just told.
_ANOTHER = re.compile(r"不是[这那]?[一1]?[回个件]?(?:事|情况)|不一样|不同|跟这个没关系")
_THE_SAME = re.compile(
    r"^(?:[我俺咱]们?(?:[家这]里?|也)?也?(?:是|一样|这样|停了|没电)|(?:对|嗯|是)的?[啊呀,， ]*(?:就|也)是)"
)
_NO_SUPPLY_NOW = re.compile(r"(?:现在|这会儿?|还是|仍然|一直)[^,，。吗?？]{0,4}(?:没电|停电|断电|停着)")
# “打游戏打一半停电了”, whatever he was at.
_BROKE_OFF = re.compile(r"(?:[一1]半|突然|忽然|正.{1,6}).{0,4}(?:停电|断电|没电|跳闸)(?:了|$|\W)")
# So many messages after the offer of a report a door or a switch takes it up.
_OFFERED = 3
_ROOMS = "插座|厨房|客厅|卧室|房间|卫生间|厕所|阳台|书房"
_AT_HOME = re.compile(rf"[我俺咱]|家里|现在|这会|{_ROOMS}")
# Only a part of the house, or only the house, whatever else the message names: “别人家都有就我家没有”, “其他都有电，就客厅那一排插座没电”.
_ONLY_HERE = {
    "partial": re.compile(rf"(?:{_ROOMS})[^,，。]{{0,8}}[没停断]"),
    "home": re.compile(reading.ONLY_OURS),
}
_read_scope = reading.one_of(
    "outage_scope",
    {
        "area": "[全整]个?(?:[村镇厂庄街巷楼栋幢]|小区|单元)|(?<![黑暗漆])(?<!不是)一片(?![死寂静黑漆])|都停|整条[街线路]|大家都|小区都|邻居也没|左邻右舍|附近都"
        "|[这一][排栋趟](?!插|灯)|(?:这个?|[我俺]们)单元|(?:小区|[村街]|[这那](?:边|里|一带))[里上]?(?:又|也|全|都|突然)?[停没断]",
        "partial": f"缺[一1]?相|[少没][一1]相|部分|(?<![到了过])一半|有的|有些|只有.{{1,6}}没|半边|几个房间|{_ROOMS}",
        "home": "全家|全部|整个家|家里都|[黑漆]{1,2}一片|家里一片|黑灯瞎火|全都?没|一点.{0,2}没|全[黑屋]|整屋|全没",
    },
)


def read_scope(turn: Turn, asked: bool) -> str | None:
    """How much is out: `home`, `partial`, `area`."""
    if not turn.entity("outage_scope") and not turn.is_payload:
        for scope, only in _ONLY_HERE.items():
            if only.search(turn.text):
                return scope
    found: str | None = _read_scope(turn, asked)
    return found


_read_same = reading.one_of(
    "outage_same",
    {"other": f"{reading.ONLY_OURS}|单独报"},
    {
        "other": "不一样|不同|不是|报修|单独|登记(?!.{0,3}[损坏])|[给帮][我俺](?:报|记)|记上|[老总常]跳",
        "same": "一样|等(?!会|一?下|我|等|他|她|片刻)|知道了|那就是",
    },
    yes="same",
    no="other",
)


def read_same(turn: Turn, asked: bool) -> str | None:
    """Whether the outage that is known at his place is his: `same` or `other`; to be told of its end is to wait for it."""
    if asked and not turn.is_payload:
        if _ANOTHER.search(turn.text):
            return "other"
        if (
            read_neighbours(turn, False) == "dark"
            or supply_in(turn.text) == LATER
            or (_THE_SAME.search(turn.text) and not asks(turn.text))
        ):
            return "same"
    found: str | None = _read_same(turn, asked)
    return found


# Nobody lives beside him whose lamps would tell.
_NO_NEIGHBOUR = re.compile(
    r"没(?:有|得|啥|什么)?(?:邻居|隔壁|人家)(?!.{0,3}[有停]电)|[单独]门[独单]户|独家独院|(?:周围|附近|旁边|四周|山上)[^,，。有]{0,3}没(?:有)?(?:人家?|住家|住户|别人|别家|房子)"
)
_NO = "[没么木莫冇]"
_read_neighbours = reading.one_of(
    "outage_neighbours",
    {
        "dark": f"{_NEIGHBOUR}[^有亮我。;；]{{0,8}}?(?:{_NO}有?电|(?<![没有未])停|黑|不亮|{_NO}亮|{_NO}(?:有(?!停)|$|[,，。 啊呀]))|{_BESIDE}[^有亮我。;；]{{0,8}}?(?:{_NO}有?电|停电|黑着)",
        "lit": f"{_NEIGHBOUR}[^没不停黑我。;；]{{0,10}}?(?:有|亮|正常|来电了|来了|没有?停)|{_BESIDE}[^没不停黑我。;；]{{0,8}}?(?:有电|来电|亮着)",
    },
    {
        "dark": f"^(?:好像|应该|估计|可能|看着?|[也都全还是说的]|一样|同样|[他她]们|人家)*{_NO}(?:有|得)?(?:电|亮|来)?[的了啊呀呢吧嘛]*(?:$|[ ,，。])"
        f"|(?:^|[ ,，])都{_NO}有?|(?<![没有未])停|黑|不亮",
        "lit": f"(?<!{_NO})有(?=$|[电亮光供的啊呀呢吧哦啦了嘛,，。.!！ ])|亮|正常|没有?停",
    },
    yes="lit",
    no="dark",
)


def read_neighbours(turn: Turn, asked: bool) -> str | None:
    """Whether there is supply beside him: `lit`, `dark`, `unknown`."""
    if not turn.entity("outage_neighbours") and not turn.is_payload:
        if _NO_NEIGHBOUR.search(turn.text):
            return "unknown"
        if re.search(reading.ONLY_OURS, turn.text):
            return "lit"
        if asked and read_scope(turn, False) == "area" and not asks(turn.text):
            return "dark"  # “全楼”, “整个小区”
    found: str | None = _read_neighbours(turn, asked)
    return found


_read_breaker = reading.one_of(
    "outage_breaker",
    {
        "fine": "(?:开关|空开|闸|漏保).{0,4}(?:没跳|没掉|没动|是?好的|正常|合着|.{0,3}推上去的|.{0,3}在上)|[没未]有?[跳掉]",
        "tripped": "(?:开关|空开|闸|漏保).{0,4}(?:跳|掉|断开)|推不上|合不上",
    },
    {
        "unknown": "^不会|不敢|够不着|不方便|看不",
        "fine": "(?:^|[ ,，])(?:好像|应该|看了?|[都也全是]|一个也?)*没(?:有|跳|掉|动|断|事|问题)?[的了啊呀呢吧]*(?:$|[ ,，。])|好的|正常|合着|推着|在上|没断",
        "tripped": "跳|掉|断|在下|往下|弹",
    },
    yes="tripped",
    no="fine",
)
# The switch is spoken of, and he cannot tell of it: “俺不会看那个闸”, asked for or not.
_CANNOT_TELL = re.compile("(?:不会|不敢|不懂|不认[得识]|够不着|找不[到着]).{0,4}(?:开关|空开|闸|漏保|配电箱)")


def read_breaker(turn: Turn, asked: bool) -> str | None:
    """Whether his own switch fell: `tripped`, `fine`, `unknown`."""
    if not turn.entity("outage_breaker") and _CANNOT_TELL.search(turn.text):
        return "unknown"
    found: str | None = _read_breaker(turn, asked)
    return found


def places_in(turn: Turn) -> list[str]:
    """The places that a message names, in order; none of a correction, where one of them is denied."""
    if turn.is_payload or reading.corrected(turn.text) != turn.text:
        return []
    found = [parse_place(value) for value in meant(turn.entities("address"), turn.text)]
    return [place.canonical() for place in several(found) if not reading.is_nameless(place.canonical())]


def read_since(turn: Turn) -> str | None:
    """When the supply went; no time that is spoken of for another reason (“晚上八点孩子要上网课”, “顺便查9月份电费”)."""
    value = turn.entity("time")
    timed = (clause for clause in _CLAUSES.split(turn.text) if find_times(clause, turn.at))
    told = next(timed, turn.text)
    return value if _WENT.search(told) and not _NOT_SINCE.search(told) else None


def only_reports(turn: Turn) -> bool:
    """Whether a message asks for a report and says nothing of the trouble, which understanding takes for many other wishes."""
    return not turn.is_payload and bool(_ONLY_REPORTS.fullmatch(turn.text))


def begins_report(turn: Turn) -> bool:
    """The same in a piece of a message, or that there is no supply now, whatever it was understood as."""
    if turn.is_payload:
        return False
    pieces = [piece for piece in _PIECES.split(turn.text) if piece]
    says_so = any(_ONLY_REPORTS.fullmatch(piece) or _ONLY_DARK.fullmatch(piece) for piece in pieces)
    breaks_off = turn.intent in ("out_of_scope", "nlu_fallback") and _BROKE_OFF.search(turn.text)
    stands = turn.intent in ANSWERS and stands_still(turn.text)
    return only_reports(turn) or bool(says_so or breaks_off or stands or _NO_SUPPLY_NOW.search(turn.text))


def stands_still(text: str) -> bool:
    """Whether a place that is no home, or a machine of a farm or a works, is said to be without supply now."""
    return bool(_STANDS_STILL.search(text)) and not _NOT_NOW.search(text) and not asks(text)


def is_no_home(text: str) -> bool:
    """Whether a well, a farm or a works is dark, where nobody lives next door and no box hangs in the hall."""
    return bool(_NO_HOME.search(text)) and stands_still(text)


def reports_anew(turn: Turn) -> bool:
    """Whether the words, in the middle of another matter, report an outage here and now: a bare wish, or a place that is dark."""
    is_dark = (
        supply_in(turn.text) == AWAY
        and turn.entity("address")
        and turn.intent in ANSWERS | OUTAGE | {"cancel"}
    )
    is_now = not _NOT_NOW.search(turn.text) and not asks(turn.text)
    return is_now and (begins_report(turn) or bool(is_dark))


def dark_clause(turn: Turn) -> str | None:
    """The clause that tells that there is no supply at home now, among others that ask: “我家现在客厅也没电”."""
    if turn.is_payload:
        return None
    clauses = [c for c in _CLAUSES.split(turn.text) if not asks(c) and not _ANNOUNCED.search(c)]
    return next((c for c in clauses if supply_in(c) == AWAY and _AT_HOME.search(c)), None)


def takes_offer(turn: Turn) -> bool:
    """Whether words go on about a dark house, its door, neighbours, switches, after news of no outage there or a place alone."""
    lately = turn.answered_by(_OFFERED)
    offered = ANSWERED in lately and turn.slot("outage_told") == NOW
    offered = offered or ("action_inform" in lately and turn.slot("outage_place_before"))
    if turn.is_payload or not offered or asks(turn.text):
        return False
    door = parse_place(str(turn.entity("address") or ""))
    is_door = (door.has_door or door.building) and not (door.village or door.road or door.estate or door.town)
    return bool(is_door or read_breaker(turn, False) or read_neighbours(turn, False))


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
    address = turn.slot("outage_address") or ""
    shown = [
        words
        for words in (turn.slot("outage_place_words") or "").split("；")
        if len(words) <= _SHORT and not _NOT_ONLY_PLACE.search(words) and _is_more(words, address)
    ]
    return f"（您说的：{'，'.join(shown)}）" if shown else ""


def _is_more(words: str, address: str) -> bool:
    """Whether words of a place tell a landmark, a name or a direction that the address lacks."""
    missing = "".join(c for c in words if c not in address and c not in _NO_PLACE)
    return len(missing) > 2 or bool(_LEADS.search(missing) or _SOMEBODYS.search(words))


def with_room(turn: Turn, asked: str | None, place: str | None) -> str | None:
    """The place with the room's bare number that follows its building: 8号楼, 2单元, 1104; None when this is none."""
    known = parse_place(place) if place else None
    if known is None or not known.building or known.room.isdigit() or asked in (None, "outage_phone"):
        return None
    return f"{known.canonical()}{turn.text}室" if re.fullmatch(r"[0-9]{3,4}", turn.text) else None


def restate(turn: Turn, slots: dict[str, Any]) -> None:
    """What is said of neighbours and switches in plain words counts, whatever a short yes was taken for before."""
    if turn.intent not in ANSWERS | OUTAGE or turn.is_payload:
        return
    for slot, read in (("outage_neighbours", read_neighbours), ("outage_breaker", read_breaker)):
        slots[slot] = read(turn, False) or slots[slot]
    scope = read_scope(turn, False)
    if scope and scope != "home" and slots["outage_scope"] == "home":
        slots["outage_scope"] = scope  # “没电” was taken for a house until he said how much


def adds(turn: Turn, asked: str) -> bool:
    """Whether words that answer nothing tell something that the crew should read: 靠小卖部, 她80多了, 家里只有老人."""
    is_free = turn.intent in ANSWERS or turn.confidence < SURE
    told = re.sub(r"[\d\s,，。.!！]", "", turn.text)
    is_half_phone = asked == "outage_phone" and re.search(r"[0-9]{3}", turn.text)
    is_story = len(told) >= _STORY and len(set(told)) > 2 and not _NO_STORY.search(turn.text)
    return is_free and is_story and not is_half_phone and not reading.is_unknown(turn)


def tells_of_loss(turn: Turn) -> bool:
    """Losses in an outage: an outage comes first, and a claim is a claim only when it is plainly wanted."""
    return turn.intent == "appliance_damage" and not wants_claim(turn.text)


def wants_claim(text: str) -> bool:
    """A damage is plainly to be registered: 登记损坏, 我要索赔."""
    return bool(_CLAIM.search(text)) and not _NO_CLAIM.search(text)


def is_out_now(text: str) -> bool:
    """Tells that the supply is away at this moment, or that the repair comes first."""
    return bool(_OUT_NOW.search(text)) and not _BACK_NOW.search(text)
