"""Supply after arrears: the account's state, the meter's button, the reconnection ticket (facts 2.2, 3.8, 4.3, 4.4).

Never says that a cut will not happen or is put off.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from rasa_sdk.events import SlotSet

from actions.account_known import Account, Wish, bound_accounts, named
from actions.aside import asks
from actions.bill import balance_of
from actions.bill_view import plain, yuan
from actions.client import Service
from actions.cut_feared import fears_for_life
from actions.flow import PAUSED, Events
from actions.outage_special import sensitive_in
from actions.packet import packet
from actions.payment_safety import warn
from actions.ticket import is_open
from actions.turn import SETTLED, Say, Turn, payload
from common.chinese_numbers import NUMBER, parse_number

CUT = "欠费停电"
RECONNECT_MADE = "复电已登记"
_CALL_120, _STILL = "打120", 3  # said within so many messages, it is not said again
TOLD, CLEAR = "told", "clear"
"""Of an account's state, once it was said: cut for arrears, after which a report is a report; or not cut."""
# A cut for arrears answers the wish for supply as well, in whatever words it came along.
_ABOUT_SUPPLY = ("report_outage_home", "report_outage_partial", "report_trip", "arrears_reconnect")
_LATE_FEE = re.compile(r"违约金|滞纳金")
_FINE = re.compile(r"(?:晚|逾期|过期|超期|拖|不交).{0,6}(?:罚|加收|多收|多交)")
_RULE = re.compile(
    r"(?:什么|啥)时候?.{0,6}[停断掐](?![的了])|(?:几[号天]|哪天|几时|多会儿?).{0,4}[停断掐](?![的了])|会不会.{0,4}[停断掐]|[停断掐].{0,2}(?:什么|啥)时候|"
    r"(?:会|要|就)(?:不会)?(?:被|给[我咱俺]们?)?[停断掐]电?[吗么不嘛]|会不会(?:被|给[我咱俺]们?)?[停断掐]|(?:几天|多久|多长时间|什么时候).{0,6}(?:停|断|掐)"
)
_GRACE = re.compile(
    r"没钱|手头(?:紧|没)|交不[起上]|拿不出|宽限|缓[几一]?[天下]?|先.{0,4}[送通]|别停|晚[几半]|分期|分两次|不停|能不能晚|免[了掉吗]?"
)
# Pays later: tomorrow, next week, when the wages come.
_LATER = re.compile(
    r"(?:明[天儿日]|后[天儿日]|过[一两几]?天|下(?:周|个?月|星期|礼拜)|周[一二三四五六日天末]|月底|发了?工资|晚[几一两点]|等.{1,6}再|缓).{0,6}[交缴付充]"
    r"|(?:必须|一定|非得?).{0,4}今[天儿日].{0,3}[交缴付]|今[天儿日].{0,3}(?:必须|一定).{0,3}[交缴付]"
)
_LATER_DONE = re.compile(r"[交缴付充][过清上]?了|送电|来电|先.{0,4}[送通]|停了|没电")
# Whether paying keeps the supply on.
_ONCE_PAID = re.compile(
    r"[交缴付充][清上完]?了?.{0,4}(?:就|还|会|是不是)?.{0,3}不(?:会|用|再)?.{0,2}[停断掐]"
)
_PAID_BEFORE = re.compile(r"该|怎么|咋|为[啥什]|凭|已经|都[交缴]|刚|昨|明明")
_SUM = re.compile(rf"(?:[交缴付充]了?|共)(?:电费)?(?P<sum>{NUMBER})(?:块钱?|元钱?|[,，。 ]|$)")
PAID = re.compile(
    r"(?<![没忘未不要])[交缴充补付教脚冲][交缴上]?[^没未不,，。]{0,4}[了完清过上齐]|刚.{0,4}[交充缴付]|结清|费清|已[经缴交]|钱够|转账"
)
# Still to come: “我明天交清”, “等我交了”, “能不能先交一半”.
_NOT_YET = re.compile(
    r"(?:明[天儿日]|后[天儿日]|下周|下个?月|月底|周[一二三四五六日天末]|要是|如果|假如|万一|等[我俺咱]|打算|准备|一会儿?|等[下会])[^,，。]{0,6}[交缴充付补]"
    r"|(?:能不能|可不可以|怎么|咋|才能|必须|[得去先]|马上|这就|现在就?)[^,，。]{0,3}[交缴充付补](?!(?:[清完齐上]|电?费|钱|款)*[了过])"
)
_SAYS_WHEN = re.compile(r"[刚已还没昨我俺咱今]|都[交缴充]|[早中下晚][上午]")

# Asks before he pays; who has paid says so in other words.
_HOW_SOON = re.compile(
    r"[交缴充][完清了齐上]?[^。]{0,6}(?:多久|多长时间|几个?小时|什么时候|啥时候|马上|立马)(?:[^,，。]{0,4}(?:来|送|恢复|有|通)|[啊呀呢]?$)"
)
# “交完了怎么告诉你”: here, in a word.
_TELLS_US = re.compile(r"(?:怎么|咋|在哪|跟谁|哪里)[^,，。]{0,3}(?:告诉|通知|联系|说|报)")
# Nobody is at home: a crew need not come yet.
_NO_HURRY = re.compile(r"送不送|(?:先|暂时|不用|不急着?|别)(?:不|别|急着)?(?:送|恢复|复电)")
_DARK = re.compile(r"没[有来]?电|停了?电|断了?电|电[停断]|[停断掐]了|复电|送电|来电|不[来亮]|黑[着灯乎漆]")
# Money in one breath with a dark house: perhaps it was cut for want of it.
_MONEY = re.compile(
    r"欠(?![压佳])|余额|剩余|充[值费钱]|充了?(?:[0-9一二两三四五六七八九十百几]|电费)|刚才?充(?!电(?!费))"
    r"|[交缴付续].{0,4}(?:费|钱)|电费.{0,4}[交缴付充]|没钱|钱[用花]?[完光]|预[存付]|催[交缴费]"
)
_NOT_MONEY = re.compile(
    r"(?:(?<!是)不是|(?<!会)不会|(?<!有)没有|(?<!欠)不|没(?!有)|未|不可能|不存在)(?:因为|存在)?欠费?"
    r"|余额(?:还|是|都)*(?:有|够|足|充足|正常|多)|刚?才?充[了过完]?电(?!费)"
)


def names_arrears(turn: Turn) -> bool:
    """Whether who speaks of missing supply speaks of money too: arrears, a balance, a payment; not when he denies them."""
    said = _NOT_MONEY.sub("", turn.text)
    return bool(_MONEY.search(said) or PAID.search(said)) or "arrears_reconnect" in turn.entities("wish")


def has_paid(text: str) -> bool:
    """Whether words say that the money was paid, and neither ask what happens once it is nor promise it."""
    is_hypothetical = asks(text) and not _SAYS_WHEN.search(text)
    return bool(PAID.search(text)) and not _NOT_YET.search(text) and not is_hypothetical


def is_dark(text: str) -> bool:
    """Whether words tell of missing supply."""
    return bool(_DARK.search(text))


async def not_cut(service: Service, account: Account) -> str:
    """Says plainly that an account is not cut, and what it owes all the same; UtilityDown."""
    amount = Decimal((await balance_of(service, account))["amount"])
    owes = f"，不过有{yuan(-amount)}没交（逾期的含违约金）" if amount < 0 else ""
    return f"{named(account)}没有因为欠费停电{owes}。"


async def arrears_early(turn: Turn, say: Say) -> bool:
    """What needs no account: late fees, when a cut may come. Grace is not ours to grant (facts 4.4); then the talk goes on."""
    if warn(turn, say):
        return True
    await fears_for_life(turn, say)
    if _LATE_FEE.search(turn.text) or _FINE.search(turn.text):
        say.utter("utter_late_fee")
        return True
    if _HOW_SOON.search(turn.text) and not re.search(r"[刚已还没]", turn.text):
        say.utter("utter_arrears_how_soon")
        return True
    if _TELLS_US.search(turn.text):
        say.utter("utter_arrears_how_soon")
        return True
    if _ONCE_PAID.search(turn.text) and not _PAID_BEFORE.search(turn.text):
        say.utter("utter_arrears_once_paid")
        return True
    if _LATER.search(turn.text) and not _LATER_DONE.search(turn.text):
        say.utter("utter_arrears_pay_later")
        return not await bound_accounts(Service(turn.conversation))  # of a known one it is said what is owed
    if _GRACE.search(turn.text) and not PAID.search(turn.text):
        say.utter("utter_arrears_grace")
    elif _RULE.search(turn.text) and not PAID.search(turn.text):
        say.utter("utter_arrears_rule")
        return True
    return False


async def arrears(turn: Turn, say: Say, account: Account, text: str) -> Events:
    """Fulfils `arrears_reconnect`: the account's state, then the way back to supply."""
    service = Service(turn.conversation)
    amount = Decimal((await balance_of(service, account))["amount"])
    is_cut = account["status"] == CUT
    paid = turn.entity("payment_paid") == "yes" or amount >= 0 or has_paid(text)
    if is_cut and _NO_HURRY.search(text) and not asks(_NO_HURRY.sub("", text)):
        owes = f"还欠{yuan(-amount)}（逾期的含违约金）" if amount < 0 else "电费交清了"
        say.text(f"{named(account)}{owes}，先不送电。什么时候要用，说一声“复电”，我来登记。")
    elif is_cut and (paid or await _registered(service)):
        return [*await _reconnect(turn, say, account, amount, text), *_supply_answered(turn)]
    elif is_cut:
        say.text(
            f"{named(account)}因为欠费停了电，现在共欠{yuan(-amount)}（逾期的含违约金）。交清后告诉我一声，我给您登记复电。",
            [
                (
                    "已经交清，登记复电",
                    payload("arrears_reconnect", payment_paid="yes", account_no=account["account_no"]),
                ),
                ("怎么交", payload("pay_how")),
            ],
        )
    elif amount < 0:
        other_cause = "家里没电的话可能是别的原因，我可以给您报修。" if _DARK.search(text) else ""
        say.text(
            f"{named(account)}现在没有欠费停电的记录，但有{yuan(-amount)}没交（逾期的含违约金）。{other_cause}",
            [("家里没电，要报修", payload("report_outage_home")), ("怎么交", payload("pay_how"))],
        )
    else:
        say.text(
            f"{named(account)}没有欠费，也没有欠费停电的记录。家里还没电的话：先看电表上的灯，黄灯亮或显示“合闸”的，按一下表上的按钮；还不行我给您报修。",
            [("还没电，要报修", payload("report_outage_home"))],
        )
    await _special_care(turn, say, account, text, [])
    return _supply_answered(turn) if is_cut else [SlotSet("outage_cut", CLEAR)]


def _supply_answered(turn: Turn) -> Events:
    """Nobody who hears that he is cut is asked on for a fault: neither in a report that waits nor for a second wish."""
    answered: dict[str, Any] = {"wishes": _ABOUT_SUPPLY, "at": turn.message}
    events: Events = [SlotSet(SETTLED, answered)]
    if turn.slot(PAUSED) == "outage_form":
        events += [SlotSet(slot, None) for slot in turn.tracker.slots if slot.startswith("outage_")]
        events.append(SlotSet(PAUSED, None))
    return [*events, SlotSet("outage_cut", TOLD)]


async def _reconnect(turn: Turn, say: Say, account: Account, amount: Decimal, text: str) -> Events:
    special = sensitive_in(text)
    made = await Service(turn.conversation).post(
        "/tickets",
        topic="reconnect",
        key=turn.key("reconnect"),
        summary=f"客户说已交费，要求复电；系统余额{yuan(amount)}",
        address=account["full_address"],
        account_no=account["account_no"],
        join=True,
        sensitive=special,
        details={"客户原话": text, "系统余额": yuan(amount)},
    )
    number = made["ticket"]["number"]
    if made["joined"]:
        _told_more(say, made["ticket"], amount, text)
    else:
        if amount < 0:
            say.text(
                f"系统里还显示欠{yuan(-amount)}，刚交的钱可能还没到账，工作人员会核实。{_lacks(text, amount)}"
            )
        say.text(f"{RECONNECT_MADE}，工单号{number}。{made['promise']}")
        say.utter("utter_press_the_button")
    await _special_care(turn, say, account, text, [number])
    return [SlotSet("ticket_no", number)]


async def _registered(service: Service) -> bool:
    """Whether the supply has been asked back, and nobody has answered it yet."""
    return any(t["topic"] == "reconnect" and is_open(t) for t in await service.get("/tickets"))


def _told_more(say: Say, ticket: dict[str, Any], amount: Decimal, text: str) -> None:
    """After the registration: what is told of the payment the service has noted for who checks it; the state is said, not the beginning again."""
    number, status = ticket["number"], ticket["customer_status"]
    noted = "您说的已补到工单上。" if text and not asks(text) else ""
    owes = f"系统里还显示欠{yuan(-amount)}，到账了就会减。{_lacks(text, amount)}" if amount < 0 else ""
    say.text(
        f"{noted}复电已经登记过了，工单号{number}，现在{status}，不用再登；交清到账后一般24小时内恢复。{owes}"
    )


def _lacks(text: str, amount: Decimal) -> str:
    """What is still missing when the sum that the customer names does not pay all."""
    named_sum = _SUM.search(text)
    paid = parse_number(named_sum["sum"]) if named_sum else None
    missing = -amount - paid if paid else Decimal(0)
    return (
        f"要是只交了{plain(Decimal(paid or 0))}元，还差{yuan(missing)}，交清才能恢复。" if missing > 0 else ""
    )


async def _special_care(turn: Turn, say: Say, account: Account, text: str, tickets: list[str]) -> None:
    """A breathing machine or an old person alone without supply is a person's business at once (facts 4.3, 9)."""
    if not sensitive_in(text):
        return
    if not any(_CALL_120 in told for told in turn.told(_STILL)):
        say.utter("utter_arrears_sensitive")
    summary = f"欠费停电，有特殊情况：{text[:200]}"
    say.hand_over("sensitive", await packet(turn, summary, tickets), urgent=True, keep_bot=True)


RECONNECT = Wish(arrears, "复电", "reconnect", early=arrears_early)
