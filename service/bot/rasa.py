"""Rasa behind the port: one kept-alive loopback connection to its internal input channel (`bot/channel.py`)."""

from __future__ import annotations

import asyncio
import re
from dataclasses import asdict
from typing import Any

import aiohttp

from common.settings import ZONE
from service.bot.port import Answer, BotFailed, BotUnavailable, HandOver, Reply, Turn
from service.bot.stickers import intent_of
from service.face import Kind

# Kinds without words reach Rasa as these intents. A point with a name is words; one without tells as much to who looks at a map.
_INTENT_OF_KIND = {
    Kind.IMAGE: "/send_picture",
    Kind.LOCATION: "/inform",
    Kind.VOICE: "/send_voice",
    Kind.UNKNOWN: "/send_unknown",
}
_CHINESE = re.compile("[\u4e00-\u9fa5]")


class RasaBot:
    """Implements `port.Bot`.

    Args:
        rasa_url: `http://127.0.0.1:5005`.
        actions_url: `http://127.0.0.1:5055`, asked for its health only.
        token: shared secret of the processes of this installation.
        timeout: seconds for a whole turn.
    """

    def __init__(
        self, session: aiohttp.ClientSession, rasa_url: str, actions_url: str, token: str, timeout: float
    ) -> None:
        self._session = session
        self._rasa_url = rasa_url
        self._actions_url = actions_url
        self._headers = {"Authorization": f"Bearer {token}"}
        self._timeout = timeout

    async def answer(self, turn: Turn) -> Answer:
        """Sends the turn; a repeat is recognised by Rasa's side from `message`."""
        body = {
            "sender": f"{turn.conversation}.{turn.session}",
            "text": message_for_rasa(turn),
            "metadata": {
                "conversation": turn.conversation,
                "message": turn.message,
                "channel": turn.channel,
                "sent_at": turn.at.astimezone(ZONE).isoformat(timespec="seconds"),
                "place": asdict(turn.place) if turn.place else None,
                "media": turn.media,
                "waits": turn.waits,
            },
        }
        try:
            async with self._session.post(
                f"{self._rasa_url}/webhooks/laidian/turn",
                json=body,
                headers=self._headers,
                timeout=aiohttp.ClientTimeout(total=self._timeout),
            ) as response:
                if response.status == 200:
                    return _answer(await response.json())
                if response.status in (404, 409, 503):  # Rasa is up, its model is not
                    raise BotUnavailable(f"Rasa answers {response.status}")
                raise BotFailed(f"Rasa answers {response.status}")
        except asyncio.TimeoutError as error:
            # It has the message, and may never come to an end with it: not to be repeated for ever.
            raise BotFailed(f"Rasa has not answered within {self._timeout:g} s") from error
        except aiohttp.ClientError as error:
            raise BotUnavailable(f"Rasa does not answer: {type(error).__name__}") from error
        except (KeyError, TypeError, ValueError) as error:
            raise BotFailed(f"Rasa's answer cannot be read: {error!r}") from error

    async def is_ready(self) -> bool:
        """Rasa has a model and the action server answers."""
        return await self._answers(f"{self._rasa_url}/webhooks/laidian/ready") and await self._answers(
            f"{self._actions_url}/health"
        )

    async def _answers(self, url: str) -> bool:
        try:
            async with self._session.get(
                url, headers=self._headers, timeout=aiohttp.ClientTimeout(total=3)
            ) as response:
                return response.status == 200
        except (aiohttp.ClientError, asyncio.TimeoutError):
            return False


def message_for_rasa(turn: Turn) -> str:
    """The text that Rasa parses: a payload of ours, an intent for a kind without words, or the customer's words.

    A slash typed by a customer would make Rasa skip understanding and obey, so it becomes a full-width one.
    """
    if turn.payload:
        return turn.payload
    if turn.event:
        name, _, key = turn.event.partition(":")
        return _of_menu(key) if name == "menu" else "/greet"
    # Of a link that somebody forwards the words are another's.
    if not turn.text.strip() or turn.kind is Kind.UNKNOWN:
        return _INTENT_OF_KIND.get(turn.kind, "/send_unknown")
    if intent := intent_of(turn.text):
        return f"/{intent}"
    return "／" + turn.text.lstrip()[1:] if turn.text.lstrip().startswith("/") else turn.text


def _of_menu(key: str) -> str:
    """A key in Chinese is what the customer wants to say; another may name an intent, which Rasa's side looks at."""
    if _CHINESE.search(key):
        return key
    return f"/{key}" if key.isidentifier() else "/greet"


def _answer(body: dict[str, Any]) -> Answer:
    replies: list[Reply] = []
    hand_over: HandOver | None = None
    for item in body["messages"]:
        custom = item.get("custom") or {}
        if "hand_over" in custom:
            hand_over = HandOver(**custom["hand_over"])
        if item.get("text") or item.get("image"):
            replies.append(
                Reply(
                    text=item.get("text") or "",
                    buttons=[
                        {"title": b["title"], "payload": b["payload"]} for b in item.get("buttons") or []
                    ],
                    media=item.get("image"),
                    urgent=bool(custom.get("urgent")),
                )
            )
    take_back = any((item.get("custom") or {}).get("take_back") for item in body["messages"])
    return Answer(tuple(replies), hand_over, asks=str(body.get("asks") or ""), take_back=take_back)
