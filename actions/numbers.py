"""Numbers told in pieces, phones put right by their last digits, and the numbers of houses. Pure."""

from __future__ import annotations

import re

from actions.turn import Turn
from common.normalise import normalise

# The last digits of a phone alone, and that they are put right.
# The 号 of a house or a card is none: “门牌号错了 是22”.
_TAIL = re.compile(
    r"尾[号数]|后[1-4一两二三四几]位|最后[1-4一两二三四几]?[位个]|末[尾位]"
    r"|(?:(?<![\u4e00-\u9fa5])号|(?<=[我的个那这换改留报说写打填记了错])号|号码|电话|手机)[^0-9]{0,6}(?:是|改)"
)
_TAIL_MENDED = re.compile(r"错|不是|不对|改|应该|最后|末[尾位]|电话|手机")
# Digits of a house are none of a phone: “是11号楼”.
_DIGITS = re.compile(
    r"(?P<denied>不是|不对)?[^0-9]{0,2}(?<![0-9])(?P<run>[0-9]{1,11})(?![0-9])(?!\s*(?:号|#|楼|[栋幢座室组队层户]|单元))"
)
# What a piece of a number is told with.
_PIECE_WORDS = re.compile(
    r"(?:[我他]?的?(?:户号|电话|手机)?号?码?|前[面边头]?|后[面边头]?|中间|然后|接着|再|还有|一共|开头|结尾|几?位|是|[\s,，。.、\-的了啊呢吧]|幺|就){1,7}"
)
_PIECES_BACK = 3  # messages
# The number of a house, where understanding saw no address: “海州路12号”, “2组15号”.
_HOUSE = re.compile(
    r"(?<=[组路街巷弄道村庄区队园城])[0-9一二三四五六七八九十]{1,4}号(?!左右|前后|那天|当天|[早晚夜凌傍上中下])"
)
_LONGEST_TAIL = 4


def in_pieces(turn: Turn, number: re.Pattern[str]) -> str | None:
    """A number told over several messages, put together: “138”, “0000”, “前面是138 0000”; None while it is not whole."""
    pieces = ""
    for said in reversed(turn.user_events[-_PIECES_BACK - 1 :]):
        piece = piece_of(normalise(str(said.get("text") or "")).text)
        if not piece:
            return None
        pieces = piece + pieces
        if piece != pieces and number.fullmatch(pieces):
            return pieces
    return None


def piece_of(text: str) -> str:
    """The digits of a message that holds no more than a piece of a number."""
    digits = re.sub(r"[^0-9]", "", text)
    return digits if digits and not _PIECE_WORDS.sub("", re.sub(r"[0-9]", "", text)) else ""


def retailed(known: str, text: str) -> str | None:
    """A known phone whose last digits are put right: “尾号不是0007 是0008”, “最后一位是5”; None when the words tell no such thing."""
    tail = _TAIL.search(text)
    if not tail or not _TAIL_MENDED.search(text):
        return None
    runs = [found["run"] for found in _DIGITS.finditer(text, tail.start()) if not found["denied"]]
    if len(runs) != 1 or len(runs[0]) > _LONGEST_TAIL:
        return None
    return known[: -len(runs[0])] + runs[0]


def beside_places(turn: Turn) -> str:
    """The message without places: the number of a house is no day."""
    text = _HOUSE.sub("", turn.text)
    for told in turn.entities("address"):
        text = text.replace(_HOUSE.sub("", str(told)), " ")
    return text
