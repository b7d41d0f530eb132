"""Booked inspections of members and key customers: how many a year, and a reminder the day before (facts 2.5, 8). Service process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from common.settings import ZONE
from service.conversations import rows
from service.face import Author, Ticket
from service.notices.polling import look_every, one_by_one
from service.notices.quiet import is_quiet
from service.store import Store, Transaction
from service.store.tables import inspections, tickets
from service.tickets import ticket_rows
from service.tickets.lifecycle import OPEN, Status

POLL_SECONDS = 60.0
VISIT = "方便的时间"
"""Label on the ticket for when the customer wants the visit."""
_ONE_DAY = timedelta(days=1)


class Inspections:
    """Keeps the booked days, and reminds of them."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    async def book(self, ticket: Ticket, day: date, wish: str) -> bool:
        """Keeps the day of an inspection; another day takes the place of the first, on the ticket too.

        Args:
            wish: the day and time in the customer's words.

        Returns:
            Whether the customer will be reminded: not of a day that has begun or begins tomorrow.
        """
        now = self._clock()
        reminds = day - now.astimezone(ZONE).date() > _ONE_DAY

        def work(tx: Transaction) -> None:
            held = ticket_rows.lock(tx, ticket.number)
            mine = inspections.c.ticket == ticket.number
            visit = {"day": day, "wish": wish[:64], "reminded_at": None if reminds else now}
            before = tx.execute(sa.select(inspections).where(mine)).first()
            if before is None:
                owner = {"conversation": ticket.conversation, "account_no": ticket.account_no}
                tx.execute(inspections.insert().values(ticket=ticket.number, **owner, **visit))
            elif (before.day, before.wish) != (day, wish[:64]):
                tx.execute(inspections.update().where(mine).values(**visit))
                moved = {**(held.details or {}), VISIT: wish}
                ticket_rows.change(tx, ticket.number, details=moved)
                tx.ring(ticket.conversation, "ticket")

        await self._store.write(work)
        return reminds

    async def booked(self, account_no: str) -> int:
        """Inspections of this year that were booked here and not withdrawn."""
        year = self._clock().astimezone(ZONE).year
        query = (
            sa.select(sa.func.count())
            .join_from(inspections, tickets)
            .where(
                inspections.c.account_no == account_no,
                inspections.c.day.between(date(year, 1, 1), date(year, 12, 31)),
                tickets.c.status != Status.CANCELLED.value,
            )
        )
        return int(await self._store.read(lambda tx: tx.execute(query).scalar_one()))

    async def run(self) -> None:
        """Looks for inspections of tomorrow."""
        await look_every(POLL_SECONDS, "reminding of inspections", self.remind)

    async def remind(self) -> int:
        """Reminds of each inspection of tomorrow once, by day.

        Returns:
            How many were reminded.
        """
        now = self._clock()
        if is_quiet(now):
            return 0
        query = sa.select(inspections.c.ticket).where(_due(now))
        numbers = await self._store.read(lambda tx: tx.execute(query).scalars().all())
        return await one_by_one("reminding of inspections", numbers, lambda number: self._remind(number, now))

    async def _remind(self, number: str, now: datetime) -> int:
        mine = inspections.c.ticket == number

        def work(tx: Transaction) -> int:
            ticket = ticket_rows.lock(tx, number)
            # Looked at again when it is held: another process may have reminded, or the day was moved.
            visit = tx.execute(sa.select(inspections).where(mine, _due(now))).one_or_none()
            if visit is None:
                return 0
            tx.execute(inspections.update().where(mine).values(reminded_at=now))
            if visit.day <= now.astimezone(ZONE).date() or ticket.status not in OPEN:
                return 0
            text = f"提醒：明天（{visit.day.month}月{visit.day.day}日）约了用电检查，工单号{number}。"
            text += "具体几点由工作人员提前打电话跟您定，要改时间直接告诉我。"
            rows.say(tx, rows.lock(tx, ticket.conversation), now, Author.BOT, text)
            return 1

        return await self._store.write(work)


def _due(now: datetime) -> Any:
    return inspections.c.reminded_at.is_(None) & (inspections.c.day <= now.astimezone(ZONE).date() + _ONE_DAY)
