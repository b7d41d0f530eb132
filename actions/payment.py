"""Paying: how, and what went wrong (facts 4.4, 5.1). Never asks for a card, a password or a code."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import SlotSet

from actions import reading
from actions.account_known import Account, AskWithAccounts, find, known_accounts, named
from actions.aside import ANSWER_COMES, REFUND
from actions.bill import paid_words
from actions.bill_view import bills_of, month_name
from actions.business import part_in, quote
from actions.client import Service, UtilityDown
from actions.guides import SHORT, read_guides
from actions.guides import find as find_guide
from actions.payment_arrears import CUT, PAID, arrears
from actions.report import SAME_CARD, account_no, is_same_card
from actions.topic import Events, Question, TopicAction, TopicForm, choose_buttons, open_form
from actions.turn import Say, Turn, payload
from common.masking import mask_account, mask_phone

SLOTS = (
    "payment_kind",
    "payment_account",
    "payment_facts",
    "payment_phone",
    "payment_confirm",
    "payment_words",
)
KINDS = {
    "missing": "交了没到账",
    "wrong": "交到了别的户号",
    "twice": "重复交费、多扣了",
    "refund": "要退余额",
    "failed": "付款不成功",
}
_SCREEN = 4  # messages of the customer that are seen at once
# “已经交了” of somebody whose supply is cut for arrears: he wants it back, not his money looked for.
_RECONNECT = "reconnect"
_CHANNEL = re.compile(
    r"微信|支付宝|银行|网上国网|营业厅|柜台|公众号|云闪付|代扣|自动扣|现金|转账|代收|app|手机", re.IGNORECASE
)
_AFTER_FACTS = ("payment_phone", "payment_confirm")
_FACTS = re.compile(r"[0-9]|块|元|百|千|昨|今天|前天|刚|上周|月|号|周[一二三四五六日]")


class PayHow(TopicAction):
    """Ways to pay, official ones only, from the guides."""

    def name(self) -> str:
        """For `pay_how`."""
        return "action_pay_how"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The way that fits the words, and the warning."""
        guides = read_guides()
        guide = find_guide(guides.values(), "pay_how", turn.text) or guides.get("pay")
        if guide:
            quote(guide, part_in(turn.text) or SHORT, turn, say)
        if self.name() in turn.answered_by(_SCREEN):
            return []  # the warning is still to be seen
        if open_form(turn):
            say.utter("utter_pay_safely")
        else:
            say.utter("utter_pay_safely", buttons=[{"title": "查要交多少", "payload": payload("query_bill")}])
        return []


def read_facts(turn: Turn, asked: bool) -> str | None:
    """When, where and how much, in the customer's own words; before the question only when the words tell it anyhow."""
    if turn.is_payload:
        return None
    if asked and reading.is_unknown(turn):
        return "记不清"
    said = reading.corrected(turn.text)
    told = (
        bool(_CHANNEL.search(said)),
        bool(turn.entity("amount") or turn.entity("time") or _FACTS.search(said)),
    )
    return said[:300] if (all(told) or (asked and any(told))) else None


class PaymentForm(TopicForm):
    """What a colleague needs to find the money; no amounts are told, so nothing has to be proved."""

    form = "payment_form"
    triggers = frozenset(("pay_problem",))
    asides = (ANSWER_COMES, REFUND)
    notes = "payment_words"
    questions = (
        Question(
            "payment_kind",
            reading.one_of(
                "payment_kind",
                {
                    "wrong": "[交充打付]错|错[户号]|输错|按错|选错|别人家|[交充打付缴][^,，。没]{0,4}到[^,，。]{0,8}家|邻居|进了我?自己|别的户|误交|交给",
                    "twice": "重复|两[次遍笔回]|交重|充重|重了|又扣|多扣|扣多|扣错|多打|多交|多一笔",
                    "refund": "退",
                    "failed": "付不[了出上]|付款失败|代扣失败|没扣成|转圈|闪退|打不开|没反应|超时|繁忙|不成功|交不了|验证码|限额",
                    "missing": "(?:没|不|未|没有)(?:到|进|收到|显示|销|入|变|涨|加上|平)|到账|钱去哪|还.{0,3}欠|还催|查不到",
                },
            ),
            "utter_explain_payment_kind",
        ),
        Question("payment_account", account_no, "utter_explain_payment_account"),
        Question("payment_facts", read_facts, "utter_explain_payment_facts"),
        Question("payment_phone", reading.phone, "utter_explain_phone"),
        Question("payment_confirm", reading.confirmed("payment_confirm"), "utter_explain_confirm"),
    )

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """A payment that did not go through needs no ticket, and who wants his supply back is asked nothing."""
        is_short = slots.get("payment_kind") in ("failed", _RECONNECT)
        return ["payment_kind"] if is_short else [q.slot for q in self.questions]

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        super()._read(turn, asked, slots)
        told = turn.entity("amount") or turn.entity("time") or _CHANNEL.search(turn.text)
        told = told or (turn.intent == "correct_slot" and _FACTS.search(turn.text))
        answered = slots["payment_phone"] if asked == "payment_phone" else slots["payment_confirm"]
        if asked in _AFTER_FACTS and answered is None and told and not turn.is_payload:
            slots["payment_facts"] = reading.told_more(slots["payment_facts"], turn.text)[:300]

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """A known account is used, and what it shows is said once: often the money is there by now."""
        if slots["payment_kind"] is None and PAID.search(turn.text) and await _cut_account(turn):
            slots["payment_kind"] = _RECONNECT
            return
        if slots["payment_kind"] in (None, "unknown", "failed"):
            return
        if slots["payment_account"] == turn.slot("payment_account") is not None:
            return
        service = Service(turn.conversation)
        try:
            accounts = await known_accounts(service)
            account = find(accounts, slots["payment_account"]) if slots["payment_account"] else None
            if account is None and slots["payment_account"] is None and len(accounts) == 1:
                account = accounts[0]
                slots["payment_account"] = account["account_no"]
            if account and slots["payment_kind"] == "missing":
                for bill in await bills_of(service, account, 1):
                    month = month_name(bill.period, turn.at)
                    paid = paid_words(bill, account, turn.at.date())
                    say.text(f"我看了{named(account)}，{month}的电费：{paid}")
        except UtilityDown:
            return  # the ticket needs nothing of it


class AskPaymentAccount(AskWithAccounts):
    """Which account was to be paid."""

    slot = "payment_account"


class AskPaymentConfirm(TopicAction):
    """The card before the ticket."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_payment_confirm"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Shows what will be registered, numbers masked."""
        account, phone = turn.slot("payment_account"), turn.slot("payment_phone")
        lines = [
            "跟您核对一下：",
            f"问题：{KINDS.get(turn.slot('payment_kind'), '交费有疑问')}",
            f"户号：{mask_account(account) if account and account != '-' else '说不上来'}",
            f"经过：{turn.slot('payment_facts')}",
            f"电话：{mask_phone(phone) if phone and phone != '-' else '不留'}",
            "对的话回“对”，我就登记；哪里不对直接告诉我。",
        ]
        card = "\n".join(lines)
        say.text(
            SAME_CARD if is_same_card(turn, "payment", card) else card,
            [*choose_buttons("payment_confirm", ("对，登记", "yes")), ("不登记了", payload("cancel"))],
        )
        return []


class PaymentDone(TopicAction):
    """Makes the ticket; what becomes of the money is for a person to say (facts 4.4)."""

    def name(self) -> str:
        """After the form."""
        return "action_payment_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """One ticket for one wish."""
        cleared: Events = [SlotSet(slot, None) for slot in SLOTS]
        kind = turn.slot("payment_kind")
        if kind == _RECONNECT and (account := await _cut_account(turn)):
            return [*cleared, *await arrears(turn, say, account, turn.said)]
        if kind == "failed":
            say.utter("utter_payment_failed")
            return cleared
        label = KINDS.get(kind, "交费有疑问")
        number, phone = turn.slot("payment_account"), turn.slot("payment_phone")
        made = await Service(turn.conversation).post(
            "/tickets",
            topic="payment_error",
            key=turn.key("payment"),
            summary=f"{label}：{turn.slot('payment_facts')}",
            account_no=number if number != "-" else None,
            phone=phone if phone != "-" else None,
            details={
                "交费问题": label,
                "交费经过": turn.slot("payment_facts"),
                **({"客户原话": words} if (words := turn.slot("payment_words")) else {}),
            },
        )
        say.text(
            f"已经登记，工单号{made['ticket']['number']}。{made['promise']}付款截图、短信先留着，工作人员可能会要看。"
        )
        return [*cleared, SlotSet("ticket_no", made["ticket"]["number"])]


async def _cut_account(turn: Turn) -> Account | None:
    """The one account of the customer that is cut for arrears."""
    try:
        cut = [a for a in await known_accounts(Service(turn.conversation)) if a["status"] == CUT]
    except UtilityDown:
        return None
    return cut[0] if len(cut) == 1 else None
