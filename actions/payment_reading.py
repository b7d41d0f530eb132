"""What words tell of a payment: what went wrong, where, when and how much, and what is no trouble at all. Pure (facts 4.4)."""

from __future__ import annotations

import re

from actions import reading
from actions.payment_arrears import has_paid
from actions.payment_wrong import MEANT, OTHERS, WENT_WRONG
from actions.report import DECLINED, account_no
from actions.turn import Turn

# “已经交了” of somebody whose supply is cut for arrears: he wants it back, not his money looked for.
RECONNECT = "reconnect"
# “什么时候交的”, “交了没” asks the bill, which tells it.
ASKS = "asks"
# A question asked in general, which is answered already.
GENERAL_QUESTION = "general"
# The agreed deduction did not come: whether the bill is paid says more than any menu.
AUTO = "auto"
# “我先把钱交了” wants to pay, nothing went wrong.
WANTS_TO_PAY = "wants_to_pay"
WILL_PAY = re.compile(
    r"(?:先|这就|马上|现在|一会儿?|等下|明天|去)把?[^,，。没不刚已]{0,6}[交缴付][清上掉]?了?(?:吧|呗|再说)?$"
)
# “等等 又显示成功了”: the trouble is over.
DONE = "done"
SUCCEEDED = re.compile(r"(?:成功|(?<![没不])[交缴付充]上|到账|收到)了(?![吗没])|显示(?:已[交缴付]|成功)")
# Told with the wish: he has tried before.
STUCK = re.compile(r"老是|总是?|一直|好?几[次遍回天]|[两三四五]次|多次|试了|换了|都[不付交]|怎么都|还是")
NO_NUMBER = re.compile(r"(?:户号|户名|账号|号码?).{0,4}(?:不存在|不对|错误|查不到|不符|无效)|查不到户号")
TOOK_MONEY = re.compile(r"扣了|钱(?:都|已经?)?扣|被扣|已扣|扣款了")
CHANNEL = re.compile(
    r"微信|支付宝|银行|网上国网|营业厅|柜台|公众号|云闪付|代扣|自动扣|现金|转账|代收|app|手机", re.IGNORECASE
)
# A look at the bill answers “充200能撑多长时间” and “交过了吗”, and what was paid for a cut supply brings it back.
WISH_OF = {RECONNECT: "arrears_reconnect", ASKS: "query_bill", AUTO: "query_bill"}
# “我帮她交了行不” asks how, nothing went wrong.
FOR_OTHERS = "for_others"
MAY_PAY = re.compile(
    r"[帮替给代][^,，。]{0,8}[交缴付充][^,，。]{0,6}(?:行不|行吗|成不|可以|能不|好不|[吗么]|不$)"
    r"|(?:能|可以)[^,，。]{0,2}[帮替给代][^,，。]{0,8}[交缴付充]"
)
PROOF = re.compile(r"收据|截图|凭证|回执|小票|付款记录|扣款短信")
_WHEN = re.compile(
    r"昨|今天|今[早晚]|前天|刚|上周|周[一二三四五六日]|[0-9]月|上?个?月|[0-9]+[号日]|上午|下午|晚上|[早中]上|点钟?"
)
SUM = re.compile(
    r"(?:[0-9.]+|[一二两三四五六七八九十百千几]+)(?:块|元)|[一二两三四五六七八九几][百千]|(?<![0-9])[1-9][0-9]{1,4}(?:\.[0-9]+)?(?![0-9月号日点年次遍笔度])"
)

read_kind = reading.one_of(
    "payment_kind",
    {
        "wrong": WENT_WRONG
        + "|输错|按错|选错|别人的?[账户号家]|[交充打付缴转存][^,，。没]{0,4}到[^,，。]{0,8}家|邻居|进了我?自己|别的户|误交|交给",
        "twice": "[扣交缴付充]了?[一1][次遍笔].{0,10}又[^,，。]{0,4}[扣交缴付充]|又[扣交缴付充]了?[一1][次遍笔]|重复|两[次遍笔回]|交重|充重|重了|又扣|多扣|扣多|扣错|多打|多交|多一笔",
        "refund": "退(?!回[来去了])",
        AUTO: "(?:代扣|自动(?:扣|交|缴)|签约).{0,10}(?:没|未|失败|不[成了])|(?:怎么|咋|为啥|为什么)[^,，。]{0,3}没扣|没扣(?:款|费|成|上)",
        "failed": "[付交缴充]不[了出上进成]|付款失败|失败|转圈|闪退|打不开|没反应|超时|繁忙|不成功|没成功|验证码|限额"
        "|不让[交缴充付]|不存在|提示.{0,6}(?:错|异常|不能|无法)",
        "missing": "(?:没|不|未|没有)(?:到|进|收到|显示|销|入|变|涨|加上|平)|到账|钱去哪|还.{0,3}(?:欠|催|发|收)|又.{0,3}催|查不到",
    },
)


def read_account(turn: Turn, asked: bool) -> str | None:
    """The account to be paid of a tapped button; `-` when it is not known. Numbers of words: payment_wrong.py."""
    if turn.is_payload:
        return str(turn.entity(MEANT)) if turn.entity(MEANT) else None
    # Asked again, he wants it registered without.
    goes_on = bool(turn.slot("misses")) and reading.registers(turn.text)
    is_lost = goes_on or (not OF_OTHERS.search(turn.text) and _is_lost(turn))
    return DECLINED if asked and is_lost else None


def read_wrong(turn: Turn, asked: bool) -> str | None:
    """`-` when the account that got the money is not known; a number: payment_wrong.py."""
    return DECLINED if (asked or OF_OTHERS.search(turn.text)) and _is_lost(turn) else None


OF_OTHERS = re.compile(OTHERS)


def _is_lost(turn: Turn) -> bool:
    return account_no(turn, True) == DECLINED


def what_is_missing(told: str | None, kind: str | None) -> list[str]:
    """What the words do not tell of a payment, as it is asked for: of one that failed only where, of an unknown trouble or a balance nothing."""
    where = ("在哪里交的", CHANNEL)
    every = (("什么时候", _WHEN), where, ("多少钱", SUM))
    parts = {"failed": (where,), "other": (), "refund": ()}.get(kind or "", every)
    return [ask for ask, pattern in parts if not pattern.search(told or "")]


_CORRECTS = re.compile(r"不对|错|不是|应该是|改成|改为")
_DAY = re.compile(
    r"大?前天|昨[天晚]|今[天早晚]|上?周[一二三四五六日天]|(?:[0-9]{1,2}月)?[0-9]{1,2}[号日]|上?上个?月|[0-9]{1,2}月"
)


def mended(known: str | None, said: str) -> str | None:
    """What is known with the sum or the day that takes the place of the one in it: “不对 是200”; None for other words."""
    if not known or not _CORRECTS.search(said):
        return None
    mended_words = known
    for pattern in (SUM, _DAY):
        old, new = pattern.findall(known), pattern.findall(said)
        if len(old) == len(new) == 1:
            mended_words = mended_words.replace(old[0], new[0])
    return mended_words if mended_words != known else None


_read_still = reading.one_of(
    "payment_still",
    {"要": r"登记"},
    {
        "不用": r"不用|先不|算了|再试|知道了|明白",
        "要": r"还是(?:不|交不|付不|没)|不行|没成|试过|不成功|要|好|行",
    },
    yes="要",
    no="不用",
)


def read_still(turn: Turn, asked: bool) -> str | None:
    """Whether a payment that failed is to be looked into; a thank-you leaves it."""
    answer = _read_still(turn, asked)
    is_over = answer in (None, "unknown") and asked and turn.intent in ("thanks", "goodbye")
    return "不用" if is_over else None if answer == "unknown" else answer


def takes_for_granted(turn: Turn, kind: str | None) -> bool:
    """“9月我交了的 微信 有截图” without more: that the money is not seen, or he would not say so."""
    has_proof = PROOF.search(turn.text) or CHANNEL.search(turn.text) or turn.entity("amount")
    return kind is None and turn.intent == "pay_problem" and has_paid(turn.text) and bool(has_proof)


def told_by_form(turn: Turn, asked: bool) -> None:
    """Facts come in pieces: `PaymentForm` gathers them."""
