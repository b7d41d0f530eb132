"""What the dialogue of applications asks: which business, what else of its guide, whose supply, and the card at the end."""

from __future__ import annotations

from actions.account_known import AskWithAccounts
from actions.business_reading import APPLY, ENOUGH
from actions.flow import MISSES, Events
from actions.guides import read_guides
from actions.report import AskConfirm
from actions.topic import TopicAction
from actions.turn import Say, Turn, payload


def title(turn: Turn) -> str:
    """What is to be done, as the guide calls it."""
    guide = read_guides().get(turn.slot("business_subject") or "")
    return guide.title if guide else "办电咨询"


def questions(turn: Turn) -> str | None:
    """What the customer asked and nobody here could answer."""
    return "；".join(turn.slot("business_ask") or []) or None


class AskBusinessSubject(TopicAction):
    """Which of the subjects."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_business_subject"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """One button a guide of the wish; how an application stands is asked for by its own words."""
        intent, again = turn.slot("business_intent"), turn.slot(MISSES)
        mine = [g for g in read_guides().values() if intent in g.intents and g.subject != "progress"]
        buttons = [(guide.title, payload("inform", business_subject=guide.subject)) for guide in mine]
        if intent == "transfer_rename":
            asked = "是哪一种？" if again else "是名字改了或写错了，还是换成另一个人的名字？"
        else:
            asked = (
                "是上面说的哪一件？点一下也行。" if again else "您要办的是哪一件？点一下，或者用您的话说说。"
            )
        say.text(asked, buttons)
        return []


class AskBusinessAddress(AskWithAccounts):
    """Whose supply it is about."""

    slot = "business_address"


class AskBusinessNext(TopicAction):
    """What else of the guide, or a ticket."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_business_next"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Parts that were told, and those of an expired guide, are not offered."""
        guide = read_guides()[turn.slot("business_subject")]
        valid, told = guide.may_be_quoted(turn.at.date()), turn.slot("business_told") or []
        parts = [part for part in guide.more() if valid and part not in told]
        buttons = [(part, payload("inform", business_next=part)) for part in parts]
        buttons += [("登记，请人联系我", payload("inform", business_next=APPLY))]
        last = (
            ("不用了", payload("inform", business_next=ENOUGH)) if valid else ("转人工", payload("ask_human"))
        )
        asked = f"还要看{'、'.join(parts)}吗？" if parts else ""
        offer = f"{asked}要办的话我可以先登记，请人联系您。"
        say.text("还有要问的接着问；要办就回“登记”。" if len(told) > 1 else offer, [*buttons, last])
        return []


class AskBusinessConfirm(AskConfirm):
    """The card of a pre-application."""

    prefix = "business"

    def lines(self, turn: Turn) -> list[tuple[str, str | None]]:
        """Subject, place, whom to ask for, and what he will be asked."""
        return [
            ("要办的事", title(turn)),
            ("地址", turn.slot("business_address")),
            ("称呼", turn.slot("business_name")),
            ("您还想问", questions(turn)),
        ]
