"""A meter that seems too fast: an explanation, the look at the pulse lamp step by step, the check as a right (facts 3.9).

Nothing here says that a meter is right or wrong; only the verification does.
"""

from __future__ import annotations

import re
from typing import Any

from actions import phone_reading, reading
from actions.account_beside import LAST4, prove_beside, read_beside
from actions.account_known import AskWithAccounts, find, known_accounts, named
from actions.aside import CALLS_FIRST, Aside, asks, find_aside
from actions.bill_view import bills_of, daily, month_name
from actions.client import Service, UtilityDown
from actions.flow import Events
from actions.form import Question
from actions.report import AskConfirm, ReportForm, account_no, closed, place, register, registered
from actions.topic import TopicAction
from actions.turn import Say, Turn

_FEES = re.compile(r"收费|要钱|多少钱|押金|费用|免费|花钱")
# About a check that was made: its work order tells, another check would not.
_RESULT = re.compile(
    r"结果.{0,8}(?:出来|呢|没|吗|多少|怎[么样]|咋|啥|告诉|通知|寄|发|给我|一直)|(?:啥|什么|看看?|查|有|出|拿|给个?)(?:了|一?下|到)?结果|报告.{0,8}(?:呢|出|没|给)"
)
_BEFORE_A_CHECK = re.compile(
    r"[能会要才](?:够|有|出|给)?.{0,4}结果|几天|多久|不服|不认|不同意|有异议|复检|再[校验测检]|申请"
)
_DISPUTE = re.compile(r"不服|不认|第三方|质监|鉴定|复检")
_LEAVE = ("thanks", "goodbye")
_ASIDES = (
    CALLS_FIRST,
    Aside(_FEES, "utter_meter_check_fees", for_staff=True),
    Aside(re.compile(r"退|多[收交扣算]|电费"), "utter_meter_check_bills"),
    Aside(
        re.compile(r"几天|多久|哪天|几点|多长时间|(?:什么|啥)时候|[周今明后末天]来|来.{0,3}行不行|来人"),
        "utter_meter_check_when",
    ),
)


def _try(turn: Turn, asked: bool) -> Any:
    """Look first, have it checked, or leave it; a mere thank-you or good-bye leaves it."""
    answer = _TRY(turn, asked)
    return "不用" if answer is None and asked and turn.intent in _LEAVE else answer


_TRY = reading.one_of(
    "meter_check_try",
    {
        "校验": r"直接.{0,3}(?:校|换|申请|登记)|申请校|派人|怎么.{0,3}(?:申请|验|校)",
        "看": r"教我|自己看|怎么看|先看",
    },
    {
        "不用": r"不用|不看|(?:先|暂时)不|不校|不验|知道了|算了|没事",
        "校验": r"校|验|申请|登记|换",
        "看": r"看|试|查",
    },
    no="不用",
)


class MeterCheckForm(ReportForm):
    """From doubt to a check; every step can be left for the check itself."""

    form = "meter_check_form"
    prefix = "meter_check"
    memory = (LAST4,)
    hears_general = True
    triggers = frozenset(("meter_too_fast", "request_meter_check"))
    asides = _ASIDES
    questions = (
        Question("meter_check_try", _try, "utter_explain_meter_check_try"),
        Question(
            "meter_check_safe",
            reading.one_of(
                "meter_check_safe",
                {"不安全": r"(?<!没)(?<!没有)(?:潮|湿|进水|糊味|破损|发烫)|打不开|不敢"},
                {
                    "不安全": r"不安全|有问题|不行|不会|没有(?!.?味|破|潮|水|问题)|不是|有点?味|不干",
                    "安全": r"安全|干的|干燥|没问题|都好|没味|^都?是(?:的|这样)",
                },
                yes="安全",
                no="不安全",
            ),
            "utter_explain_meter_check_safe",
        ),
        Question(
            "meter_check_lamp",
            reading.one_of(
                "meter_check_lamp",
                {
                    "还闪": r"(?:关|拉|断)[了掉下]*(?:自家|家里|自己)?的?(?:总|空)?[闸开]\S{0,8}[还照仍]\S{0,4}[走闪转跳]"
                },
                {"还闪": r"还|照样|一直闪|在闪|在走|没停", "停了": r"停|不闪|不动|不走|灭"},
            ),
            "utter_explain_meter_check_lamp",
        ),
        Question(
            "meter_check_house",
            reading.one_of(
                "meter_check_house",
                {},
                {"不闪": r"不闪|没闪|不走|不动|停|灭", "还闪": r"闪|走|动|跳"},
                yes="还闪",
                no="不闪",
            ),
            "utter_explain_meter_check_house",
        ),
        Question(
            "meter_check_apply",
            reading.one_of(
                "meter_check_apply",
                {"要": r"申请校|登记|派人|要校"},
                {"不要": r"不(?!留)|算了|先看看|知道了", "要": r"要|校|验|好|来"},
                yes="要",
                no="不要",
            ),
            "utter_explain_meter_check_apply",
        ),
        Question("meter_check_address", place("meter_check_address"), "utter_explain_meter_address"),
        Question("meter_check_phone", phone_reading.phone, "utter_explain_phone"),
        Question("meter_check_confirm", reading.confirmed("meter_check_confirm"), "utter_explain_confirm"),
        Question("meter_check_account", account_no, "utter_explain_meter_address"),
    )

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """The steps of the look, then the ticket unless it is not wanted."""
        asked = ["meter_check_try"]
        if slots.get("meter_check_try") == "不用":
            return asked
        if slots.get("meter_check_try") == "看":
            if slots.get("meter_check_apply") != "要":
                asked += self._look(slots)
            asked.append("meter_check_apply")
            if slots.get("meter_check_apply") == "不要":
                return asked
        if not slots.get("meter_check_account") or slots.get("meter_check_address"):
            asked.append("meter_check_address")
        return [*asked, "meter_check_phone", "meter_check_confirm"]

    @staticmethod
    def _look(slots: dict[str, Any]) -> list[str]:
        """What is left of the look; who has seen the lamp is not asked whether he may go there."""
        if slots.get("meter_check_lamp") is None and slots.get("meter_check_safe") != "安全":
            return ["meter_check_safe"] if slots.get("meter_check_safe") is None else []
        return [
            "meter_check_lamp",
            *(["meter_check_house"] if slots.get("meter_check_lamp") == "停了" else []),
        ]

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """Also the digits that prove the account: then its own figures can be told."""
        super()._read(turn, asked, slots)
        slots[LAST4] = read_beside(turn, slots["meter_check_account"])

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """Explains before it offers; says what each observation means and no more."""
        is_asked = str(turn.slot("requested_slot")).startswith("meter_check_")
        # “先不校” names the check too.
        leaves = slots["meter_check_try"] == "不用" != turn.slot("meter_check_try")
        if asks_result(turn) and slots["meter_check_try"] is None:
            say.utter("utter_meter_check_result")
            slots["meter_check_try"] = "不用"
        elif turn.intent == "request_meter_check" and not leaves and not (is_asked and asks(turn.text)):
            if not turn.slot("meter_check_terms"):
                say.utter("utter_meter_check_terms")
                slots["meter_check_terms"] = True
            if slots["meter_check_try"] in (None, "不用"):
                slots["meter_check_try"] = "校验"
            if turn.slot("meter_check_try") == "看":
                slots["meter_check_apply"] = "要"
        elif slots["meter_check_lamp"] == "还闪" and slots["meter_check_try"] is None:
            slots["meter_check_try"] = "看"
        elif turn.intent == "meter_too_fast" and not is_asked:
            figures = await own_figures(turn, turn.entity("account_no"))
            if figures:
                say.text(figures)
            say.utter("utter_meter_fast_explained")
        if _FEES.search(turn.text) and not (is_asked and find_aside(turn.text, self.asides)):
            say.utter("utter_meter_check_fees")
        if _DISPUTE.search(turn.text):
            say.utter("utter_meter_check_dispute")
        for slot, value, answer in _MEANS:
            if slots[slot] == value and turn.slot(slot) != value:
                say.utter(answer)
        await super().learn(turn, slots, say)
        proved = await prove_beside(turn, slots, say, slots["meter_check_account"])
        if proved and (figures := await own_figures(turn, slots["meter_check_account"])):
            say.text(figures)


_MEANS = (
    ("meter_check_safe", "不安全", "utter_meter_check_unsafe"),
    ("meter_check_lamp", "还闪", "utter_meter_check_still_flashing"),
    ("meter_check_lamp", "unknown", "utter_meter_check_not_seen"),
    ("meter_check_house", "还闪", "utter_meter_check_house_flashing"),
    ("meter_check_house", "不闪", "utter_meter_check_house_still"),
)
_LAMP = {"还闪": "关自家总闸后脉冲灯仍闪", "停了": "关自家总闸后脉冲灯停"}
_HOUSE = {"还闪": "电器全拔后脉冲灯仍闪", "不闪": "电器全拔后脉冲灯不闪"}


def asks_result(turn: Turn) -> bool:
    """Whether the customer waits for the outcome of a check that was made."""
    return bool(_RESULT.search(turn.text)) and not _BEFORE_A_CHECK.search(turn.text)


def self_check(turn: Turn) -> str | None:
    """What the customer saw, for staff."""
    seen = [_LAMP.get(turn.slot("meter_check_lamp") or ""), _HOUSE.get(turn.slot("meter_check_house") or "")]
    return "，".join(filter(None, seen)) or None


async def own_figures(turn: Turn, number: str | None) -> str:
    """The latest bill's end reading and use a day beside the month before; empty unless one account is meant and known."""
    service = Service(turn.conversation)
    try:
        accounts = await known_accounts(service)
        account = find(accounts, number) if number else accounts[0] if len(accounts) == 1 else None
        bills = await bills_of(service, account, 2) if account else []
    except UtilityDown:
        return ""
    if not account or not bills:
        return ""
    last = bills[0]
    words = f"{named(account)}{month_name(last.period, turn.at)}用了{last.kwh}度，止数{last.end}，平均每天{daily(last)}度"
    return words + (f"，再前一期每天{daily(bills[1])}度。" if bills[1:] else "。")


class AskMeterCheckAddress(AskWithAccounts):
    """Where the meter to be checked is."""

    slot = "meter_check_address"


class AskMeterCheckConfirm(AskConfirm):
    """The card of a meter check."""

    prefix = "meter_check"

    def lines(self, turn: Turn) -> list[tuple[str, str | None]]:
        """Wish, place, what was seen."""
        return [("事项", "校验电表"), ("地址", turn.slot("meter_check_address")), ("自查", self_check(turn))]


class MeterCheckDone(TopicAction):
    """Registers the check, or leaves it."""

    def name(self) -> str:
        """After the form."""
        return "action_meter_check_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The deadline comes from the service."""
        if turn.slot("meter_check_confirm") != "yes":
            if not asks_result(turn):
                say.utter("utter_meter_check_left")
            return closed(turn, "meter_check")
        where = turn.slot("meter_check_address") or "按户号找"
        summary = "，".join(filter(None, (where, "客户申请校验电表", self_check(turn))))
        made = await register(
            turn, "meter_check", "meter_check", summary, details={"自查结果": self_check(turn)}
        )
        say.text(registered(made))
        if not turn.slot("meter_check_terms"):
            say.utter("utter_meter_check_bills")
        return closed(turn, "meter_check", made)
