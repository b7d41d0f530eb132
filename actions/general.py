"""Questions that no account answers: asked in general, or about the prices that were just spoken of (facts 5.1, level L0).

Whatever wish they resemble, nobody has to prove who he is for them.
"""

from __future__ import annotations

from actions import tariff
from actions.guides import GENERAL, SHORT, Guide, find, part_in, quote, read_guides, score
from actions.topic import Events
from actions.turn import Say, Turn

# Who gives one of these speaks of his own account.
_OWN = ("account_no", "last4", "phone")
# Longer messages tell a story, of which the words that point to a guide are only a part.
_LONGEST = 30


def guide_of(turn: Turn) -> Guide | None:
    """The guide that answers a question asked in general."""
    if turn.is_payload or len(turn.text) > _LONGEST or any(turn.entity(name) for name in _OWN):
        return None
    return find(read_guides().values(), GENERAL, turn.text)


async def answered(turn: Turn, say: Say, in_hand: bool = True, own: Guide | None = None) -> Events | None:
    """Answers a general question; None when it is none.

    Args:
        own: the guide of the wish that was understood; it goes before a general one that fits no better.
        in_hand: whether words that say nothing by themselves (“便宜多少”) may carry on the question about prices before.
    """
    guide = guide_of(turn)
    if guide and (own is None or score(guide, turn.text) > score(own, turn.text)):
        _tell(guide, part_in(turn.text) or SHORT, turn, say)
        return []
    topic = tariff.in_hand(turn) if in_hand else None
    if not topic or turn.is_payload or len(turn.text) > tariff.SHORT_WORDS:
        return None
    events = await tariff.specific(turn, say, topic)
    part = part_in(turn.text) if events is None else None
    about = find(read_guides().values(), topic, turn.text) if part else None
    if about and part:
        quote(about, part, turn, say)
        return []
    return events


def _tell(guide: Guide, part: str, turn: Turn, say: Say) -> None:
    """Once; who asks again is shown the way to a person."""
    known = guide.parts[part if part in guide.parts else SHORT]
    if any(known in said for said in turn.told(tariff.STILL)):
        say.utter("utter_general_told")
    else:
        quote(guide, part, turn, say)
