"""What a customer says of the work order just spoken of: a question, a word for the crew, a change, a withdrawal. Pure.

Such words get the intents of all kinds of wishes (“要是表没问题要我掏钱吗” sounds like another check), so before a form begins or an
action answers, `about_ticket` says whether they belong to that work order (actions/flow.py), and actions/ticket_after.py answers.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from actions.aside import COST, Aside, asks, speaks_of_fear, tells_visit
from actions.inspection import moves_to
from actions.notes import ANSWERS
from actions.numbers import retailed
from actions.outage_supply import AWAY, supply_in
from actions.reach import wants_of_crew
from actions.reading import corrected, is_nameless
from actions.turn import CERTAIN, SURE, Turn
from common.address import parse_place

QUESTION, NOTE, CHANGE, SHOW, WITHDRAW, MOVE = "question", "note", "change", "show", "withdraw", "move"
HIDE, FORMAL = "hide", "formal"
"""Of complaints and reports on others: the customer wants to be nameless after all; an opinion is to be a complaint."""
ASKS_NEW = "新的发给我就改"
"""Part of the question for a new place or phone: a bare one answers it."""
# So many messages back a customer still speaks of the work order; what fits nowhere belongs to it for so many.
_LATELY = 4
_JUST = 2
_SHORT = 30
_LEAST = 4
_NEVER = frozenset(("report_danger", "abuse", "ask_human", "report_power_back", "greet", "repeat"))
# Asked about a work order, these sound like it; what is sure of another kind is another wish.
_SOUNDS_LIKE = frozenset(("ask_outage_info", "query_ticket", "cancel", "privacy_rights", "goodbye", "thanks"))
_AGAIN = frozenset(
    (
        "report_outage_home",
        "report_outage_partial",
        "report_outage_area",
        "report_trip",
        "report_voltage",
        "report_meter_fault",
        "report_facility",
    )
)

_TIME = re.compile(
    r"多久|多长时间|(?:什么|啥)时候|何时|几时|几点|几天|几个?(?:小时|工作日)|哪[一]?天|多少天|多会儿|(?:[今明后]天|马上|今晚).{0,2}(?:能|会|可以)"
)
_HOW_FAR = re.compile(r"^(?:师傅|人|他们?|你们)*(?:到|来|派(?:人|车)?|出发|动身)了?没有?[啊呀呢]?$")
_GO = re.compile(
    r"(?:要|用|得|需要|必须|非得).{0,5}(?:去|跑|到).{0,4}(?:营业厅|供电所|你们|窗口|柜台|一趟|那儿|那里|单位|公司)"
    r"|跑一趟|(?:我|本人|要|得|该)(?:要|得|该)?(?:去|到)哪(?:里|儿)?"
)
_BRING = re.compile(r"(?:带|准备|提供)(?:些|点|上)?(?:什么|啥|哪些)|(?:什么|啥|哪些)(?:材料|证件|手续)")
_HOME = re.compile(
    r"(?:要|用|得|需要|必须).{0,3}(?:我|人|家里|有人).{0,3}(?:在家|在场|在|留人|等着|有人)[吗么不嘛呢]?$|不在家(?:行|可以|能|咋|怎么)"
)
_WHO = re.compile(
    r"谁(?:来|会|给|跟|我|要|能)*(?:联系|打|通知|找)|(?:怎么|咋|如何)(?:通知|联系|告诉|找)我|(?:打|联系)(?:的是)?哪个(?:号|电话|手机)"
    r"|(?:会|会不会|要不要|能不能|能).{0,4}(?:打|通知|联系|告诉|来|回).{0,3}(?:电话|我).{0,2}[吗么不嘛]"
    r"|(?:[来到上门]{1,2}[之以]?前|提前|先).{0,4}(?:打|联系|通知|招呼).{0,4}[吗么不嘛]"
)
_FEES = re.compile(rf"{COST.words.pattern}|[掏出花收付交]我?.{{0,2}}[钱费]|押金|免费|多少钱")
# What the work order itself, or the way of all work orders, answers: name → words; the first that is found counts.
KNOWN = {
    "go": _GO,
    "bring": _BRING,
    "home": _HOME,
    "who": _WHO,
    "when": re.compile(f"{_TIME.pattern}|{_HOW_FAR.pattern}"),
    "cost": _FEES,
}

_GIVES = re.compile(r"赔|退|补[偿发给]|奖")
_THING = r"(?:电话|手机|号码|地址|位置)"
_SHOW = re.compile(
    rf"(?:工单|单子|登记|现在|留|写|我|记).{{0,6}}{_THING}.{{0,4}}(?:哪|多少|什么|啥|对吗|对不对)|{_THING}.{{0,4}}(?:现在|留|登记|写).{{0,3}}(?:哪|多少|什么|啥)"
    rf"|(?:单子?|{_THING}).{{0,3}}(?:改|换|补|写|记)(?:好|上|进去|过来)?了?(?:没有?|吗)[啊呀]?$"
    rf"|^(?:那|你|您|们|再|现在|都)*(?:念|读)(?:一?[下遍]|给我|念|读|听)+[吧啊呗]*$|(?:念|读)(?:一?[下遍]|给我|念|读)*[^,，。]{{0,6}}{_THING}|{_THING}[^,，。]{{0,4}}(?:念|读)(?:一?[下遍]|给我|念|读)|单子?(?:上|里|现在)?(?:都|是)?(?:啥样|什么样|(?:怎么|咋)写|写的?(?:啥|什么))"
)
# Of all of them at once: “两个单子都给我念念”.
SHOW_ALL = re.compile(
    r"(?:[两二三四几]|所有|全部|每)[个张份]?的?(?:单子?|工单)[^,，。]{0,6}(?:念|读|报|说|看|发)"
)
_CHANGES = re.compile(r"不是|不对|错|改|换|更正|变(?:了|成|更)|应该是")
_CHANGES_THING = re.compile(
    rf"(?:{_THING}|号|门牌|楼|(?<!户)名字?|称呼)\S{{0,4}}(?:换|改|错|不对|变了)|(?:换|改|更正)(?:一?下|个)?(?:{_THING}|号(?!楼))|(?:报|写|说|留|填|打|记)错"
)
# Asks what stands there, and changes nothing: “地址改成9号楼了吗”, “我家地址是不是9号楼”.
_ASKS_WHAT_STANDS = re.compile(
    rf"(?:{_THING}|单子?|门牌|称呼|名字)[^,，。]{{0,12}}(?:(?:[改换]\S{{0,16}}了|[写记登留填]\S{{0,16}})(?:吗|么|没有?)[啊呀呢]*$|(?:是不是|[是对](?:吗|吧|不对)))"
    rf"|(?:{_THING}|门牌|称呼|名字)[^,，。]{{0,3}}是[^,，。]{{1,16}}[吗吧]$"
)
# A wish, though it is put as a question: “能不能把地址改成9号楼”, “改成9号楼行吗”.
_POLITELY = re.compile(
    r"^(?:能不能|可不可以|可以|能|麻烦|请)+|(?:行|可以|好|成)(?:[吗么不]|不[行好]|吧)[啊呀]?$"
)
_PUTS_RIGHT = re.compile("错|应该|(?<!对)不对|(?<!是)不是")
_LEAVES_PHONE = re.compile(
    r"(?:电话|号码?|手机).{0,4}(?:也|再|一起)?(?:留|记|写|存)(?:一?下|个|上|给)|也?(?:留|记)(?:一下|个)(?:我的?)?(?:电话|号)"
)
_TIME_CHANGES = re.compile(
    r"(?:改|推|提前|延|挪|换)(?:迟)?(?:到|成|至)"
    r"|(?:^|[\s,，])(?:那|就|还是)*(?:改|换|推|挪)(?=[今明后大][天早晚]|[这下]?(?:周|星期|礼拜)|[上中下]午|晚上|[0-9]{1,2}[号点])"
)
_OF_TIME = frozenset(("ask_planned_outage", "correct_slot", "inform"))

# The crew is no longer wanted; “来电了” has its own way (actions/outage_back.py), a complaint its own (actions/withdraw.py).
_CALLS_OFF = re.compile(
    r"(?:不用|别|甭|不必|不需要|不要)(?:你们|师傅|他们|人|再|派|叫|去)*(?:来(?!电)|修|派|上门|跑|管|弄|处理|检查|查)(?:人|修|了|啦|喽)+"
    r"|[我俺]不(?:想|要)?(?:修|报修|报|办)了|(?:工单|单子?|报修).{0,4}(?:撤|取消|作废|不要了)|撤(?:销|掉|了)?(?:它|这个|那个)?吧|^撤(?:了|掉|销)了?[啊呀]?$"
    r"|(?:自己|儿子|老公|邻居|物业|电工|我爸|我哥)(?:已经|都|给|来)*(?:弄|修|搞|接|装|换)好了"
)
# The whole message gives up what was applied for or reported: “算了不报停了”.
_GIVES_UP = re.compile(
    r"(?:算了|那|我|俺|还是|先|就|暂时|[\s,，])*不(?:想|要|用|打算)?(?:报停|暂停|过户|更名|新装|装|办|申请|增容|减容|销户|移表?|换表?|校表?|报修?|修|登记|退|核查|分户|并户)(?:电表|表|桩|光伏)?了[啊呀吧的]*[。.!！]*"
)
# Asked, or said by others (“消防来了 说不用你们管了”): that is no order of the customer's, and is asked about.
_NOT_OFF = re.compile(
    r"(?:^|[^我俺])说(?!一?声)|在修|[吗么?？]|能不能|可不可以|怎么|咋|会不会|投诉|举报|反映|意见|删"
)

_ASKS_DROPPED = re.compile(
    r"^(?:[那你您们]|真的?|都|已经|到底|是不是|给我|刚才的?|工单|单子|报修)*(?:取消|撤[销回]?|作废)(?:成功|掉|好)?了?(?:吗|没有?|么|吧|是吧)[啊呀]?[?？]?$"
)
_LOOK_IT_UP = re.compile(
    r"(?:[那你您快就先给帮替我俺]|倒是|赶紧|单子|工单|一下)*查(?:[查一下啊呀吧呗嘛呢!！。]|单子|工单)*"
)
_NONE_FOUND = frozenset(("action_urge", "action_ticket_done"))
_DROPPED_BY = frozenset(("action_cancel", "action_cancel_ticket", "action_after_ticket"))

# Said to be added: it belongs to the work order, whatever it sounds like.
_ADDS = re.compile(
    r"^[\s,，。那对哦]*(?:我|还|再|也|得|要|想|给我|帮我)*(?:补充|补一?[条句点下]|加[一1]?[条句点]|追加|备注)"
)
_NAME = r"(?:电话|手机|号码?|名字?|姓名?)"
_HIDES = re.compile(
    rf"(?<!不)匿名|{_NAME}[^,，。]{{0,4}}(?:不要|别|不用|不想|撤|去|删|抹)(?:掉|写|留|登|记|露)|(?:撤|去|删|抹|拿)掉?(?:我的?|那个)?{_NAME}|(?:别|不要|不用)(?:写|留|记|登记)(?:我的?)?{_NAME}"
)
# Of a report on others: “能不能撤了 我怕报复”; whose fear is what makes him ask is not told to stand by it.
_MAY_DROP = re.compile(
    r"^(?!.*(?:投诉|举报|反映|意见)).*(?:能|可以|想|要|帮我|给我)[^,，。]{0,3}撤(?!诉)|^(?:那|还是)?撤[了掉回销]?吧?(?=[\s,，。]|$)"
)
_FORMAL = re.compile(r"(?:改|转|换|升)(?:成|为|级)*(?:正式)?(?:的)?投诉|正式(?:的|地)?投诉|要正式")
_NAMED = re.compile(
    r"(?:[我俺]|名字|姓名|免贵|称呼|也|就|错了?|不对|应该|写|叫|姓|是|[的了啊呀,，。\s]){1,9}"
)
_VISIT_TIME = re.compile(
    r"[上下中]午|早上|晚上|傍晚|白天|周[一二三四五六日天末]|[明后]天|点(?:半|钟)?(?:以?[前后]|再|来)"
)
_ABSENT = re.compile(r"再来|晚点|才?(?:在|到)家|不在|没人|上班|有空|方便")
# A second complaint is one of its own.
_OTHER_MATTER = re.compile(r"还要|另外|再.{0,2}投诉|[他她]们?|师傅|昨天|今天|上次")
# Their visits are booked for a day.
_VISITED = frozenset(("key_customer",))
# One of the wishes of an application (actions/business_reading.py `WISHES`).
_BUSINESS = "new_or_capacity"
_RESCHEDULES = re.compile(r"^(?!.*停).*(?:改天|改时间|换个?(?:时间|日子)|[早晚]点来|[改换]到|推迟|提前来)")
_COMING = r"(?:来|去|到|进|上门|过来|修|开|走)(?:了)?(?:的时候|时候?|[之以]?前|的话|了)"
_CREW = re.compile(
    rf"{_COMING}.{{0,6}}(?:敲|打|喊|叫|按|从|走|绕|带|别|不要|先|小[声心]|大声|轻|慢|找|停|说|提前|注意)"
    r"|敲门|门铃|梯子|狗|钥匙|密码|门卫|门禁|保安|耳[朵]?背|瘫|卧床|车.{0,2}停|停车|从.{1,6}(?:进|走|绕|上来|拐)|走.{0,3}(?:门|边|小路)|路.{0,3}(?:不通|封|在修)"
    r"|师傅.{0,4}(?:刚|已经)?.{0,2}(?:打|来|联系).{0,3}(?:电话|了)|(?:说|讲)(?:是)?.{0,8}(?:到|来|过来)$"
    r"|(?:让|叫|喊|提醒|告诉|跟|请)(?:一下)?(?:抢修|维修)?(?:师傅|他们|电工)(?!们?(?:受累|辛苦|费心))"
)
_PLEASED = re.compile(r"谢|辛苦|管用|不错|真?快|厉害|[好行](?:的|了|嘞|吧)?[!！。~]*$")
_LEANS = re.compile(r"^那|要是|万一|如果|会不会|怎么办|咋办|找谁|该谁|[我俺]|不肯|不认|不给")
# What is told on about somebody belongs to what was told of him, unless it is another matter.
_STORIES = frozenset(("complain", "report_theft"))
_ANOTHER = re.compile(
    r"还[要想有]|另外|再.{0,2}(?:举报|投诉)|(?:我|要|想)(?:要|想)?(?:举报|投诉)|改成|正式|撤|取消|收回|算了|不[要想]?(?:告|投诉|举报)"
)
# When there is power again is told from what is known of the place (actions/outage_info.py), not from the work order alone.
_SUPPLY = re.compile(r"来电|恢复|有电|[送通复]电")
_HALF = 0.5
_ELSEWHERE = re.compile(r"电费|余额|账单|发票|阶梯|峰谷|停电")
_BEGINS = re.compile(
    r"(?:问|咨询|请教|查)(?:一?下|个|点|问)?(?:别的|其他|事|问题)?[吧啊呗。]*$|(?:还有|另外|别的)[^,，。]{0,2}(?:事|问题)"
)
_OWN = ("account_no", "last4", "meter_no", "bill_month", "ticket_no")
_LOOKS_UP = re.compile(r"查|看|问|多少|帮我|要办")
_LETTERS = re.compile(r"[\u4e00-\u9fa5A-Za-z0-9]")


def about_ticket(turn: Turn, own: Collection[str], is_call: bool = False) -> str | None:
    """Whether the message belongs to the work order spoken of last, and how.

    Args:
        own: wishes that led to that work order: asked again, they ask about it.
        is_call: whether it is a wish to be called, whose matter is still being told.
    """
    text = turn.text
    # “他要是报复我咋办” sounds like a wish to hear it again.
    is_never = turn.intent in _NEVER and not (turn.intent == "repeat" and speaks_of_fear(text))
    if turn.is_payload or turn.media or turn.place or is_never or not _spoken_of(turn, _LATELY):
        return None
    is_long = len(turn.entities("wish")) > 1 or len(text) > 2 * _SHORT
    if _reports_another(turn):
        return None
    if turn.entity("danger") or (is_long and not _ADDS.search(text)):
        return None
    if calls_off(text) or (_GIVES_UP.fullmatch(text) and _spoken_of(turn, _JUST)):
        return WITHDRAW
    asks_what_stands = _ASKS_WHAT_STANDS.search(text) and not _PUTS_RIGHT.search(text)
    if asks_what_stands or _SHOW.search(text) or SHOW_ALL.search(text):
        return SHOW
    of_others = bool(_STORIES & set(own)) and len(text) <= _SHORT
    if _ADDS.search(text) and not _CHANGES_THING.search(text):
        return NOTE
    if wants_of_crew(text):
        return NOTE
    if is_call and _tells_matter(turn):
        return NOTE
    is_tail = bool(retailed("0" * 11, text)) and not turn.entity("account_no")
    if any(turn.entity(name) for name in _OWN) and not is_tail:
        return None
    if of_others and _HIDES.search(text):
        return HIDE
    if of_others and _MAY_DROP.search(text):
        return WITHDRAW
    if of_others and _FORMAL.search(text) and not _OTHER_MATTER.search(text):
        return FORMAL
    if _VISITED & set(own) and moves_to(turn):
        return MOVE
    if is_tail or _is_change(turn) or _corrects(turn) or is_name(turn):
        return CHANGE
    if (of_others and speaks_of_fear(text)) or _tells_when(turn):
        return NOTE
    if asks(text) or _HOW_FAR.search(text) or any(KNOWN[name].search(text) for name in ("go", "home")):
        return QUESTION if len(text) <= _SHORT and _is_its_question(turn, own) else None
    return NOTE if _is_note(turn, own) else None


def _tells_matter(turn: Turn) -> bool:
    """What the call is to be about, though such words lead to a look-up elsewhere: “户号…”, “就是8月那期”."""
    is_told = any(turn.entity(name) for name in _OWN) or turn.text.startswith("就是")
    return bool(is_told and _spoken_of(turn, _JUST)) and not (asks(turn.text) or _LOOKS_UP.search(turn.text))


def _tells_when(turn: Turn) -> bool:
    """“能不能下午再来 我上午不在家”: for whoever comes, though it is put as a question."""
    is_told = tells_visit(turn.text) and _VISIT_TIME.search(turn.text) and _ABSENT.search(turn.text)
    return bool(is_told) and not is_other(turn, ())


def asks_whether_dropped(turn: Turn) -> bool:
    """“真取消了吗”, just after something was dropped."""
    return bool(_ASKS_DROPPED.search(turn.text)) and bool(turn.answered_by(_JUST) & _DROPPED_BY)


def looks_it_up(turn: Turn) -> bool:
    """“那你给我查啊”, said to the answer that there is no order here: the order is to be looked up, no bill."""
    return bool(_LOOK_IT_UP.fullmatch(turn.text)) and bool(turn.answered_by(1) & _NONE_FOUND)


def calls_off(text: str) -> bool:
    """Whether the words plainly say that nobody need come any more."""
    return bool(_CALLS_OFF.search(text)) and not _NOT_OFF.search(text)


def is_other(turn: Turn, own: Collection[str]) -> bool:
    """Whether a sure wish of another kind was understood."""
    return turn.intent not in ANSWERS | _SOUNDS_LIKE | set(own) and turn.confidence >= CERTAIN


def question_in(text: str) -> str | None:
    """Which of the questions that every work order answers."""
    asks_payment = bool(_GIVES.search(text))  # “会赔多少钱” asks for no price
    found = (name for name, words in KNOWN.items() if words.search(text))
    return next((name for name in found if not (name == "cost" and asks_payment)), None)


def aside_in(text: str, asides: Collection[Aside]) -> Aside | None:
    """The question that the form behind the work order knows; what it says of time was meant for before."""
    return next((aside for aside in asides if aside.words.search(text) and not _TIME.search(text)), None)


def asks_new(turn: Turn) -> bool:
    """Whether the new place or phone was asked for just before."""
    return any(ASKS_NEW in said for said in turn.told(1))


def replaces(turn: Turn) -> bool:
    """Whether a phone or a place takes the place of the one known; else it is a further one."""
    return bool(_CHANGES.search(turn.text)) or asks_new(turn)


def _is_change(turn: Turn) -> bool:
    value = turn.entity("phone") or turn.entity("address")
    if value and (turn.entity("phone") or asks_new(turn) or _CHANGES.search(turn.text)):
        return not is_other(turn, ()) or bool(_CHANGES_THING.search(turn.text))
    thing = _CHANGES_THING.search(turn.text) or _LEAVES_PHONE.search(turn.text)
    return (
        bool(thing)
        and not asks(_POLITELY.sub("", turn.text))
        and not is_other(turn, ("privacy_rights", "bind_account"))
    )


def _corrects(turn: Turn) -> bool:
    """Something else on it is put right: “不是一年 是半年”."""
    is_correction = turn.intent == "correct_slot" and turn.confidence >= SURE
    is_put_right = corrected(turn.text) != turn.text and not asks(turn.text)
    return is_correction and is_put_right and _spoken_of(turn, _JUST)


def is_name(turn: Turn) -> bool:
    """A name and no more, told just after: “我姓侯”."""
    person = turn.entity("person")
    return (
        bool(person)
        and bool(_NAMED.fullmatch(turn.text.replace(str(person), "")))
        and _spoken_of(turn, _JUST)
    )


def _is_its_question(turn: Turn, own: Collection[str]) -> bool:
    known = question_in(turn.text)
    if _RESCHEDULES.search(turn.text) and turn.intent in ("ask_planned_outage", *_SOUNDS_LIKE):
        return True
    is_business = _BUSINESS in own and not _ELSEWHERE.search(turn.text)
    costs = is_business and known == "cost"  # “要交钱吗” sounds like how a bill is paid
    if (is_other(turn, own) and not costs) or turn.entity("address"):
        return False
    if costs or (is_business and turn.confidence < SURE and turn.intent not in ("query_ticket", "urge")):
        return True
    if turn.intent == "query_ticket":  # its own action tells how far it is
        return known not in (None, "when")
    if turn.intent == "urge" or (_SUPPLY.search(turn.text) and not is_business):
        return False
    if turn.intent in _AGAIN and turn.intent in own and turn.confidence >= CERTAIN:
        return known not in (None, "when")
    if turn.intent == "out_of_scope" and turn.confidence >= CERTAIN:
        return bool(known or _LEANS.search(turn.text))
    if turn.intent in ("ask_outage_info", "thanks", "goodbye", "cancel") and turn.confidence >= SURE:
        return known is not None
    if turn.intent in ANSWERS | _SOUNDS_LIKE | set(own) or turn.confidence < _HALF:
        return True
    return bool(known or _LEANS.search(turn.text)) and not _ELSEWHERE.search(turn.text)


def _is_note(turn: Turn, own: Collection[str]) -> bool:
    if _CREW.search(turn.text) and not _PLEASED.search(turn.text):
        return not is_other(turn, own) or turn.intent in ("urge", "praise_suggest")
    if turn.intent in _OF_TIME and _TIME_CHANGES.search(turn.text):
        return True
    if not _spoken_of(turn, _JUST) or len(turn.text) < _LEAST or not _LETTERS.search(turn.text):
        return False
    if _names_place(turn) or _PLEASED.search(turn.text) or _BEGINS.search(turn.text):
        return False
    if turn.intent in _STORIES and turn.intent in own and not _ANOTHER.search(turn.text):
        return True
    is_words = turn.intent in ("inform", "nlu_fallback") or (
        turn.intent in {"correct_slot", "out_of_scope", "affirm", "deny", *own} and turn.confidence < CERTAIN
    )
    return is_words or (turn.confidence < SURE and tells_visit(turn.text))


def _names_place(turn: Turn) -> bool:
    """Whether a place is named that may be another one; “就在小学后面” tells how to get there."""
    places = (parse_place(str(value)) for value in turn.entities("address"))
    return any(place.village or place.road or place.estate or place.town for place in places)


def _reports_another(turn: Turn) -> bool:
    """Whether it is a dark house with a name, told before and taken up now: “小兴庄没电”."""
    has_name = any(not is_nameless(str(value)) for value in turn.entities("address"))
    return turn.intent in _AGAIN and supply_in(turn.text) == AWAY and has_name


def _spoken_of(turn: Turn, messages: int) -> bool:
    """Whether a work order was made, shown or added to since the customer's last so many messages before this one."""
    events: list[dict[str, Any]] = turn.tracker.events
    users = [at for at, event in enumerate(events) if event["event"] == "user"]
    if len(users) < 2 or not turn.slot("ticket_no"):
        return False
    return any(
        event["event"] == "slot" and event["name"] == "ticket_no" and event["value"]
        for event in events[users[:-1][-messages:][0] : users[-1]]
    )
