"""A reading that does not fit: the customer's number beside the latest bill's, and a ticket (facts 1.4, 3.8, 3.9).

Numbers of a bill are told only when the conversation may see the account (the service decides); else they are only taken down.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from actions import phone_reading, reading
from actions.account_beside import LAST4, prove_beside, read_beside
from actions.account_known import AskWithAccounts, bound_accounts
from actions.aside import ANSWERED, asks
from actions.client import Service, ServiceError
from actions.flow import Events
from actions.form import Question
from actions.report import (
    DECLINED,
    AskConfirm,
    ReportForm,
    account_no,
    closed,
    known,
    place,
    register,
    registered,
)
from actions.topic import TopicAction
from actions.turn import Say, Turn
from common.chinese_numbers import NUMBER, parse_number

_NUMBER = re.compile(NUMBER)
_VAGUE = re.compile(r"[多来几把]|左右|大概|大约|上下|不到|出头")
_NO_PLACE = re.compile(r"(?<=[0-9])[.。][0-9]+")
# “9月那个” names a bill; nothing on the meter shows 9.
_DATES = re.compile(
    r"(?:[0-9]{2,4}年)?(?<![0-9])[0-9一二三四五六七八九十]{1,2}月份?(?:[0-9]{1,2}[号日])?|[0-9]{1,2}[号日]"
)
_ON_METER = re.compile(
    rf"(?:表上|电[表标]|表是?|现在|看的?是|显示|表码)[^0-9一二三四五六七八九]{{0,6}}(?P<n>{NUMBER})"
)
_HOTLINE = re.compile(r"(?<![0-9])(?:12315|12345|12398|12388|95598|96110)(?![0-9])")
_CANNOT = re.compile(r"看不|不方便|不在家|不知道|没法|不会|够不着|锁着|没看")
_OTHERS = r"(?:邻居|隔壁|对门|楼[上下]|别人|人家|[他她]们?家|[两俩2]家|[两俩2]户|[两俩2]块表|[0-9]{3,4}室?的|[0-9一二三四五六七八九十]+(?:楼|室|户)的?)"
_MIXED = r"(?:[接装搞弄挂对配换](?:的|得|线|表)?(?:颠倒|反|串|错|混|岔)|颠倒|[互调]换[了着])"
# Two houses' meters taken for each other: only who goes there can tell.
_CROSSED = re.compile(
    rf"串[户表]|表[接装挂]?串|[接装挂]串|{_OTHERS}[^,，。]{{0,10}}?{_MIXED}|{_MIXED}[^,，。]{{0,4}}{_OTHERS}|表[^,，。]{{0,4}}搞?混了"
    rf"|用的?(?:一直|其实|都)?是{_OTHERS}家?的?电?表|[交缴]的?(?:一直|其实|都|电费)*是{_OTHERS}家?的?(?:电费|钱)|表[^,，。]{{0,3}}是{_OTHERS}[家的]"
    rf"|{_OTHERS}的?(?:度数|电费|电)[^,，。]{{0,3}}[算记扣][在到给]?(?:了)?我"
)
_CROSSED_TOLD = "两家的表接串了，看读数看不出来，要有人到现场，对着表和户号一家一家核对。线和表您和对方都别自己动。我来登记。"
_MONEY_BACK = re.compile(r"退|补|[多少][交收扣算]|[交缴扣]多|赔|谁的钱|电费")
_CROSSED_MONEY = (
    "多交、少交的电费，等现场核对清楚才算得出来，能退多少我不敢先说。您这句我写进工单，请人一起答复。"
)
# A household meter has five or six places before the point.
_LARGEST = 999_999


def whole(text: str) -> int | None:
    """A reading as said, without the places after the point, which are not billed (facts 3.8); None for a vague one."""
    value = parse_number(_NO_PLACE.sub("", text))
    return int(value) if value is not None and 0 <= value <= _LARGEST else None


def read_value(turn: Turn, asked: bool) -> str | None:
    """What the meter shows now; `-` when it cannot be read. Unasked only where the words say that it is on the meter."""
    if turn.is_payload:
        return str(turn.entity("meter_reading_value") or "") or None
    if turn.entity("phone") or turn.entity("account_no"):
        return None
    if asked and _CANNOT.search(turn.text):
        return DECLINED
    # “日均一样吗” shows no 1, nor “我去12315” a reading.
    if _HOTLINE.search(turn.text) or (asks(turn.text) and not _ON_METER.search(turn.text)):
        return None
    if _VAGUE.search(turn.text):
        return None
    corrects = turn.intent == "correct_slot" and turn.slot("meter_reading_value")
    said = _DATES.sub("", reading.corrected(turn.text) if corrects else turn.text)
    match = _ON_METER.search(said) or (_NUMBER.search(said) if asked or corrects else None)
    value = whole(match["n"] if match and "n" in match.groupdict() else match[0]) if match else None
    # “不一样” is no reading: what was not asked for counts from two figures on.
    return None if value is None or (value < 10 and not asked) else str(value)


def compare(value: int, billed: int, day: date) -> str:
    """The customer's reading beside the end reading of the latest bill, in whole kWh; draws no conclusion on the meter."""
    at = f"{day.month}月{day.day}日"
    if value > billed:
        return f"上期账单抄到{at}，止数{billed}；您现在看到{value}，多出的{value - billed}度是抄表以后走的，会算进下期。"
    if value == billed:
        return f"上期账单抄到{at}，止数{billed}，和您看到的一样。"
    return f"上期账单抄到{at}，止数{billed}，您看到的{value}反而少{billed - value}度，需要核实。先看看屏上是不是“总”电量。"


class MeterReadingForm(ReportForm):
    """Which account, what the meter shows, whether it is to be looked into."""

    form = "meter_reading_form"
    prefix = "meter_reading"
    hears_general = True
    triggers = frozenset(("meter_reading_wrong",))
    asides = ANSWERED
    memory = (LAST4, "meter_reading_words")
    questions = (
        Question("meter_reading_account", account_no, "utter_explain_meter_reading_account"),
        Question("meter_reading_value", read_value, "utter_explain_meter_reading_value"),
        Question(
            "meter_reading_apply",
            reading.one_of(
                "meter_reading_apply",
                {"要": r"登记|核实|核查|派人|重抄"},
                {"不要": r"不(?![退服行对给管])|算了|知道了|明白了", "要": r"要|好|查"},
                yes="要",
                no="不要",
            ),
            "utter_explain_meter_reading_apply",
        ),
        Question("meter_reading_address", place("meter_reading_address"), "utter_explain_meter_address"),
        Question("meter_reading_phone", phone_reading.phone, "utter_explain_phone"),
        Question(
            "meter_reading_confirm", reading.confirmed("meter_reading_confirm"), "utter_explain_confirm"
        ),
    )

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """Without a 户号 the place; whether to register is asked once there was something to compare; crossed meters are looked at."""
        if is_crossed(slots):
            has_number = slots.get("meter_reading_account") not in (None, DECLINED)
            where = [] if has_number else ["meter_reading_address"]
            return [*where, "meter_reading_phone", "meter_reading_confirm"]
        asked = ["meter_reading_account", "meter_reading_value"]
        if slots.get("meter_reading_account") == DECLINED:
            asked.append("meter_reading_address")
        if slots.get("meter_reading_billed"):
            asked.append("meter_reading_apply")
            if slots.get("meter_reading_apply") == "不要":
                return asked
        return [*asked, "meter_reading_phone", "meter_reading_confirm"]

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """Also the digits that prove the account: then the reading can be compared. The latest reading counts."""
        super()._read(turn, asked, slots)
        slots["meter_reading_value"] = read_value(turn, False) or slots["meter_reading_value"]
        slots[LAST4] = read_beside(turn, slots["meter_reading_account"], "meter_reading_value")

    def _is_other(self, turn: Turn) -> bool:
        """What becomes of the money that was paid for the other house is asked of this order."""
        return super()._is_other(turn) and not self._asks_money_back(turn)

    def _takes(self, turn: Turn, slots: dict[str, Any]) -> bool:
        """The same."""
        return super()._takes(turn, slots) or self._asks_money_back(turn)

    @staticmethod
    def _asks_money_back(turn: Turn) -> bool:
        return is_crossed(turn.tracker.slots) and asks(turn.text) and bool(_MONEY_BACK.search(turn.text))

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """Takes the only account that the conversation may see; compares as soon as both numbers are there."""
        proved = await prove_beside(turn, slots, say, slots["meter_reading_account"])
        await super().learn(turn, slots, say)
        if is_crossed(slots):
            self._tell_crossed(turn, slots, say)
            return
        slots["meter_reading_billed"] = turn.slot("meter_reading_billed")
        value = slots["meter_reading_value"]
        if value in (None, DECLINED) or (value == turn.slot("meter_reading_value") and not proved):
            return
        bill = await latest_bill(turn, slots["meter_reading_account"])
        if bill:
            end = bill["end"]
            slots["meter_reading_billed"] = end["total"]
            say.text(compare(int(value), end["total"], datetime.fromisoformat(end["read_at"]).date()))

    def _tell_crossed(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """What is done about crossed meters, and that nobody knows yet what it comes to."""
        if not is_crossed(turn.tracker.slots):
            say.text(_CROSSED_TOLD)
        elif self._asks_money_back(turn):
            self._note(turn, slots, f"问：{turn.said}")
            say.text(_CROSSED_MONEY)


def is_crossed(slots: Mapping[str, Any]) -> bool:
    """Whether the customer's words tell that his meter and another house's were taken for each other."""
    return bool(_CROSSED.search(slots.get("meter_reading_words") or ""))


async def latest_bill(turn: Turn, number: str | None) -> dict[str, Any] | None:
    """The newest bill of an account that the conversation may see; None for any other, or while it cannot be had."""
    service = Service(turn.conversation)
    accounts = [a for a in await bound_accounts(service) if number and a["account_no"].endswith(number)]
    if not accounts:
        return None
    try:
        bills = await service.get(f"/accounts/{accounts[0]['account_no']}/bills", months="1")
    except ServiceError:
        return None
    return bills[0] if bills else None


class AskMeterReadingAccount(AskWithAccounts):
    """Which account's reading is doubted."""

    slot = "meter_reading_account"


class AskMeterReadingConfirm(AskConfirm):
    """The card of a doubted reading."""

    prefix = "meter_reading"

    def lines(self, turn: Turn) -> list[tuple[str, str | None]]:
        """Place and reading."""
        value = known(turn, "meter_reading_value")
        return [
            ("事项", "核实两家电表是否接串" if is_crossed(turn.tracker.slots) else "核实电表读数"),
            ("地址", turn.slot("meter_reading_address")),
            ("您看到的读数", value),
        ]


class MeterReadingDone(TopicAction):
    """Registers the doubt, or leaves it."""

    def name(self) -> str:
        """After the form."""
        return "action_meter_reading_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Both numbers go to staff."""
        if turn.slot("meter_reading_confirm") != "yes":
            say.utter("utter_meter_check_left")
            return closed(turn, "meter_reading")
        value, billed = known(turn, "meter_reading_value"), turn.slot("meter_reading_billed")
        told = f"客户看到的读数{value}" if value else "客户没有读数"
        doubt = "客户说两家电表接串了" if is_crossed(turn.tracker.slots) else f"电表读数有疑问：{told}"
        made = await register(
            turn,
            "meter_reading",
            "meter_data",
            doubt,
            details={"客户读数": value, "上期账单止数": str(billed) if billed else None},
        )
        say.text(registered(made))
        return closed(turn, "meter_reading", made)
