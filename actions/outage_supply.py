"""What words tell of the customer's own supply: it is back, or it is not. Pure (facts 6.2: 来电).

The last that is said of it counts: “上午没电，这会儿正常了” is back, “电来了又走了” is away. Words that tell neither (“消防来了”, “师傅走了”) are
about something else, however much they sound like it.
"""

from __future__ import annotations

import re

BACK, PARTLY, AWAY, LATER, NOT_HIS, WITHDRAW = "back", "partly", "away", "later", "not his", "withdraw"

_CLAUSES = re.compile(r"[\s,，。.;；、!！~～]+")
# Wishes to hear of it.
_LATER = re.compile(
    r"(?:来电|有电|恢复|送电|通电|修好)[了时后]?(?:以?后|的?时候)?[^,，。 师]{0,4}(?:通知|告诉|喊|叫|说一?声|提醒|发[个条]|打电话|吱一?声)"
    r"|(?:通知|提醒|告诉)[我俺]"
)
# What is expected of later, or asked, has not happened.
_EXPECTED = re.compile(
    r"快(?:来|好|修|有|恢复|送|点|些)|马上|就要|准备|即将|等[他她你我会一下]|一会儿?(?:就|才|能|再)?[来有恢送修好]|待会|过会|[几半]个?(?:小时|点|钟)后?[才能会再]"
    r"|说.{0,8}(?:[点后会能才要])|(?:才|能|会|要|应该|该)(?:来|有|恢复|送)电|[才能会]好|要是|如果|万一|等到|什么时候|啥时候|何时|几点|多久"
    r"|[吗么?？]$|[是对]吧[?？]?$|有没有"
)
# Somebody else's supply: nothing is told of his own, unless it is said to be away.
_NOT_HIS = re.compile(
    r"(?:旁边|隔壁|邻居|对面|对门|别[人家的]|人家|周围|附近|其他|前后|[前后东西南北][边面侧])[^我俺,，。 ]{0,8}(?:有电|来电|来了|恢复|正常|亮)"
)
_OURS_NOT = re.compile(r"[我俺咱]们?(?:[一1]?[家户厂店村]|这里?边?)?[^,，。 ]{0,4}[没不]")
_NOT_AWAY = re.compile(r"(?:不是|没有?|不|并非|别再?)(?:再)?(?:没有?电|停电|停了|断电|黑|缺)")
_AWAY = re.compile(
    r"又(?:给|都|全)?(?:[走停没断跳灭黑掉]|不[亮来行])|[来好亮][了过一]?(?:下|会儿?|阵)?(?:就|又|再)[走停没断跳灭黑]"
    r"|[还仍]是?(?:没|不|黑|停)|[没不莫冇](?:有|给)?(?:修好|修|弄好|搞好|来电|恢复|亮|通|有?电)|没[有来好](?!人)|[木么]有电|没得电|白修|[我俺咱]们?[家户厂店村]?[还也]?没|[停断黑](?:了|着|电|的|掉|到)"
)
_BACK = re.compile(
    r"(?:来|有|通[上了]?|送[上了]?|复)[了上过的]?[电店垫](?![话表梯费器工])|电(?:早|已经?|就|都|终于|总算|算|刚|自己|回|又|给|是|也|全|它|上)*(?:来|有|恢复|通|好|到)了?"
    r"|恢复(?:了|啦|正常|供电|送电|用电|通电|$)|亮(?:了|着|啦|起|堂|的|$)|通[了上](?:电)?|(?:修|弄|搞|整|自己|早|都|也|就|又|已经?|全|现在|家里)*好(?:了|啦|使)"
    r"|正常(?:了|啦|用|$)|没事(?:了|啦)|(?:转|响|开|动|用)(?:得|的)?(?:起来|上|了)|能(?:用|吹|看|开)了?|又[能有]|有了$|不停了|弄错|搞错|看错"
)
_BACK_ALONE = re.compile(
    r"(?:哎|诶|哦|嗯|啊|哈|还真快|真快|终于|总算|已经|刚刚?|又|都|也|全|自己|现在|这会儿?|太好了|[0-9一二三四五六七八九十]+[点半分多]+){0,7}来[了啦]*(?:来[了啦]*)?[了啦啊呀哦嘛的呢吧哈喽咯咧诶]*"
)
# Somebody who came, went or was freed; the supply did not.
_PERSON = re.compile(
    r"(?:师傅|电工|消防|1[12][09]|警察|物业|抢修|[你他]们|老师|领导|工人|救护车|人)[^,，。 电]{0,6}(?:来|到|走|好|出来)"
)
_ASKS = re.compile(r"了没有?[啊呀呢]*$")
_PARTLY = re.compile(r"只有|一半|半边|有的|有些|部分|不稳|暗|[忽还老一]闪|但|可是")
_WITHDRAW = re.compile(
    r"(?:不用|不要|不必|别|无需|用不着)(?:你们|师傅|人|再)?(?:[来管派修跑看]|过来)(?:人|我们?|修)?了?|撤[单了销掉]|(?:单子?|工单|报修)(?:就|给|也|我)*取消"
)

_DARK_NOW = re.compile(r"没有?电|没得电|停了?电|断了?电|没来电|跳闸|黑(?:了|着|灯)|不亮")
_CUT_FOR_IT = re.compile(r"欠费(?:给|被|才)?(?:停|断)了?电?了?")
_NO_MONEY = r"(?:欠|没钱|没了?钱|没[交缴充]|钱[用花]?[完光没]|余额|[交缴]费|话费)"
# That it is for want of money is asked, guessed at or denied; who knows that it is wants his supply back.
_DOUBTS = re.compile(
    rf"(?:是不是|会不会是?|是否|难道|该不会|不会是|可能是?|估计|莫非|好像|不知道|不清楚|忘[了记]?|记不)[^,，。]{{0,8}}{_NO_MONEY}"
    rf"|{_NO_MONEY}了?[^,，。]{{0,3}}(?:吗|么|没有?$|[?？])|(?:卡|表|账|户头|里|余额)[^,，。]{{0,4}}(?:还有|有的是|够|足)[^,，。]{{0,3}}(?:钱|$)|(?:没有?|不)欠"
)
# Of a cut that may come, of paying and of what comes behind it the account tells.
_OF_A_CUT = re.compile(
    r"会不会[^,，。]{0,4}[停断]|[会要]停电?[吗么]|什么时候[^,，。]{0,4}[停断]|[交缴充]了|已[经交缴]|刚[交缴充]|怎么[交缴]|先[^,，。]{0,4}[送通]|复电|明天[交缴]|滞纳金|违约金"
)


def doubts_arrears(text: str) -> bool:
    """Whether it is dark, and only wondered whether that is for want of money: “没电 是不是卡里没钱了”. That is an outage until it is known."""
    told = _CUT_FOR_IT.sub("欠费", text)
    return bool(_DARK_NOW.search(told) and _DOUBTS.search(told)) and not _OF_A_CUT.search(text)


def supply_in(text: str) -> str | None:
    """One of the words above; None when nothing is told of supply."""
    if _LATER.search(text):
        return LATER
    found = next(filter(None, map(_supply_in_clause, reversed(_CLAUSES.split(text)))), None)
    if found != BACK and _WITHDRAW.search(text):
        return WITHDRAW if found is None else PARTLY
    return PARTLY if found == BACK and _PARTLY.search(text) else found


def _supply_in_clause(clause: str) -> str | None:
    """As `supply_in`, of one clause."""
    if _NOT_HIS.search(clause):
        return AWAY if _OURS_NOT.search(clause) else NOT_HIS
    if _ASKS.search(clause):
        return None
    told = _NOT_AWAY.sub("有电", clause)
    away = max((match.end() for match in _AWAY.finditer(told)), default=0)
    is_person = _PERSON.search(told) and not re.search(r"电|亮", told)
    says_back = not is_person and not _EXPECTED.search(told)
    back = max((match.end() for match in _BACK.finditer(told)), default=0) if says_back else 0
    if away or back:
        return BACK if back > away else AWAY
    return BACK if _BACK_ALONE.fullmatch(told) else None
