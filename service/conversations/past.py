"""Finding talks again, and the numbers that a customer gave in one. Service process; for staff only."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from common.masking import numbers_in
from common.normalise import normalise
from common.settings import ZONE
from service.conversations import rows
from service.face import Author, ChatContact, Past, Refused
from service.store import Transaction
from service.store.tables import bindings, conversations, messages, tickets

PAGE = 20
# Lines of a talk that are looked through for numbers, the newest first.
_LINES = 500
_FROM_CUSTOMER = messages.c.author == Author.CUSTOMER.value


def search(wanted: Past, page: int) -> Any:
    """The query for a page of talks, the latest first, and one more that tells whether there are others.

    Raises:
        Refused: a number that cannot be one.
    """
    query = rows.conversation_query().where(conversations.c.last_at.is_not(None))
    for condition in _conditions(wanted):
        query = query.where(conversations.c.id.in_(condition))
    return query.order_by(conversations.c.last_at.desc()).limit(PAGE + 1).offset(PAGE * max(page, 0))


def _conditions(wanted: Past) -> list[Any]:
    found = []
    if wanted.day:
        begins = datetime.combine(wanted.day, time(), ZONE)
        of_day = messages.c.at.between(begins, begins + timedelta(days=1))
        found.append(sa.select(messages.c.conversation).where(of_day))
    if number := wanted.ticket.strip().upper():
        if not (number.isalnum() and len(number) >= 4):
            raise Refused("工单号请至少写后四位")
        found.append(sa.select(tickets.c.conversation).where(tickets.c.number.endswith(number)))
    if account := _digits(wanted.account):
        if len(account) not in (10, 13):
            raise Refused("户号是10位或13位数字")
        bound = sa.select(bindings.c.conversation).where(bindings.c.account_no == account)
        ordered = sa.select(tickets.c.conversation).where(tickets.c.account_no == account)
        found.append(bound.union(ordered, _told(f"%{account}%")))
    if phone := _digits(wanted.phone_end):
        if not 4 <= len(phone) <= 12:
            raise Refused("手机号请写后四位，或者写全")
        ordered = sa.select(tickets.c.conversation).where(tickets.c.phone.endswith(phone))
        # A mobile number said in a talk, whose end is this.
        found.append(
            ordered.union(_told(f"%1{'_' * (10 - len(phone))}{phone}%" if len(phone) < 10 else f"%{phone}%"))
        )
    return found


def _told(pattern: str) -> Any:
    return sa.select(messages.c.conversation).where(_FROM_CUSTOMER, messages.c.text.like(pattern))


def _digits(text: str) -> str:
    """Digits without the blanks and dashes between them; Refused for anything else."""
    plain = "".join(text.split()).replace("-", "")
    if plain and not (plain.isascii() and plain.isdecimal()):
        raise Refused("号码只能是数字")
    return plain


def contact_in(tx: Transaction, row: Any) -> ChatContact:
    """Phones and accounts of a talk, the latest first: said by the customer, on his orders, proved to be his."""
    texts = tx.execute(
        sa.select(messages.c.text)
        .where(messages.c.conversation == row.id, _FROM_CUSTOMER)
        .order_by(messages.c.seq.desc())
        .limit(_LINES)
    ).scalars()
    said = [numbers_in(normalise(text).text) for text in texts]
    orders = tx.execute(
        sa.select(tickets.c.phone, tickets.c.account_no, tickets.c.contact_name)
        .where(tickets.c.conversation == row.id)
        .order_by(tickets.c.created_at.desc())
    ).all()
    own = tx.execute(
        sa.select(bindings.c.account_no).where(
            bindings.c.conversation == row.id,
            sa.or_(bindings.c.session.is_(None), bindings.c.session == row.session),
        )
    ).scalars()
    return ChatContact(
        names=_each_once(order.contact_name for order in orders),
        phones=_each_once([*(n for each in said for n in each.phones), *(order.phone for order in orders)]),
        accounts=_each_once(
            [*own, *(n for each in said for n in each.accounts), *(order.account_no for order in orders)]
        ),
    )


def _each_once(values: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
