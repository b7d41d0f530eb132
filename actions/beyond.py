"""What lies beyond a power company's business or a Chinese bot's language: whose it is, and the way on. Pure."""

from __future__ import annotations

import re

from actions.turn import SURE, Say, Turn, payload

_CHINESE = re.compile("[\u4e00-\u9fa5]")
_LATIN_WORD = re.compile("[a-z]{2,}")
_ENGLISH = re.compile(
    r"(?<![a-z])(?:power|electric|electricity|light|lights|blackout|outage|bill|pay|meter|help|english|report|repair|broken|human|agent|please|thanks?)(?![a-z])"
)
_PERSON = re.compile(r"(?<![a-z])(?:human|agent|person|people|operator|staff|somebody|someone)(?![a-z])")
_DANGER = re.compile(
    r"(?<![a-z])(?:fire|smok(?:e|ing)|spark(?:s|ing)?|burning|shock(?:ed)?|electrocuted|explo(?:ded|sion))(?![a-z])"
    r"|(?:wire|line|cable|pole)s?[a-z ]{0,12}(?:down|fallen|fell|broken|snapped)"
)
# Wishes that English words are taken for; a surer reading of another wish stands.
_TAKEN_FOR = frozenset(("out_of_scope", "nlu_fallback", "inform", "correct_slot", "deny", "affirm"))
_MORE_LATIN = 2  # letters for each Chinese character: “我想 report a power cut” is English, “TCL空调” is not

# Somebody tries whether anybody answers.
_TRIAL = re.compile(
    r"(?:我|先|就|来|这是|只是|随便){0,3}(?:测试|试试|试一?下|测一?下|test)(?:一?下|看|消息|[123试而已的啊呀吧哈着用]){0,4}[。.!！~]*"
)

# Whose it is, by words that nothing of ours shares; nobody is named whom we do not know.
_OTHERS = (
    (re.compile(r"水(?:费|表|管|压|厂|龙头|质)|[停没断来缺用供漏]水|自来水|[上下污]水|^水"), "自来水的事归自来水公司管，小区里的管子可以先问物业"),
    (re.compile(r"燃气|天然气|煤气|液化气|[停供通来没]气|气[费表卡罐]|灶"), "燃气的事归燃气公司管，闻到气味先关阀门、开窗、到屋外再打电话"),
    (re.compile(r"暖气|供[暖热]|热力|地暖|采暖"), "暖气归供热公司或者物业管"),
    (re.compile(r"宽带|流量|话费|信号|网络|网速|[断没]网|wifi|光[纤猫缆]|移动|联通|电信|手机卡|固话|机顶盒|电视台", re.IGNORECASE), "手机、宽带找您用的那家通信公司的客服"),
    (re.compile(r"快递|外卖|网购|淘宝|京东|拼多多|包裹|驿站|退货"), "快递、网购找卖家或者快递公司，在下单的地方能查到单号"),
    (re.compile(r"物业费|垃圾|保洁|绿化|漏雨|井盖|业委会"), "小区里的事先找物业或者居委会"),
)  # fmt: skip
_LATELY = 3  # customer's messages
WAYS = (
    ("停电报修", payload("report_outage_home")),
    ("查电费", payload("query_bill")),
    ("转人工", payload("ask_human")),
)
WAYS_IN_ENGLISH = (
    ("停电报修 Power cut", payload("report_outage_home")),
    ("查电费 My bill", payload("query_bill")),
    ("怎么交费 How to pay", payload("pay_how")),
    ("转人工 A person", payload("ask_human")),
)
IN_ENGLISH = (
    "I can only read Chinese. Please tap a button below, or send its number; a person can be asked for too. "
    "Danger (electric shock, fire, fallen wire)? Keep away and call 120 / 119.\n"
    "我只看得懂中文：请点下面的按钮，或者回数字。有触电、着火、断线，先离远，打120、119。"
)
DANGER_IN_ENGLISH = (
    "⚠️Keep away from it, and keep others away. Call 119 (fire) or 120 (ambulance) now. "
    "Our staff are alerted; please write where you are.\n"
    "⚠️请马上离远，别让人靠近，打119或120。已经通知工作人员，请写下您在哪里。"
)


def speaks_english(turn: Turn) -> bool:
    """Whether a message is written in English; single letters, brands and what is surely another wish are not."""
    text = turn.text.lower()
    words = _LATIN_WORD.findall(text)
    letters, chinese = sum(map(len, words)), len(_CHINESE.findall(text))
    if (
        turn.is_payload
        or letters <= chinese * _MORE_LATIN
        or not (len(words) > 2 or _ENGLISH.search(text) or _DANGER.search(text))
    ):
        return False
    return turn.intent in _TAKEN_FOR or turn.confidence < SURE


def tells_danger(turn: Turn) -> bool:
    """Whether an English message tells of a danger: no lexicon of ours reads it."""
    return bool(_DANGER.search(turn.text.lower()))


def wants_person(turn: Turn) -> bool:
    """Whether an English message asks for a person."""
    return bool(_PERSON.search(turn.text.lower()))


def tells_nothing(turn: Turn) -> bool:
    """Whether nothing is said that could be anybody's business: numbers, letters, a trial."""
    return not _CHINESE.search(turn.text) or bool(_TRIAL.fullmatch(turn.text.lower()))


def not_ours(turn: Turn, say: Say) -> None:
    """That it is none of our business, and whose it is where the words tell; told again, only the latter."""
    whose = next((whose for words, whose in _OTHERS if words.search(turn.text)), None)
    again = "action_out_of_scope" in turn.answered_by(_LATELY)
    if whose is None:
        say.utter("utter_out_of_scope")
    elif again:
        say.text(f"这个我也帮不上：{whose}。")
    else:
        say.text(f"这件事我帮不上：{whose}。停电、电表、电费、办电的事随时问我。")
