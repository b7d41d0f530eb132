"""What is said after an alarm: that it was none, what one may do, when they come (facts 4.2)."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet

from actions.client import Service
from actions.danger import INSTEAD, NEAR, PLACE, kind_of, reply
from actions.danger_order import alert, note
from actions.danger_places import of_ticket, placed
from actions.danger_reading import ANSWER, KIND, OVER, TICKET, is_bare_place, taken_back
from actions.flow import PAUSED, Events, forget
from actions.topic import TopicAction
from actions.turn import OWN_WISH, SETTLED, Say, Turn, kept_wish
from common.danger import UNSPECIFIED
from common.danger_answers import further_words, turned

_CHECK = "客户说没有危险，请核实"


class DangerAnswer(TopicAction):
    """After the alarm: “我自己砍行不”, “几点来”, more danger, a place told late, and what is not understood."""

    def name(self) -> str:
        """Follows whatever such words were taken for (actions/topic.py)."""
        return ANSWER

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The words go to the crew as well."""
        kind, number = turn.slot(KIND), str(turn.slot(TICKET))
        place = await self._place(turn, number)
        await note(turn, "danger-words", turn.said, **({"address": place} if place else {}))
        events: Events = [FollowupAction("action_listen")]
        if turn.intent == "report_danger":
            new = kind_of(turn)
            for words in further_words(turn.text, kind, new):
                say.text(words, urgent=True)
            await alert(turn, say, number)
            events.append(SlotSet(KIND, turned(kind, new)))
        else:
            reply(turn, say, kind or UNSPECIFIED)
        if not say.spoken:
            say.utter("utter_danger_noted")
        return events

    @staticmethod
    async def _place(turn: Turn, number: str) -> str | None:
        """The order's place with what is told of it now; None when nothing is."""
        told = turn.entity("address")
        if not told:
            return None
        order = of_ticket(await Service(turn.conversation).get("/tickets"), number) or {}
        return placed(order.get("address"), turn.text if is_bare_place(turn) else str(told))


class DangerOver(TopicAction):
    """“没人触电，就是欠费停电”: nothing more is asked, and what the customer wants goes on."""

    def name(self) -> str:
        """Follows the form, or a second alarm, that heard it."""
        return OVER

    async def handle(self, turn: Turn, say: Say) -> Events:
        """No machine calls off a crew: staff and crew read it, and check."""
        back, number = taken_back(turn.text, turn.slot(KIND)), turn.slot(TICKET)
        await note(turn, "danger-over", f"{_CHECK}：{turn.said}")
        await alert(turn, say, number, _CHECK)
        say.utter("utter_danger_past" if back and back.is_over else "utter_danger_none", ticket_no=number)
        wish = (back.rest if back else "") or (f"/{turn.slot(INSTEAD)}" if turn.slot(INSTEAD) else "")
        place = turn.slot(PLACE) or turn.slot(NEAR)
        settled = {"wishes": turn.entities("wish"), "at": turn.message}  # “没事 活蹦乱跳” wishes nothing
        return [
            *forget(turn, "danger_form"),
            *([] if wish else [SlotSet(SETTLED, settled)]),
            SlotSet(TICKET, number),  # a place told after all belongs to it
            *([SlotSet("outage_place_before", place)] if place else []),
            *([] if turn.slot(PAUSED) or not wish else [SlotSet(OWN_WISH, kept_wish(turn, wish))]),
            FollowupAction("action_listen"),
        ]
