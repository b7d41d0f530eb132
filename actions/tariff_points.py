"""Single questions about household prices: what each asks for in one sentence, from the price table in force (facts 3.3–3.6). Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from actions.bill_view import percent, plain, yuan
from actions.tariff_talk import LANDLORD, LARGE, TIER, TOU
from actions.tariff_view import Prices
from actions.theft_reading import RESOLD
from common.chinese_numbers import parse_number

BUSINESS_WORDS = re.compile(r"店|商铺|商户|商业|商用|工业|铺子|门面|厂|公司|饭馆|超市|旅馆|企业")
# Where on the bill, which is no question for an office.
WHERE_ADDED = re.compile(r"(?:加|算|写|体现|显示)[在到].{0,3}哪|账单.{0,6}看不|怎么加")
_NUMBER = r"[0-9一二两三四五六七八九十百千万]+"
_ABOVE = re.compile(
    rf"(?:超|多出|多用|多(?=[0-9一二两三四五六七八九十百千万]+度))[^0-9一二两三四五六七八九十,，。]{{0,3}}(?P<kwh>{_NUMBER})度"
)
_USED = re.compile(rf"(?P<kwh>{_NUMBER})度")
_PEOPLE = re.compile(rf"(?P<people>{_NUMBER})(?:口|个(?!月|度|点|小时|块))")
# How much is usual, of nobody's bill.
USUAL = re.compile(
    rf"(?:一般|普通|正常|平均|别人|人家|大家).{{0,4}}(?:家庭?|居民|住户|用户).{{0,8}}多少度|(?:多少|几)度?电?才?算(?:是)?(?:正常|高|多|低|少|合理|普通)"
    rf"|{_NUMBER}度电?(?:[算是]|算不算)(?:高|多|正常|少|低|合理)[吗不么啊呀还]"
)
_A_MONTH = re.compile(rf"月.{{0,6}}?(?P<kwh>{_NUMBER})度")
_LARGE_FROM, _FLAT_FROM = 5, 7  # people
# Who is no household, and yet no business either.
OTHER_CLASS = re.compile(r"学校|幼儿园|养老院|敬老院|宿舍|村部|村委|农业|养殖|大棚|泵站")
FOR_HOMES = "峰谷电价、一户多人口说的都是住户家庭。学校、养老院、种养殖这类按核定的用电类别算，能不能办以营业厅答复为准。"
WHERE_TO_TURN = "先请房东、物业拿电费账单对一对。谈不拢，我可以帮您登记举报，也可以打12398能源监管热线。"


@dataclass(frozen=True)
class Point:
    """One thing that is asked by itself.

    Attributes:
        topics: intents of which it is a point.
        words: what the question says.
        tell: the answer; empty where the numbers named give none.
    """

    topics: frozenset[str]
    words: re.Pattern[str]
    tell: Callable[[Prices, str], str]


def point(prices: Prices, topic: str, text: str) -> str:
    """The answer to the one thing that is asked; empty when the words ask for nothing in particular."""
    fitting = (each for each in POINTS if topic in each.topics and each.words.search(text))
    return next((told for each in fitting if (told := each.tell(prices, text))), "")


def tier_words(prices: Prices) -> str:
    """The three tiers; only what lies above a cut costs more (facts 3.3)."""
    first, second = prices.yearly_cuts
    low, high = prices.base + prices.adders[0], prices.base + prices.adders[1]
    return (
        f"居民用电按年分三档，1月1日重新算：{first}度以内{plain(prices.base)}元一度；{first + 1}到{second}度的部分{plain(low)}元；"
        f"超过{second}度的部分{plain(high)}元。只有超出的那部分加价{prices.source}。"
    )


def tou_words(prices: Prices) -> str:
    """Hours, prices and break-even (facts 3.5)."""
    start, end = prices.peak_hours
    return (
        f"早{start}点到晚{end - 12}点是峰，{plain(prices.base + prices.peak_adder)}元一度；晚{end - 12}点到早{start}点是谷，"
        f"{plain(prices.base + prices.valley_adder)}元；周末节假日一样，到二三档照样加价。"
        f"谷时用电超过{percent(prices.valley_pays_from)}就划算{prices.source}。"
    )


def large_words(prices: Prices) -> str:
    """Who may apply for wider tiers (facts 3.4)."""
    return (
        f"一户登记{_LARGE_FROM}人及以上可以申请“一户多人口”，审核通过后每月各档多{prices.large_household_monthly}度；"
        f"7人及以上也可以选合表电价{plain(prices.flat)}元一度，不分档{prices.source}。"
    )


def our_words(prices: Prices | None, text: str) -> str:
    """What the utility itself takes (facts 2.2, 3.3)."""
    if prices is None:
        return "供电公司只按国家定的电价收。"
    if BUSINESS_WORDS.search(text):
        return "供电公司只按国家定的电价收，店铺按工商业电价，每月公布。"
    return f"供电公司的居民电价：一户一表第一档{plain(prices.base)}元一度，几家合用一块表的{plain(prices.flat)}元{prices.source}。"


def resold_words(prices: Prices | None, text: str) -> str:
    """The same, and that it is not for us to decide whether another's price is right (facts 4.4)."""
    return f"{our_words(prices, text)}房东、物业、村里代收的合不合理，要看实际交了多少、怎么分摊，我不好下结论，可以拿供电公司的电费账单对一对。"


def flat_words(prices: Prices, text: str) -> str:
    """The price without tiers beside the three tiers."""
    second, third = (prices.base + adder for adder in prices.adders)
    return (
        f"合表电价不分档，统一{plain(prices.flat)}元一度：比居民第一档贵{plain(prices.flat - prices.base)}元，"
        f"比第二档便宜{plain(second - prices.flat)}元，比第三档便宜{plain(third - prices.flat)}元{prices.source}。"
    )


def _above(prices: Prices, text: str) -> str:
    """What so many kWh above a cut cost more; where the year's total is named, in their own tiers."""
    above, used = _ABOVE.search(text), [int(n) for each in _USED.findall(text) if (n := parse_number(each))]
    (first, second), (low, high) = prices.yearly_cuts, prices.adders
    total = max(used, default=0)
    if total > first:
        in_second, in_third = min(total, second) - first, max(0, total - second)
        more = low * in_second + high * in_third
        return f"一年{total}度，超过{first}度的有{total - first}度，一共多交{yuan(more)}，其余的不加价{prices.source}。"
    number = parse_number(above["kwh"]) if above else total
    if not number or number <= 1:  # “一度贵多少” asks for the step
        return ""
    kwh = int(number)
    return f"这{kwh}度在第二档里多交{yuan(low * kwh)}，在第三档里多交{yuan(high * kwh)}，只加这一部分{prices.source}。"


def _restart(prices: Prices, text: str) -> str:
    return f"每年1月1日清零重新算，又从第一档{plain(prices.base)}元一度开始{prices.source}。"


def _only_above(prices: Prices, text: str) -> str:
    first, second = prices.yearly_cuts
    low, high = prices.base + prices.adders[0], prices.base + prices.adders[1]
    return (
        f"不是全部。一年里{first}度以内的还是{plain(prices.base)}元，到{second}度的部分{plain(low)}元，"
        f"只有超过{second}度的部分才按{plain(high)}元{prices.source}。"
    )


def _steps(prices: Prices, text: str) -> str:
    low, high = prices.adders
    return f"一度电，第二档比第一档贵{plain(low)}元，第三档比第一档贵{plain(high)}元，只加在超出的部分{prices.source}。"


def _still_tiers(prices: Prices, text: str) -> str:
    return f"现在执行的电价还分三档，取消的消息我没有{prices.source}。"


def _hours(prices: Prices, text: str) -> str:
    start, end = prices.peak_hours
    return f"早{start}点到晚{end - 12}点是峰，晚{end - 12}点到第二天早{start}点是谷，周末和节假日也一样{prices.source}。"


def _cheaper(prices: Prices, text: str) -> str:
    return f"和不开峰谷比，谷时一度便宜{plain(-prices.valley_adder)}元，峰时一度贵{plain(prices.peak_adder)}元{prices.source}。"


def _pays_from(prices: Prices, text: str) -> str:
    return (
        f"谷时用的占到总用电的{percent(prices.valley_pays_from)}以上就划算，占得越多省得越多{prices.source}。"
    )


def _at_night(prices: Prices, text: str) -> str:
    start, end = prices.peak_hours
    return (
        f"晚{end - 12}点到早{start}点用的都算谷电，一度便宜{plain(-prices.valley_adder)}元；其余时间一度贵{plain(prices.peak_adder)}元。"
        f"夜里用的占到{percent(prices.valley_pays_from)}以上就划算{prices.source}。"
    )


def _hundred(prices: Prices, text: str) -> str:
    more, (low, high) = prices.large_household_monthly, prices.adders
    return (
        f"每月多的{more}度都按第一档算：用到第二档的一个月省{yuan(low * more)}，用到第三档的省{yuan(high * more)}，"
        f"没超第一档的不省{prices.source}。"
    )


def _where_added(prices: Prices, text: str) -> str:
    first, second = (cut + 12 * prices.large_household_monthly for cut in prices.yearly_cuts)
    return f"账单上不单列一行，是把每档的线抬高：满一年的，第一档到{first}度、第二档到{second}度{prices.source}。"


def _people(prices: Prices, text: str) -> str:
    found = [parse_number(n) or 0 for n in _PEOPLE.findall(text)]  # “添了一个，七口了”
    number = max(found, default=0)
    if not number:
        return ""
    few = f"还不够，要登记{_LARGE_FROM}人及以上才能申请"
    enough = f"的话，户口登记满{_LARGE_FROM}人就能申请，算不算数由供电公司审核"
    flat = f"；7人及以上也可以选合表电价{plain(prices.flat)}元一度，不分档" if number >= _FLAT_FROM else ""
    return f"{int(number)}口人{enough if number >= _LARGE_FROM else few}{flat}{prices.source}。"


def _usual(prices: Prices, text: str) -> str:
    """There is no norm; the tiers are a measure that everybody shares."""
    low, high = prices.monthly_cuts
    own = _A_MONTH.search(text)
    kwh = int(parse_number(own["kwh"]) or 0) if own else 0
    reached = "第一档" if kwh <= low else "第二档" if kwh <= high else "第三档"
    lead = f"每月都用{kwh}度的话，全年会用到{reached}。" if kwh > 1 else ""
    return f"{lead}多少算多没有统一标准，人口和电器不一样。可以拿阶梯比：平均每月{low}度以内是第一档，{high}度以内是第二档{prices.source}。"


def _extra_kwh(prices: Prices, text: str) -> str:
    more = prices.large_household_monthly
    return f"审核通过后每月各档多{more}度，一年多{12 * more}度{prices.source}。"


def _no_resale_only(prices: Prices, text: str) -> str:
    return (
        ""
        if RESOLD.search(text)
        else f"合表、学校、养老院这类不分档，统一{plain(prices.flat)}元一度{prices.source}。"
    )


def _p(topics: str, words: str, tell: Callable[[Prices, str], str]) -> Point:
    names = {"T": TIER, "P": TOU, "L": LARGE, "R": LANDLORD}
    return Point(frozenset(names[letter] for letter in topics), re.compile(words), tell)


# T tiers, P peak/valley, L large household, R another's price; the first that fits is told.
POINTS = (
    _p("TPL", r"(?:比|跟|和).{0,3}(?:居民|一户一表).{0,6}(?:贵|便宜|高|低|划算)|合表.{0,8}(?:贵|便宜|划算|高)", flat_words),
    _p("T", USUAL.pattern, _usual),
    _p("L", r"多[给加]?(?:了)?(?:多少|几)度?(?:电)?[啊呀呢]*$|加(?:多少|几)度", _extra_kwh),
    _p("TR", RESOLD.pattern, resold_words),
    _p("R", r"找谁|找哪|谁管|去哪|怎么办|咋办|哪里能", lambda p, text: WHERE_TO_TURN),
    _p("R", r"标准|规定|该收|合[理法]|多少钱", our_words),
    _p("TPL", r"每个?月.{0,3}(?:一百|100)度?.{0,8}(?:钱|省|几块|便宜|值)", _hundred),
    _p("L", r"(?:一百|100)度?.{0,8}(?:钱|省|几块|便宜)|[能可].{0,2}[省便].{0,3}(?:多少|几)|(?:省|便宜|优惠)(?:了)?(?:多少|几)", _hundred),
    _p("L", WHERE_ADDED.pattern, _where_added),
    _p("T", r"合表|出租|宿舍|学校|养老院|充电桩", _no_resale_only),
    _p("T", BUSINESS_WORDS.pattern, lambda p, text: "店铺、厂房执行工商业电价，没有居民阶梯，价格以供电公司当月公布为准。"),
    _p("T", r"搬|过户|年中|新装|新房|中途", lambda p, text: "年中新装或过户的，分档电量按当年用电的月数折算，用了几个月就算几个月。"),
    _p("T", r"全按|[都全]部?(?:按|算)|所有.{0,4}按|前[面边]的?.{0,4}(?:补|加|也)", _only_above),
    _p("T", r"度.{0,8}(?:多[交花付收掏]|多多少|贵多少|加多少)|(?:多[交花付收掏]).{0,8}度|^[那我家]*超了?" + _NUMBER + "度", _above),
    _p("T", r"清零|归零|重新(?:开始|算|来|计)|从头|[回降][到回]|什么时候.{0,5}(?:便宜|降)|几时.{0,4}(?:便宜|降)", _restart),
    _p("T", r"档.{0,8}(?:贵|差|多|加)(?:多少|了?几)|(?:贵|差|加)(?:多少|几)[分毛钱]?", _steps),
    _p("T", r"取消|还有没有|还分不分", _still_tiers),
    _p("P", r"(?:谷|夜|晚).{0,6}占多少|(?:多少|怎样|咋样|什么情况).{0,8}才?(?:划算|合算|值得)|占多少", _pays_from),
    _p("P", r"(?:便宜|省|贵|优惠|差)了?(?:多少|几|一?点)|便宜不|便宜[吗嘛]", _cheaper),
    _p("P", r"几点|时间|时段|几时|周末|周六|节假?日|过年", _hours),
    _p("P", r"晚上|夜[里间]|半夜|后半夜|热水器|电动车|电瓶车|烧水|洗衣机", _at_night),
)  # fmt: skip
_AGAIN = (_p("L", _PEOPLE.pattern, _people),)


def second_point(prices: Prices, topic: str, text: str) -> str:
    """What the general answer holds as well, told by itself once that answer has been given."""
    fitting = (each for each in _AGAIN if topic in each.topics and each.words.search(text))
    return next((told for each in fitting if (told := each.tell(prices, text))), "")
