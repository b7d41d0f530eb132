"""Praise: what is told after praise — who it was, which station — goes with it unasked, irony is none."""

from __future__ import annotations

import re
from typing import Any

from actions.aside import asks
from actions.client import Service
from actions.flow import Events
from actions.turn import Say, Turn

# Understanding takes such words for praise.
_BLAMES = re.compile(
    r"(?<![不没])(?:差(?:[劲得透]|[,，。!！了]|$)|骂|恶劣|凶|吼|敷衍|推诿|不耐烦|不理人)|来晚|晚了|迟到|提.{0,2}意见|投诉|没来|不来|太差|收了我"
)
# There is a fault again, or still.
_FAULT = re.compile(
    r"又(?:没有?电|停电?了?$|坏|跳闸|断电|不亮|黑)|(?:还是|仍然?)(?:没有?电|不亮|坏)|没有?(?:给)?[修弄搞]好|白修"
)
# A repair that did not hold: no praise, whatever it was taken for.
_NOT_MENDED = re.compile(
    r"(?:修|弄|搞|接|装)(?:得|的)?(?:又|也|太|很|真)?(?:不(?!错|赖|差)(?:怎么|太|咋)?[好行成样]|太差|很差)|没有?(?:给)?[修弄搞]好|白修"
    r"|又(?:没有?电|停电|坏|跳闸|断电|不亮|黑)|(?:还是|仍然?)(?:没有?电|不亮|坏)"
)
# No question, though it is put with a word that asks.
_HOW_BAD = re.compile("不(?:怎么|咋)样?")
_KIND = re.compile(
    r"好|棒|赞|谢|夸|扬|辛苦|错|热心|负责|快|厉害|满意|给力|周到|锦旗|专业|耐心|细心|贴心|暖|方便|漂亮|牛|强|行|优|佳|良|五星|靠谱|温|帮|修|真|太|很"
)
_LEAST = 10  # characters
_STILL = 3  # messages back
_SHORT = 40  # characters; longer messages speak for themselves
_WHO = re.compile(r"[他她]们?|匿名|实名|姓|叫|师傅|小伙|大姐|[所站队班]的?[。.!！]?$|供电所|营业厅|锦旗")
_QUESTION = re.compile(r"[吗么呢?？]$|怎么|多少|什么时候|转给谁")
_OTHER = re.compile(r"人工|真人|客服|停电|没电|电费")


# Said of whom one is angry with.
_IRONY = re.compile(
    r"呵呵|反话|讽刺|挖苦|不是(?:在)?(?:夸|表扬)|谁(?:夸|表扬)|电老虎|好意思|谢谢?你们?(?:八辈|全家)|真(?:棒|行|好|会|厉害|快|周到)[^,，。]{0,8}(?:停|一整?天|半天|[几两三四五六七八九十0-9]+[次个天])"
    r"|(?:停电|没电|等)[^。]{0,10}(?:可)?真(?:棒|行|好|会|厉害|快)|(?:九十|一百|[0-9]+)天"
)
_IRONIC_FOR = 2  # messages


def is_ironic(text: str) -> bool:
    """Whether the praise is none."""
    return bool(_IRONY.search(text))


def sounds_ironic(turn: Turn) -> bool:
    """Whether praise is blame, by its own words or by those just before."""
    said = turn.texts[-_IRONIC_FOR:]
    return any(map(is_ironic, said))


async def withdraw_praise(turn: Turn, say: Say, ticket: dict[str, Any]) -> None:
    """It was none."""
    await Service(turn.conversation).post(f"/tickets/{ticket['number']}/cancel", key=turn.key("irony"))
    say.text(f"明白了，是我听岔了，工单{ticket['number']}撤掉了。")
    say.utter("utter_praise_ironic")


def praises(text: str) -> bool:
    """Whether words that were taken for praise may be some: “加个微信呗”, “能预约不” say nothing of anybody."""
    return len(text) > _LEAST or bool(_KIND.search(text))


def blames(text: str) -> bool:
    """Whether what follows praise is none: “不过他们来晚了一个小时”."""
    return bool(_BLAMES.search(text))


def is_not_mended(text: str) -> bool:
    """Whether the repair failed: “师傅修得不好 又没电了”; “又没电了 师傅很快来修好了” has a good end."""
    found = list(_NOT_MENDED.finditer(text))
    return bool(found) and "好了" not in text[found[-1].end() :] and not asks(_HOW_BAD.sub("", text))


def is_at_fault(text: str) -> bool:
    """Whether something does not work again or still, so that there is something to mend: “又坏了”, “还是没电”."""
    return bool(_FAULT.search(text))


_PRAISED = re.compile(
    r"(?<!不)表扬|点[个]?赞|(?:师傅|徒弟|小伙子?|姑娘|大姐|电工|[他她])[^,，。]{0,8}(?:人|态度)?[^,，。不]{0,3}(?<!不)(?:[很真挺]|是真的?|倒是)(?:不错|好|热心|负责|辛苦)"
    r"|(?:师傅|徒弟|小[\u4e00-\u9fa5]|姑娘|大姐|电工)[^,，。]{0,6}(?:人|态度)(?:倒是)?(?:不错|好)"
)


def praises_besides(turn: Turn) -> bool:
    """Whether one person is praised in the middle of a story about others."""
    if turn.is_payload or asks(turn.text):
        return False
    if is_ironic(turn.text) or blames(turn.text) or is_not_mended(turn.text):
        return False
    return bool(_PRAISED.search(turn.text))


def just_praised(turn: Turn) -> bool:
    """Whether praise was passed on within the last messages."""
    return "action_praise_done" in turn.answered_by(_STILL)


async def praise_ticket(turn: Turn) -> dict[str, Any] | None:
    """The newest praise of this talk, while nobody has dealt with it."""
    mine = await Service(turn.conversation).get("/tickets")
    return next(
        (ticket for ticket in mine if ticket["topic"] == "praise" and "撤销" in ticket["moves"]), None
    )


async def praise_more(turn: Turn, say: Say, ticket: dict[str, Any]) -> Events:
    """Adds the words to it."""
    number = ticket["number"]
    await Service(turn.conversation).post(f"/tickets/{number}/notes", text=turn.said, key=turn.key("praise"))
    say.utter("utter_praise_more")
    return []


async def more_praise(turn: Turn, say: Say) -> Events | None:
    """For words that no dialogue claims: a name, a station, a phone after praise. None when they are something else."""
    if turn.is_payload or len(turn.text) > _SHORT or not just_praised(turn) or turn.tracker.active_loop:
        return None
    tells = _WHO.search(turn.text) or turn.entity("person") or turn.entity("address") or turn.entity("phone")
    if not tells or _QUESTION.search(turn.text) or _OTHER.search(turn.text):
        return None
    ticket = await praise_ticket(turn)
    return await praise_more(turn, say, ticket) if ticket else None
