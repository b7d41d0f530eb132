"""What the dispatcher asks of a bot. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from service.face import Kind, Place


class BotUnavailable(Exception):
    """The bot cannot be reached or has no model yet; the same turn may be tried again."""


class BotFailed(Exception):
    """The bot answered with an error, or not in time; trying again may or may not help."""


@dataclass(frozen=True)
class Turn:
    """One customer message for the bot. `session` names the dialogue state; `message` is the idempotency key.

    `waits`: the customer waits for a person, and the bot serves him meanwhile.
    """

    conversation: str
    session: int
    message: int
    channel: str
    kind: Kind
    text: str
    at: datetime
    payload: str | None = None
    event: str | None = None
    place: Place | None = None
    media: str | None = None
    waits: bool = False


@dataclass(frozen=True)
class Reply:
    """One message of the bot; buttons are `{"title", "payload"}`. Urgent ones may rather arrive twice than not at all."""

    text: str
    buttons: Sequence[Mapping[str, str]] = ()
    media: str | None = None
    urgent: bool = False


@dataclass(frozen=True)
class HandOver:
    """The bot asks for a person: why, how urgent, and what the colleague should know (`packet`, JSON).

    `keep_bot`: staff are alerted at once, but the bot still asks what it must (the place of a danger).
    """

    reason: str
    urgent: bool = False
    keep_bot: bool = False
    packet: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """The bot's whole answer to a turn, stored in one transaction; `asks` names the form that waits for the customer.

    `take_back`: who waited for a person wants none any more.
    """

    replies: tuple[Reply, ...]
    hand_over: HandOver | None = None
    asks: str = ""
    take_back: bool = False


class Bot(Protocol):
    """Answers turns. Repeating a turn (same `message`) repeats the answer and moves no dialogue."""

    async def answer(self, turn: Turn) -> Answer:
        """The answer to one turn.

        Raises:
            BotUnavailable: try again later.
            BotFailed: an error inside the bot.
        """
        ...

    async def is_ready(self) -> bool:
        """True when a turn would be answered now."""
        ...
