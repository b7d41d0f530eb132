"""What an action may know of the present turn, and how it speaks. Pure but for what Rasa's SDK hands over."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from common.masking import mask_proofs
from common.normalise import normalise
from common.settings import ZONE

SURE = 0.6
# As sure as understanding is of plain words; what is less so may be something else that sounds alike.
CERTAIN = 0.85
# Which wishes an answer has dealt with besides its own: `{"wishes": [intent, …], "at": message}` (bot/second_wishes.py).
SETTLED = "settled_wishes"
# A wish of the message that its answer leaves for later, taken in by itself then (bot/second_wishes.py).
OWN_WISH = "own_wish"
_OWN_PART = 98  # no message has so many wishes of its own


class Turn:
    """The customer's latest message in its dialogue.

    Attributes:
        text: what was written, normalised; empty for a payload.
        said: what was written, as it was written.
        intent: name, `nlu_fallback` when understanding was not sure.
        conversation: id in the service.
        at: when it was received.
        waits: the customer waits for a person, and the bot serves him meanwhile.
    """

    def __init__(self, tracker: Tracker) -> None:
        message = tracker.latest_message or {}
        metadata = message.get("metadata") or {}
        self.tracker = tracker
        self.said = str(message.get("text") or "")
        self.is_payload = self.said.startswith("/")
        self.text = "" if self.is_payload else normalise(self.said).text
        self.intent = str((message.get("intent") or {}).get("name") or "")
        self.confidence = float((message.get("intent") or {}).get("confidence") or 0.0)
        self.ranking: list[dict[str, Any]] = list(message.get("intent_ranking") or [])
        self.conversation = str(metadata.get("conversation") or tracker.sender_id.partition(".")[0])
        self.message = metadata.get("message") or message.get("message_id") or ""
        self._part = metadata.get("part", 0)
        self.channel = str(metadata.get("channel") or "")
        self.media: str | None = metadata.get("media")
        self.waits = bool(metadata.get("waits"))
        self.place: dict[str, Any] | None = metadata.get("place")
        self.at = (
            datetime.fromisoformat(metadata["sent_at"]) if metadata.get("sent_at") else datetime.now(ZONE)
        )
        self._entities: list[dict[str, Any]] = list(message.get("entities") or [])

    @property
    def is_sticker(self) -> bool:
        """A sticker or emoji alone, which the service sends as this intent (service/bot/stickers.py)."""
        return self.is_payload and self.intent == "nlu_fallback"

    @property
    def is_shown(self) -> bool:
        """A photo, one that was lost, a point or a sticker: nothing is said in words."""
        is_picture = self.media or self.intent == "send_picture"
        return not self.text and bool(is_picture or self.place or self.is_sticker)

    def entity(self, name: str) -> Any:
        """Value of the first entity of that name, or None."""
        values = self.entities(name)
        return values[0] if values else None

    def entities(self, name: str) -> list[Any]:
        """Values of all entities of that name, in order."""
        return [item["value"] for item in self._entities if item["entity"] == name]

    def covers(self, names: Sequence[str], share: float) -> bool:
        """Whether one entity of these names takes up at least that share of the message."""
        lengths = [
            item["end"] - item["start"]
            for item in self._entities
            if item["entity"] in names and "end" in item
        ]
        return bool(lengths) and not self.is_payload and max(lengths) >= share * len(self.said)

    def without(self, names: Sequence[str]) -> str:
        """What is left of the message, normalised, without the entities of these names."""
        spans = [(e["start"], e["end"]) for e in self._entities if e["entity"] in names and "end" in e]
        if self.is_payload or not spans:
            return self.text
        kept = (c for at, c in enumerate(self.said) if not any(start <= at < end for start, end in spans))
        return normalise("".join(kept)).text

    def slot(self, name: str) -> Any:
        """Value of a slot, or None, also of one that only some topics have; the SDK's own look-up would log each of those."""
        return self.tracker.slots.get(name)

    def key(self, purpose: str) -> str:
        """Idempotency key: the same for a repeated turn, different for each purpose and each wish in it."""
        return f"{self.message}.{self._part}:{purpose}"

    @property
    def user_events(self) -> list[dict[str, Any]]:
        """The customer's messages as the tracker has them, oldest first; the last one is this."""
        return [event for event in self.tracker.events if event["event"] == "user"]

    @property
    def texts(self) -> list[str]:
        """Their texts; empty for what has none."""
        return [str(event.get("text") or "") for event in self.user_events]

    def answered_by(self, messages: int) -> set[str]:
        """Names of the actions that answered the customer's last so many messages before this one."""
        events = self.tracker.events
        users = [at for at, event in enumerate(events) if event["event"] == "user"]
        if len(users) < 2:
            return set()
        earlier = events[users[:-1][-messages:][0] : users[-1]]
        return {str(event["name"]) for event in earlier if event["event"] == "action"}

    def told(self, messages: int) -> list[str]:
        """What the bot said since the customer's last so many messages before this one, this turn included; in order."""
        events = self.tracker.events
        users = [at for at, event in enumerate(events) if event["event"] == "user"]
        earlier = events[users[-messages - 1 :][0] :] if users else []
        return [str(event.get("text")) for event in earlier if event["event"] == "bot"]


class Say:
    """The bot's mouth for one turn. It repeats no proof of who somebody is, wherever the words come from.

    Attributes:
        spoken: whether this action said something yet.
    """

    def __init__(self, dispatcher: CollectingDispatcher) -> None:
        self._dispatcher = dispatcher
        self.spoken = False

    def text(self, text: str, buttons: Sequence[tuple[str, str]] = (), urgent: bool = False) -> None:
        """Says a computed text; buttons are (title, payload). Fixed texts belong in the domain: `utter`."""
        self.spoken = True
        self._dispatcher.utter_message(
            text=mask_proofs(text),
            buttons=[{"title": title, "payload": payload} for title, payload in buttons],
            json_message={"urgent": True} if urgent else None,
        )

    def utter(self, response: str, **values: Any) -> None:
        """Says a response of the domain."""
        self.spoken = True
        self._dispatcher.utter_message(response=response, **values)

    def picture(self, media: str) -> None:
        """Shows a picture that the service keeps (`Service.keep_picture`)."""
        self._dispatcher.utter_message(image=media)

    def hand_over(
        self, reason: str, packet: dict[str, Any], urgent: bool = False, keep_bot: bool = False
    ) -> None:
        """Asks the service for a person, in the same transaction as the words (service/bot/port.py `HandOver`)."""
        self._dispatcher.utter_message(
            json_message={
                "hand_over": {"reason": reason, "packet": packet, "urgent": urgent, "keep_bot": keep_bot}
            }
        )

    def take_back(self) -> None:
        """Tells the service that no person is wanted any more."""
        self._dispatcher.utter_message(json_message={"take_back": True})


def payload(intent: str, **entities: Any) -> str:
    """A button's payload; only the service can send it back (it checks that we issued it)."""
    return f"/{intent}" + (json.dumps(entities, ensure_ascii=False) if entities else "")


def kept_wish(turn: Turn, words: str) -> dict[str, Any]:
    """Value of `OWN_WISH`: `words`, a sentence or a payload, have their turn when the dialogue in hand has come to an end."""
    return {"intent": "", "text": words, "message": turn.message, "part": _OWN_PART}


def open_form(turn: Turn) -> str | None:
    """Name of the form that is open now."""
    name = (turn.tracker.active_loop or {}).get("name")
    return str(name) if name else None


def entities_of(event: Mapping[str, Any], name: str) -> list[str]:
    """Values of the entities of that name in an earlier message (an event)."""
    entities = (event.get("parse_data") or {}).get("entities") or []
    return [str(item["value"]) for item in entities if item["entity"] == name]
