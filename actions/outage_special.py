"""Special cases: who suffers most without supply, what he is told at once, and that a person hears of it (facts 4.3)."""

from __future__ import annotations

import re
from typing import Any

from actions.packet import packet
from actions.turn import Say, Turn

LIFE_SUPPORT = "life_support"
_BABY = "(?:娃|宝|孩子|小孩|孙子|孙女|儿子|女儿|闺女)"
_MONTHS = "(?<![0-9])(?:[0-9一二两三四五六七八九十]{1,2}|[几半])(?:个多?半?月|天)(?!没|假|前|后)"
# Words that name a special case; the names are those of the service's list.
_SENSITIVE = {
    LIFE_SUPPORT: r"呼吸机|制氧机|氧气机|吸氧|雾化|透析|腹透|血透|吸痰|监护仪|胰岛素|冷藏药",
    "elderly_alone": r"独居|老人(?:一个人|自己)|(?:一个人|自己)住的?老"
    r"|(?:[789][0-9]|[七八九]十)多?岁|(?<![\d停电])(?:[789]0|[七八九]十)多了?(?:$|[,，。 岁])|老人在家|(?:只有|就剩?)老[人头太]"
    r"|(?:爸|妈|奶|爷|外公|外婆|姥姥|姥爷|公公|婆婆|丈母娘|老丈人|老太|老头|老人).{0,12}(?:一个人|自己|独自)(?:住|在家|在老家|在乡下|过)",
    "disabled": r"残疾|瘫痪|卧床|轮椅",
    "infant": r"婴儿|新生儿|月子|[刚才]出生|[刚才]满月|吃奶|奶粉|一个人.{0,4}带.{0,3}[孩娃宝]"
    rf"|{_BABY}(?:才|刚|还|不到|就|只有|现在|大概)*{_MONTHS}|{_MONTHS}大?的?[^,，。]{{0,1}}{_BABY}",
    "hospital": r"医院|诊所|卫生[院室]|手术|ICU|疫苗",
    "care_home": r"养老院|敬老院|护理院",
    "school": r"学校|幼儿园|托儿所",
    "school_exam": r"高考|中考|考点|考场",
    "petrol_station": r"加油站",
    "gas_station": r"加气站|燃气站|液化气站",
    "mine": r"煤矿|矿井|井下",
    "chemical": r"化工",
    "water_works": r"水厂|自来水泵",
    "pumping": r"排涝|抽水站|泵站",
    "aquaculture": r"增氧|打氧|[鱼虾蟹]塘|养殖|[鱼虾蟹]苗|育苗",
    "livestock": r"养[鸡鸭鹅猪牛羊兔]|[鸡鸭鹅猪牛羊兔](?:舍|棚|圈|场)|[鸡鸭鹅]苗|猪崽",
    "hatchery": r"孵化",
    "greenhouse": r"大棚|温室|[菇菌花]棚|卷帘机",
    "cold_store": r"冷库|冷冻厂|保鲜库|冷藏库|冰库",
    "telecom_base": r"基站",
}
_DENIED = re.compile(r"(?:没有?|不是|不用|无|并非)[^，,。；;、]{0,3}$")
# A place beside a landmark is not the landmark: 加油站对面, 医院后面.
_LANDMARK = re.compile(
    r"^.{0,2}(?:对面|对过|旁边?|附近|后[面边头]|前[面边头]|隔壁|路口|东[边侧]|西[边侧]|南[边侧]|北[边侧])"
)
# What must be said before anything else is asked.
FIRST_WORDS = {
    LIFE_SUPPORT: "utter_special_life_support",
    "petrol_station": "utter_special_petrol_station",
    "gas_station": "utter_special_petrol_station",
    "aquaculture": "utter_special_aquaculture",
    "livestock": "utter_special_livestock",
}
# Levels of the customer file that put a report first (facts 2.5, 4.3).
PREFERRED_LEVELS = ("重点", "重要用户")


def sensitive_in(text: str) -> list[str]:
    """Special cases that a text names; one that is denied or only a landmark is none."""
    return [
        name
        for name, pattern in _SENSITIVE.items()
        if any(_is_meant(text, m) for m in re.finditer(pattern, text, re.IGNORECASE))
    ]


def _is_meant(text: str, match: re.Match[str]) -> bool:
    return not _DENIED.search(text[: match.start()]) and not _LANDMARK.match(text[match.end() :])


async def care(turn: Turn, say: Say, new: list[str], summary: str, tickets: list[str]) -> None:
    """First words for cases just named, and staff alerted in the same turn, before the report is complete."""
    for response in dict.fromkeys(FIRST_WORDS[name] for name in new if name in FIRST_WORDS):
        say.utter(response)
    alert: dict[str, Any] = await packet(turn, summary, tickets)
    say.hand_over("sensitive", alert, urgent=True, keep_bot=True)


async def care_before_plan(turn: Turn, say: Say, special: list[str]) -> None:
    """The same before an outage that is planned: there is time to prepare, and nothing to report yet."""
    if not any(name in FIRST_WORDS for name in special):
        say.utter("utter_special_planned")
    await care(turn, say, special, f"要停电，有特殊情况：{turn.said[:200]}", [])


async def fears_for_life(turn: Turn, say: Say) -> bool:
    """Cares for who names a breathing machine, whatever was asked of him: “家里有吸氧的老人 别停”. False when nobody does."""
    if LIFE_SUPPORT not in sensitive_in(turn.text):
        return False
    await care(turn, say, [LIFE_SUPPORT], f"有特殊情况：{turn.said[:200]}", [])
    return True
