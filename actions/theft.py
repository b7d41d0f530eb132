"""Reports on others: theft of electricity, breach, damage to installations, staff conduct; anonymous if wished (facts 1.3)."""

from __future__ import annotations

import re
from typing import Any

from actions import reading
from actions.aside import ANSWERED, asks
from actions.client import residential_prices
from actions.names import own_name
from actions.report import AskConfirm, closed, own_words, register, registered
from actions.story import StoryForm, fears
from actions.tariff_points import RESOLD, our_words, resold_words
from actions.tariff_view import Prices
from actions.topic import Events, Question, TopicAction
from actions.turn import Say, Turn, payload
from actions.withdraw import REPORT, withdraw

# Topic → words; what fits none is theft of electricity.
KINDS = {
    "conduct": r"吃拿卡要|收礼|红包|好处|黑钱|贿|请客|[收送要]了?[^,，。]{0,4}[条盒瓶箱][烟酒]|公车|指定(?:的)?(?:厂家|施工|设计)|(?:工作人员|电工|供电所|你们).{0,8}(?:收|要)[^,，。费]{0,4}钱",
    "sabotage": r"割.{0,4}(?:电缆|电线|线)|偷.{0,3}(?:电缆|电线|变压器|铜)|砸|破坏|大棚|线(?:路)?底?下.{0,4}(?:盖|种|堆)|锯",
    "breach": r"转供|加价|一块.{0,2}(?:一度|钱)|房东|转卖|倒卖|私自(?:增容|接给)|居民电.{0,6}(?:做生意|开店|商用)|改类别",
    "theft": "",
}
_LABELS = {"conduct": "工作人员行为", "sabotage": "破坏电力设施", "breach": "违约用电", "theft": "窃电"}
_STILL = 6  # messages back
_REWARD = re.compile(r"奖")
_BARE = re.compile(r"我?[要想]?匿?名?举报|(?:有人)?[偷窃]电|[我要想了的吧啊,，。.!！]")
# Who wants it looked into says so; about a price alone one asks first.
_REPORTS = re.compile(
    r"(?<!不)(?<!不是)(?<!不想)(?<!不要)(?<!没想)(?:举报|投诉|反映|查处|查一?查|管管|告他|抓)"
)
_NO_REPORT = re.compile(r"(?:不|没)(?:是|想|要|打算|用)*(?:来|要)?举报")
ASKED = "asked"
NAMELESS, SECRET, OPEN = "匿名", "留电话但保密", "可以联系"


def topic_of(text: str) -> str:
    """The topic of a report."""
    return next(topic for topic, pattern in KINDS.items() if re.search(pattern, text))


_read_secret = reading.one_of(
    "theft_secret",
    {
        OPEN: r"实名|不匿名|不用(?:匿名|保密)|可以联系",
        NAMELESS: r"匿名|不(?:想|愿意?|要|能|敢|方便)?(?:留|说|露)(?:个|我的?)?(?:姓名|名字?|电话|手机)",
        SECRET: r"保密|(?:别|不要|不能)(?:说|让|告诉|透露).{0,6}(?:知道|是我|名)",
    },
    {NAMELESS: r"^(?:不|别)(?:用|想|要|留|愿|说|了|$)", OPEN: r"可以|没事|不怕"},
    yes=SECRET,
    no=NAMELESS,
)


def read_secret(turn: Turn, asked: bool) -> str | None:
    """What is to be kept secret; “会不会让他们知道是我” asks and decides nothing."""
    decides = not fears(turn) or turn.entity("theft_secret") or re.search("匿名|实名|保密", turn.text)
    found = _read_secret(turn, asked and bool(decides))
    return str(found) if found else None


class TheftForm(StoryForm):
    """Where, what is seen, whether the name is to be kept; the place is not the customer's own."""

    form = "theft_form"
    prefix = "theft"
    memory = ("theft_withdrawn", "theft_feared", "theft_name")
    asides = ANSWERED
    bare = _BARE
    story = 3
    questions = (
        Question("theft_words", own_words(_BARE), "utter_explain_theft_words"),
        Question("theft_place", reading.spot("theft_place"), "utter_explain_theft_place"),
        Question("theft_secret", read_secret, "utter_explain_theft_secret"),
        Question("theft_phone", reading.phone, "utter_explain_complain_phone"),
        Question("theft_confirm", reading.confirmed("theft_confirm"), "utter_explain_confirm"),
    )

    def was_only_asked(self, turn: Turn) -> bool:
        """Also who denies it: “我不是举报”."""
        return super().was_only_asked(turn) or bool(_NO_REPORT.search(turn.text))

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """No phone of those who stay nameless; nothing of who takes it back or only asked."""
        if slots["theft_withdrawn"] or slots.get("theft_confirm") == ASKED:
            return []
        contact = [] if slots.get("theft_secret") == NAMELESS else ["theft_phone"]
        return ["theft_words", "theft_place", "theft_secret", *contact, "theft_confirm"]

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """With or without a name may be said anew at any time."""
        super()._read(turn, asked, slots)
        if (again := read_secret(turn, False)) in (OPEN, NAMELESS):
            slots["theft_secret"] = again

    def _adds(self, turn: Turn, asked: str | None, answers_nothing: bool) -> bool:
        """A question about a reward tells nothing."""
        is_reward = asks(turn.text) and _REWARD.search(turn.text)
        return not is_reward and super()._adds(turn, asked, answers_nothing)

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """A price is a question first. Else protection first, and no word on rewards that nobody has confirmed."""
        if slots["theft_withdrawn"]:
            return
        if only_asks(turn):
            prices = await Prices.now(residential_prices)
            denies = _NO_REPORT.search(turn.text)
            offer = [("要，登记举报", payload("report_theft")), ("不用，就问问", payload("deny"))]
            if denies:
                say.text(f"好，不登记。{our_words(prices, turn.text)}")
            else:
                say.text(resold_words(prices, turn.text), offer)
            slots["theft_confirm"] = ASKED
            return
        if turn.is_payload and not slots["theft_words"]:
            slots["theft_words"] = _priced_before(turn)
        slots["theft_name"] = slots["theft_name"] or own_name(turn, False)
        if not turn.slot("theft_told"):
            say.utter("utter_theft_protected")
            slots["theft_told"] = True
        if _REWARD.search(turn.text):
            say.utter("utter_theft_reward")
        await super().learn(turn, slots, say)
        if slots["theft_secret"] == NAMELESS:
            slots["theft_phone"] = slots["theft_name"] = None  # not even the phone of an earlier ticket


def only_asks(turn: Turn) -> bool:
    """Whether somebody else's price is asked about before any report has begun, or a report is denied."""
    if turn.is_payload or turn.slot("theft_told"):
        return False
    return bool(_NO_REPORT.search(turn.text) or (RESOLD.search(turn.text) and not _REPORTS.search(turn.text)))


def _priced_before(turn: Turn) -> str | None:
    """The words in which he asked about the price that he now reports."""
    said = [str(event.get("text") or "") for event in turn.tracker.events if event["event"] == "user"]
    return next((text for text in reversed(said[-_STILL:]) if RESOLD.search(text)), None)


class AskTheftConfirm(AskConfirm):
    """The card of a report on others."""

    prefix = "theft"

    def lines(self, turn: Turn) -> list[tuple[str, str | None]]:
        """Place, words, secrecy."""
        return [
            ("地点", turn.slot("theft_place")),
            ("情况", turn.slot("theft_words")),
            ("身份", turn.slot("theft_secret")),
            ("称呼", turn.slot("theft_name")),
        ]


class TheftDone(TopicAction):
    """Registers it."""

    def name(self) -> str:
        """After the form."""
        return "action_theft_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Staff see what must be kept secret; no result is promised (facts 4.4)."""
        if turn.slot("theft_withdrawn"):
            if await withdraw(turn, say, REPORT) is None:
                say.utter("utter_theft_none")
            return closed(turn, "theft")
        if turn.slot("theft_confirm") == ASKED:
            return closed(turn, "theft")
        words, secret = turn.slot("theft_words") or "", turn.slot("theft_secret")
        topic = topic_of(words)
        made = await register(
            turn,
            "theft",
            topic,
            f"举报（{_LABELS[topic]}）：{words}",
            at=turn.slot("theft_place"),
            name=turn.slot("theft_name"),
            details={
                "举报地点": turn.slot("theft_place"),
                "保密要求": None if secret == OPEN else secret or NAMELESS,
            },
        )
        say.text(registered(made))
        say.utter("utter_theft_after")
        return closed(turn, "theft", made)
