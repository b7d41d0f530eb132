"""What is said after an alarm: that it was none, what one may do, when they come (facts 4.2)."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet

from actions.danger import INSTEAD, KIND, NEAR, PLACE, note, reply
from actions.danger_reading import ANSWER, TICKET, taken_back
from actions.handoff import packet
from actions.topic import PAUSED, Events, TopicAction, forget
from actions.turn import Say, Turn

# A wish that the channel lets in as a message of its own (bot/second_wishes.py), and its number in this one, beyond all others.
OWN_WISH = "own_wish"
_OWN_PART = 99


class DangerAnswer(TopicAction):
    """After the alarm: “我自己砍行不”, “几点来”, and what is not understood."""

    def name(self) -> str:
        """Follows whatever such words were taken for (actions/topic.py)."""
        return ANSWER

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The words go to the crew as well."""
        await note(turn, "danger-words", turn.said)
        reply(turn, say)
        if not say.spoken:
            say.utter("utter_danger_noted")
        return [FollowupAction("action_listen")]


class DangerOver(TopicAction):
    """“没人触电，就是欠费停电”: nothing more is asked, and what the customer wants goes on."""

    def name(self) -> str:
        """Follows the form, or a second alarm, that heard it."""
        return "action_danger_over"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """No machine calls off a crew: staff and crew read it, and check."""
        back, number = taken_back(turn.text, turn.slot(KIND)), turn.slot(TICKET)
        await note(turn, "danger-over", f"客户说没有危险，请核实：{turn.said}")
        alert = await packet(turn, f"客户说没有危险，请核实：{turn.said[:200]}", [number])
        say.hand_over("danger", alert, urgent=True, keep_bot=True)
        say.utter("utter_danger_past" if back and back.is_over else "utter_danger_none", ticket_no=number)
        wish = (back.rest if back else "") or (f"/{turn.slot(INSTEAD)}" if turn.slot(INSTEAD) else "")
        place = turn.slot(PLACE) or turn.slot(NEAR)
        return [
            *forget(turn, "danger_form"),
            *([SlotSet("outage_place_before", place)] if place else []),
            *(
                []
                if turn.slot(PAUSED) or not wish
                else [
                    SlotSet(
                        OWN_WISH, {"intent": "", "text": wish, "message": turn.message, "part": _OWN_PART}
                    )
                ]
            ),
            FollowupAction("action_listen"),
        ]
