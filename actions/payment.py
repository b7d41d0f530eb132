"""Paying: how, and what went wrong (facts 4.4, 5.1). Never asks for a card, a password or a code."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions import phone_reading, reading
from actions.account_beside import LAST4, prove_beside, read_beside
from actions.account_known import Account, find, known_accounts, named
from actions.aside import ANSWER_COMES, REFUND, asks
from actions.bill_talk import LASTING, asks_paid
from actions.bill_view import bills_of, month_name, paid_words
from actions.client import Service, UtilityDown
from actions.cut_feared import fears_for_life
from actions.flow import MISSES, REQUESTED, RETURNING, Events
from actions.form import Question, TopicForm
from actions.general import answered
from actions.guides import SHORT, part_in, quote, read_guides
from actions.guides import find as find_guide
from actions.names import own_name
from actions.payment_arrears import CUT, RECONNECT_MADE, arrears, has_paid, is_dark
from actions.payment_reading import (
    ASKS,
    AUTO,
    CHANNEL,
    DONE,
    FOR_OTHERS,
    GENERAL_QUESTION,
    MAY_PAY,
    NO_NUMBER,
    OF_OTHERS,
    PROOF,
    RECONNECT,
    STUCK,
    SUCCEEDED,
    SUM,
    TOOK_MONEY,
    WANTS_TO_PAY,
    WILL_PAY,
    WISH_OF,
    mended,
    read_account,
    read_kind,
    read_still,
    read_wrong,
    takes_for_granted,
    told_by_form,
    what_is_missing,
)
from actions.payment_safety import warn
from actions.payment_view import KINDS
from actions.payment_wrong import GOT, MEANT, told_accounts
from actions.place_before import known_phone
from actions.report import DECLINED, account_no
from actions.tariff_points import WHERE_TO_TURN
from actions.tariff_talk import LANDLORD, in_hand
from actions.topic import TopicAction
from actions.turn import Say, Turn, open_form, payload

SLOTS = (
    "payment_kind",
    "payment_still",
    MEANT,
    GOT,
    "payment_told",
    "payment_facts",
    "payment_phone",
    "payment_confirm",
    "payment_words",
    LAST4,
)
_STILL = 2  # messages of the customer since an answer that he still speaks of
_SCREEN = 4  # messages of the customer that are seen at once
_NUMBERS = ("account_no", "phone", "last4")
_LEAST = 4  # characters that tell something
_PAYS = re.compile(r"[交缴付充扣转]")
_CENTS = re.compile(r"(?<![0-9.])[0-9]{1,4}\.[0-9]{1,2}(?![0-9.])")  # “两次都是88.6”
_FACTS_LIMIT = 300
_FORGOTTEN = re.compile(r"不知道|不清楚|不晓得|记不|忘")


class PayHow(TopicAction):
    """Ways to pay, official ones only, from the guides."""

    def name(self) -> str:
        """For `pay_how`."""
        return "action_pay_how"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The way that fits the words, and the warning."""
        if warn(turn, say):
            return []
        guides = read_guides()
        guide = find_guide(guides.values(), "pay_how", turn.text)
        if (events := await answered(turn, say, in_hand=guide is None, own=guide)) is not None:
            return events
        guide = guide or guides.get("pay")
        if MAY_PAY.search(turn.text):
            say.utter("utter_pay_for_others")
        elif guide:
            quote(guide, part_in(turn.text) or SHORT, turn, say)
        if self.name() in turn.answered_by(_SCREEN):
            return []  # the warning is still to be seen
        if open_form(turn):
            say.utter("utter_pay_safely")
        else:
            say.utter("utter_pay_safely", buttons=[{"title": "查要交多少", "payload": payload("query_bill")}])
        return []


class PaymentForm(TopicForm):
    """What a colleague needs to find the money; no amounts are told, so nothing has to be proved."""

    form = "payment_form"
    triggers = frozenset(("pay_problem",))
    asides = (ANSWER_COMES, REFUND)
    notes = "payment_words"
    memory = ("payment_told", LAST4)
    questions = (
        Question(
            "payment_kind",
            read_kind,
            "utter_explain_payment_kind",
        ),
        Question("payment_still", read_still, "utter_explain_payment_still"),
        Question(MEANT, read_account, "utter_explain_payment_account"),
        Question(GOT, read_wrong, "utter_explain_payment_wrong"),
        Question("payment_facts", told_by_form, "utter_explain_payment_facts"),
        Question("payment_phone", phone_reading.phone, "utter_explain_phone"),
        Question("payment_confirm", reading.confirmed("payment_confirm"), "utter_explain_confirm"),
    )

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """A payment that did not go through may be tried again first, and who wants his supply back is asked nothing."""
        kind, still = slots.get("payment_kind"), slots.get("payment_still")
        if kind in (FOR_OTHERS, GENERAL_QUESTION, WANTS_TO_PAY, DONE, *WISH_OF):
            return ["payment_kind"]
        if kind == "failed" and still != "要":
            return ["payment_kind", "payment_still"]
        unasked = {"payment_still", *([GOT] if kind != "wrong" else [])}
        if kind == "refund":  # a balance has no day on which it was paid
            unasked.add("payment_facts")
        return [q.slot for q in self.questions if q.slot not in unasked]

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """Whose number is whose is read from the words around it; facts are gathered from the first word on."""
        kind, before = slots["payment_kind"], dict(slots)
        super()._read(turn, asked, slots)
        if slots["payment_kind"] not in (None, "failed"):
            # “登记” answers it of a payment that failed only.
            slots["payment_still"] = before["payment_still"]
        if kind == "failed" and (turn.entity("payment_kind") or TOOK_MONEY.search(turn.text)):
            slots["payment_kind"] = turn.entity("payment_kind") or "missing"
        if asked and SUCCEEDED.search(turn.text) and not asks(turn.text):
            slots["payment_kind"] = DONE
        if asked == "payment_kind" and self._is_off_the_menu(turn, slots):
            slots["payment_kind"] = "other"
        if kind not in (None, "unknown") and slots["payment_kind"] == "refund" and not turn.is_payload:
            slots["payment_kind"] = kind  # whatever went wrong, he wants it back
        if turn.is_payload:
            return
        if slots["payment_kind"] is None and account_no(turn, False) and OF_OTHERS.search(turn.text):
            slots["payment_kind"] = "wrong"
        if slots["payment_kind"] == "wrong":
            slots.update(told_accounts(turn, {slot: slots[slot] for slot in (MEANT, GOT)}, asked))
        else:
            slots[MEANT] = account_no(turn, False) or slots[MEANT]
        slots[LAST4] = read_beside(turn, slots[MEANT])
        if asked == "payment_confirm" and own_name(turn, False):
            self._note(turn, slots, turn.said)
        self._gather(turn, asked, slots)
        if kind == "failed" and asked == "payment_still" and slots != before and not slots["payment_still"]:
            slots["payment_still"] = "要"  # he goes on telling, so he wants it looked into

    def _is_off_the_menu(self, turn: Turn, slots: dict[str, Any]) -> bool:
        """Whether the menu was put twice and what is said again is none of it: then the words themselves are registered."""
        return bool(
            slots["payment_kind"] in (None, "unknown") and turn.slot(MISSES) and not self._is_other(turn)
        )

    def _gather(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """What is told of the payment, in the customer's words; a question of his, a bare number or a yes is none of it."""
        said, is_wish = (
            turn.without(_NUMBERS).strip(" ,，。;；"),
            turn.slot("payment_kind") is None and turn.intent == "pay_problem",
        )
        meant = reading.corrected(said)
        told = turn.entity("amount") or turn.entity("time") or CHANNEL.search(meant)
        is_sum = _PAYS.search(meant) or _CENTS.search(meant)
        pays = turn.intent == "correct_slot" or asked == "payment_facts" or is_sum
        told = told or (SUM.search(meant) and pays)
        known = slots["payment_told"]
        more = mended(known, said) or reading.told_more(known, said)
        is_free = slots["payment_kind"] in ("failed", "other", None) or is_wish
        is_free = (is_free and len(said) >= _LEAST) or bool(PROOF.search(said))
        told = told or (known and more != f"{known}；{said}")  # mends it
        told = told or (is_free and not self._is_other(turn) and not turn.entity("address"))
        is_question = asks(turn.text) and not is_wish
        is_told = bool(told and not is_question and re.search(r"[\u4e00-\u9fa5]", said))
        if (is_told or (told and asked == "payment_facts")) and said not in (known or ""):
            slots["payment_told"] = more[:_FACTS_LIMIT]
        missing = what_is_missing(slots["payment_told"], slots["payment_kind"])
        is_enough = len(missing) < 2 and "多少钱" not in missing
        if slots["payment_kind"] in ("failed", "other"):
            is_enough, told = not missing, slots["payment_told"]
        if told and (is_enough or asked == "payment_facts" or slots["payment_facts"]):
            slots["payment_facts"] = slots["payment_told"]
        elif asked == "payment_facts" and _FORGOTTEN.search(turn.text):
            slots["payment_facts"] = known or "记不清"

    def _missed(self, turn: Turn, say: Say, asked: str) -> Events:
        """An account said again where it stands already was understood."""
        accounts = {slot: turn.slot(slot) for slot in (MEANT, GOT)}
        if turn.slot("payment_kind") == "wrong" and told_accounts(turn, accounts, None):
            say.utter("utter_noted")
            return [SlotSet(MISSES, 0), SlotSet(REQUESTED, asked)]
        if asked == MEANT and reading.registers(turn.text):
            say.utter("utter_explain_payment_account")
            return [SlotSet(MISSES, 1), SlotSet(REQUESTED, asked)]
        return super()._missed(turn, say, asked)

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """A known account is used, and what it shows is said once: often the money is there by now."""
        if turn.slot(RETURNING) != self.form:
            await fears_for_life(turn, say)
        elif slots["payment_phone"] is None:  # told for the outage in between
            slots["payment_phone"] = known_phone(await Service(turn.conversation).get("/tickets"))
        if turn.intent in self.triggers and await answered(turn, say, in_hand=False) is not None:
            slots["payment_kind"] = slots["payment_kind"] if turn.slot("payment_kind") else GENERAL_QUESTION
            return
        is_new = turn.slot("payment_kind") is None
        if is_new and slots["payment_kind"] in (None, "refund") and in_hand(turn) == LANDLORD:
            say.text(WHERE_TO_TURN)  # “多收的能退吗” of a landlord's price
            slots["payment_kind"] = GENERAL_QUESTION
            return
        if is_new and any(RECONNECT_MADE in told for told in turn.told(_STILL)):
            slots["payment_kind"] = RECONNECT  # “系统咋还说欠”: of the supply that was just asked back
            return
        if is_new and slots["payment_kind"] in (None, "missing") and has_paid(turn.text):
            is_plain = slots["payment_kind"] is None
            if is_dark(turn.text) or (is_plain and await _cut_account(turn)):
                slots["payment_kind"] = RECONNECT
                return
        if slots["payment_kind"] is None:
            if LASTING.search(turn.text) or asks_paid(turn.text):
                slots["payment_kind"] = ASKS
            elif MAY_PAY.search(turn.text):
                slots["payment_kind"] = FOR_OTHERS
            elif WILL_PAY.search(turn.text):
                slots["payment_kind"] = WANTS_TO_PAY
            elif takes_for_granted(turn, slots["payment_kind"]):
                slots["payment_kind"] = "missing"
        if slots["payment_kind"] == "failed" and turn.slot("payment_kind") != "failed":
            say.utter("utter_payment_number" if NO_NUMBER.search(turn.text) else "utter_payment_failed")
            if slots["payment_still"] is None and STUCK.search(turn.text):
                slots["payment_still"] = "要"
        if slots["payment_kind"] == "failed" and slots["payment_still"] != "要":
            return
        if slots["payment_kind"] in (None, "unknown", WANTS_TO_PAY, DONE, *WISH_OF, FOR_OTHERS):
            return
        before = turn.slot("account_no")  # a number that came before it was said what for
        if is_new and slots[MEANT] is None and before != slots[GOT]:
            slots[MEANT] = before
        proved = await prove_beside(turn, slots, say, slots[MEANT])
        if slots["payment_account"] == turn.slot("payment_account") is not None and not proved:
            return
        service = Service(turn.conversation)
        try:
            accounts = await known_accounts(service)
            account = find(accounts, slots["payment_account"]) if slots["payment_account"] else None
            if account is None and slots["payment_account"] is None and len(accounts) == 1:
                account = accounts[0] if find(accounts, slots[GOT] or "") is None else None
                slots["payment_account"] = account and account["account_no"]
            if account and slots["payment_kind"] == "missing":
                for bill in await bills_of(service, account, 1):
                    month = month_name(bill.period, turn.at)
                    paid = paid_words(bill, account, turn.at.date())
                    say.text(f"我看了{named(account)}，{month}的电费：{paid}")
        except UtilityDown:
            return  # the ticket needs nothing of it


class PaymentDone(TopicAction):
    """Makes the ticket; what becomes of the money is for a person to say (facts 4.4)."""

    def name(self) -> str:
        """After the form."""
        return "action_payment_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """One ticket for one wish."""
        cleared: Events = [SlotSet(slot, None) for slot in SLOTS]
        kind = turn.slot("payment_kind")
        if kind == RECONNECT and (account := await _cut_account(turn)):
            return [*cleared, *await arrears(turn, say, account, turn.said)]
        if kind == AUTO:
            say.utter("utter_payment_auto")
        if kind in WISH_OF:
            wish = {"name": WISH_OF[kind], "text": turn.text}
            return [*cleared, SlotSet("account_wish", wish), FollowupAction("account_form")]
        if kind == FOR_OTHERS:
            say.utter("utter_pay_for_others")
            return cleared
        if kind == GENERAL_QUESTION:
            return cleared
        if kind == DONE:
            say.utter("utter_payment_succeeded")
            return cleared
        if kind == WANTS_TO_PAY:
            if guide := read_guides().get("pay"):
                quote(guide, SHORT, turn, say)
            say.utter("utter_pay_safely")
            return cleared
        if kind == "failed" and turn.slot("payment_still") != "要":
            say.utter("utter_business_left")
            return cleared
        label = KINDS.get(kind, "交费有疑问")
        number, phone, wrong = turn.slot(MEANT), turn.slot("payment_phone"), turn.slot(GOT)
        facts = turn.slot("payment_facts") or turn.slot("payment_told")
        details = {
            "交费问题": label,
            "客户原话": turn.slot("payment_words"),
            "错交到": (wrong if wrong != DECLINED else "客户说不上来") if kind == "wrong" else None,
            "交费经过": facts,
        }
        made = await Service(turn.conversation).post(
            "/tickets",
            topic="payment_error",
            key=turn.key("payment"),
            summary=f"{label}：{facts}" if facts else label,
            account_no=number if number != DECLINED else None,
            phone=phone if phone != DECLINED else None,
            details={label: told for label, told in details.items() if told},
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
