"""Questions that no account answers: asked in general, or about the prices that were just spoken of (facts 5.1, level L0).

Whatever wish they resemble, nobody has to prove who he is for them.
"""

from __future__ import annotations

from actions import tariff, tariff_talk
from actions.flow import Events
from actions.guides import (
    GENERAL,
    Guide,
    find,
    general_of,
    often_asked,
    part_in,
    quote,
    quote_general,
    read_guides,
    score,
)
from actions.reading import beside_numbers
from actions.tariff_talk import TIER
from actions.turn import Say, Turn

# So short, words may lean on what was just said: “那咋取消” after an answer about 智能交费.
_LEANING = 10


async def answered(turn: Turn, say: Say, in_hand: bool = True, own: Guide | None = None) -> Events | None:
    """Answers a general question; None when it is none.

    Args:
        own: the guide of the wish that was understood; it goes before a general one that fits no better.
        in_hand: whether words that say nothing by themselves (“便宜多少”) may carry on what was spoken of before.
    """
    topic = tariff_talk.in_hand(turn)
    if own is None and topic and (often := _often_of_prices(turn, topic)):
        say.text(often)
        return []
    guide = general_of(turn)
    if guide and (own is None or score(guide, turn.text) > score(own, turn.text)):
        quote_general(guide, turn, say)
        return []
    asks_price = own is None and tariff.asks_price(turn.text)
    is_long = len(beside_numbers(turn)) > tariff_talk.SHORT_WORDS
    if turn.is_payload or is_long or not (in_hand or asks_price):
        return None
    events = await tariff.specific(turn, say, topic) if topic else None
    if events is not None:
        return events
    part = part_in(turn.text)
    about = (find(read_guides().values(), topic, turn.text) if topic else None) or _told_last(turn)
    if part and about and part in about.parts:
        quote(about, part, turn, say)
        return []
    if about and about.may_be_quoted(turn.at.date()) and (often := often_asked(about, turn.text)):
        say.text(often)
        return []
    if leaning := _leaning(turn):
        quote_general(leaning, turn, say)
        return []
    return await tariff.tell(turn, say, TIER) if asks_price else None


def _often_of_prices(turn: Turn, topic: str) -> str | None:
    """What the guide to the prices just spoken of knows as often asked: “要换表吗” of who wants 峰谷 is about no worn-out meter."""
    guide = find(read_guides().values(), topic, turn.text)
    is_said = guide and not turn.is_payload and guide.may_be_quoted(turn.at.date())
    return often_asked(guide, turn.text) if guide and is_said else None


def _told_last(turn: Turn) -> Guide | None:
    """The guide that was quoted last."""
    guides = [(guide, text) for guide in read_guides().values() for text in guide.parts.values()]
    for said in reversed(turn.told(tariff_talk.STILL)):
        if told := next((guide for guide, text in guides if text in said), None):
            return told
    return None


def _leaning(turn: Turn) -> Guide | None:
    """The general guide that the words point to only together with what the bot said last."""
    if len(turn.text) > _LEANING:
        return None
    before = "".join(turn.told(1))
    gains = [
        (score(guide, before + turn.text) - score(guide, before), guide)
        for guide in read_guides().values()
        if GENERAL in guide.intents
    ]
    most = max((gain for gain, _ in gains), default=0)
    best = [guide for gain, guide in gains if gain == most]
    return best[0] if before and most > 0 and len(best) == 1 else None
