"""What a talk about bills is about: which bills were told just before, and what a few words ask of them. Pure.

“那上个月呢”, “比去年呢”, “交了没” get the intents of all kinds of wishes, since they mean something only after a bill. So before an
action answers, `carries_on` says whether the words only carry the bill on (`actions/flow.py`, `actions/account.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk.events import SlotSet

from actions.bill_period import Asked, asked
from actions.turn import SURE, Turn, open_form
from common.chinese_numbers import NUMBER

SLOT = "bill_shown"
_DONE = "action_account_done"
# So many messages back the customer still speaks of the same bills, and no longer sentence than this does.
_STILL = 3
_SHORT = 20
_KEPT = 8
_HINT = 0.15
_BROAD = frozenset(("inform", "correct_slot", "nlu_fallback", "out_of_scope", "query_bill", "bill_high"))

SEVERAL_DAYS = re.compile(r"每[一]?天|天天|这[几两]天|最近几天|每日|日用|逐日")
DAYS = re.compile(rf"昨[天日儿晚]|(?<!大)前天|今[天日儿]|{SEVERAL_DAYS.pattern}")
YEAR = re.compile(r"全年|整年|一年|年度|年总")
MONTHS = re.compile(r"(?P<n>[0-9一二两三四五六七八九十]{1,3})个月|半年|每个?月|各个?月|前几个月|近几个?月")
AVERAGE = re.compile(
    r"平均|(?<![上前这那近后下第几])一个月(?:大概|差不多|要|得|能|用|交|是|得用|要用){0,4}多少"
)
_OTHER_AVERAGE = re.compile(r"(?<![春夏秋冬])天|日|[一每]度|[月年]底|[这本当]个?月|照这|这样下去")
BALANCE = re.compile(r"今[天日儿].{0,4}[交付缴]|余额|剩|欠|够不够|[够能]?[用撑]几天|账上|卡里还|用完")
PACE = re.compile(r"估[算计](?!是)|预[计估]|照这[样个]|[月年]底|年末|大概(?:要|得|多少)|这样下去|按现在")
HOW = re.compile(r"怎么[计]?算|咋算|明细|每[一]?[档项笔]|算法|单价|怎么来的")
LASTING = re.compile(
    rf"(?P<sum>{NUMBER})(?:块钱?|元钱?)?的?(?:电费?)?(?:大概|大约|一般|差不多)?(?:能|够|可以)*[用撑顶]"
    r"[^,，。]{0,2}(?:多久|多长|几天|几个?月|多少天|几个?礼拜)"
)
LATE_FEE = re.compile(r"违约金|滞纳金")
# After an answer about late fees: “一天多少”, “凭什么”.
_LATE_FEE_TOLD = re.compile(r"交清就不再增加|收了违约金|千分之一")
_GOES_ON_LATE_FEE = re.compile(
    r"(?:[那这]|到底|就)*(?:(?:[一每]天|按天)(?:是|要|得|收|算|罚)*多少钱?|多少钱?[一每]天|怎么[计]?算的?|咋算的?|凭(?:啥|什么)(?:收|罚)?[我我们]*|为(?:啥|什么)(?:收|罚|要收)?[我们]*)[的呀啊呢吧?？。!！]*"
)
WHICH_DAY = re.compile(r"(?:哪|几)(?:[一]?天|号).{0,6}最|最.{0,8}(?:是|在)?哪[一]?天")
_COMPARES = re.compile(
    r"[比跟和与].{1,12}(?:[多少高低涨降]|比|[呢?？]$)|[同环]比|更[多少高低贵]|[涨多高贵][了些]?还是[降少低便]|[降少低][了些]?还是[涨多高]|[涨降多少][了没]{2}"
)
_MORE = re.compile(r"比|更|哪个?月?[多少高低贵]|[同环]比|还是[降少低便涨多高]|[涨降][了没]{2}")
# “多了多少钱” after one month was set beside another.
_DIFFERENCE = re.compile(
    r"(?:那|到底|一共|总共)*[多少涨降贵差高低]了?(?:多少|几)(?:钱|块|元|度)?电?[啊呢呀]*[?？]?"
)
_MOST = re.compile(r"(?P<most>最[高多大贵])|(?P<least>最[低少小省]|最便宜)")
_WHICH_MONTH = re.compile(r"哪|几月|(?:啥|什么)时候|何时|^最|[呢的]最.{1,2}[呢?？]?$")
_WHICH_ACCOUNT = re.compile(r"(?:哪[一]?[个家户边处]|谁家?)(?!月).{0,4}[用多高贵]")
_SUM = re.compile(r"加起来|加一起|加在一起|合计|总共|一共|合起来|[两三]个一起")
_AMOUNT = re.compile(
    r"(?:那|这|就|是|要|到底|一?共|总共|用了?电?|交了?|的|电费|[这上]个?月|[0-9一二三四五六七八九十]{1,2}月份?)*(?:多少|几)(?P<unit>钱|块|元|度)?电?[了啊呢呀来着]*[?？]?"
)
_WHY = re.compile(r"为(?:啥|什么|何)|怎么|咋|凭(?:啥|什么)|不可能|不应该|不对劲")
# “那是为啥”, “什么原因呢”: what they wonder at is what was just told.
_WHY_ALONE = re.compile(
    r"(?:[那这]|就|都|又|还|是|到底|究竟|可|哦|啊|你说|你看|说)*(?:为(?:啥|什么|何)|(?:什么|啥)(?:原因|情况|缘故)|(?:怎么|咋)(?:回|个)?(?:事|弄的|搞的))(?:儿|呢|啊|呀|嘛|吧|这样|的)*[?？。!！]*"
)
_AT_A_FIGURE = re.compile(r"(?:怎么|咋|为(?:啥|什么))(?:会|是|有|要|就|用了?)*[0-9]{2,}")
_UPS = re.compile(r"[高多涨贵少低降用]")
_PAY = "(?:[交缴付扣还]|结清|划扣?)"
_PAID = re.compile(
    rf"{_PAY}(?:[清上完掉过了]|费|钱|款|电费)*没有?[交缴付]?(?=[啊呀呢吧了的?？。!！,， ]|$)|{_PAY}(?:费|钱|款|电费)?[清上完掉过了]+(?:费|钱|款|电费)?(?:吗|么|嘛)"
    rf"|是不是.{{0,6}}{_PAY}|不是.{{0,6}}{_PAY}[清上完掉]?[了过].{{0,2}}[吗么嘛]|有没有.{{0,2}}{_PAY}"
    rf"|(?:什么时候|啥时候|何时|哪[一]?天|几号|几月几号|几月)[我给]?{_PAY}[清过上完]?(?:费|钱|款|电费)?[的了]|{_PAY}[清过]?了吧"
)
_UNPAID = re.compile(
    r"(?:哪|几)(?:一|几|两)?个?月.{0,4}(?:没有?[交缴付]|欠|拖)|(?:没[交缴付]|欠)的?.{0,3}(?:是|有)?(?:哪|几)(?:一|几|两)?个?月|^[那都]*是哪(?:一|几|两)个?月的"
)
_NOT_PAID_QUESTION = re.compile(r"没[来有]?电|[停断掐]|[复送来]电|到账|错|两[次遍笔]|重复|票")
_OF_MONEY = re.compile(r"电费|账单|欠|余额|用了?多少|多少[度钱]|几度|[交缴]了?[没吗]")
# A message of these characters only speaks of bills, whatever intent it was given.
_OF_BILLS = re.compile(
    r"[0-9零一二三四五六七八九十两俩几那这再往是的呢啊呀吗嘛么吧了过我你俺咱家查看下给帮和跟与比个月份年上前后去今大同环期时候最高低多少贵大小省便宜哪钱块元度电费用量交缴付扣清完没有什么啥何天号怎咋为涨降还更又早之推期加起总共合计平均因原回事情况究竟到底差光单不,，。?？!！ ]+"
)


@dataclass(frozen=True)
class Shown:
    """What was told of bills.

    Attributes:
        told: (account, month) pairs, the latest last.
        year: which the customer named for it.
        listed: months of a list that was told, when it was no single one.
        explained: month whose reasons were told.
        beside: month that the last one was set beside.
    """

    told: tuple[tuple[str, str], ...] = ()
    year: int | None = None
    listed: tuple[str, ...] = ()
    explained: str | None = None
    beside: str | None = None

    @property
    def account(self) -> str | None:
        """The account told last."""
        return self.told[-1][0] if self.told else None

    def months(self, account_no: str) -> list[str]:
        """Months told of that account, the latest last; none when the talk went on to another account."""
        return (
            [month for number, month in self.told if number == account_no]
            if account_no == self.account
            else []
        )

    def latest(self) -> dict[str, str]:
        """The month told last of each account."""
        return dict(self.told)


def shown(turn: Turn) -> Shown:
    """What was told within the last few messages; empty when the talk has gone on since."""
    kept: dict[str, Any] | None = turn.slot(SLOT)
    messages = 0
    for event in reversed(turn.tracker.events):
        if event["event"] == "action" and event["name"] == _DONE:
            break
        messages += event["event"] == "user"
    else:
        messages = _STILL + 1
    if not kept or messages > _STILL:
        return Shown()
    return Shown(
        tuple((a, m) for a, m in kept["told"]),
        kept["year"],
        tuple(kept["listed"]),
        kept["explained"],
        kept.get("beside"),
    )


def keep(
    turn: Turn,
    account_no: str,
    months: Sequence[str],
    year: int | None = None,
    explained: str | None = None,
    listed: Sequence[str] = (),
    beside: str | None = None,
) -> dict[str, Any]:
    """The event that remembers what was told."""
    told = [pair for pair in shown(turn).told if pair not in [(account_no, month) for month in months]]
    told += [(account_no, month) for month in months]
    value = {
        "told": [list(pair) for pair in told[-_KEPT:]],
        "year": year,
        "listed": list(listed),
        "explained": explained,
        "beside": beside,
    }
    return dict(SlotSet(SLOT, value))


def asked_of(turn: Turn, account_no: str, text: str) -> Asked:
    """The months that words about that account mean, after those told of it."""
    talk = shown(turn)
    told = talk.months(account_no)
    found = asked(text, turn.at, told, talk.year if told else None)
    is_bare_year = found.year and not found.months and told and not talk.listed and not YEAR.search(text)
    if is_bare_year and not re.search(r"用|电|费|共|总|各", text):
        return Asked(found.year, is_same_month=True)  # “那去年呢” after a month is that month last year
    return found


def names_bill(text: str) -> bool:
    """Whether the words speak of money or energy of a bill."""
    return bool(_OF_MONEY.search(text))


def asks_paid(text: str) -> bool:
    """Whether it was paid, or when."""
    return bool(_PAID.search(text)) and not _NOT_PAID_QUESTION.search(text)


def asks_why(text: str) -> bool:
    """Why so much, or so little; “9月怎么454” wonders at the figure."""
    wonders = _UPS.search(text) or _AT_A_FIGURE.search(text)
    return bool(_WHY.search(text) and wonders) and not HOW.search(text)


def asks_why_alone(text: str) -> bool:
    """Why, and nothing else: only what was just told says what it is about."""
    return bool(_WHY_ALONE.fullmatch(text))


def asks_average(text: str) -> bool:
    """How much a month on average."""
    return bool(AVERAGE.search(text)) and not _OTHER_AVERAGE.search(text)


def asks_difference(text: str) -> bool:
    """How much more or less, after a comparison."""
    return bool(_DIFFERENCE.fullmatch(text))


def asks_unpaid(text: str) -> bool:
    """Which months are not paid."""
    return bool(_UNPAID.search(text))


def compares(text: str) -> bool:
    """One month beside another."""
    return bool(_COMPARES.search(text) and _MORE.search(text)) and not asks_why(text)


def asks_most(text: str) -> str | None:
    """`most` or `least` for a question after the highest or lowest month."""
    found = _MOST.search(text)
    if not found or not _WHICH_MONTH.search(text) or asks_why(text):
        return None
    return "most" if found["most"] else "least"


def asks_sum(text: str) -> bool:
    """What was told, added up."""
    return bool(_SUM.search(text))


def asks_which_account(text: str) -> bool:
    """Which of the accounts told uses more."""
    return bool(_WHICH_ACCOUNT.search(text)) and "月" not in text


def asks_amount(text: str) -> str | None:
    """`度` or `元` for a bare “多少钱” after a bill; None for other words."""
    match = _AMOUNT.fullmatch(text)
    return None if match is None else "度" if match["unit"] == "度" else "元"


def goes_on_late_fee(turn: Turn, text: str) -> bool:
    """Whether the words ask on about the late fee that was told just before."""
    return bool(_GOES_ON_LATE_FEE.fullmatch(text)) and any(_LATE_FEE_TOLD.search(t) for t in turn.told(1))


def asks_about_late_fee(turn: Turn) -> bool:
    """Which late fee there is on the bill just told; whether it may be waived is no question of the bill."""
    return bool(LATE_FEE.search(turn.text) and shown(turn).told) and not re.search(
        r"[免减]|不交|不收", turn.text
    )


def wish_of(text: str, wish: str) -> str:
    """The wish that the words say where its intent is one of bills and arrears: “交了没” is no wish for supply."""
    if wish not in ("query_bill", "bill_high", "arrears_reconnect"):
        return wish
    if asks_paid(text):
        return "query_bill"
    if wish == "bill_high" and (compares(text) or asks_most(text)):
        return "query_bill"
    return "bill_high" if wish == "query_bill" and asks_why(text) else wish


_ASKS: tuple[Callable[[str], object], ...] = (
    asks_paid,
    asks_unpaid,
    asks_why,
    compares,
    asks_most,
    asks_amount,
    asks_average,
    asks_sum,
    asks_which_account,
)


def carries_on(turn: Turn, opened: str | None = None) -> str | None:
    """`query_bill` or `bill_high` for words that only go on about the bill told just before; else None.

    Args:
        opened: the form that these very words opened.
    """
    is_open = open_form(turn) not in (None, "account_form", opened)
    if turn.is_payload or not turn.text or is_open or turn.entity("account_no") or not shown(turn).told:
        return None
    text = turn.text
    if len(text) > _SHORT:
        return None
    talk = shown(turn)
    if goes_on_late_fee(turn, text):
        return "query_bill"
    if asks_why_alone(text):
        return "bill_high" if _DONE in turn.answered_by(1) else None
    asks = any(says(text) for says in _ASKS) or bool(talk.beside and asks_difference(text))
    found = asked(text, turn.at)
    asks = asks or bool(found.months or found.year)
    if turn.intent in _BROAD:
        asks = asks or any(
            pattern.search(text) for pattern in (MONTHS, YEAR, DAYS, WHICH_DAY, BALANCE, LASTING, PACE, HOW)
        )
    elif turn.confidence >= SURE and not _OF_BILLS.fullmatch(text):
        return None
    if not asks and talk.explained and turn.confidence < SURE:
        # Doubts after the reasons (“我家就两个人，白天都上班”) sound like much else, and a little like the question before.
        return next(
            (r["name"] for r in turn.ranking if r["name"] == "bill_high" and r["confidence"] > _HINT), None
        )
    if not asks:
        return None
    return wish_of(text, "bill_high" if asks_why(text) else "query_bill")
