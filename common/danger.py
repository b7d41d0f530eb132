"""Danger to life in a customer's words, found before anything else is asked (facts 0.3 rule 1, 4.2). Pure, no state.

Used by the bot (rasa process) on every message and by the service for messages that never reach the bot. Recall comes first:
a false alarm costs a safety hint, a miss may cost a life. What is taken out is only what cannot be meant: anger (气炸了), prices
(贵死人), fire words of daily life (火锅, 火线), a danger that is denied in the same breath (没有冒烟), and one that is over and settled.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from common.danger_words import GROUPS, HARMLESS, LOOK_ALIKES
from common.danger_words import KINDS as DANGERS
from common.normalise import normalise

UNSPECIFIED = "unspecified"
"""Kind for a message that is dangerous by its sense (the classifier says so) though no pattern names the danger."""


@dataclass(frozen=True)
class Danger:
    """The gravest danger of a message.

    Attributes:
        kind: key of the safety text to send; one of `KINDS`.
        start, end: place in the original text, in characters.
        kinds: every kind found, gravest first.
    """

    kind: str
    start: int
    end: int
    kinds: tuple[str, ...]


_BRIDGE = "[^。!?;]{0,8}"


def _compile(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all phrases of a kind, abbreviations of the lexicon written out."""
    text = "|".join(phrases).replace("~", _BRIDGE)
    return re.compile(re.sub("<([a-z]+)>", _group, text))


def _group(match: re.Match[str]) -> str:
    return GROUPS[match.group(1)]


KINDS = (*DANGERS, UNSPECIFIED)
_COMPILED = tuple((kind, _compile(phrases)) for kind, phrases in DANGERS.items())
_LOOK_ALIKE = re.compile("|".join(LOOK_ALIKES))
_HARMLESS = re.compile("|".join(HARMLESS))
# Denial right before the danger word: 没有冒烟, 没闻到糊味, 也不冒火花, 不是着火; and precautions: 防止触电, 怕漏电.
_DENIAL = re.compile(
    r"(?:没有?|无|未|并未|不是|并没有?|不|没什么|没啥|别|从没)(?:看见|看到|闻到|闻见|发现|听见|听到|发生|出现|见到|见|有|任何|什么|啥|人|再|明显的?|感觉到?|的){0,3}$"
    r"|(?:防止|预防|避免|以免|防|免得|省得|怎么防|杜绝|担心会?|怕会?|会不会|是不是会?|能不能|容易|不容易|万一)(?:再|有人|被|人|家里|发生|引起|造成){0,2}$"
    r"|(?:怎么|如何|咋)(?:检?查|看|知道|判断|测)[^。!?;]{0,6}$"
)
# What a pullover does; a tap that feels like it is another matter.
_STATIC = re.compile("毛衣|静电(?!一样|似的)|脱衣服")
_LIVE = re.compile("水|龙头|墙|砖|壳|[插开][座头关排]|线|机|冰箱|空调|门(?!把)|铁|栏|衣架|晾")
_HELD = re.compile("[抓握攥][着住]线")
_METERING = re.compile("电费|脉冲|走字|度数|电表|表走|那块表|跳闸|空开|漏保|跳了|还在跳|照样跳|账单")
_DENIAL_REACH = 12
# Over and settled: 上周电线断了,已经修好了. Any sign that it goes on, comes again or is doubted (又, 还, 但, 没) makes it a danger.
_PAST = re.compile(
    "那[天回次]|去年|前年|年前|上个?(?:周|月|次|礼拜|星期|回)|之前|以前|早先|昨[天晚]|前[天阵几]"
)
_SETTLED = re.compile(
    "现在(?:已经|都)?(?:好|没事|正常)了|(?:已经?|都|早就?|后来|给)[^。!?;]{0,4}(?:修好|修了|换好?了|换上?新|处理好|处理完|扑灭|解决了)|官司|开庭|判决"
)
# Learnt elsewhere, of nobody whom a crew could help: a film, an exercise, the news of days ago.
_STORY = re.compile(
    "电视剧|电影|动画片|小说[里上]|(?:电视|新闻|视频|抖音)[里上]?(?:说|演|讲|放|播|看[到见])|(?:孩子|写|做|老师|家庭)[^。!?;]{0,4}作业|作业[题本问:]|课本|试卷|考试题"
    "|听(?:说|人说|别人说)[^。!?;]{0,3}(?:昨|前[天几]|上|去年)"
)
# Told of others, and asked whether it is so; or feared, and found to be nothing.
_RUMOUR = re.compile(
    "(?:朋友圈|网上|群里|抖音|听)[^。!?;]{0,3}(?:说|传|讲).*(?:真的假的|真的吗|真有这|谣言|哪里的事)"
)
_FALSE_ALARM = re.compile("虚惊|以为[^。!?;]{0,10}(?:原来|其实)")
_HERE = re.compile("现在|正在|快来|赶紧|救命|我家|俺家")
# Told in praise of those who came: 昨天电线断了,师傅半小时就到,给他点个赞.
_PRAISED = re.compile(
    "表扬|[点个]赞|锦旗|感谢|谢谢[^。!?;]{0,4}师傅|(?:态度|服务|特别|真)(?:的?好|热情|负责)|[修来]得[真很挺]?快"
)
_NOW = re.compile("现在|还在|又|正在|这会儿?|刚[才刚]|快来|赶紧|救")
_GOES_ON = re.compile("又|还|再|现在|今|刚|这|其实|结果|但|可|却|不|没|一直|仍|越来越|快[来点]|马上|赶紧|救")
_GOOD_NOW = re.compile("现在(?:已经|都)?(?:好|没事|正常)了")
# Dangers whose denial by 不 is impossible or that stand for themselves whatever comes before.
_NEVER_DENIED = frozenset({"self_harm", "life_support"})


@lru_cache(maxsize=16)  # classifier and guard ask for the same message one after the other
def detect(text: str) -> Danger | None:
    """The danger a message speaks of, or None. `text` is what the customer wrote, of any length, in any spelling."""
    plain = normalise(text)
    if not plain.text:
        return None
    searched = _without_look_alikes(plain.text)
    found: list[tuple[str, int, int]] = []
    for kind, pattern in _COMPILED:
        match = next((m for m in pattern.finditer(searched) if _is_meant(kind, searched, m)), None)
        if match is not None:
            found.append((kind, match.start(), match.end()))
    if not found:
        return None
    kind, start, end = found[0]
    original_start, original_end = plain.span(start, end)
    return Danger(kind, original_start, original_end, tuple(name for name, _, _ in found))


def denies_danger(text: str) -> bool:
    """Whether every danger that a message names is denied or settled, and there is at least one: 没人触电,就是欠费."""
    searched = _without_look_alikes(normalise(text).text)
    return detect(text) is None and any(pattern.search(searched) for _, pattern in _COMPILED)


def is_harmless(text: str) -> bool:
    """Whether a message that names no danger speaks of what only sounds like one: 电梯停了,住22楼."""
    return detect(text) is None and bool(_HARMLESS.search(normalise(text).text))


def _without_look_alikes(text: str) -> str:
    return _LOOK_ALIKE.sub(lambda m: "□" * len(m.group()), text.replace("\n", "。"))


def _is_meant(kind: str, text: str, match: re.Match[str]) -> bool:
    """Whether the danger is neither denied nor settled nor a guess about the bill (是不是漏电了)."""
    if match.group() in ("漏电", "跑电") and _METERING.search(text):
        return False
    if kind not in _NEVER_DENIED and (_is_settled(text, match) or _is_story(text, match)):
        return False
    if kind in ("shock", "sparks", "numb") and _STATIC.search(text) and not _LIVE.search(text):
        return False
    if kind == "shock" and _HELD.match(match.group()) and "风筝" in text:
        return False  # a kite's string, not the line
    before = text[max(0, match.start() - _DENIAL_REACH) : match.start()]
    if kind in _NEVER_DENIED or not _DENIAL.search(before):
        return not _denied_inside(match.group())
    return False


def _is_settled(text: str, match: re.Match[str]) -> bool:
    """Whether the danger lies between a time gone by and the news that it is over, or is part of a word of praise."""
    if not _PAST.search(text, 0, match.start()):
        return False
    is_praise = _PRAISED.search(text) and not _NOW.search(text)
    told = _GOOD_NOW.sub("", text)
    return bool(is_praise or (_SETTLED.search(text, match.end()) and not _GOES_ON.search(told)))


def _is_story(text: str, match: re.Match[str]) -> bool:
    """Whether the danger was learnt from a film, an exercise or old news, or feared only, and nothing says that it is here and now."""
    told = _STORY.search(text, 0, match.start()) or _RUMOUR.search(text) or _FALSE_ALARM.search(text)
    return bool(told) and not _HERE.search(text)


def _denied_inside(words: str) -> bool:
    """A denial between the thing and what befell it: 变压器没有冒烟, 电线没断, 水龙头不麻手."""
    return bool(
        re.search(
            r"(?:没有?|未|不)(?:再|有|看到|闻到|发现)?(?:冒|断|掉|倒|着火|起火|炸|爆|漏|麻|烧|垂|落|进水|淹|触|电人|带电)",
            words,
        )
    )
