"""Several wishes in one message, done one after the other (rasa process). Pure: all state is read off the tracker.

Understanding marks the wishes of a message as `wish` entities, in order. Rasa acts on the first; when its dialogue has come to
an end, the channel lets the next one in as a message of its own, with the same id and the number of its part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rasa.shared.core.events import Event, SlotSet, UserUttered

# After these the customer is elsewhere, and an older wish would only disturb.
_ENDS_ALL = frozenset(("cancel", "ask_human", "report_danger"))
# A wish this many messages old has been forgotten by the customer too.
REMEMBERED = 12
OWN_WISH = "own_wish"
"""Slot in which an action leaves a wish of the message it answered, to be taken in by itself: the fields of a `SecondWish`."""
SETTLED = "settled_wishes"
"""Slot in which an action says which wishes its answer has dealt with as well: `{"wishes": [intent, …]}`."""
# “电费呢”, “刚才问的电费”: asks for what waits, if it names some of it; “第二个呢” need not.
_ASKS = re.compile(r"(?:呢|怎么办|咋办|没说|没回|还没)[呢啊呀!！?？。 ]*$|^(?:刚才|我)?问的")
_OTHER = re.compile(r"(?:另外?|第二|还有)(?:一|那)?[个件]|后面(?:那|一)")
_LONGEST = 10


@dataclass(frozen=True)
class SecondWish:
    """A wish that waits for its turn: what it is, the words of its part, the message it came with, its number there (from 1)."""

    intent: str
    text: str
    message: Any
    part: int


def waiting_wish(events: Sequence[Event]) -> SecondWish | None:
    """The oldest wish that has not had its turn, or None."""
    said = [at for at, event in enumerate(events) if isinstance(event, UserUttered)][-REMEMBERED:]
    waiting: list[SecondWish] = []
    for event in events[said[0] :] if said else ():
        if isinstance(event, SlotSet) and event.key == SETTLED and event.value:
            waiting = [wish for wish in waiting if wish.intent not in event.value["wishes"]]
        if isinstance(event, SlotSet) and event.key == OWN_WISH and event.value:
            own = SecondWish(**event.value)
            waiting = [*(wish for wish in waiting if wish.message != own.message), own]
        if not isinstance(event, UserUttered):
            continue
        metadata = event.metadata or {}
        message = metadata.get("message")
        if metadata.get("part"):
            # Its own id is that of the message whose turn it shares; it came with an earlier one.
            had = (metadata["of"], metadata["part"])
            waiting = [wish for wish in waiting if (wish.message, wish.part) != had]
            continue
        if event.intent_name in _ENDS_ALL:
            waiting = []
            continue
        wishes = [entity for entity in event.entities if entity.get("entity") == "wish"][1:]
        waiting += [
            SecondWish(str(wish["value"]), str(event.text)[wish["start"] : wish["end"]], message, number)
            for number, wish in enumerate(wishes, 1)
        ]
    return waiting[0] if waiting else None


def asks_for(wish: SecondWish, text: str) -> bool:
    """Whether the customer does not want to wait until the first wish is done: a few words that name the second."""
    if len(text) > _LONGEST or not _ASKS.search(text):
        return False
    pairs = {text[at : at + 2] for at in range(len(text) - 1)}
    return bool(_OTHER.search(text)) or any(pair in wish.text for pair in pairs)
