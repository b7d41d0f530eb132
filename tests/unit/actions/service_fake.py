"""A stand-in for the internal API on a real socket, and a small dialogue driver for forms and actions."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from aiohttp import web
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.flow import REQUESTED
from actions.form import TopicForm

ROOT = Path(__file__).resolve().parents[3]
AT = "2026-11-24T10:00:00+08:00"
_SILENCE_SECONDS = 3


class FakeService:
    """Answers as service/internal_api.py does, from plain attributes; keeps what was written.

    Attributes:
        accounts: what the conversation may see.
        bills, balances, usage, estimates: account number → what the API gives for it, bills newest first.
        phones: account number → last four digits; with these the conversation gets to see `hidden` accounts.
        hidden: accounts that exist but have not been proved.
        trial: the next verification's answer where it is neither `passed` nor `wrong`.
        prices: the price table, None when none is in force.
        tickets: what the conversation has, newest first; others: tickets whose phone it has proved.
        made, notes: bodies of new tickets and notes.
        pictures: what was given to be shown.
        ratings: bodies of ratings with the ticket's number; just_urged: an urge comes too soon.
        code: the one-time code that proves any hidden account; codes: accounts that one was sent for.
        sending: the answer to a wish for a code.
        record: what the service keeps of the conversation.
        inspections: bodies of booked inspections.
        moved: ticket number → what the customer did with it, `cancel` or `reopen`.
        area, outages, planned: what is known of any place; watched: outages whose end the customer waits for.
        down: the utility's systems turn every call down; silent: they do not even do that.
    """

    def __init__(self) -> None:
        self.accounts: list[dict[str, Any]] = []
        self.bills: dict[str, list[dict[str, Any]]] = {}
        self.balances: dict[str, dict[str, Any]] = {}
        self.usage: dict[str, list[dict[str, Any]]] = {}
        self.estimates: dict[str, dict[str, Any]] = {}
        self.phones: dict[str, str] = {}
        self.hidden: list[dict[str, Any]] = []
        self.trial: dict[str, Any] | None = None
        self.tries_left = 5
        self.prices: dict[str, Any] | None = None
        self.tickets: list[dict[str, Any]] = []
        self.others: list[dict[str, Any]] = []
        self.made: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.pictures: list[bytes] = []
        self.moved: dict[str, str] = {}
        self.ratings: list[dict[str, Any]] = []
        self.just_urged = False
        self.area: dict[str, Any] | None = None
        self.outages: list[dict[str, Any]] = []
        self.planned: list[dict[str, Any]] = []
        self.watched: list[str] = []
        self.joins = False
        self.down = False
        self.silent = False
        self.code = "246810"
        self.codes: list[str] = []
        self.sending: dict[str, Any] = {"result": "sent"}
        self.record: dict[str, Any] = {
            "since": AT,
            "customer": 3,
            "others": 4,
            "pictures": 1,
            "places": 0,
            "tries": 1,
            "notices": 0,
            "tickets": [["GD202611240007", "故障报修", "接单"]],
            "accounts": ["320*******001"],
        }
        self.inspections: list[dict[str, Any]] = []
        self._runner: web.AppRunner | None = None

    async def start(self) -> int:
        """Listens on a free loopback port and gives it."""
        app = web.Application()
        base = "/v1/conversations/{conversation}"
        app.router.add_get(base + "/accounts", self._accounts)
        app.router.add_put(base + "/accounts/{account}", self._bind)
        app.router.add_delete(base + "/accounts/{account}", self._unbind)
        app.router.add_get(base + "/accounts/{account}/bills", self._bills)
        app.router.add_get(base + "/accounts/{account}/{what:balance|usage|estimate}", self._figures)
        app.router.add_post(base + "/verifications", self._verify)
        app.router.add_post(base + "/codes", self._send_code)
        app.router.add_get(base + "/record", self._record)
        app.router.add_post(base + "/inspections", self._inspect)
        app.router.add_get("/v1/prices/residential", self._prices)
        app.router.add_get("/v1/prices/residential/years/{kwh}", self._year)
        app.router.add_get(base + "/tickets", self._tickets)
        app.router.add_post(base + "/tickets", self._create)
        app.router.add_get(base + "/tickets/{number}", self._ticket)
        app.router.add_post(base + "/tickets/{number}/notes", self._note)
        app.router.add_post(base + "/pictures", self._picture)
        app.router.add_post(base + "/tickets/{number}/{move:cancel|reopen}", self._move)
        app.router.add_post(base + "/tickets/{number}/urge", self._urge)
        app.router.add_post(base + "/tickets/{number}/rating", self._rate)
        app.router.add_get(base + "/outages", self._outages)
        app.router.add_post(base + "/outages/{outage}/watches", self._watch)
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
            {
                **known,
                "manager": None,
                "inspections_per_year": 0,
                "service_level": "普通",
                "status": "正常",
                **more,
            }
        )

    async def _accounts(self, request: web.Request) -> web.Response:
        if self.silent:
            await asyncio.sleep(_SILENCE_SECONDS)
        return self._unavailable() if self.down else web.json_response(self.accounts)

    async def _bind(self, request: web.Request) -> web.Response:
        known = [a for a in self.accounts if a["account_no"] == request.match_info["account"]]
        if not known:
            return self._not_verified()
        known[0].update(await request.json(), bound=True)
        return web.json_response({})

    async def _unbind(self, request: web.Request) -> web.Response:
        self.accounts = [a for a in self.accounts if a["account_no"] != request.match_info["account"]]
        return web.json_response({})

    async def _verify(self, request: web.Request) -> web.Response:
        body = await request.json()
        if self.down:
            return self._unavailable()
        if self.trial:
            return web.json_response(self.trial)
        found = [a for a in self.hidden if body["account_no"] in (a["account_no"], a["account_no"][-10:])]
        if found and (
            body.get("last4") == self.phones[found[0]["account_no"]]
            or (self.codes[-1:] == [body["account_no"]] and body.get("code") == self.code)
        ):
            self.accounts.insert(0, found[0])
            return web.json_response({"result": "passed"})
        self.tries_left -= 1
        return web.json_response({"result": "wrong", "tries_left": self.tries_left})

    async def _send_code(self, request: web.Request) -> web.Response:
        if self.down:
            return self._unavailable()
        if self.sending["result"] == "sent":
            self.codes.append((await request.json())["account_no"])
        return web.json_response(self.sending)

    async def _record(self, request: web.Request) -> web.Response:
        return web.json_response(self.record)

    async def _inspect(self, request: web.Request) -> web.Response:
        self.inspections.append(await request.json())
        return web.json_response({"reminds": True})

    async def _figures(self, request: web.Request) -> web.Response:
        account, what = request.match_info["account"], request.match_info["what"]
        if account not in [known["account_no"] for known in self.accounts]:
            return self._not_verified()
        if self.down:
            return self._unavailable()
        table: dict[str, Any] = {"balance": self.balances, "usage": self.usage, "estimate": self.estimates}[
            what
        ]
        return web.json_response(table.get(account))

    async def _prices(self, request: web.Request) -> web.Response:
        return web.json_response(self.prices) if self.prices else self._unavailable()

    async def _year(self, request: web.Request) -> web.Response:
        return web.json_response({"rounded": "2803.50"}) if self.prices else self._unavailable()

    async def _bills(self, request: web.Request) -> web.Response:
        account = request.match_info["account"]
        if account not in [known["account_no"] for known in self.accounts]:
            return self._not_verified()
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

    async def _ticket(self, request: web.Request) -> web.Response:
        number = request.match_info["number"]
        found = next((t for t in (*self.tickets, *self.others) if t["number"] == number), None)
        if found is None:
            return web.json_response({"error": "not_found", "message": number}, status=404)
        return web.json_response(found)

    async def _move(self, request: web.Request) -> web.Response:
        self.moved[request.match_info["number"]] = request.match_info["move"]
        return web.json_response({})

    async def _urge(self, request: web.Request) -> web.Response:
        known = (*self.tickets, *self.others)
        ticket = next(t for t in known if t["number"] == request.match_info["number"])
        if self.just_urged:
            return web.json_response({"error": "refused", "message": "just now"}, status=422)
        ticket["urges"] += 1
        return web.json_response(ticket)

    async def _rate(self, request: web.Request) -> web.Response:
        self.ratings.append({"number": request.match_info["number"], **await request.json()})
        return web.json_response({})

    async def _outages(self, request: web.Request) -> web.Response:
        if self.down:
            return self._unavailable()
        return web.json_response({"area": self.area, "now": self.outages, "planned": self.planned})

    async def _watch(self, request: web.Request) -> web.Response:
        self.watched.append(request.match_info["outage"])
        return web.json_response({})

    async def _note(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.notes.append(body)
        found = next((t for t in self.tickets if t["number"] == request.match_info["number"]), {})
        found.update({name: body[name] for name in ("address", "phone", "contact_name") if body.get(name)})
        if body.get("nameless"):
            found.update(phone=None, details={**found.get("details", {}), "匿名": "是"})
        return web.json_response(found)

    async def _picture(self, request: web.Request) -> web.Response:
        self.pictures.append(await request.read())
        return web.json_response({"media": f"picture{len(self.pictures)}"})

    @staticmethod
    def _not_verified() -> web.Response:
        return web.json_response({"error": "not_verified", "message": "not proved"}, status=403)

    @staticmethod
    def _unavailable() -> web.Response:
        return web.json_response({"error": "utility_unavailable", "message": "down"}, status=503)


class Talk:
    """Drives one form as Rasa does: validation, the next question, and the action after the form.

    Args:
        first: the action that answers the wish before it leads to the form.

    Attributes:
        slots: what the tracker holds.
        asked: slot of the question just put, None when no form is open.
        rejected: the form left the latest message to the rules.
        handed: hand-overs of the latest turn.
        followed: the action that the latest one asked to follow.
        is_open: whether the form waits for an answer.
        waits: from now on the customer waits for a person.
    """

    def __init__(
        self, form: TopicForm | None, done: Action, *asks: Action, first: Action | None = None
    ) -> None:
        self._form, self._done, self._first = form, done, first
        self._asks = {ask.name(): ask for ask in asks}
        self._events: list[dict[str, Any]] = []
        self._count = 0
        self._ranking: list[dict[str, Any]] = []
        self._now = AT
        self._open = False
        self.slots: dict[str, Any] = dict.fromkeys(domain()["slots"])
        self.asked: str | None = None
        self.rejected = False
        self.handed: list[dict[str, Any]] = []
        self.followed: str | None = None
        self.buttons: list[dict[str, str]] = []
        self.waits = False

    @property
    def is_open(self) -> bool:
        """As it is for Rasa."""
        return self._open

    async def say(
        self, text: str, intent: str = "inform", media: str | None = None, sure: float = 0.9, **entities: Any
    ) -> str:
        """One message of the customer; gives all that the bot says, joined by line ends."""
        self._hear(text, intent, media, sure, entities)
        return await self._form_answers()

    async def share(self, label: str = "", action: Action | None = None) -> str:
        """A point that the customer shares; the platform may have a name for it. Heard by the form unless an action is given."""
        self._hear(label or "/inform", "inform", None, 1.0, {"address": label} if label else {})
        self._message["metadata"]["place"] = {"latitude": 34.84, "longitude": 119.12, "label": label}
        return await self.run(action) if action else await self._form_answers()

    async def say_all(self, text: str, intent: str, addresses: Sequence[str]) -> str:
        """One message that names several addresses."""
        self._hear(text, intent, None, 0.9, {})
        self._message["entities"] = [
            {"entity": "address", "value": value, **_position(text, value)} for value in addresses
        ]
        return await self._form_answers()

    async def _form_answers(self) -> str:
        assert self._form, "nobody asks here: use answer"
        before = ""
        if not self._open:
            before = await self.run(self._first) if self._first else ""
        return await self._ask_on(before)

    async def _ask_on(self, before: str = "") -> str:
        """The form with its next question, or what comes after it; a form that follows itself begins anew."""
        assert self._form
        if not self._open:
            self._events.append({"event": "active_loop", "name": self._form.form})
        self._open = True
        self.followed = None  # what led here
        self._events.append({"event": "action", "name": self._form.form})
        said = "\n".join(filter(None, [before, await self.run(self._form)]))
        if self.rejected or self.followed:
            return said
        self.asked = self.slots[REQUESTED]
        if self.asked is None:
            self._open, self.followed = False, None
            done = await self.run(self._done)
            self._events.append({"event": "action", "name": self._done.name()})
            again = await self._ask_on() if self.followed == self._form.form else ""
            return "\n".join(filter(None, [said, done, again]))
        ask = self._asks.get(f"action_ask_{self.asked}")
        question = await self.run(ask) if ask else self._say({"response": f"utter_ask_{self.asked}"})
        return "\n".join(filter(None, [said, question]))

    def over_to(self, form: TopicForm | None, done: Action, *asks: Action) -> Talk:
        """The same conversation, of which another form or action hears the next message; this one's is over."""
        other = Talk(form, done, *asks)
        other._events = [*self._events, {"event": "active_loop", "name": None}]
        other._count, other._now, other.slots = self._count, self._now, self.slots
        return other

    def unsure(self, ranking: list[dict[str, Any]]) -> None:
        """The next message is understood no better than this."""
        self._ranking = ranking

    def heard(self, text: str, intent: str, **entities: Any) -> None:
        """A message that something else has answered."""
        self._hear(text, intent, None, 0.9, entities)

    async def carry_on(self) -> str:
        """The form that an action left the latest message to."""
        return await self._ask_on()

    def at(self, now: str) -> Talk:
        """From now on the customer writes at that time."""
        self._now = now
        return self

    def _hear(self, text: str, intent: str, media: str | None, sure: float, entities: dict[str, Any]) -> None:
        self._count += 1
        self.rejected, self.handed, self.buttons, self.followed = False, [], [], None
        ranking, self._ranking = self._ranking, []
        self._message = {
            "text": text,
            "intent": ranking[0] if ranking else {"name": intent, "confidence": sure},
            "intent_ranking": ranking,
            "entities": [
                {"entity": name, "value": value, **_position(text, str(value))}
                for name, values in entities.items()
                for value in (values if isinstance(values, list) else [values])
            ],
            "metadata": {
                "conversation": "c1",
                "message": f"m{self._count}",
                "media": media,
                "waits": self.waits,
                "sent_at": self._now,
            },
        }
        said = {"text": text, "metadata": self._message["metadata"], "parse_data": self._message}
        self._events.append({"event": "user", **said})

    @classmethod
    async def single(cls, action: Action, text: str, intent: str, **entities: Any) -> str:
        """One message to an action that no form stands before; gives all that it says."""
        return await cls.before(action).answer(text, intent, **entities)

    @classmethod
    def before(cls, action: Action) -> Talk:
        """A talk with an action instead of a form: `answer` speaks to it."""
        return cls(None, action)

    async def answer(self, text: str, intent: str, **entities: Any) -> str:
        """One message to the action."""
        return await self.hear(self._done, text, intent, **entities)

    async def hear(self, action: Action, text: str, intent: str, **entities: Any) -> str:
        """One message that the rules give to this action instead of the form."""
        self._hear(text, intent, None, 0.9, entities)
        said = await self.run(action)
        self._events.append({"event": "action", "name": action.name()})
        return said

    async def tap(self, title: str) -> str:
        """Taps one of the buttons that the latest turn showed."""
        payload = next(button["payload"] for button in self.buttons if button["title"] == title)
        payload = payload.replace("{{", "{").replace("}}", "}")  # as Rasa fills in a response
        intent, _, entities = payload[1:].partition("{")
        return await self.say(payload, intent, **(yaml.safe_load("{" + entities) if entities else {}))

    async def run(self, action: Action) -> str:
        """Runs one action on the present tracker."""
        dispatcher = CollectingDispatcher()
        for event in await action.run(dispatcher, self.tracker(), {}) or []:
            if event["event"] == "slot":
                assert event["name"] in self.slots, f"{event['name']} is no slot of the domain"
                self.slots[event["name"]] = event["value"]
                self._events.append(event)
            if event["event"] == "active_loop" and self._form:
                self._open = event["name"] == self._form.form
            if event["event"] == "followup":
                self.followed = event["name"]
            self.rejected = self.rejected or event["event"] == "action_execution_rejected"
        return "\n".join(filter(None, [self._say(message) for message in dispatcher.messages]))

    def tracker(self) -> Tracker:
        """What an action sees of the talk."""
        active = {"name": self._form.form} if self._form and self._open else {}
        return Tracker("c1.1", dict(self.slots), self._message, self._events, False, None, active, None)

    def _say(self, message: dict[str, Any]) -> str:
        custom = message.get("custom") or {}
        if "hand_over" in custom:
            self.handed.append(custom["hand_over"])
        self.buttons += message.get("buttons") or []
        name = message.get("response") or message.get("template")
        if not name:
            return self._uttered(str(message.get("text") or ""))
        response = domain()["responses"][name][0]
        self.buttons += response.get("buttons") or []
        text = str(response["text"])
        for value in message.keys() & set(re.findall(r"{(\w+)}", text)):
            text = text.replace(f"{{{value}}}", str(message[value]))
        return self._uttered(text)

    def _uttered(self, text: str) -> str:
        self._events.append({"event": "bot", "text": text})
        return text


def _position(text: str, value: str) -> dict[str, int]:
    """Where an entity stands, when the text holds it as it is."""
    start = text.find(value)
    return {} if start < 0 else {"start": start, "end": start + len(value)}


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
