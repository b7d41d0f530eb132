"""Database rows ↔ the public types; and the few statements that more than one module of this package needs."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from common.masking import mask_openid
from service.conversations.choices import button_id
from service.face import Author, Button, Conversation, Kind, Owner, Place, State, StoredMessage
from service.store import Transaction
from service.store.tables import conversations, messages, staff

# A database takes so many values in one statement.
# Sessions follow one another when they end by silence; Rasa looks for a draft in the one before (bot/kept_drafts.py). A number
# left out begins afresh without it.
AFRESH = 2
CHANNEL_NAMES = {"web": "网页访客", "wechat": "微信客户"}


def lock(tx: Transaction, conversation: str) -> Any:
    """The conversation's row, held against other writers until the commit; None when there is none."""
    query = sa.select(conversations).where(conversations.c.id == conversation).with_for_update()
    return tx.execute(query).one_or_none()


def lock_or_make(tx: Transaction, channel: str, customer: str, now: datetime) -> Any:
    """As `lock`, by platform key; made when missing."""
    by_key = (conversations.c.channel == channel) & (conversations.c.customer == customer)
    query = sa.select(conversations).where(by_key).with_for_update()
    row = tx.execute(query).one_or_none()
    if row is not None:
        return row
    try:
        with tx.connection.begin_nested():
            tx.execute(
                conversations.insert().values(
                    id=uuid.uuid4().hex, channel=channel, customer=customer, created_at=now
                )
            )
    except sa.exc.IntegrityError:
        pass  # another process made it between our two statements
    return tx.execute(query).one()


def append(tx: Transaction, row: Any, now: datetime, **values: Any) -> tuple[int, int]:
    """Adds one message at the end of a locked conversation's log.

    Returns:
        Its id and its `seq`.
    """
    changed = tx.execute(
        conversations.update()
        .where(conversations.c.id == row.id)
        .values(last_seq=conversations.c.last_seq + 1, last_at=now)
    )
    assert changed.rowcount == 1
    seq = tx.execute(sa.select(conversations.c.last_seq).where(conversations.c.id == row.id)).scalar_one()
    values = {"session": row.session, "channel": row.channel, "at": now, **values}
    inserted = tx.execute(messages.insert().values(conversation=row.id, seq=seq, **values))
    tx.ring(row.id, "message")
    return inserted.inserted_primary_key[0], seq


def say(tx: Transaction, row: Any, now: datetime, author: Author, text: str, **values: Any) -> int:
    """Adds an outbound message, to be delivered.

    Returns:
        Its id.
    """
    kind = values.pop("kind", Kind.TEXT)
    message, _ = append(
        tx, row, now, author=author.value, kind=kind.value, text=text, state=State.PENDING.value, **values
    )
    return message


def conversation_query() -> Any:
    """Selects what `to_conversation` reads."""
    spoken = messages.alias()
    last = (
        sa.select(spoken.c.id)
        .where(spoken.c.conversation == conversations.c.id, spoken.c.author == Author.CUSTOMER.value)
        .order_by(spoken.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    return sa.select(
        conversations,
        staff.c.name.label("staff_name"),
        messages.c.text.label("said_text"),
        messages.c.kind.label("said_kind"),
        messages.c.seq.label("said_seq"),
    ).select_from(
        conversations.outerjoin(staff, staff.c.id == conversations.c.staff).outerjoin(
            messages, messages.c.id == last
        )
    )


def to_conversation(row: Any) -> Conversation:
    """A row of `conversation_query`."""
    key = mask_openid(row.customer) if row.channel == "wechat" else row.customer[-4:]
    return Conversation(
        id=row.id,
        channel=row.channel,
        customer=row.customer,
        label=f"{CHANNEL_NAMES.get(row.channel, row.channel)} {key}",
        owner=Owner(row.owner),
        session=row.session,
        staff=row.staff,
        staff_name=row.staff_name,
        queued_at=row.queued_at,
        reason=row.reason,
        urgent=row.urgent,
        packet=row.packet or {},
        last_text=row.said_text or "",
        last_kind=Kind(row.said_kind or Kind.TEXT.value),
        last_seq=row.said_seq or 0,
        last_at=row.last_at,
        locked_until=row.locked_until,
        alarmed_at=row.alarmed_at,
        asks=bool(row.asked_form),
    )


def message_query() -> Any:
    """Selects what `to_message` reads."""
    return sa.select(messages, staff.c.name.label("staff_name")).select_from(
        messages.outerjoin(staff, staff.c.id == messages.c.staff)
    )


def to_message(row: Any) -> StoredMessage:
    """A row of `message_query`."""
    return StoredMessage(
        id=row.id,
        conversation=row.conversation,
        seq=row.seq,
        author=Author(row.author),
        kind=Kind(row.kind),
        text=row.text,
        at=row.at,
        state=State(row.state),
        buttons=_buttons(row.id, row.buttons),
        media=row.media,
        place=Place(**row.place) if row.place else None,
        platform_id=row.platform_id,
        reason=row.reason,
        urgent=row.urgent,
        staff_name=row.staff_name,
    )


def place_json(place: Place | None) -> dict[str, Any] | None:
    """A place as it is stored."""
    return asdict(place) if place else None


def _buttons(message: int, buttons: Sequence[Mapping[str, str]]) -> tuple[Button, ...]:
    return tuple(Button(button_id(message, index), button["title"]) for index, button in enumerate(buttons))
