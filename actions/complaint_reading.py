"""What a complaint reads out of a customer's words: the kind, the name or none, opinion or complaint, and what is none. Pure."""

from __future__ import annotations

import re

from actions import phone_reading, reading
from actions.names import own_name
from actions.praise import is_ironic
from actions.report import DECLINED, NUMBERS, WORDS_LIMIT, own_words
from actions.turn import Turn

FORMAL, OPINION = "正式投诉", "反映情况"
# Kind → words that tell it, and the topic of its ticket; the customer is not asked for it.
KINDS = {
    "服务态度": (
        r"态度|骂|凶|吼|推来推去|推诿|推脱|喝酒|不接电话|电话不接|不理|脸色|爽约|没来|不来|没人来|敷衍|泄露",
        "complaint_service",
    ),
    "停电抢修": (
        r"停电|断电|没电|没?(?:有|人)?(?:提前)?通知|抢修|来电(?!话)|[又老总]停|停了?[一二三四五六七八九十两几好多0-9]+[次回]|跳闸",
        "complaint_outage",
    ),
    "电费办电": (
        r"电费|收费|乱收|抄表|催费|办电|装表|报装|校表|验表|过户|复电|欠费|增容",
        "complaint_business",
    ),
    "电压质量": (r"电压|灯.{0,4}暗|忽明忽暗|一闪一闪", "complaint_quality"),
    "施工建设": (r"施工|挖|占地|电线杆|电杆|架线|占了|路面|赔青|青苗|农网", "complaint_construction"),
}
REGULATOR = re.compile(r"(?<!\d)(?:12398|12345)(?!\d)|能源局|监管|上级|哪里告|还能找谁|找谁评理")
BARE = re.compile(
    r"我?[要想]?(?:正式)?投诉(?:你们|电话)?|反映(?:个|一下)?(?:情况|问题)?|找(?:你们)?领导|举报|打?(?<!\d)12398(?!\d)|有[个件点]?(?:事|问题)|说[个件]事|[又我要想了的吧啊,，。.!！]"
)
# Told before the wish itself, it is what the complaint is about: a promise not kept, once more the same, long waited for.
_GRIEVES = re.compile(
    r"投诉.{4,}|泄露|来晚|晚了|提.{0,2}意见|气人|态度|答应|约好|说好|承诺|说的?是?.{0,6}(?:就来|来[修装看]|天内)|第[二三四五六七八九十几0-9]+[天次回]|[三四五六七八九十好几0-9]+[天次回]了"
    r"|到底管不管|没[人]?管|没人来|等了|不接|打不通|不算话|[又老总]停|乱|骗|推来推去"
)
BACK = 8  # messages
_NAME_LENGTH = 6  # characters
# No complaint: he wants to speak with somebody, and says who.
_WANTS_PERSON = re.compile(
    r"(?:叫|让|喊|请)(?:一下)?你们?的?(?:领导|经理|负责人)(?:过?来|出来|接|听|跟|和|给)|(?:领导|经理|负责人)的?(?:电话|号码|联系方式|手机)"
    r"|记者|采访|律师(?!函)|法务"
)
_SEEKS = re.compile(r"^(?:我|俺)?(?:就|只|想|要|得)*找")
_WANTS_NUMBER = re.compile(r"(?:就|只|我|想)[是想]?要[^,，。]{0,4}(?:电话|号码|联系方式)")
# Displeasure with the bot and nothing that happened.
_DISPLEASED = re.compile(
    r"(?:你们?|您们?|这个?|真的?|太|好|都|也|可|[\s,，])*(?:烦人?|没用|差劲)(?:死|透)?[人了啊的呀吧!！。]*"
    r"|[我俺]?(?:再也|以后|都)?不(?:想)?(?:再)?(?:用|要)(?:你们?|您)的?(?:服务)?了[啊吧!！。]*"
)
_ANONYMOUS = re.compile(r"(?<!不)匿名|不留|不(?:想|愿意?|方便|敢)(?:说|留|告诉)|不说|不告诉|别(?:写|留|记)")
_NAMED = re.compile(r"(?:不|别|取消)(?:用|要|想|再)?匿名|实名")
_NAMELESS = re.compile(r"(?<!不)匿名|不(?:想|愿意?|方便|敢|能)?留(?:姓名|名字?|电话|联系)")


def said_before(turn: Turn, words: str) -> str:
    """What the customer complained of lately, before he said that he complains, with the words of the wish."""
    said = turn.user_events[-BACK:-1]
    told = [str(e.get("text") or "") for e in said]
    grievances = dict.fromkeys(
        t for t in told if (_GRIEVES.search(t) or is_ironic(t)) and not t.startswith("/") and t not in words
    )
    return "；".join([*grievances, *([words] if words else [])])[:WORDS_LIMIT]


def kind_of(text: str) -> str | None:
    """The kind that the words tell; None when they tell none or several, and staff decide."""
    found = [kind for kind, (pattern, _) in KINDS.items() if re.search(pattern, text)]
    return found[0] if len(found) == 1 else None


def read_name(turn: Turn, asked: bool) -> str | None:
    """A name or form of address; `-` for anonymous."""
    if turn.entity("complain_name"):
        return str(turn.entity("complain_name"))
    if turn.is_payload:
        return None
    if (_ANONYMOUS if asked else _NAMELESS).search(_NAMED.sub("", turn.text)):
        return DECLINED
    return own_name(turn, asked)


read_formal = reading.one_of(
    "complain_formal",
    {
        OPINION: r"反映(?:一下|个|情况|问题)|不(?:是|用|要|想|必)?(?:正式)?投诉|提个?意见",
        FORMAL: r"正式(?:地|的)?投诉|就是(?:要)?投诉|要投诉到底|正式的",
    },
    {
        OPINION: r"(?:不|别|没)(?:用|要|想|是|必|到)*(?:那么)?(?:投诉|正式)|反映|说说|情况|意见|问题",
        FORMAL: r"投诉|正式",
    },
)


_read_words = own_words(BARE, elsewhere=NUMBERS)


def read_matter(turn: Turn, asked: bool) -> str | None:
    """What happened; “姓高”, “匿名” tell who he is."""
    is_name = len(turn.text) <= _NAME_LENGTH and read_name(turn, True) is not None
    return None if is_name else _read_words(turn, asked)


def wants_person(turn: Turn) -> bool:
    """“我要找王强”, “你们领导电话多少”, and nothing that he complains of."""
    if "投诉" in turn.text or _GRIEVES.search(turn.text) or REGULATOR.search(turn.text):
        return False
    seeks = _SEEKS.search(turn.text) and turn.entity("person")
    return bool(seeks or _WANTS_PERSON.search(turn.text))


def lifts(turn: Turn) -> bool:
    """Whether somebody who wanted to stay anonymous tells who he is after all."""
    if turn.is_payload or _NAMELESS.search(_NAMED.sub("", turn.text)):
        return False
    told = phone_reading.phone(turn, False) or own_name(turn, False) or _NAMED.search(turn.text)
    return bool(told)


def wants_number(text: str) -> bool:
    """“我不投诉 就要电话”: he wants to call somebody."""
    return bool(_WANTS_NUMBER.search(text))


def is_displeased(text: str) -> bool:
    """Whether the words are displeasure with us and nothing that happened: “你们真烦”."""
    return bool(_DISPLEASED.fullmatch(text))
