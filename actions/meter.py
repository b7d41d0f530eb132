"""A broken meter: what is seen, where, and a ticket (facts 1.2, 2.5, 3.8)."""

from __future__ import annotations

import re
from typing import Any

from actions import phone_reading, reading
from actions.account_known import AskWithAccounts
from actions.aside import LIABLE, VISIT
from actions.flow import Events
from actions.form import Question
from actions.report import AskConfirm, ReportForm, account_no, closed, described, place, register, registered
from actions.topic import TopicAction
from actions.turn import Say, Turn

# What can be seen on a meter, the graver first.
SEEN = {
    "表烧坏": r"烧|焦|糊|冒烟|打火|发烫|烫手",
    "表箱损坏": r"表箱|箱门|箱子|铅封|封印",
    "外壳破损或掉落": r"壳|玻璃|裂|碎|破了|打破|掉下来|要掉|撞|脱|歪|水汽|进水|蚂蚁|松了",
    "显示错误代码": r"err|错误|代码|故障码|\be-?\d",
    "报警": r"报警|在叫|叫唤|滴滴|滴——|嗡嗡|吱吱|一直响|老响",
    "花屏乱码": r"花屏|花了|乱码|缺胳膊|漏液|半拉|一排8|全是8",
    "黑屏不显示": r"黑屏|不显示|没有?显示|屏.{0,4}[黑灰]|黑了|不亮|没[字屏数]|[白空]屏|空白|瞎|显示屏坏|哑巴",
    "不走字": r"不走|不转|没变|不动|不跳|死机|卡住|停了|停那|罢工",
    "红灯在闪": r"^(?!.*(?:不闪|没闪|[长常]亮|以前|不灭|err|代码))(?:.*(?:红灯|脉冲灯|指示灯|表.{0,4}灯).{0,6}闪|.*闪.{0,3}红灯|.{0,4}一?闪一闪|.*[一1每]秒.{0,3}闪)",
    "黄灯亮": r"黄灯(?!.{0,4}闪)",
}
# Nothing is broken: what the lamp tells is said, and no report is made.
_LAMPS = {"红灯在闪": "utter_meter_lamp_red", "黄灯亮": "utter_meter_lamp_yellow"}
_CODE = re.compile(r"(?:err?|e)[-—_ ]*(\d{1,3})", re.IGNORECASE)
# What becomes of the bills while the meter was broken is told with the order, in whatever words it is asked.
_BILLS = re.compile(
    r"(?:欠|多|少|之前|以前|这段|没走|不走)[^,，。]{0,8}(?:咋|怎么|如何)(?:算|办|收|扣)|退不退|(?:会|能|要|给)[^,，。]{0,2}退"
)
_NEEDS_POWER = ("表烧坏", "黑屏不显示")


def error_code(text: str) -> str | None:
    """A code as the meter shows it, `Err-04`; only kept, for the lists disagree (facts 10)."""
    match = _CODE.search(text)
    return f"Err-{int(match[1]):02d}" if match else None


class MeterForm(ReportForm):
    """What is seen, whether there is power, where, whom to call."""

    form = "meter_form"
    prefix = "meter"
    hears_general = True
    triggers = frozenset(("report_meter_fault",))
    asides = (LIABLE, *VISIT)
    belongs = _BILLS
    questions = (
        Question("meter_seen", described("meter_seen", SEEN), "utter_explain_meter_seen"),
        Question("meter_address", place("meter_address"), "utter_explain_meter_address"),
        Question(
            "meter_power",
            reading.one_of(
                "meter_power",
                {
                    "没电": "家里.{0,2}没电|没有电|停电了|都没电",
                    "有电": "家里有电|没停电|电还有|有电|灯.{0,2}亮着",
                },
                {"没电": "没", "有电": "有|亮"},
                yes="有电",
                no="没电",
            ),
            "utter_explain_meter_power",
        ),
        Question("meter_phone", phone_reading.phone, "utter_explain_phone"),
        Question("meter_confirm", reading.confirmed("meter_confirm"), "utter_explain_confirm"),
        Question("meter_account", account_no, "utter_explain_meter_address"),
    )

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """A 户号 is never asked for, but finds the meter as well as an address does (facts 0.3 rule 2)."""
        asked = ["meter_seen"]
        if slots.get("meter_seen") in _LAMPS:
            return asked
        if not slots.get("meter_account") or slots.get("meter_address"):
            asked.append("meter_address")
        if slots.get("meter_seen") in _NEEDS_POWER:
            asked.append("meter_power")
        return [*asked, "meter_phone", "meter_confirm"]

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """A burnt meter: how to stay safe before the next question."""
        if slots["meter_seen"] == "表烧坏" and turn.slot("meter_seen") != "表烧坏":
            say.utter("utter_meter_burnt")
        code = error_code(turn.text)
        if code and code != turn.slot("meter_code"):
            slots["meter_code"] = code
            say.text(f"代码{code}我记下了，是什么毛病由师傅到现场判断。")
        await super().learn(turn, slots, say)


class AskMeterAddress(AskWithAccounts):
    """Where the meter is."""

    slot = "meter_address"


class AskMeterConfirm(AskConfirm):
    """The card of a meter fault; a photo is offered here."""

    prefix = "meter"
    offer = "对的话回“对”，我就登记；哪里不对直接说。手边有电表照片也可以发来，离远点拍就行。"

    def lines(self, turn: Turn) -> list[tuple[str, str | None]]:
        """Place and what is seen."""
        return [("地址", turn.slot("meter_address")), ("情况", situation(turn))]


class MeterDone(TopicAction):
    """Makes the ticket."""

    def name(self) -> str:
        """After the form."""
        return "action_meter_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """“当天” is a service goal, so it is told as a rule and never as a certainty (facts 2.5)."""
        if lamp := _LAMPS.get(turn.slot("meter_seen") or ""):
            say.utter(lamp)
            return closed(turn, "meter")
        where = turn.slot("meter_address") or "按户号找"
        made = await register(
            turn,
            "meter",
            "meter_fault",
            f"{where}，{situation(turn)}",
            details={
                "故障现象": turn.slot("meter_seen"),
                "错误代码": turn.slot("meter_code"),
                "家里是否有电": turn.slot("meter_power"),
            },
        )
        say.text(registered(made))
        if not made["joined"]:
            say.utter("utter_meter_goal")
        return closed(turn, "meter", made)


def situation(turn: Turn) -> str:
    """What is seen, in words."""
    power = {"有电": "家里有电", "没电": "家里没电"}.get(turn.slot("meter_power") or "", "")
    seen = turn.slot("meter_seen") or "电表故障"
    return "，".join(part for part in (seen, turn.slot("meter_code"), power) if part)
