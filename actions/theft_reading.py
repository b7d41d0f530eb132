"""What words that sound like a report on others are: a report, a question about a price, the customer's own matter. Pure.

Nobody is registered as an offender, or reports anybody, unless his words name what others do: understanding takes a landlord's own
price and a socket for a wedding for theft just as surely as a hook on the line.
"""

from __future__ import annotations

import re

from actions.aside import asks

# A price that somebody else than the utility takes.
RESOLD = re.compile(
    r"(?:房东|物业|公寓|商场|中介|出租|租的?房).{0,16}(?:块|毛|元|一度|每度|电价|加价|电费.{0,4}(?:贵|高))|转供"
)
# Topic → words; what fits none is theft of electricity.
KINDS = {
    "conduct": r"吃拿卡要|收礼|红包|好处|黑钱|贿|请客|[收送要]了?[^,，。]{0,4}[条盒瓶箱][烟酒]|公车|指定(?:的)?(?:厂家|施工|设计)|(?:工作人员|电工|供电所|你们).{0,8}(?:收|要)[^,，。费]{0,4}钱",
    "sabotage": r"割.{0,4}(?:电缆|电线|线)|偷.{0,3}(?:电缆|电线|变压器|铜)|砸|破坏|大棚|线(?:路)?底?下.{0,4}(?:盖|种|堆)|锯",
    "breach": r"转供|加价|一块.{0,2}(?:一度|钱)|房东|转卖|倒卖|私自(?:增容|接给)|居民电.{0,6}(?:做生意|开店|商用)|改类别",
    "theft": "",
}
LABELS = {"conduct": "工作人员行为", "sabotage": "破坏电力设施", "breach": "违约用电", "theft": "窃电"}
# Who wants it looked into says so; about a price alone one asks first.
_REPORTS = r"(?<!不)(?<!不是)(?<!不想)(?<!不要)(?<!没想)(?:举[报抱暴]|投诉|反映|查处|查一?查|管管|告他|抓)"
# Who wonders whether his own supply is tapped reports nobody: he wants it looked into at his house.
_WONDERS = r"怀疑|是不是|会不会|有没有人?|怕是?|感觉|觉得|好像|可能|怎么(?:看|查|知道|判断)|咋(?:看|查|知道)"
_TAPPED = "(?:偷|接|蹭|搭)"
_VICTIM = re.compile(
    rf"(?:{_WONDERS})[^,，。]{{0,8}}{_TAPPED}[^,，。]{{0,3}}(?:[我俺咱]|自家)|有?人偷[用了接]?[我俺咱]们?家?的?电|(?:[我俺咱]们?家?|自家)[^,，。]{{0,6}}被人?{_TAPPED}"
    rf"|^怎么(?:看|查|知道)有没有人偷|被人?偷电|(?:{_WONDERS})[^,，。]{{0,4}}被人?[^,，。]{{0,2}}{_TAPPED}"
)
# Who is himself said to tap the supply, or made to pay for it, objects and reports nobody.
_ACCUSED = re.compile(
    r"[说讲查认]定?(?:是)?[我俺]们?家?[^,，。]{0,4}偷电|[我俺]们?家?没(?:有)?偷|冤枉|不是[我俺]们?(?:家)?(?:偷|接|弄)的|偷电[^,，。]{0,6}罚[我俺]|罚(?:了)?[我俺][^,，。]{0,8}偷电"
)
_REPORTED = re.compile(
    r"(?:举报|告发|告)了?(?:[我俺]|咱家)(?=[了的啊吗,，。 ]|$)|[我俺咱]们?家?(?:被|让|给(?!你))人?[^,，。]{0,3}(?:举报|告)了?"
)
# A deed that has no other name …
_DEED = re.compile(
    rf"{_REPORTS}|偷(?!偷)|头电|窃|盗(?!版)|tou ?dian|jubao|匿[名明]|线索|[私司思][自拉啦接搭扯改乱]|绕[开过着]?.{{0,2}}表|铅封|封[条签印子]|卡表|做了?手[脚角]|动(?:了|过)?手脚"
    r"|磁铁|钩子?|钩[着电线在]|黑[线电]|[没不无]有?(?:装|过|走|从)表|表(?:从来|根本|几乎|都|纹丝|就)?不[走动转]|不交电?费|白用电|公[家用]的?电|居民电|民用电|农[业用排]的?电|路灯"
    r"|高压(?:线|走廊).{0,6}(?:盖|种|堆|搭|建|圈)|线(?:路|廊)?(?:正)?(?:底下|下面).{0,6}(?:盖|种|堆|搭|建|栽|起)|撬|割|砸|剪[断了]|锯|破坏|转卖|倒卖|是[我俺](?:说|讲|告|举报)的|得罪人|报复|保密|检举|蹭|改表"
    rf"|{KINDS['conduct']}"
)
# … and what is done to lines and meters, which is one where others do it.
_TOUCHED = re.compile(
    "接|搭|挂|牵|扯|引|拉|取电|用电|插|充电|短路?了?互感|互感器|表|线|杆|配电|变压器|电缆|铜|盖"
)
_OTHERS = re.compile(
    r"有人|别人|人家|[他她它]|隔壁|邻居|对[门面]|楼[上下道]|前[面排]|后[面排院]|那[家户个边]|[东西南北]头|村[里长干]|老板|工地|[厂店摊场坊所院塘]"
)
_SWAPPED = re.compile(r"表[^,，。]{0,4}换[了走]|换[了走][^,，。]{0,4}表")
# Asked for leave to do it himself: “从我家表上接行不”.
_HIMSELF = re.compile(
    r"(?<!是)[我俺咱]们?(?:想|要|能|可以|打算|自己(?:接|拉|改|装|能|想|弄))|从(?:[我俺咱]们?家?|自家)|自己(?:家|接|拉|改)"
)
_SAYS_SO = re.compile(rf"{_REPORTS}|偷|窃|有人")
# Somebody else's price of a kilowatt-hour, however its taker is called; a resale.
_N = "[0-9一二两三四五六七八九几]"
_PRICE = re.compile(
    rf"{RESOLD.pattern}|(?:租客|租户|房东|租房)[^,，。]{{0,12}}(?:{_N}块|{_N}[.点]{_N})|{_N}(?:块|毛|元)[{_N[1:-1]}毛半钱多]*的?(?:每|一)?(?:1)?度|(?:一|1|每)度电?[^,，。]{{0,6}}{_N}[.点]?{_N}?(?:块|毛|元|$)"
    rf"|(?:电费|电价|用电)[^,，。]{{0,12}}(?:收|要|加|按|算)[^,，。]{{0,4}}{_N}(?:块|毛|元)|电费{_N}块|(?:房东|物业|公寓|商场|中介|园区|市场|管理处|宿管)[^。]{{0,20}}(?:差价|[加家]价|乱收|乱加|多算|线损|损耗)"
)
_CABLE = re.compile("[割偷剪盗锯砍撬].{0,6}(?:电缆|电线|线缆|变压器|铜)")
NO_REPORT = re.compile(r"(?:不|没)(?:是|想|要|打算|用)*(?:来|要)?举报")

DEED, DENIAL, REPORTED, PRICE, OWN, DOUBTFUL = "deed", "denial", "reported", "price", "own", "doubtful"


def topic_of(text: str) -> str:
    """The topic of a report."""
    return next(topic for topic, pattern in KINDS.items() if re.search(pattern, text))


def is_victim(words: str | None) -> bool:
    """Whether it is the customer's own supply that he thinks is tapped, by whom he does not know."""
    return bool(_VICTIM.search(words or "")) and not re.search(r"(?<!不是)(?<!不)举报", words or "")


def is_accused(text: str) -> bool:
    """Whether he is said to be a thief himself."""
    return bool(_ACCUSED.search(text))


def names_price(text: str) -> bool:
    """Whether somebody else's price is spoken of."""
    return bool(_PRICE.search(text))


def cuts_cable(text: str) -> bool:
    """Whether cables are stolen or cut: a live end lies about, and the thief may still be there."""
    return bool(_CABLE.search(text))


def sort_of(text: str) -> str:
    """What the first words that were taken for a report are.

    Returns:
        `DEED` of others, also a supply that is tapped, `DENIAL` of a report, `REPORTED` for who is reported himself, `PRICE` for a price
        that is asked about, `OWN` for who asks what he may do himself, `DOUBTFUL` for what names no deed.
    """
    if is_victim(text):
        return DEED
    if NO_REPORT.search(text):
        return DENIAL
    if _REPORTED.search(text):
        return REPORTED
    if names_price(text) and not re.search(_REPORTS, text):
        return PRICE
    if _HIMSELF.search(text) and _TOUCHED.search(text) and asks(text) and not _SAYS_SO.search(text):
        return OWN
    done_by_others = _OTHERS.search(text) and _TOUCHED.search(text) and not _SWAPPED.search(text)
    return DEED if done_by_others or _DEED.search(text) else DOUBTFUL
