"""The urgent work order of an alarm: what goes on it, and who hears of it."""

from __future__ import annotations

from actions.client import Service
from actions.danger_reading import TICKET
from actions.packet import packet
from actions.points import written
from actions.turn import Say, Turn


async def alert(turn: Turn, say: Say, number: str, what: str = "危险") -> None:
    """Staff hear of it at once, while the bot goes on asking."""
    packed = await packet(turn, f"{what}：{turn.said[:200]}", [number])
    say.hand_over("danger", packed, urgent=True, keep_bot=True)


async def note(turn: Turn, key: str, words: str, **more: str) -> None:
    """Puts words on the urgent work order."""
    await Service(turn.conversation).post(
        f"/tickets/{turn.slot(TICKET)}/notes", text=words, key=turn.key(key), **more
    )


async def add_shown(turn: Turn, say: Say) -> None:
    """A photo or a shared point goes on the order at once, whatever was asked; the crew finds by it what no words tell."""
    if turn.media:
        await note(turn, "danger-photo", "", media=turn.media)
        say.utter("utter_picture_noted")
    elif turn.intent == "send_picture":
        say.utter("utter_picture_lost")
    if turn.place:
        await note(turn, "danger-point", f"客户发来定位：{written(turn.place)}")
        say.utter("utter_danger_point_noted")
