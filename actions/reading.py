"""Reads answers out of a turn: addresses, phones, yes and no, corrections. Pure; used by every topic's questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from actions.aside import asks, waits
from actions.points import name_of, with_point
from actions.several_places import meant, several
from actions.turn import SURE, Turn
from common.address import Address, parse_address, parse_place

_CORRECTION = re.compile(
    r"(?:不是|不对|错了|写错|说错|打错|改).*?(?:而是|应该是|改成|改为|换成|是)(?!不)(?P<new>[^是]+)$"
)
_SWAP = re.compile(
    r"(?:(?P<not>不是)|)(?P<old>\d+)[^\d,，。]{0,4}[\s,，]*(?(not)(?:改成|改为|换成|而?是|应该是)|(?:改成|改为|换成))[^\d,，。]{0,2}(?P<new>\d+)"
)
# One piece of what was told in place of another.
_MENDS = (
    re.compile(
        r"^[^是]{0,4}不是(?P<old>[^\s,，。;；是]{1,10})[\s,，。;；]*(?:而|应该|应当)?是(?P<new>[^\s,，。;；]{1,16})$"
    ),
    re.compile(
        r"^(?:是|应该是)?(?P<new>[^\s,，。;；是]{1,16})[\s,，。;；]*不是(?P<old>[^\s,，。;；是]{1,10})$"
    ),
    re.compile(r"^(?P<old>[^\s,，。;；是]{1,10}?)(?:改成|改为|换成)(?P<new>[^\s,，。;；]{1,16})$"),
)
# What is denied behind what is meant: “是厉庄镇不是金山”.
_DENIED_BEHIND = re.compile(
    r"(?<=[^\s,，。;；!！是])[\s,，。;；!！]*(?:而|又|也)?(?:不是|不在|没在|不叫|并非)[^\s,，。;；!！是]+[\s,，。;；!！]*$"
)
_ONLY_DENIED = re.compile(r"(?:不是|不在|没在)[^，,。是]+[的啊呀]?$")
_PLACE_WORD = re.compile(
    r"(?<![线短电])路|[镇村街巷号楼栋幢室组队区院园城苑庄桥站厂店校旁边]|单元|对面|小区|门口"
)
_NUMBER_AND_LAST4 = re.compile(
    r"(?<![0-9])(?P<number>[0-9]{13}|[0-9]{10})[^0-9a-z]{0,8}(?P<last4>[0-9]{4})(?![0-9])"
)
_OF_ACCOUNT = re.compile(
    r"(?:我家?是?)?(?:户号|号码)?(?:是|为|[:：])?\s*(?<![0-9])(?:[0-9]{13}|[0-9]{10})(?![0-9])(?:[^0-9a-z]{0,8}[0-9]{4}(?![0-9]))?"
    r"|(?:手机)?(?:尾号|后四位|后4位|手机号?)(?:是|为|[:：])?\s*[0-9]{4,11}"
)
# 线路 is no road to live at, nor 110 a room.
_NO_PLACE = re.compile(r"线路|电路|短路|断路|[打拨报][了过]?1(?:10|19|20|22)")
# Who is affected besides, which tells no place: “村里都这样”, “厂里就我们这一家”, “好几家都没电”.
_WHO_ELSE = re.compile(
    r"^(?!.*\d)[^,，。]{0,8}?(?:[都也](?:是)?(?:这样|一样|没|停|黑|不亮|如此)|好?几[十百]?[家户]|[就只]?(?:有|剩)?[我俺咱]们?这?[一1]?[家户]|大家|所有|每家)"
)
_UNKNOWN = re.compile(
    r"不知道|不清楚|没注意|看不[到见清]|不会看|不懂|不晓得|哪里?(?:会|懂|知道|晓得)|不认[得识]|说不[好准上清]|没看"
)
# A piece of a message that leaves open what it speaks of: “邻居有没有电我问问她”, “有电没电我看看”; “对不对” asks for a yes.
_OPEN = re.compile(r"(?P<v>[^对行好可\W])[不没](?P=v)|(?<!可)是不是")
_PIECES = re.compile(r"[^\s,，。;；!！?？]+")
_YES = re.compile(
    r"^(?:嗯+|恩+|对+的?|是+的?|好+的?|行|可以|没错|正确|要|需要|确认|ok|okay|yes|中|得|就这样|报修?|登记"
    r"|(?:那|就|还是|你)*(?:报|登记|申请|办理?|查|换|弄|来|修)(?:一下|一个|个)?(?:吧|呗|好了))[了啊呀吧哦的。!！,，~]*$"
)
# “那我先登记”, “知道了 帮我登记”, “好 那增容先登记上”: the last clause wants it registered now.
# “门卫要登记” tells of a gate: what is to be registered stands before 先 or 给 only.
_REGISTERS = re.compile(
    r"(?:不[\u4e00-\u9fa5]{1,3}了)?(?:好的?|行|嗯|哦|那|就|是说|我|俺|咱|你|您|们|还是|先|都|直接|赶紧|尽?快|麻烦|劳|请|要|想|望|给|帮|替|把|这个|照此|统一|一起"
    r"|那?(?:(?![不别没未])[\u4e00-\u9fa5]){2,3}(?=先|给|帮|就)){0,9}登记(?:一下|一个|下来|[个上着下吧呗嘛了啊哈哦])*"
)
CLAUSES = re.compile(r"[\s,，。.!！;；~]+")
_LATER = re.compile(
    r"考虑|商量|问[问好清]|想[想好]|看看再|[等回]头|等[我他她]|以后|下次|改天|过[几两]天|需要时|刚才|登记(?:过|上了)|取消|撤[回销]|退出|[结离]婚"
)
# Politeness behind an answer, and leave taken with it: “好 谢谢 再见”.
_POLITE = re.compile(
    r"(?:[\s,，。.!！~]*(?:谢谢|多谢|谢了|感谢|辛苦了?|麻烦了?|拜托了?|再见|拜拜|88)(?:你们?|您|师傅|大姐|同志|啦|了|啊|哈|哦)*){1,7}[\s。.!！~]*$"
)
NO = re.compile(r"^(?:不+|不是|不对|没有?|不要|不用了?|不需要|否|no|错了?)[了啊呀吧哦的。!！,，~]*$")

ONLY_OURS = "(?:就|光|只|单单?)[我俺咱](?:们?[一1]?[家户]|[一1]个?人?家)|只有[我俺咱]们?家|独门独户"
"""Regular expression: nobody else than the customer."""
# What an answer that is a door and no more consists of; among other words a number is something else (139那个，中间0518; 四十来户).
_DOOR_WORDS = re.compile(
    r"[0-9a-zA-Z零〇一二两三四五六七八九十百号楼栋幢座单元室户组队层门牌东西南北侧边头我俺家住就在的是这那里个呢啊了吧呀哦嗯,，。、 .\-#]"
)
_OTHER_WORDS = 3
# A number without a word of what it counts is a door only among nothing else: “502”, “我家住502”, but not “测了有260”, “B区034”.
_BARE_NUMBER = re.compile(r"(?<![0-9])[0-9]{3,4}(?![0-9]|\s*(?:号|#|楼|[栋幢座室组队层户]|单元))")

LANDMARK = (
    r"(?:[前后旁东西南北对](?:面|边|侧|头)|附近|门口|路口|村口|桥头)(?:的[^,，。;；!！?？\s有在偷接拉]{1,5})?"
)
_LANDMARK_BEHIND = re.compile(rf"[^,，。;；!！?？\s]{{0,10}}?{LANDMARK}")
_NAME_BEHIND = re.compile(r"\s*[\u4e00-\u9fa5A-Za-z0-9]{2,12}(?=$|[\s,，。])")
_PLACE_KIND = re.compile("(?:基地|[场站厂园棚店院所行]|公司|中心|码头|合作社)$")
_NO_NAME_BEHIND = re.compile(r"[没停断电了的呢吗么吧啊都不有是在就也还我你他她谁哪这那]|怎么|什么|邻居")
_SPOT_FRAME = re.compile(r"^(?:地址|位置|地点)?(?:就?是|就?在|[:：])*")


_ROAD_NUMBER = re.compile(r"[0-9]+号?院?$")
# Said of any place; “西边那家”, “村口” name none.
_NO_NAME = re.compile(
    "[东南西北前后左右上下里外对面旁边侧头隔壁门口楼附近这那家户我俺们邻居的在就是村庄镇街路]"
)


def corrected(text: str) -> str:
    """What a correction wants instead: “不是3号楼，是5号楼”, “5号楼不是3号楼” → “5号楼”; the whole text when it is none."""
    meant = _DENIED_BEHIND.sub("", text)
    match = _CORRECTION.search(meant)
    return match["new"].strip(" ，,。.！!") if match else meant


def registers(text: str) -> bool:
    """Whether something is to be registered now, however politely it is said."""
    clauses = CLAUSES.split(text.strip(" ,，。.!！;；~"))
    return bool(_REGISTERS.fullmatch(clauses[-1])) and not _LATER.search(text) and not asks(text)


def yes_or_no(turn: Turn) -> bool | None:
    """A plain yes or no, by its words first: intents are less sure on single words."""
    if _YES.match(turn.text) or registers(turn.text):
        return True
    if NO.match(turn.text):
        return False
    sounds_alike = asks(turn.text) or waits(turn.text)  # “好吧，那要是查了没问题呢”, “这个嘛”
    if turn.intent in ("affirm", "deny") and turn.confidence >= SURE and not sounds_alike:
        return turn.intent == "affirm"
    return None


def told_more(known: str | None, said: str) -> str:
    """A customer's account of the matter with what is added to it; “不是昨天 是前天” mends what stands there."""
    for pattern in _MENDS:
        match = pattern.search(said) if known else None
        if known and match and known.count(match["old"]) == 1:
            return known.replace(match["old"], match["new"])
    return f"{known}；{said}" if known else said


def number_and_last4(turn: Turn) -> tuple[str, str] | None:
    """An account number and the four digits that prove it in one breath: “3200001888001，1001”, “3200001888001 1001”."""
    return None if turn.is_payload else both_in(turn.text)


def both_in(text: str) -> tuple[str, str] | None:
    """The same of any text."""
    both = _NUMBER_AND_LAST4.search(text)
    return (both["number"], both["last4"]) if both else None


def names_account(turn: Turn) -> bool:
    """Whether the message carries an account number."""
    return bool(turn.entity("account_no") or number_and_last4(turn))


def beside_numbers(turn: Turn) -> str:
    """What the message says besides an account number and its proof: “我家峰谷开没开 3200001888002 1002”."""
    return _OF_ACCOUNT.sub("", turn.text).strip(" ,，。.:：")


def is_unknown(turn: Turn) -> bool:
    """The customer cannot say."""
    return bool(_UNKNOWN.search(turn.text))


def address(slot: str, before: str | None = None) -> Callable[[Turn, bool], str | None]:
    """A reader of addresses. A later piece completes or corrects what is known: “5号楼” replaces only the building.

    Args:
        before: what is known, when it stands in no slot.
    """

    def read(turn: Turn, asked: bool) -> str | None:
        known = before or turn.slot(slot)
        if turn.is_payload and turn.entity(slot):
            return str(turn.entity(slot))  # a button's
        if turn.place:
            return _pointed(turn, known)
        said = corrected(turn.text)
        if _ONLY_DENIED.match(said) or (turn.text.isdigit() and not known):
            return None
        if known and not turn.is_payload and (swapped := _swapped(str(known), turn.text)):
            return swapped
        found = [
            parse_place(value)
            for value in meant(turn.entities("address"), turn.text)
            if _within(value, said, turn)
        ]
        found = [part for part in found if part != Address(part.raw)]
        if not found and (asked or said != turn.text) and not turn.is_payload:
            bare = _NO_PLACE.sub("", _OF_ACCOUNT.sub("", said))
            whole = parse_address(bare)
            names_place = _PLACE_WORD.search(bare)
            is_door = (
                (whole.building or whole.unit or whole.room or whole.has_door)
                and (asked or names_place)
                and _is_door(said)
            )
            if _WHO_ELSE.search(bare) and not whole.has_place:
                return None
            if whole.has_place or is_door or (asked and names_place and may_be_bare(turn, said)):
                found = [whole]
        if not found:
            return None
        if said != turn.text:  # in “罗家圩村不是圩村” the one is part of the other
            found = [p for p in found if not any(p.raw != o.raw and p.raw in o.raw for o in found)]
        if len(found) == 1 and (behind := _named_behind(found[0], turn, asked)):
            found = [behind]
        merged = several(found)[0]
        if known:
            merged = completed(parse_place(known), merged, said != turn.text)
        value = merged.canonical()
        if not asked and not known and not merged.has_place:
            return None
        return value if value != known else None

    return read


def _pointed(turn: Turn, known: str | None) -> str | None:
    """The place after a point was shared: its name, or what is known with what the name adds to it."""
    name = name_of(turn.place)
    value = with_point(str(known), name) if known and name else name
    return value if value != known else None


def _named_behind(place: Address, turn: Turn, asked: bool) -> Address | None:
    """A town with the name behind it that was not known for one: 厉庄镇蔬菜大棚基地; None when nothing like a name follows.

    Unasked it must end like the name of a place.
    """
    if not place.town or place.canonical() != f"{place.town}镇":
        return None
    name = _NAME_BEHIND.match(_behind(turn))
    if not name or _NO_NAME_BEHIND.search(name[0]) or not (asked or _PLACE_KIND.search(name[0])):
        return None
    return parse_place(place.raw + name[0].strip())


def is_nameless(told: str) -> bool:
    """Whether a place is told by its town, its door or a direction only, which no crew finds (facts 6.6)."""
    place = parse_place(told)
    return not (place.village or place.road or place.estate or _NO_NAME.sub("", place.landmark))


def is_part_of(place: str, address: str) -> bool:
    """Whether a place that was told is where that address is: 墩尚花园 of 墩尚镇墩尚花园2号楼."""
    told, known = parse_place(place), parse_place(address)
    names = ("town", "village", "road", "estate", "landmark", "group", "building", "unit", "room")
    return all(getattr(told, name) in ("", getattr(known, name)) for name in names)


def joined(part: str | None, told: str) -> str:
    """A place of which one part was told before the other."""
    return parse_place(part).merged(parse_place(told)).canonical() if part else told


def spot(slot: str) -> Callable[[Turn, bool], str | None]:
    """A reader of a place that is no supply address: landmarks stay, since nobody lives there whom a crew could ask."""
    read_address = address(slot)

    def read(turn: Turn, asked: bool) -> str | None:
        found = read_address(turn, asked)
        if found is None or turn.is_payload or not turn.text or turn.slot(slot):
            return found
        if asked:
            return _SPOT_FRAME.sub("", turn.without(("phone",))).strip(" ，,。.!！") or found
        return f"{found}{landmark[0]}" if (landmark := _LANDMARK_BEHIND.match(_behind(turn))) else found

    return read


def _behind(turn: Turn) -> str:
    """What follows the first address of the message."""
    return turn.text.partition(str(turn.entity("address") or "\n"))[2]


def confirmed(slot: str) -> Callable[[Turn, bool], str | None]:
    """A reader of the last question, “对吗”."""

    def read(turn: Turn, asked: bool) -> str | None:
        if turn.entity(slot):
            return str(turn.entity(slot))
        agrees = yes_or_no(turn) is True or bool(_YES.match(_POLITE.sub("", turn.text)))
        return "yes" if asked and agrees else None

    return read


def one_of(
    slot: str, patterns: Mapping[str, str], bare: Mapping[str, str] | None = None, yes: str = "", no: str = ""
) -> Callable[[Turn, bool], Any]:
    """A reader of a choice.

    Args:
        patterns: value → regular expression that tells the value wherever it stands; the first that is found counts.
        bare: the same for short words that mean something only as the answer to this question.
        yes, no: values for a bare yes or no, when this was asked; empty for none.

    A question answers nothing by its short words: “要钱不” is no 要.
    """
    always = {value: re.compile(pattern) for value, pattern in patterns.items()}
    answering = {value: re.compile(pattern) for value, pattern in (bare or {}).items()}

    def read(turn: Turn, asked: bool) -> Any:
        if turn.entity(slot):
            return turn.entity(slot)
        if turn.is_payload:
            return None
        said = _told_in(corrected(turn.text))
        for value, pattern in always.items():
            if pattern.search(said):
                return value
        if not asked:
            return None
        if is_unknown(turn):
            return "unknown"
        if asks(said):
            return None
        for value, pattern in answering.items():
            if pattern.search(said):
                return value
        answer = yes_or_no(turn)
        return None if answer is None else (yes if answer else no) or None

    return read


def _told_in(said: str) -> str:
    """A message without the pieces that leave something open or say that it is not known."""
    return _PIECES.sub(lambda m: "" if _OPEN.search(m[0]) or _UNKNOWN.search(m[0]) else m[0], said)


def _swapped(known: str, text: str) -> str | None:
    """“66改成68”: one number of what is known in place of another; None when it is not there, or not only once."""
    match = _SWAP.search(text)
    places = list(re.finditer(rf"(?<!\d){match['old']}(?!\d)", known)) if match else []
    if not match or len(places) != 1:
        return None
    return known[: places[0].start()] + match["new"] + known[places[0].end() :]


def completed(known: Address, newer: Address, corrects: bool) -> Address:
    """A place with a later piece of it: a door or a town replaces its own part; another village, road or estate brings its own door, unless it is put right."""
    if newer.landmark and newer.town not in (
        "",
        known.town,
    ):  # another town's 徐福 is no landmark in the village known
        is_same = newer.landmark in known.village + known.road + known.estate
        newer = replace(newer, landmark="") if is_same else newer
        known = known if is_same else replace(known, village="", road="", estate="", landmark="")
    if not (newer.village or newer.road or newer.estate) or (corrects and not newer.has_door):
        number = (
            _ROAD_NUMBER.search(known.road) if newer.road and not _ROAD_NUMBER.search(newer.road) else None
        )
        return known.merged(replace(newer, road=newer.road + number[0]) if number else newer)
    return replace(newer, town=newer.town or known.town)


def restates(turn: Turn) -> bool:
    """The message is little more than an address or a phone: said again, it replaces what was said before."""
    return turn.covers(("address", "phone"), 0.6)


def _within(value: str, said: str, turn: Turn) -> bool:
    """Entities of the denied half of a correction do not count."""
    number = re.match("[0-9]+", value)
    begins = rf"(?<![0-9]){number[0]}(?![0-9])" if number else re.escape(value[:2])
    return said == turn.text or value in said or bool(re.search(begins, said))


def _is_door(said: str) -> bool:
    others = _DOOR_WORDS.sub("", said)
    return not others.strip("地址房间里") if _BARE_NUMBER.search(said) else len(others) <= _OTHER_WORDS


def may_be_bare(turn: Turn, said: str) -> bool:
    """A place in the customer's own words (“小学后面王家”), not a wish or a question."""
    is_wish = (
        turn.intent not in ("inform", "correct_slot", "nlu_fallback", "out_of_scope")
        and turn.confidence >= SURE
    )
    is_name = bool(turn.entities("person"))
    return (
        3 <= len(said) <= 60
        and not is_wish
        and not is_name
        and not _WHO_ELSE.search(said)
        and not re.search(r"[吗呢?？]$|什么|怎么|多久|几点", said)
    )
