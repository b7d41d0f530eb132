"""Reports of an outage: triage, known outages, the work order (facts 4.1)."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import SlotSet

from actions import phone_reading, reading
from actions.account_known import Account, bound_accounts, find
from actions.aside import GENERATOR, VISIT, Aside, asks
from actions.client import Service, UtilityDown
from actions.flow import MISSES, REQUESTED, Events
from actions.form import ANSWERS, Question, TopicForm
from actions.notes import OUTAGE
from actions.outage_account import UNPROVED, account_of, read_proof
from actions.outage_back import is_unsettled, says_still
from actions.outage_known import outages_at
from actions.outage_reading import (
    HALF,
    adds,
    begins_report,
    is_no_home,
    only_reports,
    places_in,
    read_address,
    read_again,
    read_breaker,
    read_neighbours,
    read_same,
    read_scope,
    read_since,
    restate,
    stands_still,
    tells_of_loss,
    with_room,
)
from actions.outage_special import PREFERRED_LEVELS, care, sensitive_in, tells_reserve
from actions.outage_supply import BACK, supply_in
from actions.outage_view import SHOWN, describe
from actions.payment_arrears import CLEAR, CUT, PAID, TOLD, is_dark, names_arrears, not_cut
from actions.place_before import carry, known_phone, phone_before, place_before, reach_before, special_lately
from actions.reach import tells_reach
from actions.reading import is_part_of, told_more, yes_or_no
from actions.report import WORDS_LIMIT, account_no, keep_photo
from actions.report_again import dropped_answers
from actions.shown import HERE
from actions.turn import OWN_WISH, SETTLED, SURE, Say, Turn, kept_wish

_SCOPE_OF_INTENT = {
    "report_outage_home": "home",
    "report_outage_partial": "partial",
    "report_outage_area": "area",
    "report_trip": "home",
}
_GUESSED = {"area": "home", "partial": None}
# An account that was looked at so many messages ago was looked at for this outage.
_JUST_NOW = 3
_ACCOUNT_DONE = "action_account_done"
_ALSO = re.compile("也|还有|另外|再报|那边")
# Asked of an outage that is known: when it ends, and who is at it.
_END = re.compile(
    r"(?:几点|多久|什么时候|啥时候|多长时间|何时).{0,6}(?:电|好|来|送|恢复|结束|[啊呀呢]?$)|到几点|派人|有人(?:修|管|弄)"
)
_BILLS = frozenset(("query_bill", "bill_high", "invoice_bill"))
_BILL_FIRST = re.compile("先.{0,3}[看查问算]")
_DIGITS_ONLY = re.compile(r"[0-9]{6,}")


class OutageForm(TopicForm):
    """Asks one thing at a time and stops as soon as the next step is clear; at most five questions (facts 4.1)."""

    form = "outage_form"
    triggers = OUTAGE
    asides = (GENERATOR, *VISIT)
    notes = "outage_words"
    # Known outages there; the earlier report it may be; the account at the place, and whether that is cut for arrears: its
    # number while that is to be said, then TOLD or CLEAR; what the customer said of arrears or payments.
    memory = (
        "outage_place_words",
        "outage_known",
        "outage_earlier",
        "outage_account",
        "outage_cut",
        "outage_sensitive",
        "outage_since",
        "outage_half",
        "outage_arrears",
        SETTLED,
        OWN_WISH,
        "outage_words",
        "outage_losses",
        "account_no",  # for a question about it meanwhile (“欠多少”)
    )
    questions = (
        Question("outage_again", read_again, "utter_explain_outage_again"),
        Question("outage_address", read_address, "utter_explain_outage_address"),
        Question("outage_last4", read_proof, "utter_explain_outage_last4"),
        Question(
            "outage_same",
            read_same,
            "utter_explain_outage_same",
        ),
        Question(
            "outage_scope",
            read_scope,
            "utter_explain_outage_scope",
        ),
        Question(
            "outage_neighbours",
            read_neighbours,
            "utter_explain_outage_neighbours",
        ),
        Question(
            "outage_breaker",
            read_breaker,
            "utter_explain_outage_breaker",
        ),
        Question("outage_phone", phone_reading.phone, "utter_explain_phone"),
        Question("outage_confirm", reading.confirmed("outage_confirm"), "utter_explain_confirm"),
    )

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """A known outage or an earlier report ends the questions; the breaker matters only for one dark house."""
        if self._is_perhaps_earlier(slots):
            return ["outage_again"]
        # The number tells the place, and whether it is cut. Somebody whose life hangs on it is not asked for proofs.
        asked = [] if slots["outage_account"] and not slots["outage_address"] else ["outage_address"]
        if slots["outage_account"] and not slots["outage_sensitive"] and slots["outage_scope"] != "area":
            asked.append("outage_last4")
        if slots["outage_cut"] not in (None, TOLD, CLEAR):
            return asked
        # A special case has a work order of its own whatever is known of the place (facts 4.3), and nothing is asked that can wait.
        if slots["outage_sensitive"] and slots["outage_same"] != "same":
            return [*asked, "outage_phone", "outage_confirm"]
        if slots["outage_known"]:
            asked.append("outage_same")
            if slots["outage_same"] == "same":
                return asked
        asked.append("outage_scope")
        if slots["outage_scope"] == "home":
            # Else he has just said that his house is a case of its own, or it is his switch that fell.
            # Arrears are a matter of his own house as well.
            is_own = slots["outage_known"] or slots["outage_arrears"] or slots["outage_cut"] == CLEAR
            if not is_own and slots["outage_breaker"] != "tripped":
                asked.append("outage_neighbours")
            if slots["outage_neighbours"] != "dark":
                asked.append("outage_breaker")
        return [*asked, "outage_phone", "outage_confirm"]

    @staticmethod
    def _is_perhaps_earlier(slots: dict[str, Any]) -> bool:
        is_other = slots["outage_again"] == "other"
        return bool(slots["outage_earlier"] and not is_other and not slots["outage_address"])

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """Besides answers: photos, special cases, the time and whatever else the crew should read, whenever they are told."""
        before = dict(slots)
        if not turn.slot(REQUESTED) and only_reports(turn):  # “还是报吧”
            slots |= dropped_answers(turn, self.form)
        super()._read(turn, asked, slots)
        if place := with_room(turn, asked, slots["outage_address"] or slots["outage_part"]):
            is_named = slots["outage_address"] or not reading.is_nameless(place)
            slots["outage_address" if is_named else "outage_part"] = place
        restate(turn, slots)
        if asked == "outage_same" and slots["outage_same"] is None and self._is_own_case(turn, slots):
            slots["outage_same"] = "other"
        keep_photo(turn, slots)
        is_mine = turn.intent in ANSWERS | self.triggers
        if (
            asked is None
            and slots["outage_cut"] == CLEAR
            and _ACCOUNT_DONE not in turn.answered_by(_JUST_NOW)
        ):
            slots["outage_cut"] = None  # an account looked at long ago
        number = account_no(turn, False)
        names_money = names_arrears(turn) and (is_mine or number or turn.confidence < SURE)
        if names_money or (PAID.search(turn.text) and not asks(turn.text)):
            slots["outage_arrears"] = told_more(slots["outage_arrears"], turn.text)
        if number and number != slots["outage_account"]:
            slots["outage_account"] = slots["account_no"] = number
            slots["outage_last4"] = read_proof(turn, False)
            # Told beside the place it goes on the work order, and costs no question.
            if turn.entity("address") and not slots["outage_last4"] and not slots["outage_arrears"]:
                slots["outage_last4"] = UNPROVED
        known = slots["outage_sensitive"] or []
        told = {*(special_lately(turn) if self._begins(turn) else sensitive_in(turn.text))}
        slots["outage_sensitive"] = [*known, *sorted(told - {*known})] or None
        if HALF.search(turn.text):
            slots["outage_half"] = True
        if is_mine:  # the time in another wish is none of this
            slots["outage_since"] = slots["outage_since"] or read_since(turn)
        self._keep_other_place(turn, slots)
        for told_now in self._reach(turn):
            self._note(turn, slots, told_now)
        if self._bill_waits(turn):
            slots[OWN_WISH] = kept_wish(turn, turn.said)
        answers = {slot for slot in slots if slots[slot] != before.get(slot)} - {"outage_sensitive"}
        if tells_of_loss(turn):
            slots["outage_losses"] = True
        elif answers or not asked or yes_or_no(turn) is not None or not adds(turn, asked):
            return
        elif turn.entity("address") or any(
            question.read(turn, False) is not None for question in self.questions
        ):
            return  # said again
        slots["outage_words"] = told_more(slots["outage_words"], turn.said)[:WORDS_LIMIT]

    def _reach(self, turn: Turn) -> list[str]:
        """How the customer can be reached, also where it was told before the report; whatever else the message answers."""
        said = reach_before(turn) if self._begins(turn) else []
        return [*said, *([turn.said] if tells_reach(turn.text) else [])]

    @staticmethod
    def _keep_other_place(turn: Turn, slots: dict[str, Any]) -> None:
        """A second place without supply gets a report of its own when this one is made."""
        here = turn.slot("outage_address")
        further = [place for place in places_in(turn) if place != slots["outage_address"]]
        is_further = (
            here and turn.intent in OUTAGE and slots["outage_address"] == here and _ALSO.search(turn.text)
        )
        others = further if is_further else further[1:] if here else places_in(turn)[1:]
        if others and not any(
            is_part_of(others[0], str(place)) for place in (here, slots["outage_address"]) if place
        ):
            slots[OWN_WISH] = kept_wish(turn, f"{others[0]}没电")

    @staticmethod
    def _is_own_case(turn: Turn, slots: dict[str, Any]) -> bool:
        """Not the known outage: there is supply beside him, his switch fell, or he answers it with other things."""
        tells_own = slots["outage_neighbours"] == "lit" or slots["outage_breaker"] == "tripped"
        was_missed = bool(turn.slot(MISSES)) and turn.intent in ANSWERS and not asks(turn.text)
        return tells_own or was_missed

    @staticmethod
    def _bill_waits(turn: Turn) -> bool:
        """Until the place is told, a bill waits: its questions would be put instead of the report's (“顺便问下这个月电费”)."""
        is_bill = turn.intent in _BILLS and turn.confidence >= SURE and not names_arrears(turn)
        is_first = _BILL_FIRST.search(turn.text)
        return is_bill and not is_first and turn.slot(REQUESTED) == "outage_address"

    def never_answers(self, turn: Turn) -> frozenset[str]:
        """“跳了 推上去了 好了来电了” tells of a switch, and that nothing is to be reported any more."""
        is_back = turn.intent == "report_power_back" and supply_in(turn.text) == BACK
        return super().never_answers(turn) | ({turn.intent} if is_back else set())

    def _aside(self, turn: Turn) -> Aside | None:
        """The end of an outage that is known is told (`learn`), and no crew is promised in it."""
        return None if self._asks_end(turn) else super()._aside(turn)

    @staticmethod
    def _asks_end(turn: Turn) -> bool:
        return turn.slot(REQUESTED) == "outage_same" and asks(turn.text) and bool(_END.search(turn.text))

    def _missed(self, turn: Turn, say: Say, asked: str) -> Events:
        """A number that is no account is worth a word of its own."""
        if asked != "outage_address" or not _DIGITS_ONLY.fullmatch(turn.text):
            return super()._missed(turn, say, asked)
        say.utter("utter_account_wrong_length", length=len(turn.text))
        return [SlotSet(MISSES, int(turn.slot(MISSES) or 0) + 1), SlotSet(REQUESTED, asked)]

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """Takes what the words tell, uses what is known of the customer, and looks for a known outage at the place."""
        service = Service(turn.conversation)
        had = turn.slot("outage_sensitive") or []
        told_now = {*sensitive_in(turn.text)} - {*had}
        if new := [name for name in slots["outage_sensitive"] or [] if name in told_now]:
            await care(turn, say, new, f"停电，有特殊情况：{turn.said[:200]}", [])
        elif had and tells_reserve(turn.text):
            await care(turn, say, [], f"停电，备用撑不了多久：{turn.said[:200]}", [])
        if slots[OWN_WISH] != turn.slot(OWN_WISH):
            say.utter("utter_outage_bill_later" if self._bill_waits(turn) else "utter_outage_other_place")
        if self._asks_end(turn):
            known = await outages_at(service, slots["outage_address"])
            say.text("\n".join(describe(outage, turn.at) for outage in known[:SHOWN]))
        if tells_of_loss(turn):
            say.utter("utter_outage_losses")
        elif slots["outage_words"] != turn.slot("outage_words"):
            say.utter("utter_outage_added")
        is_asked_for = slots["outage_account"] or not slots["outage_address"]
        if slots["outage_arrears"] and not turn.slot("outage_arrears") and not is_asked_for:
            say.utter("utter_outage_arrears_hint")
        if slots["outage_half"] and not turn.slot("outage_half"):
            say.utter("utter_outage_half")
        if self._begins(turn):
            said: str | None = _SCOPE_OF_INTENT.get(turn.intent) or (
                "home" if is_dark(turn.text) or stands_still(turn.text) else None
            )
            # “停电了” alone tells nothing of the neighbours, nor “一会有电一会没电” of rooms; they are asked about.
            if said in _GUESSED and turn.text and read_scope(turn, False) != said:
                said = _GUESSED[said]
            slots["outage_scope"] = slots["outage_scope"] or said
            if is_no_home(turn.text):  # what is told of them all the same counts
                slots["outage_neighbours"] = slots["outage_neighbours"] or "unknown"
                slots["outage_breaker"] = slots["outage_breaker"] or "unknown"
            await self._use_earlier(turn, slots, say, service)
        if slots["outage_scope"] is None and (slots["outage_neighbours"] == "lit" or slots["outage_breaker"]):
            slots["outage_scope"] = "home"
        if slots["outage_neighbours"] == "dark" and slots["outage_scope"] in (None, "home"):
            slots["outage_scope"] = "area"
        if slots["outage_neighbours"] == "lit" and slots["outage_scope"] == "area":
            slots["outage_scope"] = "home"  # “停电了” was taken for the whole village
        if slots["outage_scope"] == "partial" != turn.slot("outage_scope") and turn.text:
            # Which part it is stands only in his words.
            self._note(turn, slots, turn.said)
        if turn.intent == "report_trip" and slots["outage_breaker"] is None:
            slots["outage_breaker"] = "tripped"
        if slots["outage_breaker"] == "tripped" and turn.slot("outage_breaker") != "tripped":
            say.utter("utter_breaker_advice")
        if self._is_perhaps_earlier(slots):
            return
        if slots["outage_arrears"] and turn.intent in self.triggers:
            slots[SETTLED] = {"wishes": ["arrears_reconnect"], "at": turn.message}
        accounts = await bound_accounts(service)
        if not slots["outage_address"] and not slots["outage_account"] and self._begins(turn):
            carry(turn, slots, say, "outage_address", accounts)
        account = ("outage_account", "outage_last4")
        is_named = slots["outage_account"] and any(slots[slot] != turn.slot(slot) for slot in account)
        if is_named or not (slots["outage_address"] or slots["outage_earlier"]):
            accounts = await self._use_account(turn, slots, say, service, accounts)
        elif slots["outage_address"] and slots["outage_address"] == turn.slot("outage_address"):
            self._find_cut(slots, accounts)
        if slots["outage_address"] and slots["outage_address"] != turn.slot("outage_address"):
            await self._look_at(turn, slots, say, service, accounts)
        was_own = turn.slot("outage_known") and had
        if slots["outage_known"] and slots["outage_sensitive"] and not was_own:
            say.utter("utter_special_own_report")

    @staticmethod
    def _begins(turn: Turn) -> bool:
        """Whether this message reports an outage, as a wish or in words."""
        is_first = not turn.slot(REQUESTED)
        return turn.intent in _SCOPE_OF_INTENT or begins_report(turn) or is_first

    @staticmethod
    def _find_cut(slots: dict[str, Any], accounts: list[Account]) -> None:
        """An account of that place that was proved meanwhile (“你先帮我看看是不是欠费了”) tells why it is dark there."""
        here = [a for a in accounts if is_part_of(slots["outage_address"], a["full_address"])]
        if len(here) == 1 and not slots["outage_account"]:
            slots["outage_account"], slots["outage_last4"] = here[0]["account_no"], UNPROVED
            if here[0]["status"] == CUT and slots["outage_cut"] != TOLD:
                slots["outage_cut"] = here[0]["account_no"]

    async def _use_earlier(self, turn: Turn, slots: dict[str, Any], say: Say, service: Service) -> None:
        """What the customer's earlier work orders tell: his phone, and that this may be one of them."""
        tickets = await service.get("/tickets")
        if slots["outage_phone"] is None:
            slots["outage_phone"] = phone_before(turn) or known_phone(tickets)
        if slots["outage_address"] or slots["outage_again"]:
            return
        unsettled = [t for t in tickets if is_unsettled(t)]
        again = says_still(turn.text)
        if unsettled:
            slots["outage_earlier"] = unsettled[0]["number"]
            slots["outage_again"] = "same" if again and len(unsettled) == 1 else None
        elif (
            again
            and not place_before(turn)
            and (last := next((t for t in tickets if t["topic"].startswith("outage")), None))
        ):
            slots["outage_address"] = last["address"]
            say.text(f"我按上次的地址再报一次：{last['address']}。不对的话直接告诉我新地址。")

    async def _use_account(
        self, turn: Turn, slots: dict[str, Any], say: Say, service: Service, accounts: list[Account]
    ) -> list[Account]:
        """The place of the account that was named, else of the only one; gives the accounts that may be seen then."""
        is_named = bool(slots["outage_account"])
        account = accounts[0] if len(accounts) == 1 else None
        if is_named:
            account = await account_of(turn, slots, say, service, accounts)
        if account is None:
            return accounts
        slots["outage_last4"] = slots["outage_last4"] or UNPROVED  # nothing is left to ask
        told = slots["outage_address"]
        is_there = not told or is_part_of(told, account["full_address"])
        if is_there:
            slots["outage_address"] = account["full_address"]
        if account["status"] == CUT:
            if slots["outage_cut"] != TOLD:
                slots["outage_cut"] = account["account_no"]
            return [account, *accounts]
        if is_named or slots["outage_arrears"]:
            slots["outage_cut"] = CLEAR
            try:
                say.text(await not_cut(service, account))
            except UtilityDown:
                slots["outage_cut"] = None
        if is_there and told != account["full_address"]:
            whose = "这个" if is_named else "您绑定的"
            say.text(f"我按{whose}户号的地址来报：{account['address']}。不对的话直接告诉我新地址。")
        return [account, *accounts]

    async def _look_at(
        self, turn: Turn, slots: dict[str, Any], say: Say, service: Service, accounts: list[Account]
    ) -> None:
        """The account at a new place, and the outages that are known there."""
        address = slots["outage_address"]
        # Landmarks get lost in a parsed address, and they guide the crew (facts 6.6).
        is_told = turn.entity("address") or turn.slot(REQUESTED) == "outage_address"
        words = turn.said if turn.text and address not in (turn.said, HERE) and is_told else None
        is_more = words and turn.slot("outage_place_words") and reading.corrected(turn.text) == turn.text
        if not turn.place:
            slots["outage_place_words"] = (
                told_more(turn.slot("outage_place_words"), turn.said) if is_more else words
            )
        account = next((a for a in accounts if a["full_address"] == address), None)
        given = slots["outage_account"]
        # A number that nobody proved may well be that of the place told; a known one has a place of its own.
        is_open = given and not find(accounts, given)
        slots["outage_account"] = account["account_no"] if account else given if is_open else None
        if account:
            slots["outage_last4"] = slots["outage_last4"] or UNPROVED
        before = slots["outage_known"]
        slots["outage_known"] = None
        if account and account["status"] == CUT and slots["outage_cut"] != TOLD:
            slots["outage_cut"] = account["account_no"]
            return
        if account and account["service_level"] in PREFERRED_LEVELS and not slots["outage_sensitive"]:
            await care(turn, say, [], f"{account['service_level']}客户报停电：{address}", [])
        try:
            known = await outages_at(service, address)
        except UtilityDown:
            say.utter("utter_outage_unchecked")
            return
        slots["outage_known"] = [outage["id"] for outage in known] or None
        if slots["outage_known"] == before:
            return  # the door of the same place; what was said of the outage there holds
        slots["outage_same"] = None
        if known:
            say.text("这一片现在有停电：" + "\n".join(describe(outage, turn.at) for outage in known[:SHOWN]))
