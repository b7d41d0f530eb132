"""Sends pending outbound messages through the adapters, in order, by each platform's rules (design 4.6).

A message is marked `sending` before its platform call and `sent` or `failed` after it. What a killed process left `sending`
may or may not have arrived: it goes out again only where that does no harm (a repeatable channel) or silence would do more
(urgent advice); otherwise it ends as failed with its reason, for staff to see. A customer is never answered twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from service.bell import Bell
from service.conversations import rows
from service.face import Adapter, Envelope, Outcome, Sent, State, StoredMessage
from service.metrics import MESSAGES
from service.store import Store, Transaction
from service.store.tables import conversations, messages

logger = logging.getLogger(__name__)

LEASE_SECONDS = 30.0
POLL_SECONDS = 1.0
TRIES = 8
NO_WINDOW = "平台不允许现在发送：客户超过时限没有来信"
NO_QUOTA = "平台的条数额度已用完，等客户再来信"
NOT_KNOWN = "发送时中断，不确定客户是否收到"


class Delivery:
    """Runs until cancelled; see the module for its promises."""

    def __init__(
        self, store: Store, bell: Bell, adapters: Mapping[str, Adapter], clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._bell = bell
        self._adapters = adapters
        self._clock = clock
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()

    async def run(self) -> None:
        """Delivers what is there, then what comes."""
        await asyncio.gather(self._listen(), self._poll(), self._renew())

    async def stop(self) -> None:
        """Lets the platform calls under way end, so that their outcome is known."""
        await asyncio.gather(*self._workers.values(), return_exceptions=True)

    async def _listen(self) -> None:
        async with self._bell.watch(None) as changes:
            async for change in changes:
                if change.what == "message":
                    self._start(change.conversation)

    async def _poll(self) -> None:
        query = (
            sa.select(messages.c.conversation)
            .where(messages.c.state.in_([State.PENDING.value, State.SENDING.value]))
            .distinct()
        )
        while True:
            for (conversation,) in await self._store.read(lambda tx: tx.execute(query).all()):
                self._start(conversation)
            await asyncio.sleep(POLL_SECONDS)

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(LEASE_SECONDS / 3)
            await self._store.write(
                lambda tx: rows.renew(tx, "deliver", self._store.process, self._clock(), LEASE_SECONDS)
            )

    def _start(self, conversation: str) -> None:
        if conversation in self._workers:
            self._again.add(conversation)
            return
        worker = asyncio.create_task(self._work(conversation))
        self._workers[conversation] = worker
        worker.add_done_callback(lambda task: self._ended(conversation, task))

    def _ended(self, conversation: str, worker: asyncio.Task[None]) -> None:
        del self._workers[conversation]
        if not worker.cancelled() and worker.exception():
            logger.error("a delivery broke and is tried again", exc_info=worker.exception())
        elif not worker.cancelled() and conversation in self._again:
            self._again.discard(conversation)
            self._start(conversation)

    async def _work(self, conversation: str) -> None:
        if not await self._store.read(lambda tx: _pending(tx, conversation, self._clock())):
            return
        pending, row = await self._store.write(lambda tx: self._claim(tx, conversation))
        try:
            while pending:
                if not await self._send_all(row, pending):
                    break
                pending, row = await self._store.write(lambda tx: self._load(tx, conversation))
        finally:
            if row is not None:
                await asyncio.shield(
                    self._store.write(
                        lambda tx: rows.release(tx, conversation, "deliver", self._store.process)
                    )
                )

    def _claim(self, tx: Transaction, conversation: str) -> tuple[list[StoredMessage], Any]:
        now = self._clock()
        if not rows.claim(tx, conversation, "deliver", self._store.process, now, LEASE_SECONDS):
            return [], None
        # We hold the lease, so whoever was sending is gone.
        row = rows.lock(tx, conversation)
        cut_off = (messages.c.conversation == conversation) & (messages.c.state == State.SENDING.value)
        if self._adapters[row.channel].repeatable:
            tx.execute(messages.update().where(cut_off).values(state=State.PENDING.value))
        else:
            urgent = cut_off & messages.c.urgent
            tx.execute(messages.update().where(urgent).values(state=State.PENDING.value))
            tx.execute(
                messages.update()
                .where(cut_off)
                .values(state=State.FAILED.value, reason=NOT_KNOWN, done_at=now)
            )
        return self._load(tx, conversation)

    def _load(self, tx: Transaction, conversation: str) -> tuple[list[StoredMessage], Any]:
        return _pending(tx, conversation, self._clock()), rows.lock(tx, conversation)

    async def _send_all(self, row: Any, pending: Sequence[StoredMessage]) -> bool:
        """Plans and makes the platform calls.

        Returns:
            False when the rest must wait for a later try.
        """
        adapter = self._adapters[row.channel]
        remaining = _remaining(row, self._clock())
        plan = adapter.plan(pending, remaining) if remaining != 0 else []
        cut = plan if remaining is None else plan[:remaining]
        to_come = Counter(message for envelope in cut for message in envelope.messages)
        left_out = [m.id for m in pending if not to_come[m.id]]
        if left_out:
            reason = NO_QUOTA if remaining or not _window_over(row, self._clock()) else NO_WINDOW
            await self._store.write(lambda tx: self._fail(tx, row.id, left_out, reason))
        for envelope in cut:
            await self._store.write(lambda tx, e=envelope: _mark_sending(tx, e))  # type: ignore[misc]
            sent = await adapter.send(row.customer, envelope)
            to_come.subtract(envelope.messages)
            done = [message for message in envelope.messages if to_come[message] == 0]
            again = await self._store.write(
                lambda tx, e=envelope, s=sent, d=done: self._record(tx, row, e, s, d)  # type: ignore[misc]
            )
            MESSAGES.labels(row.channel, sent.outcome.value).inc()
            if again:
                return False
        return True

    def _record(self, tx: Transaction, row: Any, envelope: Envelope, sent: Sent, done: Sequence[int]) -> bool:
        """Notes how one call ended.

        Returns:
            True when it is to be tried again later.
        """
        now = self._clock()
        of_envelope = messages.c.id.in_(envelope.messages) & (messages.c.state == State.SENDING.value)
        if sent.outcome in (Outcome.SENT, Outcome.UNKNOWN):
            tx.execute(
                conversations.update()
                .where(conversations.c.id == row.id)
                .values(window_used=conversations.c.window_used + 1)
            )
        if sent.outcome is Outcome.SENT:
            finished = messages.c.id.in_(done) & (messages.c.state == State.SENDING.value)
            tx.execute(messages.update().where(finished).values(state=State.SENT.value, done_at=now))
        elif sent.outcome is Outcome.RETRY:
            tries = tx.execute(sa.select(sa.func.max(messages.c.tries)).where(of_envelope)).scalar() or 0
            if tries + 1 < TRIES:
                pause = timedelta(seconds=min(2.0**tries, 60.0))
                tx.execute(
                    messages.update()
                    .where(of_envelope)
                    .values(
                        state=State.PENDING.value,
                        tries=tries + 1,
                        next_try_at=now + pause,
                        reason=sent.reason,
                    )
                )
                return True
            self._fail(tx, row.id, envelope.messages, sent.reason)
        elif sent.outcome is Outcome.UNKNOWN and not _any_urgent(tx, envelope):
            self._fail(tx, row.id, envelope.messages, sent.reason or NOT_KNOWN)
        elif sent.outcome is Outcome.UNKNOWN:
            tx.execute(
                messages.update()
                .where(of_envelope)
                .values(state=State.PENDING.value, urgent=False, next_try_at=now, reason=NOT_KNOWN)
            )
        else:
            self._fail(tx, row.id, envelope.messages, sent.reason)
        return False

    def _fail(self, tx: Transaction, conversation: str, ids: Sequence[int], reason: str) -> None:
        logger.warning("messages %s failed: %s", list(ids), reason)
        tx.execute(
            messages.update()
            .where(messages.c.id.in_(ids))
            .values(state=State.FAILED.value, reason=reason[:200], done_at=self._clock())
        )
        tx.ring(conversation, "delivery")


def _pending(tx: Transaction, conversation: str, now: datetime) -> list[StoredMessage]:
    """What may be sent now: oldest first, nothing past a message that waits for its next try."""
    query = (
        rows.message_query()
        .where(
            messages.c.conversation == conversation,
            messages.c.state.in_([State.PENDING.value, State.SENDING.value]),
        )
        .order_by(messages.c.seq)
    )
    ready: list[StoredMessage] = []
    for row in tx.execute(query):
        if row.next_try_at and row.next_try_at > now:
            break
        ready.append(rows.to_message(row))
    return ready


def _mark_sending(tx: Transaction, envelope: Envelope) -> None:
    tx.execute(
        messages.update().where(messages.c.id.in_(envelope.messages)).values(state=State.SENDING.value)
    )


def _any_urgent(tx: Transaction, envelope: Envelope) -> bool:
    query = sa.select(messages.c.id).where(messages.c.id.in_(envelope.messages), messages.c.urgent)
    return tx.execute(query).first() is not None


def _window_over(row: Any, now: datetime) -> bool:
    return bool(row.window_seconds and now - row.window_opened_at >= timedelta(seconds=row.window_seconds))


def _remaining(row: Any, now: datetime) -> int | None:
    """Calls that the platform still allows; None for no limit."""
    if row.window_messages is None:
        return None
    return 0 if _window_over(row, now) else max(row.window_messages - row.window_used, 0)
