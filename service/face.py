"""The public face of the service: the types and ports that channels and the desk build on. Pure; runs in the service process.

An adapter turns its platform's message into an `InboundMessage` and gives it to `Conversations.receive`; the core gives
replies back through the adapter's `plan` and `send`. The desk works through `Desk`, `Tickets` and `Staff`. Nothing outside
`service` needs another of its modules.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, Protocol


class ServiceError(Exception):
    """Root of the service's errors."""


class NotFound(ServiceError):
    """No such conversation, message, ticket or media for this caller."""


class NotOwner(ServiceError):
    """The staff member does not hold the conversation."""


class AlreadyTaken(ServiceError):
    """A colleague took the conversation first; `colleague` is the name to show."""

    def __init__(self, colleague: str) -> None:
        super().__init__(colleague)
        self.colleague = colleague


class IllegalMove(ServiceError):
    """A ticket cannot make that move from its present status."""


class Refused(ServiceError):
    """The input was understood and turned down; the text (Chinese) may be shown to the person who sent it."""


class Kind(str, Enum):
    """What a message is."""

    TEXT = "text"
    IMAGE = "image"
    VOICE = "voice"
    LOCATION = "location"
    CHOICE = "choice"  # a tap on a button that we sent
    EVENT = "event"  # the platform speaks, not the customer: subscribe, menu, scan
    UNKNOWN = "unknown"  # a kind we cannot read: acknowledged, and the customer is told what we can read


class Author(str, Enum):
    """Who wrote a message, as the customer sees it."""

    CUSTOMER = "customer"
    BOT = "bot"
    STAFF = "staff"
    SYSTEM = "system"


class Owner(str, Enum):
    """Who answers a conversation now."""

    BOT = "bot"
    QUEUE = "queue"
    STAFF = "staff"


class State(str, Enum):
    """Where a message stands: inbound new → processed; outbound pending → sending → sent or failed."""

    NEW = "new"
    PROCESSED = "processed"
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True)
class Place:
    """A point that the customer shared; degrees, and the platform's label."""

    latitude: float
    longitude: float
    label: str


@dataclass(frozen=True)
class Window:
    """How many platform messages this inbound message allows us, and for how many seconds (WeChat: 5 in 48 h, 3 in 60 s)."""

    messages: int
    seconds: int


@dataclass(frozen=True)
class InboundMessage:
    """One message of a platform, verified by its adapter.

    Attributes:
        channel: name of the adapter, `web` or `wechat`.
        customer: the platform's key of the customer (openid; the web's visitor id).
        platform_id: unique within the channel; a repeat has the same one.
        text: what was written, recognised from voice, or the label of a place; empty for a picture.
        choice: id of the tapped button (`StoredMessage.buttons[i].id`), for `Kind.CHOICE`.
        event: `subscribe`, `unsubscribe`, `menu:KEY` or `scan:SCENE`, for `Kind.EVENT`.
        media: id given by `Media.save`, when the adapter already holds the bytes.
        media_ref: the platform's own reference, fetched later through `Adapter.fetch`.
        window: None where the platform sets no limit.
    """

    channel: str
    customer: str
    platform_id: str
    kind: Kind
    sent_at: datetime
    text: str = ""
    choice: str | None = None
    event: str | None = None
    place: Place | None = None
    media: str | None = None
    media_ref: str | None = None
    window: Window | None = None


@dataclass(frozen=True)
class Receipt:
    """What `receive` stored. `repeated` is True when this platform id was already there."""

    conversation: str
    message: int
    seq: int
    repeated: bool


@dataclass(frozen=True)
class Button:
    """A quick reply: `id` goes back in a `Kind.CHOICE` message, `title` is shown and may be typed instead."""

    id: str
    title: str


@dataclass(frozen=True)
class StoredMessage:
    """One line of the durable message log."""

    id: int
    conversation: str
    seq: int
    author: Author
    kind: Kind
    text: str
    at: datetime
    state: State
    buttons: tuple[Button, ...] = ()
    media: str | None = None
    place: Place | None = None
    platform_id: str | None = None
    reason: str | None = None
    urgent: bool = False
    staff_name: str | None = None


@dataclass(frozen=True)
class Conversation:
    """One customer on one channel. `label` names the customer without personal data.

    `last_text`, `last_kind` and `last_seq` are of the customer's last message; 0 before the first.
    `locked_until`: five wrong tries to prove who he is keep him from trying again until then.
    `alarmed_at`: when danger was said to a person who has not answered it yet. `asks`: a form of the bot waits for an answer.
    """

    id: str
    channel: str
    customer: str
    label: str
    owner: Owner
    session: int
    staff: str | None = None
    staff_name: str | None = None
    queued_at: datetime | None = None
    reason: str | None = None
    urgent: bool = False
    packet: dict[str, Any] = field(default_factory=dict)
    last_text: str = ""
    last_kind: Kind = Kind.TEXT
    last_seq: int = 0
    last_at: datetime | None = None
    locked_until: datetime | None = None
    alarmed_at: datetime | None = None
    asks: bool = False


@dataclass(frozen=True)
class Envelope:
    """One call to a platform, planned from one or more messages.

    `messages` are the ids it carries; one message may need several envelopes. `body` is the adapter's own JSON value.
    """

    messages: tuple[int, ...]
    body: Any


class Outcome(str, Enum):
    """How a send ended. UNKNOWN: it may or may not have arrived (a read time-out)."""

    SENT = "sent"
    RETRY = "retry"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Sent:
    """Result of one `Adapter.send`; `reason` is shown to staff when it was not sent."""

    outcome: Outcome
    reason: str = ""


class Adapter(Protocol):
    """What a channel gives to the core.

    Attributes:
        name: the channel's name, as in `InboundMessage.channel`.
        repeatable: True where sending one envelope twice does no harm (the web: sockets read the log).
    """

    name: str
    repeatable: bool

    def plan(self, messages: Sequence[StoredMessage], remaining: int | None) -> list[Envelope]:
        """Turns pending messages into platform calls, in order; pure.

        Args:
            messages: oldest first.
            remaining: how many calls the platform still allows now; None for no limit. A plan longer than that is cut by
                the core, so put what matters first and merge.
        """
        ...

    async def send(self, customer: str, envelope: Envelope) -> Sent:
        """Makes one platform call. Never raises for a platform's or network's fault."""
        ...

    async def typing(self, customer: str) -> None:
        """Shows that an answer is being written; errors are swallowed."""
        ...

    async def fetch(self, media_ref: str) -> tuple[bytes, str]:
        """The bytes and media type behind an inbound `media_ref`.

        Raises:
            ServiceError: when the platform does not give it.
        """
        ...


@dataclass(frozen=True)
class Change:
    """Something happened in a conversation: `message`, `owner` or `typing`. Read the log for what."""

    conversation: str
    what: str


class Conversations(Protocol):
    """Message log and ownership, for channels."""

    async def receive(self, message: InboundMessage) -> Receipt:
        """Stores a message durably; only then may the adapter acknowledge. Safe to repeat."""
        ...

    async def find(self, channel: str, customer: str) -> Conversation | None:
        """The conversation of a customer, or None before his first message."""
        ...

    async def open(self, channel: str, customer: str) -> Conversation:
        """As `find`, made when missing (a web visitor who has said nothing yet)."""
        ...

    async def history(self, conversation: str, since: int = 0, limit: int = 200) -> list[StoredMessage]:
        """Messages with `seq > since`, oldest first; the newest `limit` of them."""
        ...

    def watch(self, conversation: str | None) -> AbstractAsyncContextManager[AsyncIterator[Change]]:
        """Changes from now on, of one conversation or (None) of all. Slow readers lose nothing: read the log."""
        ...


class Media(Protocol):
    """Pictures that customers send."""

    async def save(self, content: bytes, media_type: str) -> str:
        """Stores a picture without its metadata (EXIF place; facts 1.5).

        Raises:
            Refused: not a JPEG, PNG, GIF or WebP picture, or larger than 10 MiB.
        """
        ...

    async def load(self, media: str) -> tuple[bytes, str]:
        """Bytes and media type.

        Raises:
            NotFound: no such id.
        """
        ...


@dataclass(frozen=True)
class StaffMember:
    """Somebody who may log in. `role` is `staff` or `admin`."""

    id: str
    username: str
    name: str
    role: str


class Staff(Protocol):
    """Logins of the desk."""

    async def log_in(self, username: str, password: str) -> tuple[StaffMember, str]:
        """Checks the password and opens a session; the second value is its secret token.

        Raises:
            Refused: wrong name or password (the same words for both), or too many tries.
        """
        ...

    async def who(self, token: str) -> StaffMember | None:
        """The member of a live session (12 h), else None."""
        ...

    async def log_out(self, token: str) -> None:
        """Ends the session."""
        ...

    async def present(self) -> list[StaffMember]:
        """Who has the desk open, by name."""
        ...


@dataclass(frozen=True)
class ChatContact:
    """Names, phones and accounts of one conversation, unmasked, the latest first."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Past:
    """What a conversation is looked for by; all that is given must hold.

    `ticket` is a number or its end, `phone_end` the last four digits or more.
    """

    day: date | None = None
    account: str = ""
    phone_end: str = ""
    ticket: str = ""


@dataclass(frozen=True)
class StaffOrder:
    """A work order that staff make from a conversation; `client_id` again makes no second one."""

    topic: str
    summary: str
    address: str
    phone: str
    client_id: str


class Desk(Protocol):
    """Takeover by staff."""

    async def queue(self) -> list[Conversation]:
        """Waiting conversations: urgent first, then the longest waiting."""
        ...

    async def held_by(self, staff: StaffMember) -> list[Conversation]:
        """Conversations this member holds."""
        ...

    async def alarms(self) -> list[Conversation]:
        """Conversations that anybody holds in which danger was said and not answered yet, the newest first."""
        ...

    async def get(self, conversation: str) -> Conversation:
        """One conversation.

        Raises:
            NotFound: no such id.
        """
        ...

    async def take_over(
        self, conversation: str, staff: StaffMember, from_colleague: bool = False
    ) -> Conversation:
        """Atomic: makes the member the owner of a waiting conversation, or of one the bot is holding.

        Args:
            from_colleague: also when a colleague holds it who has no desk open; an admin, whoever holds it.

        Raises:
            AlreadyTaken: a colleague holds it.
        """
        ...

    async def transfer(
        self, conversation: str, staff: StaffMember, colleague: str, note: str
    ) -> Conversation:
        """Gives the conversation to a colleague, by id, with a note for him.

        Raises:
            NotOwner: the member does not hold the conversation.
            Refused: the colleague has no desk open.
        """
        ...

    async def requeue(self, conversation: str, staff: StaffMember) -> Conversation:
        """Puts the conversation back in the queue, before those who came after it was taken.

        Raises:
            NotOwner: the member does not hold the conversation.
        """
        ...

    async def contact(self, conversation: str, staff: StaffMember) -> ChatContact:
        """The numbers of a conversation in full, for whom it was given to.

        Raises:
            NotOwner: the member does not hold the conversation.
        """
        ...

    async def past(self, wanted: Past, page: int = 0) -> tuple[list[Conversation], bool]:
        """A page of conversations found again, the latest first, and whether there are more.

        Raises:
            Refused: a number that cannot be one.
        """
        ...

    async def leave(self, staff: StaffMember, to_bot: bool) -> int:
        """The member goes: all that he holds goes back to the queue, or to the bot; gives how many."""
        ...

    async def reply(self, conversation: str, staff: StaffMember, text: str, client_id: str) -> StoredMessage:
        """Sends a staff message to the customer; the same `client_id` again sends nothing and returns the first.

        Raises:
            NotOwner: the member does not hold the conversation.
        """
        ...

    async def typing(self, conversation: str, staff: StaffMember) -> None:
        """Rings the change `typing`: the customer's page shows for some seconds that an answer is being written.

        Raises:
            NotOwner: the member does not hold the conversation.
        """
        ...

    async def release(self, conversation: str, staff: StaffMember) -> Conversation:
        """Gives the conversation back to the bot with its dialogue state intact; what staff left unanswered it answers now.

        Raises:
            NotOwner: the member does not hold the conversation.
        """
        ...

    async def close(self, conversation: str, staff: StaffMember) -> Conversation:
        """Ends the session: the bot owns the conversation again and begins afresh.

        Raises:
            NotOwner: the member does not hold the conversation.
        """
        ...


@dataclass(frozen=True)
class TicketEvent:
    """One line of a ticket's history: who, what, when, a note for staff, and the id of a photo."""

    at: datetime
    action: str
    status: str
    actor: str
    note: str = ""
    media: str | None = None


@dataclass(frozen=True)
class Ticket:
    """A work order (工单). Status, kinds and urgency are the Chinese terms of facts 1.

    Attributes:
        clocks: promise name → due time, for staff.
        customer_times: promise name → time that a customer may be told, always as an average.
        moves: actions that are legal now.
    """

    number: str
    topic: str
    biz_type: str
    category: str
    urgency: str
    status: str
    customer_status: str
    summary: str
    address: str
    created_at: datetime
    conversation: str
    account_no: str | None = None
    contact_name: str | None = None
    phone: str | None = None
    details: dict[str, Any] = field(default_factory=dict)
    clocks: dict[str, datetime] = field(default_factory=dict)
    customer_times: dict[str, datetime] = field(default_factory=dict)
    urges: int = 0
    moves: tuple[str, ...] = ()
    history: tuple[TicketEvent, ...] = ()


class Tickets(Protocol):
    """Work orders, for staff."""

    async def of_conversation(self, conversation: str) -> list[Ticket]:
        """Newest first."""
        ...

    async def open_tickets(self, limit: int = 100) -> list[Ticket]:
        """Not yet archived or withdrawn: those whose work is not done first, of them the urgent, then the oldest."""
        ...

    async def search(self, words: str, limit: int = 100) -> list[Ticket]:
        """Tickets, closed ones too, that have each word in number, place, summary or kind, or a phone or account ending so.

        Newest first.
        """
        ...

    async def get(self, number: str) -> Ticket:
        """One ticket with its history.

        Raises:
            NotFound: no such number.
        """
        ...

    async def make_order(self, conversation: str, staff: StaffMember, order: StaffOrder) -> Ticket:
        """Makes a work order from a conversation that the member holds, by the bot's rules, and tells the customer.

        Raises:
            NotFound: no such conversation.
            NotOwner: the member does not hold it.
            Refused: a field that is missing or unfit.
        """
        ...

    async def move(self, number: str, action: str, staff: StaffMember, note: str = "") -> Ticket:
        """Makes a legal move and records it; the customer is told where facts 1.6 says so.

        Raises:
            NotFound: no such number.
            IllegalMove: not from this status.
            Refused: a merge whose note names no order that it could go with, a cancellation without a reason.
        """
        ...
