"""Sends pending outbound messages through the adapters, in order, by each platform's rules (design 4.6).

A message is marked `sending` before its platform call and `sent` or `failed` after it. What a killed process left `sending`
may or may not have arrived: it goes out again only where that does no harm (a repeatable channel) or silence would do more
(urgent advice, once); otherwise it ends as failed with its reason, for staff to see. A customer is never answered twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from service.bell import Bell
from service.conversations import rows
from service.conversations.pace import PACE, Pace
from service.conversations.workers import Workers
from service.face import Adapter, Envelope, Outcome, Sent, State, StoredMessage
from service.metrics import MESSAGES
from service.store import Store, Transaction
from service.store.tables import OPEN, conversations, messages

logger = logging.getLogger(__name__)

# A platform that is away is tried for so long; an answer that comes later than this answers nothing any more.
GIVE_UP_AFTER = timedelta(hours=1)
# The rest of a message whose beginning has arrived blocks what comes after it.
TRIES_OF_REST = 8
LONGEST_BACK_OFF = 60.0
NO_WINDOW = "平台不允许现在发送：客户超过时限没有来信"
NO_QUOTA = "平台的条数额度已用完，等客户再来信"
NOT_KNOWN = "发送时中断，不确定客户是否收到"
NO_CHANNEL = "这个渠道没有开通"
NO_PLAN = "这条消息无法转成平台的格式"


class Delivery:
    """Runs until cancelled; see the module for its promises."""

    def __init__(
        self,
        store: Store,
        bell: Bell,
        adapters: Mapping[str, Adapter],
        clock: Callable[[], datetime],
        pace: Pace = PACE,
    ) -> None:
        self._store = store
        self._bell = bell
        self._adapters = adapters
        self._clock = clock
        self._pace = pace
        self._stopping = asyncio.Event()
        unsent = messages.c.state.in_([State.PENDING.value, State.SENDING.value])
        self._workers = Workers(
            store, bell, clock, "deliver", unsent, self._work, lease=pace.deliver_lease, poll=pace.poll
        )

    async def run(self) -> None:
        """Delivers what is there, then what comes."""
        await self._workers.run()

    async def stop(self) -> None:
        """Lets the platform calls under way end, so that their outcome is known; begins no others."""
        self._stopping.set()
        await self._workers.stop(cancel=False)

    async def _work(self, conversation: str) -> None:
        if not await self._store.read(lambda tx: _pending(tx, conversation, self._clock())):
            return
        row = None
        try:
            pending, row = await self._store.write(lambda tx: self._claim(tx, conversation))
            while pending and not self._stopping.is_set() and await self._send_all(row, pending):
                pending, row = await self._store.write(lambda tx: self._load(tx, conversation))
        finally:
            if row is not None:
                await asyncio.shield(self._store.write(lambda tx: self._workers.release(tx, conversation)))

    def _claim(self, tx: Transaction, conversation: str) -> tuple[list[StoredMessage], Any]:
        now = self._clock()
        if not self._workers.claim(tx, conversation):
            return [], None
        # We hold the lease, so whoever was sending is gone.
        row = rows.lock(tx, conversation)
        adapter = self._adapters.get(row.channel)
        cut_off = OPEN & (messages.c.conversation == conversation) & (messages.c.state == State.SENDING.value)
        again = cut_off if adapter is not None and adapter.repeatable else cut_off & _MAY_REPEAT
        tx.execute(messages.update().where(again).values(state=State.PENDING.value, reason=NOT_KNOWN))
        ids = tx.execute(sa.select(messages.c.id).where(cut_off)).scalars().all()
        if ids:
            self._fail(tx, conversation, ids, NOT_KNOWN)
        return _pending(tx, conversation, now), row

    def _load(self, tx: Transaction, conversation: str) -> tuple[list[StoredMessage], Any]:
        row = rows.lock(tx, conversation)
        return _pending(tx, conversation, self._clock()) if self._workers.holds(row) else [], row

    def _mark_sending(self, tx: Transaction, conversation: str, envelope: Envelope) -> bool:
        """False when the call is not ours to make any more."""
        if not self._workers.holds(rows.lock(tx, conversation)):
            return False
        of_envelope = OPEN & messages.c.id.in_(envelope.messages)
        tx.execute(messages.update().where(of_envelope).values(state=State.SENDING.value))
        return True

    async def _send_all(self, row: Any, pending: Sequence[StoredMessage]) -> bool:
        """Plans and makes the platform calls.

        Returns:
            False when the rest must wait for a later try.
        """
        adapter = self._adapters.get(row.channel)
        if adapter is None:
            await self._store.write(lambda tx: self._fail(tx, row.id, [m.id for m in pending], NO_CHANNEL))
            return True
        remaining = _remaining(row, self._clock())
        plan, unfit = _plan(adapter, pending, remaining)
        if unfit:
            await self._store.write(lambda tx: self._fail(tx, row.id, unfit, NO_PLAN))
            return True
        to_come = Counter(message for envelope in plan for message in envelope.messages)
        left_out = [m.id for m in pending if not to_come[m.id]]
        if left_out:
            reason = _why_left_out(row, remaining, self._clock())
            await self._store.write(lambda tx: self._fail(tx, row.id, left_out, reason))
        begun: set[int] = set()
        for envelope in plan:
            if self._stopping.is_set() and not any(to_come[message] for message in begun):
                return False
            if not await self._store.write(lambda tx, e=envelope: self._mark_sending(tx, row.id, e)):  # type: ignore[misc]
                return False
            sent = await self._call(
                adapter, row.customer, envelope, is_rest=bool(begun & {*envelope.messages})
            )
            MESSAGES.labels(row.channel, sent.outcome.value).inc()
            to_come.subtract(envelope.messages)
            begun.update(envelope.messages)
            done = [message for message in envelope.messages if to_come[message] == 0]
            waits = await self._store.write(
                lambda tx, e=envelope, s=sent, d=done: self._record(tx, row, e, s, d)  # type: ignore[misc]
            )
            if sent.outcome is not Outcome.SENT:
                # What else the plan holds may share a message with this call, so it is planned anew.
                return not waits
        return True

    async def _call(self, adapter: Adapter, customer: str, envelope: Envelope, is_rest: bool) -> Sent:
        """One platform call.

        The rest of a message whose beginning has arrived is tried again here: a later plan would send the beginning twice.
        """
        sent = Sent(Outcome.REFUSED)
        for tries in range(TRIES_OF_REST):
            try:
                sent = await adapter.send(customer, envelope)
            except Exception:
                logger.exception("the %s adapter broke", adapter.name)
                sent = Sent(Outcome.UNKNOWN, NOT_KNOWN)
            if sent.outcome is Outcome.UNKNOWN and adapter.repeatable:
                sent = replace(sent, outcome=Outcome.RETRY)
            if sent.outcome is not Outcome.RETRY or not is_rest:
                return sent
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), self._pause(tries))
            if self._stopping.is_set():
                break
        return replace(sent, outcome=Outcome.REFUSED)

    def _pause(self, tries: int) -> float:
        return self._pace.back_off * float(min(2.0**tries, LONGEST_BACK_OFF))

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
            tx.execute(
                messages.update().where(finished).values(state=State.SENT.value, reason=None, done_at=now)
            )
            return False
        again = messages.update().where(of_envelope)
        if sent.outcome is Outcome.RETRY:
            told = sa.select(sa.func.max(messages.c.tries), sa.func.min(messages.c.at)).where(of_envelope)
            tries, since = tx.execute(told).one()
            if tries is not None and now - since < GIVE_UP_AFTER:
                next_try = now + timedelta(seconds=self._pause(tries))
                values = {"tries": tries + 1, "next_try_at": next_try, "reason": sent.reason[:200]}
                tx.execute(again.values(state=State.PENDING.value, **values))
                return True
        elif sent.outcome is Outcome.UNKNOWN:
            repeatable = sa.select(messages.c.id).where(of_envelope, _MAY_REPEAT)
            if tx.execute(repeatable).first():
                tx.execute(again.values(state=State.PENDING.value, reason=NOT_KNOWN))
                return False
        self._fail(tx, row.id, envelope.messages, sent.reason or NOT_KNOWN)
        return False

    def _fail(self, tx: Transaction, conversation: str, ids: Sequence[int], reason: str) -> None:
        logger.warning("messages %s failed: %s", list(ids), reason)
        tx.execute(
            messages.update()
            .where(OPEN, messages.c.id.in_(ids))
            .values(state=State.FAILED.value, reason=reason[:200], done_at=self._clock())
        )
        tx.ring(conversation, "delivery")


# Urgent advice whose fate is not known goes out again, once.
_MAY_REPEAT = messages.c.urgent & sa.or_(messages.c.reason.is_(None), messages.c.reason != NOT_KNOWN)


def _pending(tx: Transaction, conversation: str, now: datetime) -> list[StoredMessage]:
    """What may be sent now: oldest first, nothing past a message that waits for its next try."""
    query = (
        rows.message_query()
        .where(
            OPEN,
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


def _plan(
    adapter: Adapter, pending: Sequence[StoredMessage], remaining: int | None
) -> tuple[list[Envelope], list[int]]:
    """The calls that are allowed now, and the ids of messages that the adapter cannot turn into calls at all."""
    if remaining == 0:
        return [], []
    try:
        return adapter.plan(pending, remaining)[:remaining], []
    except Exception:
        logger.exception("the %s adapter cannot plan", adapter.name)
    if len(pending) == 1:
        return [], [pending[0].id]
    unfit = [message for one in pending for message in _plan(adapter, [one], remaining)[1]]
    return [], unfit or [message.id for message in pending]


def _window_over(row: Any, now: datetime) -> bool:
    return bool(row.window_seconds and now - row.window_opened_at >= timedelta(seconds=row.window_seconds))


def _why_left_out(row: Any, remaining: int | None, now: datetime) -> str:
    if remaining is None:
        return NO_PLAN
    return NO_WINDOW if _window_over(row, now) else NO_QUOTA


def _remaining(row: Any, now: datetime) -> int | None:
    """Calls that the platform still allows; None for no limit."""
    if row.window_messages is None:
        return None
    return 0 if _window_over(row, now) else max(row.window_messages - row.window_used, 0)
