"""What customers show instead of saying it: stickers, a photo that was lost, a point on the map."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from rasa_sdk.events import ActionExecutionRejected, SlotSet

from actions.flow import MAKE_TICKETS, MISSES, REQUESTED, STORY_FORMS, Events, listen
from actions.points import is_elsewhere, name_of
from actions.reading import is_unknown
from actions.turn import Say, Turn, payload

if TYPE_CHECKING:
    from actions.form import TopicForm

LATELY = 6
"""So many messages back, and no longer ago, what was told or shared is still spoken of."""
_WITHIN = timedelta(minutes=30)
_THERE = re.compile(r"定位|地图|(?:就是?|在|看)(?:我?发的)?(?:位置|这[里儿]?|那[里儿]?)[的了啊呀吧呢]*$")
HERE = "发来的定位处"
"""Address of who has shared a point and cannot name the place."""
KEPT = "定位收到了，会附到工单上。"
_NAMELESS = "定位收到了，会附到工单上。它没带地名，还要您说一下。"
_UNREADABLE = "这个定位没带地名，我看不出是哪里，麻烦打字说一下。"


def shared_point(turn: Turn, form: str) -> dict[str, Any] | None:
    """The point shared last for a report, in its form or just before; what came before a work order went with that.

    A story that may stay nameless takes none from before it: that is where its teller is.
    """
    before, is_before = 0, False
    for event in reversed(turn.tracker.events):
        if event["event"] == "action" and event["name"] in MAKE_TICKETS:
            return None
        is_before = is_before or (event["event"] == "active_loop" and event.get("name") == form)
        if is_before and form in STORY_FORMS:
            return None
        if event["event"] != "user":
            continue
        point = (event.get("metadata") or {}).get("place")
        if point and (not is_before or is_recent(event, turn.at)):
            return dict(point)
        before += is_before
        if before > LATELY:
            return None
    return None


def is_recent(event: Mapping[str, Any], now: datetime) -> bool:
    """Whether a customer's message (an event) is not long ago."""
    sent = (event.get("metadata") or {}).get("sent_at")
    return not sent or now - datetime.fromisoformat(str(sent)) <= _WITHIN


def points_there(turn: Turn, form: str) -> bool:
    """Whether somebody who has shared a point cannot name the place, or says that it is there."""
    is_there = is_unknown(turn) or bool(_THERE.search(turn.text))
    return is_there and not turn.is_payload and shared_point(turn, form) is not None


def answer_shown(turn: Turn, say: Say, asked: str, form: TopicForm) -> Events | None:
    """At a form's question: nobody is told off for what has no words, and a point in another place is asked about; None for words."""
    again = [SlotSet(MISSES, int(turn.slot(MISSES) or 0)), SlotSet(REQUESTED, asked)]
    if turn.is_sticker:
        return again
    if turn.intent == "send_picture" and not turn.media:
        say.utter("utter_picture_lost")
        return again
    slots = [question.slot for question in form.questions]
    is_report = any(slot.endswith("_confirm") for slot in slots)
    asks_place = asked.endswith(("_address", "_place", "_area"))
    if turn.place is None or not (is_report or asks_place):
        return None
    where = next((slot for slot in slots if slot.endswith("_address") and turn.slot(slot)), None)
    name = name_of(turn.place)
    if where and name and is_elsewhere(name, str(turn.slot(where))):
        say.text(
            f"您发的定位在{name}，和前面说的地址不是一个地方。以哪个为准？",
            [
                ("按定位的地方", payload("correct_slot", **{where: name})),
                ("还按前面说的", payload("inform", **{where: turn.slot(where)})),
            ],
        )
        # No question besides: the form waits for this answer, or for one to its own question.
        return [ActionExecutionRejected(form.form), *listen(turn)]
    say.text(_UNREADABLE if not is_report else _NAMELESS if asks_place else KEPT)
    return again
