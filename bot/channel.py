"""The internal input channel: the service's only way into Rasa (rasa process, loopback).

One POST is one turn: `{"sender", "text", "metadata": {"message": id, …}}` → `{"messages": [...]}`, read from the tracker's
own events. So a turn repeated after a crash gives the same answer and moves no dialogue: the tracker knows the message's id.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import re
from collections.abc import Awaitable, Callable, Container
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.core.events import ActiveLoop, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.kept_drafts import bring_draft
from bot.nlu.danger_guard import CAUTION, REPORT_DANGER
from bot.rasa_changes import TurnFailed, install
from bot.second_wishes import asks_for, waiting_wish
from common.danger_advice import CAUTION as WARNING
from common.masking import mask_proofs, tells_secret

logger = logging.getLogger(__name__)

_DANGER_FORM = "danger_form"
# Customer's messages before the same warning is given again.
_WARNS_AGAIN = 10
KEEP_SECRET = "身份证号、银行卡号不用发给我，办这些事我用不着，也别发给别人。"
"""Before the answer to a message that carries one."""


class InternalChannel(InputChannel):
    """Takes turns from the service.

    Args:
        token: the installation's secret; without it every call is refused.
    """

    def __init__(self, token: str) -> None:
        self._token = token
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        install()

    @classmethod
    def name(cls) -> str:
        """Part of the URL: `/webhooks/laidian/…`."""
        return "laidian"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        """Reads `token` from credentials.yml."""
        return cls(str((credentials or {}).get("token") or ""))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Routes `turn` and `ready`."""
        blueprint = Blueprint("laidian_channel")

        @blueprint.middleware("request")
        async def guard(request: Request) -> HTTPResponse | None:
            given = request.headers.get("authorization", "").removeprefix("Bearer ")
            if self._token and hmac.compare_digest(given.encode(), self._token.encode()):
                return None
            return json({"error": "token"}, 401)

        @blueprint.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            return json({}, 200 if _is_ready(request) else 503)

        @blueprint.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            if not _is_ready(request):
                return json({"error": "no model"}, 503)
            # Sanic cancels a handler whose client hangs up; a turn once begun is finished, so that its repeat finds it.
            return await asyncio.shield(asyncio.ensure_future(self._turn(request, on_new_message)))

        return blueprint

    async def _turn(
        self, request: Request, on_new_message: Callable[[UserMessage], Awaitable[Any]]
    ) -> HTTPResponse:
        body = request.json
        sender, metadata = body["sender"], body["metadata"]
        agent = request.app.ctx.agent
        store = agent.tracker_store

        async def take_in(text: str, **extra: Any) -> DialogueStateTracker:
            await on_new_message(
                UserMessage(
                    text,
                    CollectingOutputChannel(),
                    sender,
                    input_channel=self.name(),
                    metadata={**metadata, **extra},
                    message_id=str(metadata["message"]),
                )
            )
            return await store.retrieve(sender)

        lock = self._locks.setdefault(sender, asyncio.Lock())
        try:
            async with lock:
                tracker = await store.retrieve(sender)
                if tracker is None:
                    await bring_draft(store, sender)
                if not was_taken_in(tracker, metadata["message"]):
                    wish = waiting_wish(list(tracker.events)) if tracker else None
                    if wish and asks_for(wish, body["text"]):
                        tracker = await take_in(wish.text, part=wish.part, of=wish.message)
                    else:
                        tracker = await take_in(known_or_greeting(body["text"], agent.domain.intents))
                while tracker.active_loop_name is None and (wish := waiting_wish(list(tracker.events))):
                    tracker = await take_in(wish.text, part=wish.part, of=wish.message)
        except TurnFailed as error:
            logger.error("turn %s failed: %s", metadata["message"], error)
            return json({"error": str(error)}, 503 if error.is_temporary else 500)
        answer = answer_to(tracker, metadata["message"])
        return json({"messages": answer, "asks": tracker.active_loop_name or ""}, ensure_ascii=False)


def known_or_greeting(text: str, intents: Container[str]) -> str:
    """A message; of a menu whose key names nothing that we know, a greeting, which shows what there is."""
    command = re.match(r"/(\w+)", text)
    return "/greet" if command and command[1] not in intents else text


def _is_ready(request: Request) -> bool:
    agent = request.app.ctx.agent
    return agent is not None and agent.is_ready()


def was_taken_in(tracker: DialogueStateTracker | None, message: int) -> bool:
    """Whether the tracker has seen this message."""
    return tracker is not None and any(_belongs(event, message) for event in tracker.events)


def answer_to(tracker: DialogueStateTracker, message: int) -> list[dict[str, Any]]:
    """What the bot said to a customer message, second wishes that had their turn then included."""
    said: list[dict[str, Any]] = []
    listening, form, since_warning = False, None, _WARNS_AGAIN
    for event in tracker.events:
        if isinstance(event, ActiveLoop):
            form = event.name
        if isinstance(event, UserUttered):
            listening = _belongs(event, message)
            if listening and event.metadata.get("part") and not str(event.text).startswith("/"):
                said.append({"text": f"再说您问的“{mask_proofs(str(event.text))}”："})
            if listening and form != _DANGER_FORM and tells_secret(str(event.text)):
                said.append({"text": KEEP_SECRET})
            since_warning = 0 if event.intent_name == REPORT_DANGER else since_warning + 1
            if form != _DANGER_FORM and _is_doubtful(event) and since_warning >= _WARNS_AGAIN:
                since_warning = 0
                if listening:
                    said.append({"text": WARNING})
        elif listening and isinstance(event, BotUttered):
            said.append(
                {
                    "text": event.text,
                    "buttons": event.data.get("buttons"),
                    "image": event.data.get("image"),
                    "custom": event.data.get("custom"),
                }
            )
    return said


def _is_doubtful(event: UserUttered) -> bool:
    return any(entity["entity"] == CAUTION for entity in event.entities)


def _belongs(event: Event, message: int) -> bool:
    return isinstance(event, UserUttered) and (event.metadata or {}).get("message") == message
