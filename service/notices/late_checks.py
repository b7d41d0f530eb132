"""Makes good what the utility could not tell when it was away: area and outages of a report, answers to questions.

Runs in the service process.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from common.settings import ZONE
from service.conversations import rows
from service.face import Author
from service.notices.polling import look_every
from service.notices.restorations import Restorations
from service.store import Store, Transaction
from service.store.tables import outage_watches, ticket_events, tickets
from service.tickets.book import BOT, UNCHECKED
from service.tickets.lifecycle import Status, is_open
from service.utility.port import Area, Outage, Utility, UtilityError

logger = logging.getLogger(__name__)

POLL_SECONDS = 60.0
# A watch that waits for whatever is known of its place (actions/outage_info.py).
ANY = "any"
_OPEN = [status.value for status in Status if is_open(status)]


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
        answered = 0
        for watch in await self._store.read(lambda tx: tx.execute(query).all()):
            try:
                known = await self._utility.known_outages(watch.address, self._clock())
            except UtilityError as error:
                logger.warning("questions cannot be answered yet: %s", error)
                break
            lasting = [outage for outage in known if outage.ended_at is None]
            done = await self._store.write(lambda tx, w=watch, o=lasting: self._answer(tx, w, o))  # type: ignore[misc]
            for outage in lasting if done else ():
                await self._restorations.wait_for(watch.conversation, outage.id, watch.address)
            answered += done
        return answered

    def _answer(self, tx: Transaction, watch: Any, outages: Sequence[Outage]) -> int:
        this = (outage_watches.c.conversation == watch.conversation) & (outage_watches.c.outage == ANY)
        if not tx.execute(outage_watches.delete().where(this)).rowcount:
            return 0  # another process was first
        found = "；".join(_told(outage) for outage in outages) or "目前没有已公布的停电，恢复时间暂无"
        text = f"您刚才问的{watch.address}，现在查到了：{found}。您那里没电就告诉我，我给您报修。"
        rows.say(tx, rows.lock(tx, watch.conversation), self._clock(), Author.BOT, text)
        return 1

    async def _check_reports(self) -> int:
        query = sa.select(tickets).where(tickets.c.status.in_(_OPEN), tickets.c.area.is_(None))
        waiting = await self._store.read(lambda tx: tx.execute(query).all())
        checked = 0
        for ticket in waiting:
            if UNCHECKED not in (ticket.details or {}):
                continue
            try:
                area = await self._utility.resolve_area(ticket.address) if ticket.address else None
                known = await self._utility.known_outages(area, self._clock()) if area and area.place else ()
            except UtilityError as error:
                logger.warning("reports cannot be checked yet: %s", error)
                break
            lasting = [outage for outage in known if outage.ended_at is None]
            done = await self._store.write(lambda tx, t=ticket, a=area, o=lasting: self._note(tx, t, a, o))  # type: ignore[misc]
            if done and ticket.topic.startswith("outage"):
                for outage in lasting:
                    await self._restorations.wait_for(ticket.conversation, outage.id, ticket.address)
            checked += done
        return checked

    def _note(self, tx: Transaction, ticket: Any, area: Area | None, outages: Sequence[Outage]) -> int:
        """For staff always; for the customer when it tells him something."""
        now = self._clock()
        found = "；".join(_told(outage) for outage in outages) or "没有已公布的停电"
        this = tickets.c.number == ticket.number
        row = tx.execute(sa.select(tickets.c.details).where(this).with_for_update()).one()
        details = dict(row.details)
        if not details.pop(UNCHECKED, None):
            return 0  # another process was first
        details["已知停电"] = found
        tx.execute(tickets.update().where(this).values(area=area and area.code, details=details))
        tx.execute(
            ticket_events.insert().values(
                ticket=ticket.number, at=now, action="补查", status=ticket.status, actor=BOT, note=found
            )
        )
        if outages and ticket.topic.startswith("outage"):
            text = f"刚才系统没连上，现在查到了：{found}。您的工单{ticket.number}照常处理，恢复送电后我会告诉您。"
            rows.say(tx, rows.lock(tx, ticket.conversation), now, Author.BOT, text)
        tx.ring(ticket.conversation, "ticket")
        return 1


def _told(outage: Outage) -> str:
    """A time only as 预计, with source and stamp (facts 0.3)."""
    end = outage.expected_end
    until = f"预计{end.astimezone(ZONE):%m-%d %H:%M}恢复，以现场为准" if end else "恢复时间暂无"
    stamp = f"{outage.source}，{outage.updated_at.astimezone(ZONE):%H:%M}更新"
    return f"{'、'.join(outage.places)}{outage.kind.value}，{until}（{stamp}）"
