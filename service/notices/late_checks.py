"""Makes good what the utility could not tell when it was away: area and outages of a report, answers to questions.

Runs in the service process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from common.settings import ZONE
from service.conversations import rows
from service.face import Author
from service.notices.polling import look_every, one_by_one
from service.notices.restorations import Restorations
from service.store import Store, Transaction
from service.store.tables import outage_watches, tickets
from service.tickets import ticket_rows
from service.tickets.book import UNCHECKED
from service.tickets.lifecycle import RUNNING, Status
from service.tickets.ticket_rows import BOT
from service.utility.port import Area, Outage, Utility

POLL_SECONDS = 60.0
# A watch that waits for whatever is known of its place (actions/outage_info.py).
ANY = "any"


class LateChecks:
    """Runs until cancelled."""

    def __init__(
        self, store: Store, utility: Utility, restorations: Restorations, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._utility = utility
        self._restorations = restorations
        self._clock = clock

    async def run(self) -> None:
        """Looks for reports that wait for the utility."""
        await look_every(POLL_SECONDS, "checking reports again", self.look)

    async def look(self) -> int:
        """Checks every report taken, and answers every question put, while the utility did not answer.

        Returns:
            How many were checked or answered.
        """
        return await self._check_reports() + await self._answer_questions()

    async def _answer_questions(self) -> int:
        query = sa.select(outage_watches).where(outage_watches.c.outage == ANY)
        watches = await self._store.read(lambda tx: tx.execute(query).all())
        return await one_by_one("answering questions", watches, self._answer_question)

    async def _answer_question(self, watch: Any) -> int:
        known = await self._utility.known_outages(watch.address, self._clock())
        lasting = [outage for outage in known if outage.ended_at is None]
        done = await self._store.write(lambda tx: self._answer(tx, watch, lasting))
        for outage in lasting if done else ():
            await self._restorations.wait_for(watch.conversation, outage.id, watch.address)
        return done

    def _answer(self, tx: Transaction, watch: Any, outages: Sequence[Outage]) -> int:
        this = (outage_watches.c.conversation == watch.conversation) & (outage_watches.c.outage == ANY)
        if not tx.execute(outage_watches.delete().where(this)).rowcount:
            return 0  # another process was first
        found = "；".join(_told(outage) for outage in outages) or "目前没有已公布的停电，恢复时间暂无"
        text = f"您刚才问的{watch.address}，现在查到了：{found}。您那里没电就告诉我，我给您报修。"
        rows.say(tx, rows.lock(tx, watch.conversation), self._clock(), Author.BOT, text)
        return 1

    async def _check_reports(self) -> int:
        query = sa.select(tickets).where(tickets.c.status.in_(RUNNING), tickets.c.area.is_(None))
        found = await self._store.read(lambda tx: tx.execute(query).all())
        waiting = [ticket for ticket in found if UNCHECKED in (ticket.details or {})]
        return await one_by_one("checking reports", waiting, self._check_report)

    async def _check_report(self, ticket: Any) -> int:
        area = await self._utility.resolve_area(ticket.address) if ticket.address else None
        known = await self._utility.known_outages(area, self._clock()) if area and area.place else ()
        lasting = [outage for outage in known if outage.ended_at is None]
        done = await self._store.write(lambda tx: self._note(tx, ticket.number, area, lasting))
        if done and ticket.topic.startswith("outage"):
            for outage in lasting:
                await self._restorations.wait_for(ticket.conversation, outage.id, ticket.address)
        return done

    def _note(self, tx: Transaction, number: str, area: Area | None, outages: Sequence[Outage]) -> int:
        """For staff always; for the customer when it tells him something."""
        now = self._clock()
        found = "；".join(_told(outage) for outage in outages) or "没有已公布的停电"
        ticket = ticket_rows.lock(tx, number)
        details = dict(ticket.details)
        if not details.pop(UNCHECKED, None):
            return 0  # another process was first
        details["已知停电"] = found
        ticket_rows.change(tx, number, area=area and area.code, details=details)
        ticket_rows.record(tx, number, now, "补查", Status(ticket.status), BOT, note=found)
        if outages and ticket.topic.startswith("outage"):
            text = f"刚才系统没连上，现在查到了：{found}。您的工单{number}照常处理，恢复送电后我会告诉您。"
            rows.say(tx, rows.lock(tx, ticket.conversation), now, Author.BOT, text)
        tx.ring(ticket.conversation, "ticket")
        return 1


def _told(outage: Outage) -> str:
    """A time only as 预计, with source and stamp (facts 0.3)."""
    end = outage.expected_end
    until = f"预计{end.astimezone(ZONE):%m-%d %H:%M}恢复，以现场为准" if end else "恢复时间暂无"
    stamp = f"{outage.source}，{outage.updated_at.astimezone(ZONE):%H:%M}更新"
    return f"{'、'.join(outage.places)}{outage.kind.value}，{until}（{stamp}）"
