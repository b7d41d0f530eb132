"""A small world behind the desk: fakes of the service's ports that share one memory. For the unit and browser tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from common.settings import ZONE
from service.face import (
    AlreadyTaken,
    Author,
    Change,
    ChatContact,
    Conversation,
    IllegalMove,
    InboundMessage,
    Kind,
    NotFound,
    NotOwner,
    Owner,
    Past,
    Receipt,
    Refused,
    StaffMember,
    StaffOrder,
    State,
    StoredMessage,
    Ticket,
    TicketEvent,
)

ALICE = StaffMember("s1", "xiaoli", "李晓", "staff")
BOB = StaffMember("s2", "wangqiang", "王强", "admin")
PASSWORD = "correct horse"
MOVES = {"派单": ("接单", "退单"), "接单": ("到达现场", "处理", "退单"), "处理": ("办结",), "办结": ()}
STARTED = datetime(2025, 11, 24, 14, 0, tzinfo=ZONE)


class FakeLog:
    """Implements `face.Conversations`, as far as the desk calls it, and holds the world."""

    def __init__(self) -> None:
        self.now = STARTED
        self.conversations: dict[str, Conversation] = {}
        self.lines: dict[str, list[StoredMessage]] = {}
        self.watchers: set[asyncio.Queue[Change]] = set()
        self.history_error: Exception | None = None

    def clock(self) -> datetime:
        return self.now

    def add(self, key: str, **values: Any) -> Conversation:
        """Adds a conversation; one in the queue has waited a minute."""
        given: dict[str, Any] = {
            "channel": "web",
            "customer": f"visitor-{key}",
            "label": f"网页访客 {key}",
            "owner": Owner.QUEUE,
            "session": 1,
            "queued_at": self.now - timedelta(minutes=1),
            "last_at": self.now,
        } | values
        self.conversations[key] = Conversation(id=key, **given)
        self.lines[key] = []
        self.ring(key, "owner")
        return self.conversations[key]

    def say(self, key: str, author: Author, text: str, **values: Any) -> StoredMessage:
        """Adds a line to a talk."""
        lines = self.lines[key]
        number = sum(len(each) for each in self.lines.values()) + 1
        given: dict[str, Any] = {"kind": Kind.TEXT, "state": State.SENT, "at": self.now} | values
        line = StoredMessage(
            id=number, conversation=key, seq=len(lines) + 1, author=author, text=text, **given
        )
        lines.append(line)
        change: dict[str, Any] = {"last_at": line.at}
        if author is Author.CUSTOMER:
            change |= {"last_text": text, "last_kind": line.kind, "last_seq": line.seq}
        self.put(key, "message", **change)
        return line

    def put(self, key: str, what: str, **values: Any) -> Conversation:
        self.conversations[key] = replace(self.conversations[key], **values)
        self.ring(key, what)
        return self.conversations[key]

    def ring(self, key: str, what: str) -> None:
        for queue in self.watchers:
            queue.put_nowait(Change(key, what))

    async def receive(self, message: InboundMessage) -> Receipt:
        raise NotImplementedError("the desk receives nothing")

    async def find(self, channel: str, customer: str) -> Conversation | None:
        raise NotImplementedError("the desk looks up by id")

    async def open(self, channel: str, customer: str) -> Conversation:
        raise NotImplementedError("the desk opens no conversation")

    async def history(self, conversation: str, since: int = 0, limit: int = 200) -> list[StoredMessage]:
        if self.history_error:
            raise self.history_error
        return [line for line in self.lines[conversation] if line.seq > since][-limit:]

    @asynccontextmanager
    async def watch(self, conversation: str | None) -> AsyncIterator[AsyncIterator[Change]]:
        queue: asyncio.Queue[Change] = asyncio.Queue()
        self.watchers.add(queue)
        try:
            yield self._changes(queue)
        finally:
            self.watchers.discard(queue)

    async def _changes(self, queue: asyncio.Queue[Change]) -> AsyncIterator[Change]:
        while True:
            yield await queue.get()


class FakeDesk:
    """Implements `face.Desk` on the world of a `FakeLog`."""

    def __init__(self, log: FakeLog) -> None:
        self.log = log
        self.sent: dict[tuple[str, str], StoredMessage] = {}
        self.typed: list[str] = []
        self.looked_for: list[tuple[Past, int]] = []

    async def queue(self) -> list[Conversation]:
        waiting = [each for each in self.log.conversations.values() if each.queued_at]
        return sorted(waiting, key=lambda each: (not each.urgent, each.queued_at))

    async def held_by(self, staff: StaffMember) -> list[Conversation]:
        return [each for each in self.log.conversations.values() if each.staff == staff.id]

    async def alarms(self) -> list[Conversation]:
        return [each for each in self.log.conversations.values() if each.staff and each.alarmed_at]

    async def get(self, conversation: str) -> Conversation:
        try:
            return self.log.conversations[conversation]
        except KeyError:
            raise NotFound(conversation) from None

    async def take_over(
        self, conversation: str, staff: StaffMember, from_colleague: bool = False
    ) -> Conversation:
        found = await self.get(conversation)
        if found.owner is Owner.STAFF and not (from_colleague and staff.role == "admin"):
            if found.staff != staff.id:
                raise AlreadyTaken(found.staff_name or "同事")
            return found
        self.log.say(conversation, Author.SYSTEM, f"工作人员{staff.name}已接入，正在为您服务。")
        return self.log.put(
            conversation, "owner", owner=Owner.STAFF, staff=staff.id, staff_name=staff.name, queued_at=None
        )

    async def reply(self, conversation: str, staff: StaffMember, text: str, client_id: str) -> StoredMessage:
        if not text.strip():
            raise Refused("回复内容是空的")
        await self._held(conversation, staff)
        key = (conversation, client_id)
        if key not in self.sent:
            self.sent[key] = self.log.say(conversation, Author.STAFF, text.strip(), staff_name=staff.name)
        return self.sent[key]

    async def typing(self, conversation: str, staff: StaffMember) -> None:
        await self._held(conversation, staff)
        self.typed.append(conversation)
        self.log.ring(conversation, "typing")

    async def release(self, conversation: str, staff: StaffMember) -> Conversation:
        return await self._give_back(conversation, staff, "机器人“来电”继续为您服务。")

    async def requeue(self, conversation: str, staff: StaffMember) -> Conversation:
        await self._held(conversation, staff)
        return self.log.put(
            conversation, "owner", owner=Owner.QUEUE, staff=None, staff_name=None, queued_at=self.log.now
        )

    async def leave(self, staff: StaffMember, to_bot: bool) -> int:
        held = await self.held_by(staff)
        for each in held:
            await (self.release if to_bot else self.requeue)(each.id, staff)
        return len(held)

    async def transfer(
        self, conversation: str, staff: StaffMember, colleague: str, note: str
    ) -> Conversation:
        await self._held(conversation, staff)
        to = next((each for each in (ALICE, BOB) if each.id == colleague), None)
        if to is None:
            raise Refused("这位同事现在不在线，请另选一位，或者放回队列")
        packet = {"facts": {"转接留言": f"{staff.name}：{note}"}}
        return self.log.put(conversation, "owner", staff=to.id, staff_name=to.name, packet=packet)

    async def contact(self, conversation: str, staff: StaffMember) -> ChatContact:
        await self._held(conversation, staff)
        return ChatContact(phones=("13812341234",), accounts=("3208800123456",))

    async def past(self, wanted: Past, page: int = 0) -> tuple[list[Conversation], bool]:
        if wanted.account and not wanted.account.isdecimal():
            raise Refused("号码只能是数字")
        self.looked_for.append((wanted, page))
        return list(self.log.conversations.values())[:2], page == 0

    async def close(self, conversation: str, staff: StaffMember) -> Conversation:
        return await self._give_back(conversation, staff, "本次会话已结束。", packet={})

    async def _give_back(
        self, conversation: str, staff: StaffMember, goodbye: str, **values: Any
    ) -> Conversation:
        await self._held(conversation, staff)
        self.log.say(conversation, Author.SYSTEM, goodbye)
        return self.log.put(
            conversation,
            "owner",
            owner=Owner.BOT,
            staff=None,
            staff_name=None,
            queued_at=None,
            reason=None,
            urgent=False,
            **values,
        )

    async def _held(self, conversation: str, staff: StaffMember) -> None:
        if (await self.get(conversation)).staff != staff.id:
            raise NotOwner(conversation)


class FakeStaff:
    """Implements `face.Staff`; everybody has the same password."""

    def __init__(self) -> None:
        self.members = {member.username: member for member in (ALICE, BOB)}
        self.sessions: dict[str, StaffMember] = {}

    async def log_in(self, username: str, password: str) -> tuple[StaffMember, str]:
        member = self.members.get(username)
        if member is None or password != PASSWORD:
            raise Refused("用户名或密码不对")
        token = f"token-{len(self.sessions)}-{username}"
        self.sessions[token] = member
        return member, token

    async def who(self, token: str) -> StaffMember | None:
        return self.sessions.get(token)

    async def log_out(self, token: str) -> None:
        self.sessions.pop(token, None)

    async def present(self) -> list[StaffMember]:
        return list(dict.fromkeys(self.sessions.values()))


class FakeTickets:
    """Implements `face.Tickets`; an order is dispatched, taken, done."""

    def __init__(self, log: FakeLog) -> None:
        self.log = log
        self.tickets: dict[str, Ticket] = {}

    def add(self, number: str, conversation: str, **values: Any) -> Ticket:
        now = self.log.now
        given: dict[str, Any] = {
            "topic": "outage",
            "biz_type": "故障报修",
            "category": "低压故障",
            "urgency": "一般",
            "status": "派单",
            "customer_status": "已派单",
            "summary": "家里没电，邻居有电",
            "address": "青口镇金海花园3号楼2单元501室",
            "created_at": now - timedelta(minutes=5),
            "phone": "13812341234",
            "contact_name": "王小明",
            "account_no": "3208800123456",
            "moves": MOVES["派单"],
            "history": (
                TicketEvent(now - timedelta(minutes=5), "受理", "受理", "机器人"),
                TicketEvent(now - timedelta(minutes=4), "派单", "派单", "机器人"),
            ),
        } | values
        self.tickets[number] = Ticket(number=number, conversation=conversation, **given)
        return self.tickets[number]

    async def of_conversation(self, conversation: str) -> list[Ticket]:
        return [each for each in self.tickets.values() if each.conversation == conversation]

    async def open_tickets(self, limit: int = 100) -> list[Ticket]:
        still_open = [each for each in self.tickets.values() if each.moves]
        return sorted(still_open, key=lambda each: (each.urgency != "紧急", each.created_at))[:limit]

    async def search(self, words: str, limit: int = 100) -> list[Ticket]:
        found = [
            each
            for each in self.tickets.values()
            if all(
                word in f"{each.number} {each.address} {each.summary} {each.category} {each.status}"
                or (each.phone or "").endswith(word)
                for word in words.split()
            )
        ]
        return found[:limit]

    async def get(self, number: str) -> Ticket:
        try:
            return self.tickets[number]
        except KeyError:
            raise NotFound(number) from None

    async def make_order(self, conversation: str, staff: StaffMember, order: StaffOrder) -> Ticket:
        if self.log.conversations[conversation].staff != staff.id:
            raise NotOwner(conversation)
        if not order.address:
            raise Refused("报修要写地址，师傅才找得到")
        values = {"summary": order.summary, "address": order.address, "phone": order.phone}
        made = self.add(f"GD{order.client_id[:8]}", conversation, **values)
        self.log.ring(conversation, "ticket")
        return made

    async def move(self, number: str, action: str, staff: StaffMember, note: str = "") -> Ticket:
        found = await self.get(number)
        if action not in found.moves:
            raise IllegalMove(action)
        if action == "撤销" and not note:
            raise Refused("请写一句为什么撤销，客户会看到")
        event = TicketEvent(self.log.now, action, action, staff.name, note)
        self.tickets[number] = replace(
            found,
            status=action,
            customer_status=f"已{action}",
            moves=MOVES.get(action, ()),
            history=(*found.history, event),
        )
        return self.tickets[number]


class FakeMedia:
    """Implements `face.Media` with one picture."""

    def __init__(self, content: bytes = b"picture", media_type: str = "image/jpeg") -> None:
        self.content = content
        self.media_type = media_type

    async def save(self, content: bytes, media_type: str) -> str:
        raise NotImplementedError("the desk saves nothing")

    async def load(self, media: str) -> tuple[bytes, str]:
        if media != "pic1":
            raise NotFound(media)
        return self.content, self.media_type
