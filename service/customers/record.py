"""What the service keeps of one conversation, in numbers and masked: the customer's right to know (facts 5.2). Service process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from common.masking import mask_account
from service.customers.access import ACCOUNTS_WITHIN
from service.face import Author, Kind
from service.store import Transaction
from service.store.tables import bindings, inspections, messages, outage_watches, tickets, verification_tries


@dataclass(frozen=True)
class Record:
    """Counts of what is stored; numbers of accounts are masked.

    Attributes:
        since: the first message, None before there is one.
        customer, others: messages of the customer; of the bot, the system and staff.
        pictures, places: among the customer's.
        tickets: number, business type and status, newest first.
        accounts: those that are bound.
        tries: tries to prove an account within 30 days; neither digits nor codes are kept.
        notices: outages and inspections that a notice is kept for.
    """

    since: datetime | None
    customer: int
    others: int
    pictures: int
    places: int
    tickets: tuple[tuple[str, str, str], ...]
    accounts: tuple[str, ...]
    tries: int
    notices: int


def record_of(tx: Transaction, conversation: str, now: datetime) -> Record:
    """The record of a conversation."""
    theirs = messages.c.conversation == conversation
    his = theirs & (messages.c.author == Author.CUSTOMER.value)

    def count(table: sa.Table, *conditions: sa.sql.ColumnElement[bool]) -> int:
        query = sa.select(sa.func.count()).select_from(table).where(*conditions)
        return int(tx.execute(query).scalar_one())

    made = sa.select(tickets.c.number, tickets.c.biz_type, tickets.c.status)
    made = made.where(tickets.c.conversation == conversation).order_by(tickets.c.number.desc())
    bound = sa.select(bindings.c.account_no).where(
        bindings.c.conversation == conversation, bindings.c.session.is_(None)
    )
    tried = verification_tries.c.conversation == conversation
    waits = inspections.c.conversation == conversation
    return Record(
        since=tx.execute(sa.select(sa.func.min(messages.c.at)).where(theirs)).scalar(),
        customer=count(messages, his),
        others=count(messages, theirs & (messages.c.author != Author.CUSTOMER.value)),
        pictures=count(messages, his & (messages.c.kind == Kind.IMAGE.value)),
        places=count(messages, his & (messages.c.kind == Kind.LOCATION.value)),
        tickets=tuple((row.number, row.biz_type, row.status) for row in tx.execute(made)),
        accounts=tuple(mask_account(number) for number in tx.execute(bound).scalars()),
        tries=count(verification_tries, tried, verification_tries.c.at > now - ACCOUNTS_WITHIN),
        notices=count(outage_watches, outage_watches.c.conversation == conversation)
        + count(inspections, waits, inspections.c.reminded_at.is_(None)),
    )
