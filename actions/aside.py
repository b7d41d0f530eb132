"""What a customer says beside a form's question: one moment, a question of his own, when somebody is at home. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_KIN = r"爸|妈|爷|奶|哥|姐|弟|妹|叔|姨|婆|公|媳|儿子|闺女|女儿|对象|家人|家里|物业|房东|邻居|同事|朋友"
# Asking for time: a moment, to ask somebody or to fetch something, thinking aloud.
_WAIT = re.compile(
    rf"稍等|[等候](?:[等会下我他她]|一[会下等]|片刻|[两几]?分钟|{_KIN})|稍后|待会|过一?会|一会儿?[再就回来去发给告]|(?<!时)马上"
    rf"|(?:我|俺|让|得|先|再|来)(?:去|来|得|先|再|要|回家|这就)*(?:问|找|翻|看|瞧|拿|想|考虑|试|(?:关|拔)(?![了掉]))"
    rf"|(?P<v>[问找翻看瞧想试])(?:(?P=v)|一?下)|(?:他|她|{_KIN}).{{0,4}}(?:[在去]|正在|一会)(?:[问找翻看瞧回])"
    rf"|这个嘛|怎么说[呢好]|^[呃额嗯]+[.。…]+$|^[呃额]+$"
)
# What such a message consists of besides; with other words in it, it tells or wants something.
_WAIT_WORDS = re.compile(
    rf"{_KIN}|手机|户号|尾号|后四位|号码?|本子|单子|短信|账单|发票|电表|表箱|地址|电话|查电费|分钟|不急|行|好的?|我|俺|你|您|他|她|那|这|个|嘛|就|先|再|让|叫|请|帮忙?|得|要|来|去|回|到|家|在|正"
    rf"|还|没|稍|后|等|候|会|一|下|儿|片刻|待|过|马上|问|找|翻|看|瞧|拿|想|考虑|试|关|拔|发|给|告诉|说|怎么说|老|人家|帮|里|上|着|了|吧|哈|啊|呀|哦|呢|的|呃|额|嗯|[\s,，。.!！;；~、…]"
)
_NO_WAIT = re.compile(
    rf"[想要]问(?!问|一?下|我|俺|他|她|{_KIN})|^我?[想要]?问(?:问|一?下)?[吧啊]?$|[你您]们|人工|真人|客服|领导|经理|师傅|工单|小时|半天|来人|[派找]人|不(?!急)|好奇|[你您](?:帮我?|给我?)?[看查瞧]|没[了有电]|[停亮灭黑断跳修火烟]|电(?![表话费])|(?<!查)电费|欠|[吗什多几哪咋啥谁]|怎(?!么说)"
)
_REST = 2  # characters; a name, say
# A moment is asked for first, and then said what for, which is no matter of ours: “等会 孩子哭了”, “等下 接个电话”.
_WAIT_FIRST = re.compile(
    r"^(?:稍等|[稍等]?等(?:我|一?[下会]|[等我]|片刻)[儿啊哈呀]?|先等[等下会]|慢着)[\s,，。.!！~]+(?P<why>\D{1,12})$"
)
# And then: he is with us again.
_WITH_US = re.compile(
    r"(?:[我俺]|人|又|都|那|嗯|哎|嘿|现在)*(?:好|回来|来|在|弄好|接完|打完|忙完|看完|问完|弄完|哄好|哄睡|处理好|可以|行|完事|说吧|继续|接着(?:来|说)?)[了啦呀吧啊]*(?:[\s,，。]*(?:你|咱)?(?:继续|接着|说)[吧说来]*)?[。.!！~]*"
    r"|(?:刚才?|咱|我们|俺)*(?:说|问|讲|弄|填|聊)到(?:哪|什么地方|啥)[里儿]?了?[?？啊呀]*"
)
# What he was about to try may have brought the supply back: “等我推一下” – “好了”.
_TRIES = re.compile(r"推|合|试|拔|插|闸|开关")

_ASKS = re.compile(
    r"[吗][啊呀呢的]?$|么$|干嘛|(?:什么|啥|怎么样?|怎样|咋|为何)(?![都也的]|[推弄按搞开关]{1,2}[都也])|什么时候|多久|多长|多少|多大"
    r"|(?<![这好过前后停了])几(?:天|点|时|号|块|个小时)(?!了)|哪(?:里|儿|个|家|些|边|种|样|块|张|天)?(?![都也怕里儿个家些边种样块张天])"
    r"|还是(?:找|归)?(?:你们|物业|电工)|(?P<u>[打发寄找])[\u4e00-\u9fa5]{1,6}还是(?P=u)|(?:要是|如果|万一|假如).*[呢]$|谁(?!家?[都也])|(?P<v>[\u4e00-\u9fa5])[不没](?P=v)|[\u4e00-\u9fa5]{2}(?<![像该是概可])不[啊呀]?$|(?P<w>[\u4e00-\u9fa5])[\u4e00-\u9fa5]{1,2}不(?P=w)(?!(?<=不是)[\u4e00-\u9fa5]{2})"
)
# No question but a grumble, or an answer.
_GRUMBLE = re.compile(
    r"(?:怎么|咋)(?:这么|那么|还|又|这样)|凭(?:什么|啥)|什么(?:玩意|破|鬼)|有没有人|忘|不(?:知道|清楚|记得|晓得)|随便|都(?:行|可以)"
)
# About the form's own question: how to find, read or say the answer, and what it is for.
_HOW = re.compile(
    r"(?:怎么|咋|如何|[在到去]?哪(?:里|儿)?)(?:能)?(?:看|填|写|知道|找|查|认|分|弄|说)|(?:什么|啥)意思|为(?:什么|啥)要|干(?:嘛|啥)要|看(?:什么|啥|哪)|比如"
)
_VISIT = re.compile(
    r"(?:[不没才都就]|有人|谁)在?家|不在(?:家|这)|没[有]?人在?|家里.{0,3}[有没]人|有人在|[上下]班|(?:白天|晚上|周末|周[一二三四五六日天]|上午|下午|中午|(?<!几)点).{0,6}(?:[再在]|来(?!电)|有空|方便)"
    r"|[来到上门]{1,2}[之以]?前.{0,6}(?:打|联系|说|通知|招呼)|提前.{0,4}(?:打|联系|说|通知|招呼)|门禁|门卫|保安|有狗|钥匙|密码"
)
# When to call, or how to reach him: “晚上别打”, “别给我发短信 打电话就行”.
_HOW_TO_CALL = re.compile(
    r"(?:[早晚]上|夜里|半夜|白天|[上中下]午|饭点|上班|睡觉|周[一二三四五六日天末]|[0-9一二三四五六七八九十]点半?(?:钟)?[以之]?[前后]?)[^,，。]{0,4}(?:别|不要|不能|勿)(?:再|给我)?[^,，。]{0,2}打(?!扰)"
    r"|(?:别|不要|不用)(?:再|给我|跟我)*(?:发短信|打电话|发微信)[\s,，。]*(?:就|直接|给我|还是|请)*(?:打电话|发?短信|发?微信|电话)(?:就|联系|通知|吧|给我|说|沟通|$)"
)
FEARS = re.compile(
    r"报复|威胁|恐吓|打击|穿小鞋|(?:找|给|为难).{0,3}(?:我|俺|家).{0,4}麻烦|为难[我俺]|整我|得罪|[我俺]?怕(?:他|她|你们|人家|被|惹)"
    r"|(?:会不会|要是|万一|被).{0,6}知道(?:是|我|了)|知道是[我俺]|认出[我俺]|(?:别|不要|不能|不让|不想让).{0,6}(?:知道|晓得)|保密"
    r"|(?:别|不要|不能|不会|会不会)[^,，。]{0,3}(?:告诉|说给|透露给?)(?:他|她|对方|人家|别人|被|那)"
)
_LONGEST = 24  # characters; a longer message tells a story


@dataclass(frozen=True)
class Aside:
    """A question that customers put in the middle of a form, and what is known about it.

    Attributes:
        words: tells it.
        response: answers it, a response of the domain.
        for_staff: the answer is that staff will tell: then they must read the question.
        sounds_like: wishes that the question is taken for, however surely; it is still about the matter in hand.
    """

    words: re.Pattern[str]
    response: str
    for_staff: bool = False
    sounds_like: tuple[str, ...] = ()


_TIME = r"多久|多长时间|(?:什么|啥)时候?|何时|几时|几点|几天|哪天|多少天|多会儿|[今明后]天(?:能|会|可以)|马上(?:能|会)"
_CREW = r"(?!电)(?:来(?!电)|到(?!账)|上门|修|派|过来|人|弄好|处理|解决|搞好|换)"
_ANSWER = r"(?:回(?!来)|答复|结果|处理|解决|办|联系|通知|出来|退|到账|告诉|好)"
_COST = re.compile(
    r"(?:要|收|花|掏|付|交|出).{0,2}[钱费](?:[不吗吧么]|$)|收不收|要不要(?:钱|收|付|花)|免费|(?:上门|维修|检|校验|服务|人工)费|(?:需要|要|得|收|花|换|修).{0,6}多少钱|^多少钱|费用"
)
LIABLE = Aside(
    re.compile(
        r"(?:要|用|该|叫|让|找)[^,，。]{0,4}(?:赔|出钱|掏钱)|谁(?:来)?(?:赔|出钱|掏钱|承担)|赔(?:多少|钱|不)|我(?:自己)?的责任"
    ),
    "utter_aside_liable",
    for_staff=True,
    sounds_like=("appliance_damage",),
)
"""Who pays for what is broken; a claim of the customer's own is the matter of `actions/damage.py`."""
CREW_COMES = Aside(
    re.compile(rf"(?:{_TIME}).{{0,4}}{_CREW}|{_CREW}.{{0,3}}(?:{_TIME})|来.{{0,2}}行不行"),
    "utter_when_in_report",
)
ANSWER_COMES = Aside(
    re.compile(rf"(?:{_TIME})(?:.{{0,6}}{_ANSWER}|[啊呀呢吧的]?$)|{_ANSWER}.{{0,3}}(?:{_TIME})"),
    "utter_aside_answer_comes",
)
CALLS_FIRST = Aside(
    re.compile(r"(?:[来到上门]{1,2}[之以]?前|提前|先).{0,4}(?:打|联系|通知|招呼)"), "utter_aside_calls_first"
)
COST = Aside(
    _COST, "utter_aside_cost", for_staff=True, sounds_like=("request_meter_check", "new_or_capacity")
)
# Understanding takes it for a bill; among the questions of a report it asks what the report costs.
BARE_COST = Aside(
    re.compile(
        r"^(?:那|这个?|得|要|大概|一共|总共|[修换移挪装弄]){0,4}(?:收|花|给|付)?多少(?:钱|费用?)[啊呀呢]?$"
    ),
    "utter_aside_cost",
    for_staff=True,
    sounds_like=("query_bill", "pay_how"),
)
REFUND = Aside(re.compile(r"退|(?:哪|什么|啥).{0,3}卡|到账"), "utter_aside_refund", for_staff=True)
CAUSE = Aside(
    re.compile(
        r"为(?:什么|啥)(?!要)|(?:怎么|咋)回事|(?:什么|啥)(?:原因|毛病|问题)|(?:怎么|咋)(?:会|就|老|总)"
    ),
    "utter_aside_cause",
)
WHOSE_WORDS = re.compile(
    r"(?:归|是|算|该|由).{0,3}(?:你们|谁|哪[个家里]?|物业|电工).{0,2}(?:管|修|负责)|谁来?(?:管|负责)|你们.{0,2}(?:管不管|管吗|管不$)|找(?:不找)?(?:电工|物业)|还是你们管|收费的?电工|找谁(?:修|弄)|(?:网上|街上|路边|自己)找的[^,，。]{0,4}(?:靠谱|行|可以|能)"
)
WHOSE = Aside(WHOSE_WORDS, "utter_aside_whose")
PUSH = Aside(
    re.compile(r"(?:再|还|反复|能不能|要不要|可以|敢不敢).{0,3}(?:推|合|送)(?:一?次|一?下|上|闸|回|吗|不)"),
    "utter_aside_push",
)
# Asked before a breaker is bridged or a fuse made of wire: never, whatever is dark (facts 4.2).
BYPASS = Aside(
    re.compile(
        r"(?:短接|短路|跨接|直接?接|甩开|拆[了掉]?|跳过|绕过|不要)[^,，。]{0,4}(?:漏保|漏电|保护器|空开|闸)|(?:漏保|漏电保护|保护器|空开|闸)[^,，。]{0,4}(?:短接|短路|跨接|甩|拆|直接?接|绕过|跳过)"
        r"|(?:铜|铁)丝[^,，。]{0,6}(?:保险|接|绑|代|换)|(?:绑|顶|卡|粘)[住着死][^,，。]{0,4}闸"
    ),
    "utter_aside_bypass",
)
_THINGS = r"(?:冰箱|冰柜|空调|电视|电脑|热水器|洗衣机|电器|插头)"
WHY_PHONE = Aside(
    re.compile(
        r"(?:为(?:什么|啥)|干(?:嘛|啥|什么)).{0,4}(?:电话|手机|号码)|(?:电话|手机|号码).{0,6}(?:干(?:嘛|啥|什么)|做(?:什么|啥)|有(?:什么|啥)用)"
        r"|泄露|外泄|外传|(?:电话|手机|号码|信息).{0,6}(?:卖给|给别人)"
    ),
    "utter_aside_why_phone",
    sounds_like=("privacy_rights", "account_unknown"),
)
WHY_PLACE = Aside(
    re.compile(
        r"(?:为(?:什么|啥)|干(?:嘛|啥|什么)).{0,4}(?:地址|位置|门牌)|(?:地址|位置|门牌).{0,6}(?:干(?:嘛|啥|什么)|做(?:什么|啥)|有(?:什么|啥)用)"
    ),
    "utter_explain_outage_address",
    sounds_like=("privacy_rights",),
)
UNPLUG = Aside(
    re.compile(rf"{_THINGS}.{{0,6}}(?:拔|关|断电|开着)|(?:拔|关)(?:掉|了)?.{{0,3}}{_THINGS}"),
    "utter_aside_unplug",
)
SAFE = Aside(
    re.compile(
        r"(?:敢|能|可以)(?:不敢|不能)?(?:接着|继续)?(?:用|开)(?:电|灯|吗|么|不|冰箱|空调|吧)|会不会(?:烧|坏|出事)|要不要紧|安全吗|安不安全|有没有危险"
    ),
    "utter_aside_safe",
)
HANDS_OFF = Aside(
    re.compile(
        r"自己(?:能|可以|先|来|动手)*.{0,3}(?:砍|锯|剪|修|弄|挪|搬|接|拉|拆|换|碰)|(?:我|我们|俺|咱)(?:能|可以|先)*(?:砍|锯|剪|挪|拆)"
    ),
    "utter_aside_hands_off",
)
GENERATOR = Aside(
    re.compile(r"发电[车机]|电源车|应急电源"),
    "utter_key_generator",
    for_staff=True,
    sounds_like=("key_customer",),
)
VISIT = (
    BYPASS,
    WHY_PHONE,
    WHY_PLACE,
    CALLS_FIRST,
    BARE_COST,
    COST,
    CREW_COMES,
    PUSH,
    HANDS_OFF,
    UNPLUG,
    SAFE,
    WHOSE,
    CAUSE,
)
"""For reports that somebody drives to."""
ANSWERED = (BARE_COST, COST, ANSWER_COMES)
"""For what is looked into and answered."""


def waits(text: str) -> bool:
    """Whether the customer asks for time: to think, to ask somebody, to fetch something."""
    if _NO_WAIT.search(text):
        return False
    is_wait = _WAIT.search(text) and len(_WAIT_WORDS.sub("", text)) <= _REST
    return bool(is_wait or _WAIT_FIRST.match(text))


def is_with_us(text: str, asked_for_time: str) -> bool:
    """Whether somebody who asked for time, in these words, is back: “好了” tells nothing of the supply then."""
    return bool(_WITH_US.fullmatch(text)) and not _TRIES.search(asked_for_time)


def asks(text: str) -> bool:
    """Whether this is a question rather than an answer."""
    return bool(_ASKS.search(text)) and not _GRUMBLE.search(text)


def speaks_of_fear(text: str) -> bool:
    """Whether the words speak of fear of somebody, or ask who will know."""
    return bool(FEARS.search(text))


def asks_how(text: str) -> bool:
    """Whether it is about the question that was put."""
    return bool(_HOW.search(text))


def tells_visit(text: str) -> bool:
    """Whether it tells when somebody is at home, or how to get in."""
    return bool(_VISIT.search(text)) or tells_how_to_call(text)


def tells_how_to_call(text: str) -> bool:
    """Whether it tells at which hours or by which channel he wants to be reached."""
    return bool(_HOW_TO_CALL.search(text))


def find_aside(text: str, asides: Sequence[Aside]) -> Aside | None:
    """The question among these that a short message puts."""
    if len(text) > _LONGEST or not asks(text):
        return None
    return next((aside for aside in asides if aside.words.search(text)), None)
