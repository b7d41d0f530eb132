"""What the reporting dialogues share: own words, photos, the known place and phone, the card, the ticket.

Slots of a report are named after its prefix: `<prefix>_address`, `_account`, `_phone`, `_words`, `_confirm`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecutionRejected, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.account_known import bound_accounts, shown_place
from actions.aside import VISIT, Aside, asks, asks_how, waits
from actions.client import Service
from actions.flow import CREW_FORMS, MISSES, REQUESTED, Events, forget
from actions.form import ANSWERS, TopicForm
from actions.general import answered
from actions.guides import general_of
from actions.payment_safety import is_approached
from actions.phone_reading import names_area_code
from actions.place_before import carry, known_phone
from actions.points import is_elsewhere, name_of, written
from actions.reach import tells_reach
from actions.reading import LANDMARK, address, corrected, is_unknown, number_and_last4, told_more, yes_or_no
from actions.shown import shared_point
from actions.topic import TopicAction, choose_buttons
from actions.turn import SURE, Say, Turn, open_form, payload
from common.masking import mask_account, mask_phone, mask_text

PICTURES = "pictures"
DECLINED = "-"
_LEADING = 2  # characters
WORDS_LIMIT = 500
_LEAST_TOLD = 5  # characters
_WORDS_SHOWN = 120  # characters of a customer's words on the card
_FORGOTTEN = re.compile(r"记不|忘[了记]|想不起|找不[到着]|没有?户号|弄丢")
# Out of the report at once; “就问问什么时候来” asks, and stays.
_ONLY_ASKED = re.compile(
    r"(?:我?就|只是?|随便|光|单纯)(?:是|想)*(?:问问|问一?下|了解一?下|咨询一?下)(?:情况|标准|而已|的|吧|哈|啊|呗|算了)*[。.!！~]*$"
)
_QUESTION = re.compile(r"[吗呢?？]$|什么时候|怎么|多少|多久|几点|哪里")
# Numbers never tell a story; a place or a phone said alone belongs to the question that asks for it.
NUMBERS = ("phone", "account_no", "last4", "ticket_no", "meter_no")
ELSEWHERE = (*NUMBERS, "address")
_FRAME = re.compile(
    rf"{LANDMARK}|[\s,，。.!！:：、;；~]|我家?|就?在|住|是|的|地址|位置|地点|电话|手机|号码?|[了啊呀吧呢哦]"
)


class ReportForm(TopicForm, ABC):
    """A form that ends in a ticket.

    Attributes:
        prefix: what its slots begin with.
        bare: words that only name the wish (“我要投诉”) and tell nothing.
        story: characters beyond those that make a message worth keeping as the customer's account of the matter.
    """

    prefix: str
    asides: Sequence[Aside] = VISIT
    story = 5
    bare: re.Pattern[str] = re.compile(r"(?!)")
    # Whether a question asked in general may look like its wish (“换表收费吗”); then it is answered and no report begins.
    hears_general = False

    @property
    def notes(self) -> str:
        """Staff read them with the customer's own words."""
        return f"{self.prefix}_words"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Who says that he was only asking is out of it."""
        turn = Turn(tracker)
        # Another form's question may still stand there as this one begins.
        is_asked = turn.slot(REQUESTED) in {question.slot for question in self.questions}
        if open_form(turn) == self.form and is_asked and self.was_only_asked(turn):
            return [ActionExecutionRejected(self.form), FollowupAction("action_cancel")]
        is_general = self.hears_general and turn.slot(REQUESTED) is None and general_of(turn)
        if is_general and not is_approached(turn):
            await answered(turn, Say(dispatcher), in_hand=False)
            return [*forget(turn, self.form), FollowupAction("action_listen")]
        return await super().run(dispatcher, tracker, domain)

    def was_only_asked(self, turn: Turn) -> bool:
        """Whether the words say that nothing is to be registered."""
        return bool(_ONLY_ASKED.search(turn.text))

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """Besides answers: a photo at any moment, the words of the wish, and what is added at the card."""
        before = dict(slots)
        super()._read(turn, asked, slots)
        words = f"{self.prefix}_words"
        # Noted as such, or answered: actions/form.py.
        is_open = str(turn.slot(REQUESTED)).startswith(f"{self.prefix}_")
        is_known = self._aside(turn) or (asked and (self._takes(turn, slots) or asks_how(turn.text)))
        is_question = is_open and is_known
        is_same = slots.get(words) == before.get(words)
        adds = not is_question and self._adds(turn, asked, slots == before)
        is_kept = turn.said in str(turn.slot(words) or "")
        adds = adds or (asked is not None and tells_reach(turn.text) and not is_kept)
        if is_same and (adds or (asked and self._leads(turn, slots))):
            slots[words] = told_more(turn.slot(words), turn.said)[:WORDS_LIMIT]
        keep_photo(turn, slots)

    def _leads(self, turn: Turn, slots: dict[str, Any]) -> bool:
        """Whether a message that tells the place says more of it than an address holds: whose house, beside what."""
        where = f"{self.prefix}_address"
        is_told = where in slots and slots[where] != turn.slot(where) and self.form in CREW_FORMS
        address = str(slots.get(where) or "")
        more = [c for c in _FRAME.sub("", turn.without(NUMBERS)) if c not in address]
        return is_told and turn.intent in ANSWERS and len(more) >= _LEADING and bool(turn.entity("address"))

    def _missed(self, turn: Turn, say: Say, asked: str) -> Events:
        """A plain no to a question that takes none wants out, and is not made to say it three times."""
        if yes_or_no(turn) is False and asked != f"{self.prefix}_confirm":
            say.utter("utter_form_way_out")
            return [SlotSet(MISSES, 0), SlotSet(REQUESTED, asked)]
        return super()._missed(turn, say, asked)

    def _adds(self, turn: Turn, asked: str | None, answers_nothing: bool) -> bool:
        if turn.is_payload or turn.said in (turn.slot(f"{self.prefix}_words") or ""):
            return False
        if len(self.bare.sub("", turn.text)) < self.story or names_area_code(turn):
            return False
        if turn.intent in self.triggers:
            return True
        words = f"{self.prefix}_words"
        if not answers_nothing or yes_or_no(turn) is not None or not tells(turn, NUMBERS):
            return False
        asks_for_words = any(question.slot == words for question in self.questions)
        if asks_for_words and turn.slot(words) is None:
            return own_words(self.bare)(turn, True) is not None
        is_story = turn.intent in ANSWERS or turn.confidence < SURE
        return is_story and (
            asks_for_words or asked == f"{self.prefix}_confirm" or _tells_beside(turn, str(asked))
        )

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """At the start or with an account, what is known of it; a corrected place leaves the account it belonged to."""
        where, account = f"{self.prefix}_address", f"{self.prefix}_account"
        if account in slots and turn.slot(where) and slots[where] != turn.slot(where):
            slots[account] = turn.entity("account_no")
        names_account = slots.get(account) not in (None, DECLINED, turn.slot(account))
        if names_account or self.reports(turn, slots):
            await self._use_known(turn, slots, say)

    def reports(self, turn: Turn, slots: dict[str, Any]) -> bool:
        """Whether this message says that a ticket is wanted."""
        return turn.intent in self.triggers

    async def _use_known(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """The place of the account that is meant, and the phone of an earlier ticket; the card shows both."""
        where, account, phone = (f"{self.prefix}_{what}" for what in ("address", "account", "phone"))
        service = Service(turn.conversation)
        if account in slots and not slots[account]:
            slots[account] = turn.entity("account_no")  # carried by another topic's button
        if where in slots and not slots[where]:
            number = slots.get(account)
            accounts = [
                a for a in await bound_accounts(service) if not number or a["account_no"].endswith(number)
            ]
            if not number:
                carry(turn, slots, say, where, accounts)
            if not slots[where] and len(accounts) == 1:
                slots[where] = accounts[0]["full_address"]
                if account in slots:
                    slots[account] = accounts[0]["account_no"]
                say.text(f"我按您绑定的户号地址登记：{accounts[0]['address']}。不对的话直接告诉我新地址。")
        if phone in slots and slots[phone] is None:
            tickets = await service.get("/tickets")
            slots[phone] = known_phone(tickets)


class AskConfirm(TopicAction, ABC):
    """The card before the ticket: everything on it can be corrected in one sentence."""

    prefix: str
    offer = "对的话回“对”，我就登记；哪里不对直接告诉我。"

    def name(self) -> str:
        """As Rasa looks for it."""
        return f"action_ask_{self.prefix}_confirm"

    @abstractmethod
    def lines(self, turn: Turn) -> list[tuple[str, str | None]]:
        """Label and answer of each line; a line without an answer is left out."""

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Shows what will be registered, numbers masked, photos counted."""
        lines = [("户号", masked_account(turn, self.prefix)), *self.lines(turn)]
        lines = [
            (label, await shown_place(turn, answer) if label == "地址" else mask_text(answer or ""))
            for label, answer in lines
        ]
        words = told_words(turn.slot(f"{self.prefix}_words"))
        if words and not any(words in (answer or "") for _, answer in lines):
            lines.append(("您说的", words))
        lines.append(("电话", shown_phone(turn, self.prefix)))
        photos = len(turn.slot(PICTURES) or [])
        lines.append(("照片", f"{photos}张" if photos else None))
        lines.append(("定位", "会附上" if point_of(turn, self.prefix) else None))
        shown = [f"{label}：{answer}" for label, answer in lines if answer]
        buttons = choose_buttons(f"{self.prefix}_confirm", ("对，登记", "yes"))
        card = "\n".join(["跟您核对一下：", *shown, self.offer])
        say.text(card_once(turn, self.prefix, card), [*buttons, ("不办了", payload("cancel"))])
        return []


_SAME_CARD = "刚才核对的没有变。对的话回“对”，我就登记；哪里不对直接告诉我。"


def card_once(turn: Turn, prefix: str, card: str) -> str:
    """The card, or one line while it is still to be seen."""
    return _SAME_CARD if _is_same_card(turn, prefix, card) else card


def _is_same_card(turn: Turn, prefix: str, card: str) -> bool:
    """Whether the card is still to be seen: it was the last thing asked, and nothing on it has changed since."""
    changed: set[str] = set()
    is_before = False
    for event in reversed(turn.tracker.events):
        is_before = is_before or event["event"] == "user"
        if event["event"] != "slot":
            continue
        if is_before and event["name"] == REQUESTED:
            if event["value"] != f"{prefix}_confirm":
                return False
            break
        if not is_before and event["name"].startswith((f"{prefix}_", PICTURES)):
            changed.add(event["name"])
    else:
        return False
    words = f"{prefix}_words"
    said = str(turn.slot(words) or "") if words in changed else ""
    is_question = said.rpartition("；")[2].startswith("问：") and said not in card
    return not changed - {words} and (is_question or not said or told_words(said) not in card)


def told_words(words: str | None) -> str:
    """A customer's words as the card shows them, numbers masked: what he told; his questions were answered or noted when he put them."""
    pieces = [piece for piece in (words or "").split("；") if not piece.startswith("问：")]
    return mask_text("；".join(pieces))[:_WORDS_SHOWN]


async def register(
    turn: Turn,
    prefix: str,
    topic: str,
    summary: str,
    *,
    at: str | None = None,
    details: Mapping[str, str | None] | None = None,
    danger: Sequence[str] = (),
    sensitive: Sequence[str] = (),
    name: str | None = None,
) -> dict[str, Any]:
    """Makes the ticket of a report with photos and own words; on an open one on the same matter the service writes them.

    Args:
        at: the place, when it is not the report's address.
        details: label → answer; empty ones are left out.

    Returns:
        The API's answer: `ticket`, `joined`, `promise`.
    """
    words, pictures = turn.slot(f"{prefix}_words"), turn.slot(PICTURES) or []
    where = at if at is not None else turn.slot(f"{prefix}_address") or ""
    phone = turn.slot(f"{prefix}_phone")
    made: dict[str, Any] = await Service(turn.conversation).post(
        "/tickets",
        topic=topic,
        key=turn.key(prefix),
        summary=mask_text(summary)[:200],
        address=where,
        account_no=known(turn, f"{prefix}_account"),
        contact_name=name,
        phone=phone if phone != DECLINED else None,
        join=bool(where),
        danger=list(danger),
        sensitive=list(sensitive),
        details={
            k: v for k, v in {**(details or {}), **point_of(turn, prefix), "客户原话": words}.items() if v
        },
        media=pictures,
    )
    return made


def point_of(turn: Turn, prefix: str) -> dict[str, str]:
    """The point shared for a report, as a line of its work order: the crew finds by it what no words tell.

    None of one that lies elsewhere than the place that was told, and held to.
    """
    point = shared_point(turn, f"{prefix}_form")
    name, told = name_of(point), turn.slot(f"{prefix}_address")
    is_refused = name and told and is_elsewhere(name, str(told))
    return {"定位": written(point)} if point and not is_refused else {}


def keep_photo(turn: Turn, slots: dict[str, Any]) -> None:
    """A photo waits for the ticket of the report that is under way."""
    if turn.media:
        slots[PICTURES] = [*(turn.slot(PICTURES) or []), turn.media]


async def attach_photos(turn: Turn, number: str) -> None:
    """Gives the photos that wait to a work order that there is already."""
    service = Service(turn.conversation)
    for count, picture in enumerate(turn.slot(PICTURES) or []):
        await service.post(f"/tickets/{number}/notes", text="", media=picture, key=turn.key(f"photo{count}"))


def registered(made: dict[str, Any], promised: bool = True) -> str:
    """What the customer hears of the ticket: its number, and no more than the promise the service gave.

    Args:
        promised: whether the promise is told; beside a day that was booked it would contradict.
    """
    number = made["ticket"]["number"]
    if made["joined"]:
        status = made["ticket"]["customer_status"]
        return f"这件事您已经报过，工单号{number}，现在{status}。您刚说的我也补进去了，不用重复报。"
    promise = made["promise"] if promised else ""
    return f"已经登记好了，工单号{number}。{promise}发“进度”可以随时查。"


def closed(turn: Turn, prefix: str, made: dict[str, Any] | None = None) -> Events:
    """Forgets the answers of a dialogue that ended, and the photos that went with its ticket."""
    events = [SlotSet(slot, None) for slot in turn.tracker.slots if slot.startswith(f"{prefix}_")]
    if made is not None:
        events += [SlotSet(PICTURES, None), SlotSet("ticket_no", made["ticket"]["number"])]
    return events


def known(turn: Turn, slot: str) -> Any:
    """The answer in a slot; None when it was declined or not known."""
    value = turn.slot(slot)
    return None if value in (DECLINED, "unknown") else value


def _tells_beside(turn: Turn, asked: str) -> bool:
    """Whether words that tell neither place nor phone, asked for these, tell something else: “户主是我老公”."""
    told = re.sub(r"[^\u4e00-\u9fa5]", "", turn.text)
    is_number = re.search(r"[0-9]{3}", turn.text)
    is_told = len(told) >= _LEAST_TOLD and turn.intent in ANSWERS and not is_number
    is_answer = is_unknown(turn) or asks(turn.text) or _FORGOTTEN.search(turn.text)
    return asked.endswith(("_phone", "_address", "_place")) and is_told and not is_answer


def masked_account(turn: Turn, prefix: str) -> str | None:
    """The account number as it may be shown."""
    number = known(turn, f"{prefix}_account")
    return mask_account(number) if number else None


def shown_phone(turn: Turn, prefix: str) -> str | None:
    """The phone as it may be shown; None when the report has no such question or it was not put."""
    phone = turn.slot(f"{prefix}_phone")
    if phone is None:
        return None
    return "不留" if phone == DECLINED else mask_phone(phone)


def account_no(turn: Turn, asked: bool) -> str | None:
    """An account number; `-` when asked and not known."""
    if both := number_and_last4(turn):
        return both[0]
    value = turn.entity("account_no")
    if value:
        return str(value)
    is_lost = is_unknown(turn) or _FORGOTTEN.search(turn.text) or yes_or_no(turn) is False
    return DECLINED if asked and is_lost else None


def place(slot: str) -> Callable[[Turn, bool], str | None]:
    """A reader of the address of a supply; an account number tells one as well and is no address."""
    read_address = address(slot)

    def read(turn: Turn, asked: bool) -> str | None:
        is_number = turn.entity("account_no") and not turn.entity("address")
        return None if is_number or number_and_last4(turn) else read_address(turn, asked)

    return read


def tells(turn: Turn, elsewhere: Sequence[str], least: int = 2) -> bool:
    """Whether the message says more than what these entities answer elsewhere."""
    beyond = turn.without(elsewhere)
    return beyond == turn.text or len(_FRAME.sub("", beyond)) >= least


def own_words(
    bare: re.Pattern[str] | None = None, least: int = 2, elsewhere: Sequence[str] = ELSEWHERE
) -> Callable[[Turn, bool], str | None]:
    """A reader of free words, for the question just put; a sure question about something else is none.

    Args:
        bare: words that tell nothing.
        elsewhere: entities that, said alone, answer another question.
    """

    def read(turn: Turn, asked: bool) -> str | None:
        told = bare.sub("", turn.text) if bare else turn.text
        if not asked or turn.is_payload or len(told.strip()) < least or not tells(turn, elsewhere):
            return None
        if waits(turn.text):
            return None
        is_other = turn.intent not in ANSWERS and turn.confidence >= SURE and _QUESTION.search(turn.text)
        return None if is_other else turn.said.strip()[:WORDS_LIMIT]

    return read


def described(slot: str, patterns: Mapping[str, str]) -> Callable[[Turn, bool], str | None]:
    """A reader of what is seen: a known description wherever it stands, else the customer's own words."""
    compiled = {value: re.compile(pattern, re.IGNORECASE) for value, pattern in patterns.items()}
    free = own_words()

    def read(turn: Turn, asked: bool) -> str | None:
        if turn.entity(slot):
            return str(turn.entity(slot))
        said = corrected(turn.text)
        found = next((value for value, pattern in compiled.items() if pattern.search(said)), None)
        return found or free(turn, asked)

    return read
