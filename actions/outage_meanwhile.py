"""Who waits for a crew and speaks of what spoils, or of a generator, files no claim and books no service (facts 3.9, 4.3)."""

from __future__ import annotations

import re

from rasa_sdk.events import FollowupAction

from actions.aside import CREW_COMES, asks
from actions.client import Service
from actions.flow import Events
from actions.outage_asks import ANSWERED, PLANNED, is_known
from actions.outage_back import is_outage
from actions.outage_reading import wants_claim
from actions.packet import packet
from actions.place_before import special_before
from actions.request import ask_for
from actions.ticket import is_open
from actions.ticket_detail import add_detail
from actions.turn import Say, Turn

_GENERATOR = re.compile(r"发电[车机]|电源车")
# That one house at least keeps its supply: “能不能给我们留一路电”.
_SPARES = re.compile(
    r"(?:留|单独|另外|专门)[^,，。]{0,6}(?:路|根|条)?[^,，。]{0,2}电|[别不]停我|单独[送供]|双电源|保电"
)
# Not spoilt yet, or asked of: “一会鸡全闷死”, “再不来鱼就死光了”, “死了你们赔”.
_FEARED = re.compile(r"会|要|快|马上|再不|眼看|怕|赔|谁(?:管|负责)|损失")
_LATELY = 4  # messages
_BROKEN = re.compile(r"[坏烧炸]")


def _plan_stops_machine(turn: Turn) -> bool:
    """Whether a plan was told to somebody who named a special case."""
    is_told = ANSWERED in turn.answered_by(_LATELY) and turn.slot("outage_told") == PLANNED
    return is_told and bool(special_before(turn))


async def meanwhile(turn: Turn, say: Say) -> Events | None:
    """Answers while an outage of his is being repaired; None when it is another matter, or nothing is."""
    if turn.is_payload or wants_claim(turn.text):
        return None
    if _SPARES.search(turn.text) and _plan_stops_machine(turn):
        return ask_for(turn, say, "plan")
    tickets = await Service(turn.conversation).get("/tickets")
    number = next((t["number"] for t in tickets if is_outage(t) and is_open(t)), None)
    if number is None and _GENERATOR.search(turn.text) and _plan_stops_machine(turn):
        say.utter("utter_key_generator")
        return ask_for(turn, say, "plan")
    if number is None and not (is_known(turn) and asks(turn.text)):
        return None
    if number and _GENERATOR.search(turn.text):
        events = await add_detail(turn, say, number, turn.said)
        say.utter("utter_outage_generator")
        say.hand_over("sensitive", await packet(turn, turn.said[:200], [number]), urgent=True, keep_bot=True)
        return events
    if number and CREW_COMES.words.search(turn.text):
        return [FollowupAction("action_urge")]
    if (turn.entity("appliance") and _BROKEN.search(turn.text)) or not _FEARED.search(turn.text):
        return None
    say.utter("utter_outage_losses_meanwhile")
    return []
