"""What is said back to an alarm: that there is no danger, that it is over, what else is wanted, what one may do. Pure.

The alarm is loud on purpose, so it is often wrong, and whoever says so must be heard. What he denies is taken out of his words; as
long as the rest still names a danger, or says that it goes on, nothing is taken back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.aside import CREW_COMES, GENERATOR, asks
from actions.notes import OUTAGE
from actions.reading import yes_or_no
from actions.turn import CERTAIN, SURE, Turn
from common.danger import UNSPECIFIED, detect
from common.danger_answers import answer, of_health

TICKET = "danger_ticket"
# What answers words that belong to an alarm.
ANSWER = "action_danger_answer"
OVER = "action_danger_over"
KIND = "danger_kind"
# So many messages later the customer still speaks of the alarm.
_STILL = 6
_ALARM = frozenset(("action_danger", "danger_form", "action_danger_done", "action_facility_done", ANSWER))

_HARM = (
    r"(?:触电|被电|电[到着人]|出事|危险|[着起失打]火|冒火|火(?:花|星|苗)?|冒?烟|[糊焦煳]味|味道?|断(?![电网])|掉(?!电)|垂|耷拉|落|倒"
    r"|[进漏渗积]水|淹|湿|漏电|带电|有电|麻手?|冒|烫手?|热|响(?!应)|晃|炸|[被让]?困(?!难)|卡住?|大?事(?!故)|大碍|毛病|异常)"
)
_BESIDE = r"(?:任何|什么|啥|人|孩子|线|电线|再|看[到见]|闻[到见]|发现|听[到见]|有|是|在|被|真的?|那么|明显的?|这么|大|会|感觉到?|出|发|起|的|了|住|过)"
_TAIL = r"(?:[到着了的啊呀哈呢]|住|来|下来|人|手|过|情况)*"
# A harm that is denied, and one that is gone.
_NOT_SO = (
    rf"(?<![有是要会能可])(?<!子|[人他她娃])(?:没有?|没得|无|并?未|不是|不存在){_BESIDE}{{0,4}}{_HARM}{_TAIL}"
    rf"|不(?:再|怎么|那么|太)?(?:冒(?:烟|火花?)?|烫手?|麻手?|响(?!应)|晃|热|漏电?|危险|带电|烧){_TAIL}"
)
_GONE = rf"{_HARM}(?:现在|已经|都|也|就|又|这会儿?|早)*(?:没有?了|不见了|消失了?|停了|散了|灭了|好了)|(?:人|都|已经)(?:都|已经|也)*出来了"
# There was no such thing; there was, or what is there is still not to be touched; something was said or seen wrongly.
_NONE = (
    r"不是(?:这个|那个|那)?意思|(?:不是|跟|和|与)电(?:的[事问][情题]?|没(?:有)?关系|无关)|(?:跟|和)你们(?:供电)?没(?:有)?关系|(?:我|俺)(?:可|又)?没(?:说|讲|报)(?:过|有)?|(?:里[面头]|电梯[里内]?)(?:都|也)?没有?人"
    r"|(?:不用|别|甭|不需要|用不着|不必)(?:你们|再|急着|给我|帮我|那么)*(?:上报|报警|加急|紧急|派人|紧张|报(?=了|$))[了啦]?"
    r"|(?:取消|撤[销回掉])(?:[^,，。 ]{0,4}(?:上报|紧急|报警|警报))?[吧了]?"
    r"|(?:就|只|都|应该|估计|可能|好像|原来)*是(?:水蒸?[汽气]|蒸[汽气]|热气|静电|外面有?水珠)[的了]?|不是真的|(?:是|写|做)(?:孩子|老师|家庭)?的?作业(?:题|本)?"
    r"|(?:是|看)?(?:电视剧?|电影)[里上]?(?:说|演|看)?的"
    r"|就是?(?:想|好奇)*(?:问问?|知道|了解)(?:一下)?[^,，。]{0,3}(?:为[啥什]么?|原因|(?:怎么|咋)回事)[^\s,，。]*|开?个?玩笑[的啦]?|说着玩[的儿]?"
)
_OVER = (
    r"(?<![没不未])(?:救|放|抬|拉)(?:了|得)?[出下上]来了?|(?<![没不未])醒(?:过来)?了|火(?:已经|都|早|被|给)*[扑弄浇]?灭了|^(?:已经|都|早就?|刚|自己|现在)*灭了"
    r"|(?<![没不未])(?:处理|解决|修|弄|排除)(?:好|完|掉)?了|(?<![人子他她])(?:都|全)?好好的|都?(?:恢复)?正常了|虚惊"
    r"|不用(?:你们|他们)?(?:管|来人?|过来|修|处理)[了啦]?"
    r"|(?<![不没])(?:就|好像|像|应该|可能|原来|估计)?是(?:个|根|条|人家|他们|隔壁)*(?:电信|移动|联通|广电|网线|网络|宽带|光[纤缆]|通[信讯]|电话线|有线电视|闭路|弱电|晾衣|绳|风筝线|鱼线)"
    r"(?:公司)?的?(?:光[纤缆]|网线|宽带|[线缆绳])*子?(?:掉|断|垂|落)?(?:下来)?[的了啊]*"
)
_MISTAKE = r"(?<![址置方话号字牌码])(?:搞|弄|看|说|讲|打|写|发|按|点|闻|听|理解|想)错了?|误[会报解判]了?|不是(?:我|咱|俺)们?(?:这|村|镇)+(?:里|的|边)?$"
_DENIED = re.compile(
    "|".join(
        f"(?P<{name}>{words})"
        for name, words in (
            ("harm", _NOT_SO),
            ("gone", _GONE),
            ("none", _NONE),
            ("over", _OVER),
            ("mistake", _MISTAKE),
        )
    )
)
# Which harm an alarm was about: “没着火” denies no smoke, “没人触电” no fallen wire. A pole that leans and a line that is touched are
# there though nothing is broken or fallen (“没断呢”).
_ABOUT = {
    "shock": "触电|被电|电[到着人]",
    "trapped": "困|卡|出来",
    "fire": "火|烧|炸|冒",
    "charging_fire": "火|烧|炸|冒",
    "transformer": "火|烟|响|炸|冒",
    "sparks": "火|响|冒",
    "smoke": "烟|冒",
    "smell": "味|烫|热",
    "numb": "麻|电",
    "flood": "水|淹|湿",
    "live_parts": "带电|有电|漏电",
    "gas_station": "味|漏|火",
    "life_support": "停电|断电",
    "pole": "晃",
    "fallen_wire": "断|掉|垂|落",
    "low_wire": "垂|耷拉",
    UNSPECIFIED: "",
}
_ANYTHING = "危险|事|大碍|毛病|异常"
# “不烫了”: it was; “没事了” says no such thing.
_WAS = re.compile(r"(?<!事)了$")
# Alone it denies an alarm that no thing was named for, or that “被停电” and “电梯没电” set off.
_JUST = re.compile(
    r"(?<!不)(?:就|只|单纯|纯粹|其实)(?:就|是|个)+(?:普通|单纯|家里|电梯|我家|俺家)*的?(?:停|没|断|欠|缺|跳|少|想?问|咨询)"
)
_OF_JUST = frozenset((UNSPECIFIED, "shock", "trapped"))
_PIECE = re.compile(r"[^\s,，。.;；!！、~]+")
# Asked or doubted, nothing is denied; and some words take back what was just denied.
_ASKED = re.compile(r"[吗么?？]$|(?<![销消])吧$|会不会|(?<!没)有没有|是不是|怎么办|咋办")
_AGREE = re.compile("对[吧不吗么][?？]?$")
_UNSURE = re.compile(r"不知道|不清楚|不确定|不敢|没看清|怕|担心|万一|谁知道")
_GOES_ON = re.compile(
    r"但|可是|不过|却|(?<![一就])还(?![没不是]{1,2}(?:来|有|送|恢复|通|修)|要|有|想)|又(?!没)|一直|越来越|味|烟|火|漏|麻|烫|响|晕|疼|流血|歪|断(?![电网])|掉(?!电)|垂|倒|炸|裸|躺|树|碰"
)
# What a wish of his own speaks of.
_OWN = re.compile(r"电|表|费|闸|户号|发票|工单|过户|(?<!乱)跳|欠|交")
_NOT = re.compile("不是|没有")
_LEAST = 3  # characters

# “好的我离远点”, “我拦着”: he does as he was told.
_HEEDS = re.compile(r"离远|走远|躲远|躲开|拦[着住]|看着|守着|不(?:去)?(?:碰|动|靠近)|没(?:碰|动|靠近)")
_SWITCHED_OFF = re.compile(r"^(?:我|俺|已经|都|也|先|那|现在)*(?:拔|关|拉)(?:了|掉了?)$")
_HEEDS_LONGEST = 14  # characters
_OF_MONEY = re.compile("[钱费赔账]|你们(?:来|给|能|帮)?修|报停|报修|登记|匿名|保密|[姓名]名")
_NOT_THERE = re.compile(r"(?<!是)不是|不在(?!家)|没在(?!家)")
_SHARE = 0.6  # of a message that is a place and no more

_COMING = re.compile(
    r"(?:明天|明儿|后天|大后天|下周|下个月|周[一二三四五六日末]|[0-9]+号|过几天|通知|计划|预告|短信)[^。]{0,14}[停断]电?|[停断]电[^。]{0,4}通知|(?:要|会|准备)[停断]电"
)
_DARK_NOW = re.compile(r"已经停|现在|没电了|没有电|停了|停电了|断电了|报警|喘|[紫青]|不行|救")
# While nobody pauses longer, what is said belongs to the alarm unless it plainly names a matter of its own.
_IN_ONE_GO = timedelta(minutes=10)
_NAMES_OTHER = re.compile(
    r"办|(?<!检)查|电费|话费|户[号名]|过户|更名|发票|账单|[交缴]费|充值|余额|欠|工单|单号|进度|投诉|举报|人工|客服|催|取消|撤|电价|阶梯|峰谷|绑定|新装|增容|销户"
    r"|报[停修]|停了?电|没了?电|来电(?!动)|送电|跳闸|路灯|抄表|读数|赔|发电机|顺便|另外|对了|验证码|机器人"
)
_OTHER_ENTITIES = ("account_no", "ticket_no", "meter_no", "bill_month", "address", "danger")
# Heard for what they are, however unsurely; and what is so only when it is sure.
_HEARD = frozenset(
    (
        "report_danger",
        "ask_human",
        "abuse",
        "thanks",
        "goodbye",
        "greet",
        "affirm",
        "deny",
        "repeat",
        "urge",
        "query_ticket",
        "report_power_back",
        "inform",
        "correct_slot",
    )
)
_HEARD_IF_SURE = frozenset(("cancel", "bot_challenge"))
# Characters; a longer message tells a matter of its own, and what is asked in so few is whether one may do it.
_LONGEST = 30
_SHORT = 12

_ASKS_WHEN = re.compile(
    r"多久|几点|几时|(?:什么|啥)时候?|多长时间|何时|快到|到哪|(?:今天|马上).{0,3}[能会]?来[吗么?？]"
)
_MAY_I = re.compile(
    r"安全|能不能|可不可以|要不要|用不用|需不需要|该不该|敢不敢|[能可敢行要没]\S{0,12}[吗么嘛吧?？]|行不|[成中]不|没事吧|还有电|(?:怎么|咋|如何)(?:办|弄|处理)|(?:怎么|咋)(?:关|断|拉|救)|(?:我|俺)(?:先|自己)\S{0,8}(?:行|可以)"
)


@dataclass(frozen=True)
class TakenBack:
    """The customer says that there is no danger, or none any more.

    Attributes:
        is_over: there was one, or something there is still not to be touched.
        rest: what else he said, as it may be understood by itself; empty for nothing that is a wish.
    """

    is_over: bool
    rest: str


def taken_back(text: str, kind: str | None, tells: bool = False) -> TakenBack | None:
    """Reads normalised words; None when they deny nothing, doubt it, or name a danger all the same.

    Args:
        kind: of the alarm, which must be what is denied. Words of peace from somebody who wants to die are never taken for it.
        tells: a place or a phone is told: then a mistake is one in these.
    """
    if kind == "self_harm" or _UNSURE.search(text):
        return None
    words = _ABOUT.get(str(kind), _ANYTHING)
    # “人现在没事” of who lies at a breathing machine without supply takes nothing back.
    about = re.compile(words if kind == "life_support" else f"{words}|{_ANYTHING}")
    found: set[str] = set()
    rest: list[str] = []
    for piece in map(_asked_to_agree, _PIECE.findall(text)):
        denied = [] if _ASKED.search(piece) else list(_DENIED.finditer(piece))
        found |= {
            _sort(match)
            for match in denied
            if match.lastgroup not in ("harm", "gone") or about.search(match.group())
        }
        left = _DENIED.sub("", piece) if denied else piece
        if left == piece or len(left) >= _LEAST:
            rest.append(left)
    if kind in _OF_JUST and any(map(_JUST.search, rest)):
        found.add("none")
    if not found or (tells and found == {"mistake"}):
        return None
    others = "。".join(rest)
    if detect(others) or _GOES_ON.search(others) or (may_i(others) and answer(others, kind)):
        return None
    own = " ".join(piece for piece in rest if not _NOT.match(piece))
    return TakenBack("over" in found, own if len(own) >= _LEAST and _OWN.search(own) else "")


def _asked_to_agree(piece: str) -> str:
    """“不是电的事对吧” denies; agreement is only asked for."""
    return _AGREE.sub("", piece)


def _sort(match: re.Match[str]) -> str:
    """`over`, `mistake` or `none`."""
    if match["over"] or match["gone"] or (match["harm"] and _WAS.search(match["harm"])):
        return "over"
    return "mistake" if match["mistake"] else "none"


def waits_for_plan(turn: Turn) -> bool:
    """Whether a machine that somebody lives by is spoken of before an outage that is still to come, and works now."""
    return bool(_COMING.search(turn.text)) and not _DARK_NOW.search(turn.text) and detect(turn.said) is None


def asks_when(text: str) -> bool:
    """Asks when the crew comes."""
    return bool(_ASKS_WHEN.search(text)) and not re.search(r"来电|送电|有电|恢复", text)


def may_i(text: str) -> bool:
    """Asks whether one may touch it, go there, switch on, or what to do now: never answered with yes (facts 0.3 rule 4)."""
    return bool(_MAY_I.search(text)) and not _OF_MONEY.search(text)


def speaks_of_alarm(turn: Turn) -> bool:
    """Whether an alarm was raised a few messages ago, and stands."""
    return bool(turn.slot(TICKET) and turn.slot(KIND)) and bool(_ALARM & turn.answered_by(_STILL))


def goes_on_with_alarm(turn: Turn) -> bool:
    """Whether words that resemble a wish of another kind belong to an alarm that was raised just now.

    “别人能过去扶吗” is no transfer, “能撑到你们来吗” no bill: whoever stands beside a danger is led through no other form. After an
    alarm that was taken back it is so only of what is understood even less, and of a phone.
    """
    if not turn.text or len(turn.text) > _LONGEST or _paused(turn):
        return False
    is_off = is_called_off(turn)
    if not is_off and not speaks_of_alarm(turn):
        return False
    if turn.covers(("phone",), _SHARE):
        return True
    if any(turn.entity(name) for name in _OTHER_ENTITIES) or _NAMES_OTHER.search(turn.text):
        return False
    if turn.intent in _HEARD or (turn.intent in _HEARD_IF_SURE and turn.confidence >= SURE):
        return False
    if turn.intent == "out_of_scope" and not is_off:
        return True
    asks_leave = may_i(turn.text) and len(turn.text) <= _SHORT
    return turn.confidence < (SURE if is_off else CERTAIN) or asks_leave


def _paused(turn: Turn) -> bool:
    """Whether the customer was silent for a while before this message."""
    said = turn.user_events[-2:]
    times = [(event.get("metadata") or {}).get("sent_at") for event in said]
    if len(times) < 2 or not all(times):
        return False
    earlier, now = (datetime.fromisoformat(str(time)) for time in times)
    return now - earlier > _IN_ONE_GO


def is_called_off(turn: Turn) -> bool:
    """Whether an alarm was taken back a few messages ago; its work order is there all the same."""
    return bool(turn.slot(TICKET)) and not turn.slot(KIND) and OVER in turn.answered_by(_STILL)


def is_bare_place(turn: Turn) -> bool:
    """Whether the message is a place and little more."""
    return turn.intent in ("inform", "correct_slot", "nlu_fallback") and turn.covers(("address",), _SHARE)


def names_place(turn: Turn) -> bool:
    """Whether a shared point has a name, and nobody knows yet where it is."""
    return bool(turn.place and turn.place.get("label")) and not turn.slot("danger_place")


def denies_place(turn: Turn) -> bool:
    """“不是”, “不在那里” to the place that we knew."""
    return yes_or_no(turn) is False or bool(_NOT_THERE.search(turn.text))


def after_alarm(turn: Turn) -> str | None:
    """The action for words that belong to an alarm, though its form is closed; None for all others."""
    if (
        turn.text
        and is_called_off(turn)
        and (is_bare_place(turn) or of_health(turn.text) or _SWITCHED_OFF.search(turn.text))
    ):
        return ANSWER
    if not turn.text or not speaks_of_alarm(turn):
        return None
    kind = turn.slot(KIND)
    if taken_back(turn.text, kind, bool(turn.entity("address") or turn.entity("phone"))):
        return OVER
    heeds = _HEEDS.search(turn.text) and len(turn.text) <= _HEEDS_LONGEST
    is_answered = answer(turn.text, kind) or CREW_COMES.words.search(turn.text)
    wants_generator = GENERATOR.words.search(turn.text) and asks(turn.text)
    # The outage is what his alarm is about: “周围也没电”.
    is_same = kind == "life_support" and turn.intent in OUTAGE and not turn.entity("address")
    goes_on = is_answered or wants_generator or heeds or is_same or is_bare_place(turn)
    return ANSWER if goes_on else None
