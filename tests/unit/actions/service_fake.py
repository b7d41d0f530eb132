"""A stand-in for the internal API on a real socket, and a small dialogue driver for forms and actions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from aiohttp import web
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.topic import REQUESTED, TopicForm

ROOT = Path(__file__).resolve().parents[3]
AT = "2026-11-24T10:00:00+08:00"


class FakeService:
    """Answers as service/internal_api.py does, from plain attributes; keeps what was written.

    Attributes:
        accounts: what the conversation may see.
        bills: account number → bills, newest first.
        tickets: what the conversation has, newest first.
        made, notes: bodies of new tickets and notes.
        down: the utility's systems do not answer.
    """

    def __init__(self) -> None:
        self.accounts: list[dict[str, Any]] = []
        self.bills: dict[str, list[dict[str, Any]]] = {}
        self.tickets: list[dict[str, Any]] = []
        self.made: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.joins = False
        self.down = False
        self._runner: web.AppRunner | None = None

    async def start(self) -> int:
        """Listens on a free loopback port and gives it."""
        app = web.Application()
        base = "/v1/conversations/{conversation}"
        app.router.add_get(base + "/accounts", self._accounts)
        app.router.add_get(base + "/accounts/{account}/bills", self._bills)
        app.router.add_get(base + "/tickets", self._tickets)
        app.router.add_post(base + "/tickets", self._create)
        app.router.add_post(base + "/tickets/{number}/notes", self._note)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Frees the port."""
        if self._runner:
            await self._runner.cleanup()

    def add_account(self, account_no: str, address: str, **more: Any) -> None:
        """An account that the conversation has verified."""
        known = {
            "account_no": account_no,
            "address": address[:7] + "*",
            "full_address": address,
            "bound": True,
        }
        self.accounts.append(
            {**known, "manager": None, "inspections_per_year": 0, "service_level": "普通", **more}
        )

    async def _accounts(self, request: web.Request) -> web.Response:
        return self._unavailable() if self.down else web.json_response(self.accounts)

    async def _bills(self, request: web.Request) -> web.Response:
        account = request.match_info["account"]
        if account not in [known["account_no"] for known in self.accounts]:
            return web.json_response({"error": "not_verified", "message": account}, status=403)
        if self.down:
            return self._unavailable()
        return web.json_response(self.bills.get(account, [])[: int(request.query["months"])])

    async def _tickets(self, request: web.Request) -> web.Response:
        return web.json_response(self.tickets)

    async def _create(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.made.append(body)
        ticket = {"number": f"GD20261124{len(self.made):04d}", "customer_status": "已受理", **body}
        return web.json_response({"ticket": ticket, "joined": self.joins, "promise": "一般会在某时左右办。"})

    async def _note(self, request: web.Request) -> web.Response:
        self.notes.append(await request.json())
        return web.json_response({})

    @staticmethod
    def _unavailable() -> web.Response:
        return web.json_response({"error": "utility_unavailable", "message": "down"}, status=503)


class Talk:
    """Drives one form as Rasa does: validation, the next question, and the action after the form.

    Attributes:
        slots: what the tracker holds.
        asked: slot of the question just put, None when no form is open.
        rejected: the form left the latest message to the rules.
        handed: hand-overs of the latest turn.
    """

    def __init__(self, form: TopicForm, done: Action, *asks: Action) -> None:
        self._form, self._done = form, done
        self._asks = {ask.name(): ask for ask in asks}
        self._events: list[dict[str, Any]] = []
        self._count = 0
        self._open = False
        self.slots: dict[str, Any] = dict.fromkeys(domain()["slots"])
        self.asked: str | None = None
        self.rejected = False
        self.handed: list[dict[str, Any]] = []
        self.buttons: list[dict[str, str]] = []

    async def say(
        self, text: str, intent: str = "inform", media: str | None = None, sure: float = 0.9, **entities: Any
    ) -> str:
        """One message of the customer; gives all that the bot says, joined by line ends."""
        self._count += 1
        found = [{"entity": name, "value": value} for name, value in entities.items()]
        self._message = {
            "text": text,
            "intent": {"name": intent, "confidence": sure},
            "entities": found,
            "metadata": {"conversation": "c1", "message": f"m{self._count}", "media": media, "sent_at": AT},
        }
        self._events.append({"event": "user", "text": text})
        if not self._open:
            self._events.append({"event": "active_loop", "name": self._form.form})
        self._open, self.rejected, self.handed, self.buttons = True, False, [], []
        said = await self.run(self._form)
        self._events.append({"event": "action", "name": self._form.form})
        if self.rejected:
            return said
        self.asked = self.slots[REQUESTED]
        if self.asked is None:
            self._open = False
            return "\n".join(filter(None, [said, await self.run(self._done)]))
        ask = self._asks.get(f"action_ask_{self.asked}")
        question = await self.run(ask) if ask else self._say({"response": f"utter_ask_{self.asked}"})
        return "\n".join(filter(None, [said, question]))

    async def tap(self, title: str) -> str:
        """Taps one of the buttons that the latest turn showed."""
        payload = next(button["payload"] for button in self.buttons if button["title"] == title)
        intent, _, entities = payload[1:].partition("{")
        return await self.say(payload, intent, **(yaml.safe_load("{" + entities) if entities else {}))

    async def run(self, action: Action) -> str:
        """Runs one action on the present tracker."""
        dispatcher = CollectingDispatcher()
        active = {"name": self._form.form} if self._open else {}
        tracker = Tracker("c1.1", dict(self.slots), self._message, self._events, False, None, active, None)
        for event in await action.run(dispatcher, tracker, {}) or []:
            if event["event"] == "slot":
                assert event["name"] in self.slots, f"{event['name']} is no slot of the domain"
                self.slots[event["name"]] = event["value"]
            self.rejected = self.rejected or event["event"] == "action_execution_rejected"
        return "\n".join(filter(None, [self._say(message) for message in dispatcher.messages]))

    def _say(self, message: dict[str, Any]) -> str:
        custom = message.get("custom") or {}
        if "hand_over" in custom:
            self.handed.append(custom["hand_over"])
        self.buttons += message.get("buttons") or []
        name = message.get("response") or message.get("template")
        if not name:
            return str(message.get("text") or "")
        response = domain()["responses"][name][0]
        self.buttons += response.get("buttons") or []
        return str(response["text"])


@lru_cache
def domain() -> dict[str, Any]:
    """Slots and responses of all topics; `requested_slot` is Rasa's own."""
    slots: dict[str, Any] = {REQUESTED: None}
    responses: dict[str, Sequence[dict[str, Any]]] = {}
    for path in sorted((ROOT / "bot" / "domain").glob("*.yml")):
        topic = yaml.safe_load(path.read_text(encoding="utf-8"))
        slots.update(topic.get("slots") or {})
        responses.update(topic.get("responses") or {})
    return {"slots": slots, "responses": responses}
