"""Danger that was said to a person: the words go on an emergency ticket though the bot has not heard them. Service process.

The ticket has the key that the bot's own would have (`actions/danger.py`): should the bot get the message at the hand-back, it
finds this ticket and goes on asking for the place, and there is no second one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from service.conversations.past import contact_in
from service.store import Store, Transaction
from service.store.tables import conversations, ticket_events, tickets
from service.tickets.book import NewTicket, TicketBook
from service.tickets.kinds import Topic
from service.tickets.lifecycle import RUNNING
from service.tickets.told import is_nameless

# On the packet (actions/packet.py): where the customer's fault is, the surest first.
_PLACES = ("危险地点", "停电地址", "电压不好的地方", "电表地址", "损坏地点", "设施地点")


def danger_key(message: int) -> str:
    """As `Turn.key("danger")` of the actions makes it."""
    return f"{message}.0:danger"


def running_danger(tx: Transaction, conversation: str) -> Any:
    """The conversation's latest emergency ticket that is still worked on, or None."""
    query = (
        sa.select(tickets)
        .where(
            tickets.c.conversation == conversation,
            tickets.c.topic == Topic.DANGER.value,
            tickets.c.status.in_(RUNNING),
        )
        .order_by(tickets.c.created_at.desc(), tickets.c.number.desc())
        .limit(1)
    )
    return tx.execute(query).one_or_none()


def placeless_danger(tx: Transaction, conversation: str) -> Any:
    """As `running_danger`, if nobody knows yet where it is."""
    found = running_danger(tx, conversation)
    return found if found is not None and not found.address else None


def on_danger_tickets(tx: Transaction, messages: Sequence[int]) -> set[int]:
    """Those of the messages whose words stand on an emergency ticket."""
    keys = {danger_key(message): message for message in messages}
    found: set[int] = set()
    for column in (tickets.c.key, ticket_events.c.key):
        found |= {keys[key] for key in tx.execute(sa.select(column).where(column.in_(list(keys)))).scalars()}
    return found


async def write_down(
    store: Store, book: TicketBook, conversation: str, message: int, words: str, kind: str
) -> tuple[str, str]:
    """Makes the emergency ticket, or adds the words to the one that is worked on; the same message again changes nothing.

    It gets the place and the phone that the talk knows already: nobody is there to ask for them.

    Args:
        kind: of `common.danger`.

    Returns:
        The ticket's number, and the place that it got from before; empty when it got none.
    """
    key = danger_key(message)
    running, place, phone = await store.read(lambda tx: _known(tx, conversation))
    if running is not None and running.key != key:
        place = "" if running.address else place
        await book.add_note(
            conversation,
            running.number,
            words[:500],
            key,
            address=place or None,
            phone=None if running.phone else phone,
        )
        return str(running.number), place
    made = await book.create(
        NewTicket(
            conversation,
            Topic.DANGER.value,
            key,
            f"危险：{words[:200]}",
            address=place,
            phone=phone,
            danger=[kind],
            details={"客户原话": words[:500], "情况来源": "人工接待或排队时说的"},
        )
    )
    return made.ticket.number, place


def _known(tx: Transaction, conversation: str) -> tuple[Any, str, str | None]:
    """The running emergency ticket, and what the talk knows of where its customer is and how to reach him."""
    row: Any = tx.execute(sa.select(conversations).where(conversations.c.id == conversation)).one()
    facts = (row.packet or {}).get("facts") or {}
    ordered = (
        sa.select(tickets)
        .where(tickets.c.conversation == conversation, tickets.c.status.in_(RUNNING))
        .order_by(tickets.c.created_at.desc())
    )
    # What was told in secret, or of others, is for that alone.
    orders = tx.execute(ordered).all()
    own = [order.address for order in orders if order.topic != Topic.THEFT.value]
    places = (*(facts.get(name) for name in _PLACES), *own)
    has_secret = any(is_nameless(order) for order in orders)
    phones = () if has_secret else contact_in(tx, row).phones
    return running_danger(tx, conversation), next((str(p) for p in places if p), ""), next(iter(phones), None)
