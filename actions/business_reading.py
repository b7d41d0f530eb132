"""What a customer says while a guide is open: another part, a question, a detail, a wish to be called. Pure but for the guides."""

from __future__ import annotations

import re

from actions import reading
from actions.application import WISHES
from actions.aside import asks
from actions.flow import MISSES
from actions.form import ANSWERS
from actions.guides import OFTEN, Guide, find, fitting, named, often_asked, part_in, read_guides
from actions.report import place
from actions.turn import SURE, Turn

APPLY, ENOUGH, FEES = "登记", "不用", "费用"
# Nothing to choose: a question that the guide does not answer, and a detail for whoever will call.
UNSURE, NOTED, COMPARED = "拿不准", "记下", "比较"
MANAGER = "联系客户经理"
"""What is wanted of who has a manager of his own."""
# A business that no guide tells of: registered in the customer's words.
OTHER = "other"
RENAMES = "transfer_rename"
_APPLIES = re.compile(
    r"(?<!不)(?<!不[用想要])(?<!别)(?<!再)登记|预约|联系我|(?:打电?话?给|给)我.{0,2}(?:打|电话)|(?:帮|给|替)我.{0,4}[办申]|^(?:那?就?)办(?:吧|呗)|^申请|申请(?:吧|一下)|我要?申请$"
)
_YES = re.compile(r"^[那就]?(?:好|行|可以|要|需要|嗯|恩|对|中|成|是|办|报|弄|得|没错|正确|确认|ok|yes)")
_ENOUGH = re.compile(
    r"不用(?=了|$|[\s,，。.!！]|谢|登记|办|联系|打|麻烦|管|来|你们?|您)|(?<!不)知道了|明白|够了|^没了|了解|先不|不[办弄装搞停](?:了|吧|$)|考虑|商量|汇报|回头再"
)
_FEES = re.compile(
    r"收费|多少钱|免费|押金|费用|初装费|安装费|工本费|(?:要|花|交|收|掏|给)[^,，。;；不别]{0,6}钱"
)
_OF_BILLS = frozenset(("bill_high", "pay_problem"))
_PRICES = frozenset(("ask_tier", "ask_tou"))
_ENERGY = re.compile(r"[一每0-9]度|几度|电价")
_OTHER_MONEY = re.compile(r"[0-9几]度|电费|欠|退|余额|账上|电价|一度|几毛|卖|交错")
# Whose name it is to be: another person's name is a transfer, whatever the customer calls it.
_OTHER_PERSON = re.compile(
    r"(?:儿子?|女儿|闺女|孩子|媳妇|老婆|老公|爱人|丈夫|妻子|对象|爸|妈|爹|娘|父|母|哥|弟|姐|妹|爷|奶|外公|外婆|姥|舅|姑|叔|伯|姨|侄|孙子|亲戚|朋友|别人|房东|租客|新?业主)"
)
# Nobody takes it over: “公司注销了 电表咋办”, “奶奶去世了 电表拆了吧”.
_CLOSES = re.compile(
    r"表[^,，。]{0,3}拆|拆[^,，。]{0,2}表|(?:公司|厂子?|店|单位|合作社)[^,，。]{0,4}(?:注销|倒闭|关门|不干|解散)"
)
_TO_PERSON = re.compile(
    r"(?:换|改|转|过|变|弄|写|落|登记)(?:成|到|给|为|在)?(?:我|俺|咱|他|她)(?!的?名字?[写登打][错])"
)
# Without supply at this moment; who fears it, plans for it or tells of another time has none to report.
_OUT_NOW = re.compile(
    r"没有?电(?!工)|电(?:源|全|都|又|一下|突然|给?我们)*[没断停](?:有)?了|[停断失]电?了|[停断失]电(?:[啊呀]|$|[,，。 ])|跳闸了|跳了|断着|停着|黑了"
)
_NOT_NOW = re.compile(
    r"怕|不敢|万一|会不会|要是|如果|提前|[先得][^,，。]{0,3}(?:通知|打)|通知|不[能许要用]|千万|[一就]?[停断]电?[^,，。]{0,6}(?:就|要|会|怎么|得)|没停"
    r"|新[盖建]|刚[盖建]|盖[好完]|毛坯|没装(?:过)?(?:电?表|电)|从来没|不是(?:现在)?停|上[次回月]|去年|昨天|往年|想|申请|计划|预案|现在电|保电|检修|配合|停电前|演练|老是|经常"
)
_SIZE = re.compile(r"千瓦|千伏安|kw|kva|[单两三]相", re.IGNORECASE)
_where = place("business_address")
_SHORTEST_DETAIL = 4
_AMOUNT = re.compile(r"[扣交充付收花][了掉]?[0-9]+")
_QUESTION = re.compile(
    r"吗(?=[\s,，。]|还是)|[\u4e00-\u9fa5]{2}(?<![先都也要我还就])不[\s,，。]|[\u4e00-\u9fa50-9]{2}还是(?![先要想不我你就办登算])[\u4e00-\u9fa50-9]{2}|真的假的|[?？]$"
    r"|几个?小时(?!了)"
    # Supposed rather than told: “不用她签字吧”, “别人说要先结清 是吧”, “那夜里呢”; “还没收到呢” asks nothing.
    r"|(?:不[用要需]|没)[^,，。了]{2,}吧$|[是对]吧$|^(?!.*(?:着|没[有]?[^,，。]{0,4}|正[^,，。]*)呢)[^,，。]{1,12}呢$"
)
# Two businesses held beside each other; who compares has not changed his mind.
_COMPARES = re.compile(r"[跟和与同比].{1,8}(?:一样|区别|不同|差别|一回事)|还是|(?:区别|差别|不同)")
# What the customer wants to have stands in a question too: “能不能给我装个三相 50千瓦”.
_WANTED = re.compile(r"[0-9]+(?:\.[0-9]+)? ?(?:个?千瓦|kw|kva|千伏安|[台亩匹])", re.IGNORECASE)
_CALLS_MANAGER = re.compile(r"[让叫请喊](?:他|她|(?:客户)?经理)[^,，。]{0,6}(?:联系|打|找|回|来)")
# What a question about the supply, the meter or an outage sounds like, asked of the supply that is applied for.
_SOUNDS_LIKE = frozenset(
    (
        "report_voltage",
        "report_meter_fault",
        "meter_too_fast",
        "request_meter_check",
        "meter_reading",
        "report_facility",
    )
)
_SOUNDS_LIKE_OUTAGE = frozenset(("ask_outage_info", "ask_planned_outage"))
# “停几个小时电”, “换表要停电吗”; “明天停不停电” asks of another matter.
_OTHER_OUTAGE = re.compile(r"(?:[今明后昨]天|周|[0-9一二三四五六七八九十]号|我们?村).*停")
_OUTAGE_OF_WORK = re.compile(
    r"^(?!.*(?:[今明后昨]天|周|号|我们?村)).*停[^,，。]{0,3}(?:几个?|多少个?|一|半)?(?:小时|钟头|多久|多长|半天|一天|几天)|(?:要|用|会|需要)[^,，。]{0,3}停电[不吗么]?"
)
_MANAGER_DOES = re.compile(r"经理|检查|勘[查察]|保电|双电源|发电[车机]")
# So many messages back a guide is still in hand.
_STILL = 4


def asks_fees(text: str) -> bool:
    """What the business itself costs; not a bill, a refund or a price of energy."""
    return bool(_FEES.search(text) and not _OTHER_MONEY.search(text))


def is_out(text: str) -> bool:
    """Whether a unit has no supply now: a report, whatever manager it has."""
    return bool(_OUT_NOW.search(text)) and not _NOT_NOW.search(text)


def is_answered(guide: Guide, text: str) -> str | None:
    """What the guide says to a question: one often asked, else the sentence that fits."""
    return often_asked(guide, text) or fitting(guide, text)


def is_question(text: str) -> bool:
    """Whether anything is asked, be it before a last remark: “要爸同意吗 户主是爸”, “三相还是单相”."""
    return asks(text) or bool(_QUESTION.search(text))


def tells_wanted(text: str) -> bool:
    """Whether a size or a number is told that whoever will call needs, question or not."""
    return bool(_WANTED.search(text))


def compared(turn: Turn, guide: Guide) -> Guide | None:
    """The other business that the open one is held beside: “那跟过户一样吗”, “要过户吗还是更名”."""
    if not _COMPARES.search(turn.text) or not is_question(turn.text):
        return None
    others = [g for g in read_guides().values() if WISHES & set(g.intents) and g != guide]
    return next((g for g in others if any(name in turn.text for name in g.names)), None)


def choose(intent: str, text: str) -> Guide | None:
    """The guide that the words of a wish point to; a name that becomes another person's is a transfer."""
    guides = read_guides()
    found = find(guides.values(), intent, text)
    if found is None and intent == RENAMES and _CLOSES.search(text):
        return guides.get("close")
    if found is None and intent == RENAMES and (_TO_PERSON.search(text) or _OTHER_PERSON.search(text)):
        return guides.get("transfer")
    return found


def where(turn: Turn, asked: bool) -> str | None:
    """The supply's address; “饭店 三相的 30千瓦” tells a size and no place."""
    is_size = _SIZE.search(turn.text) and not turn.entity("address")
    return None if is_size else _where(turn, asked)


def read_subject(turn: Turn, asked: bool) -> str | None:
    """The subject picked or named; who cannot tell a transfer from a new name is told of the transfer, the commoner one."""
    if turn.entity("business_subject"):
        return str(turn.entity("business_subject"))
    if not asked or turn.is_payload:
        return None
    wish = turn.slot("business_intent") or ""
    found = choose(wish, turn.text)
    if found is None and wish == RENAMES and _is_about_it(turn):
        found = read_guides().get("transfer") if part_in(turn.text) or turn.slot(MISSES) else None
    return found.subject if found else None


def read_next(turn: Turn, asked: bool) -> str | None:
    """A part, `登记`, or `不用`; what the open guide answers, does not answer, or what is worth keeping."""
    if turn.entity("business_next"):
        return str(turn.entity("business_next"))
    if not asked or turn.is_payload:
        return None
    if reading.registers(turn.text):
        return APPLY
    if turn.intent in ("thanks", "goodbye"):
        return ENOUGH
    guide = read_guides().get(turn.slot("business_subject") or "")
    if not is_question(turn.text) and (simple := _plain_choice(turn)):
        return simple
    wanted = question_in(turn, guide)
    if wanted not in (None, UNSURE):
        return wanted
    if _APPLIES.search(turn.text) and "登记" in turn.text:
        return APPLY
    return wanted or (NOTED if guide and _is_detail(turn) else None)


def question_in(turn: Turn, guide: Guide | None) -> str | None:
    """What of the guide the words ask for: an answer, a part, the fees, or something that it does not tell."""
    if turn.intent in _PRICES and turn.confidence >= SURE and _ENERGY.search(turn.text):
        return None  # “商店一度多少钱” asks what energy costs
    is_sure = turn.intent in _SOUNDS_LIKE_OUTAGE and turn.confidence >= SURE
    if is_sure and _OTHER_OUTAGE.search(turn.text):
        return None  # “明天我们村停不停电” asks of no work of ours
    puts, concerns = is_question(turn.text), _is_about_it(turn)
    if guide and compared(turn, guide):
        return COMPARED
    # “没有户号” of a house that is just built asks for no number, “法院说不用我承担” is of our business.
    concerns_guide = puts or concerns or turn.intent in ("account_unknown", "out_of_scope")
    concerns_guide = concerns_guide or (guide is not None and is_its_money(turn, guide))
    if guide and concerns_guide and often_asked(guide, turn.text):
        return OFTEN
    if part := part_in(turn.text) or (FEES if asks_fees(turn.text) else None):
        return part
    if guide is None or not puts or reading.is_unknown(turn):
        return None
    if fitting(guide, turn.text):
        return OFTEN
    return UNSURE if concerns and not _is_said_elsewhere(turn) else None


def is_its_money(turn: Turn, guide: Guide) -> bool:
    """Whether the open guide answers it, though it sounds like a bill: “每月还八百 发电收一千” of who has borrowed for panels."""
    return turn.intent in _OF_BILLS and not turn.entity("account_no") and bool(often_asked(guide, turn.text))


def picks_up(turn: Turn) -> bool:
    """Whether the guide read a moment ago is to be registered after all: “我是说要登记”, “好 那增容先登记上”."""
    is_fresh = {"action_business", "action_business_done"} & turn.answered_by(_STILL)
    return bool(turn.slot("business_subject") and is_fresh) and reading.registers(turn.text)


def calls_manager(turn: Turn) -> bool:
    """“让他联系我” of who has just been told who his manager is: meant for him, whatever guide is open."""
    return "action_key_customer" in turn.answered_by(1) and bool(_CALLS_MANAGER.search(turn.text))


def turns_to(turn: Turn, asked: str | None) -> Guide | None:
    """Another business than the open one: named outright, or put in its place (“不是过户，是公司改名”)."""
    guides = {s: guide for s, guide in read_guides().items() if WISHES & set(guide.intents)}
    present = guides.get(turn.slot("business_subject") or "")
    if asked is None or present is None or turn.is_payload or turn.entity("address"):
        return None
    if compared(turn, present):
        return None
    said = reading.corrected(turn.text)
    is_open = asked == "business_next"
    if not is_open and said == turn.text:
        return None
    if other := named(guides.values(), said, present):
        return other
    if said == turn.text or not is_open:
        return None
    wishes = dict.fromkeys((turn.intent, turn.slot("business_intent"), *present.intents))
    found = (find(guides.values(), wish, said) for wish in wishes if wish in WISHES)
    return next((guide for guide in found if guide and guide != present), None)


def asks_within(turn: Turn) -> bool:
    """“我们是高压还是低压”, “换表要不要换线”, “停几个小时电”: asked of what is applied for, whatever else it sounds like."""
    if turn.is_payload or turn.entity("address") or not is_question(turn.text) or is_out(turn.text):
        return False
    if turn.intent == "key_customer":
        return not _MANAGER_DOES.search(turn.text)
    of_work = turn.intent in _SOUNDS_LIKE_OUTAGE and _OUTAGE_OF_WORK.search(turn.text)
    return turn.intent in _SOUNDS_LIKE or bool(of_work)


def _plain_choice(turn: Turn) -> str | None:
    """Yes, no, register, enough."""
    if _ENOUGH.search(turn.text):
        return ENOUGH
    is_urged = turn.intent == "urge" and turn.slot("business_subject") == "progress"
    if _APPLIES.search(turn.text) or is_urged:
        return APPLY
    answer = reading.yes_or_no(turn)
    if answer and not _YES.search(turn.text):  # “户口本上是对的” only sounds like one
        return None
    return None if answer is None else APPLY if answer else ENOUGH


def _is_detail(turn: Turn) -> bool:
    """Worth keeping; another sure wish is not, nor is a bare place, number or name."""
    # “三相的”, “315的”, “30千瓦”: a size tells as much as a word.
    is_told = _AMOUNT.search(turn.text) or (
        len(turn.text) >= _SHORTEST_DETAIL and re.search(r"[\u4e00-\u9fa5]{2}|[0-9]", turn.text)
    )
    return bool(is_told and _is_about_it(turn) and not _is_said_elsewhere(turn))


def _is_said_elsewhere(turn: Turn) -> bool:
    return bool(turn.media) or any(map(turn.entity, ("address", "phone", "account_no", "last4")))


def _is_about_it(turn: Turn) -> bool:
    return turn.intent in ANSWERS | WISHES | {"urge"} or turn.confidence < SURE or asks_within(turn)
