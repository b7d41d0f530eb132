"""What the dialogue of a payment that went wrong asks, and the card at its end. Never asks for a card, a password or a code."""

from __future__ import annotations

from actions.account_known import AskWithAccounts
from actions.flow import Events
from actions.payment_reading import what_is_missing
from actions.payment_wrong import GOT, MEANT
from actions.report import DECLINED, card_once
from actions.topic import TopicAction, choose_buttons
from actions.turn import Say, Turn, payload
from common.masking import mask_account, mask_phone, mask_text

KINDS = {
    "missing": "交了没到账",
    "wrong": "交到了别的户号",
    "twice": "重复交费、多扣了",
    "refund": "要退余额",
    "failed": "付款不成功",
    "other": "交费有疑问",
}


class AskPaymentAccount(AskWithAccounts):
    """Which account; nothing “was to be paid” where no other got the money."""

    slot = "payment_account"

    def question(self, turn: Turn) -> str:
        """By what went wrong."""
        return super().question(turn) if turn.slot("payment_kind") == "wrong" else "utter_ask_payment_which"


class AskPaymentFacts(TopicAction):
    """What is not told yet of the payment."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_payment_facts"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Never what was told."""
        missing = "、".join(what_is_missing(turn.slot("payment_told"), turn.slot("payment_kind")))
        say.text(f"{missing}？银行卡号和密码不用发。")
        return []


class AskPaymentConfirm(TopicAction):
    """The card before the ticket."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_payment_confirm"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Shows what will be registered, numbers masked."""
        phone, is_wrong = turn.slot("payment_phone"), turn.slot("payment_kind") == "wrong"
        facts = turn.slot("payment_facts") or turn.slot("payment_told")
        lines = [
            "跟您核对一下：",
            f"问题：{KINDS.get(turn.slot('payment_kind'), '交费有疑问')}",
            f"{'本来要交' if is_wrong else '户号'}：{_shown(turn.slot(MEANT))}",
            *([f"错交到：{_shown(turn.slot(GOT))}"] if is_wrong else []),
            *([f"经过：{mask_text(facts)}"] if facts else []),
            f"电话：{mask_phone(phone) if phone and phone != '-' else '不留'}",
            "对的话回“对”，我就登记；哪里不对直接告诉我。",
        ]
        say.text(
            card_once(turn, "payment", "\n".join(lines)),
            [*choose_buttons("payment_confirm", ("对，登记", "yes")), ("不登记了", payload("cancel"))],
        )
        return []


def _shown(number: str | None) -> str:
    return mask_account(number) if number and number != DECLINED else "说不上来"
