"""Verification by account number and the last four digits of the registered phone; bindings; limits against guessing.

A code sent to that phone proves it as well (codes.py), under the same limits.

The answer to an unknown account and to a wrong phone is the same (no enumeration, facts 5.1). Five wrong tries within an
hour lock the conversation for an hour; more than four different accounts within 30 days stop (data fishing, facts 1.6, 5.1).
A web visitor may begin as many conversations as he likes, so wrong tries at one account are limited over all of them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from service.conversations import rows
from service.face import NotFound, ServiceError
from service.store import Store, Transaction
from service.store.tables import bindings, conversations, verification_tries
from service.utility.in_time import in_time
from service.utility.port import Utility

WRONG_TRIES = 5
WRONG_WITHIN = timedelta(hours=1)
LOCK = timedelta(hours=1)
# There are 10,000 endings of a phone number; nobody mistypes his own this often in a day.
SUBJECT_TRIES = 20
SUBJECT_WITHIN = timedelta(days=1)
# So long a ticket that was found by number and phone stays open to who found it.
TICKET_PROVED_FOR = timedelta(days=1)
ACCOUNTS_LIMIT = 4
ACCOUNTS_WITHIN = timedelta(days=30)


class NotVerified(ServiceError):
    """This conversation has not proved that it may see the account."""


@dataclass(frozen=True)
class Verification:
    """How a try ended: `passed`, `wrong`, `locked` (until a time) or `too_many_accounts`."""

    result: str
    tries_left: int = 0
    locked_until: datetime | None = None


@dataclass(frozen=True)
class Access:
    """An account that the conversation may see; `bound` ones stay, others end with the session.

    `label` is what the customer calls it (父母家), empty for nothing.
    """

    account_no: str
    bound: bool
    label: str = ""


class Customers:
    """Keeps who may see what."""

    def __init__(self, store: Store, utility: Utility, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._utility = utility
        self._clock = clock

    async def verify(self, conversation: str, account_no: str, last4: str, key: str) -> Verification:
        """Checks the registered phone's last four digits and opens the account to this session.

        Args:
            key: idempotency key; the same try repeated counts once.

        Raises:
            UtilityUnavailable: the check could not be made; nothing is counted.
        """

        async def check() -> str | None:
            async with in_time():
                if not await self._utility.check_phone(account_no, last4):
                    return None
                return (await self._utility.find_account(account_no)).account_no

        return await self.prove(conversation, account_no, key, check)

    async def prove_ticket(self, conversation: str, number: str, key: str, is_right: bool) -> Verification:
        """Counts a try to see somebody's ticket by number and phone (facts 5.1 L1) against the same limits."""

        async def check() -> str | None:
            return number if is_right else None

        return await self.prove(conversation, number, key, check, grants=False)

    async def has_proved_ticket(self, conversation: str, number: str) -> bool:
        """Whether this conversation has named the phone of somebody's ticket within the last day."""
        since, t = self._clock() - TICKET_PROVED_FOR, verification_tries
        mine = (t.c.conversation == conversation) & (t.c.account_no == number) & t.c.passed & (t.c.at > since)
        query = sa.select(t.c.id).where(mine).limit(1)
        return await self._store.read(lambda tx: tx.execute(query).first() is not None)

    async def barred(self, conversation: str, account_no: str, key: str) -> Verification | None:
        """Why this conversation may not try to prove the account now; None when it may, or has tried with this key."""
        now, subject = self._clock(), _subject(account_no)
        return await self._store.read(lambda tx: _barred(tx, conversation, subject, key, now))

    async def prove(
        self,
        conversation: str,
        subject: str,
        key: str,
        check: Callable[[], Awaitable[str | None]],
        grants: bool = True,
    ) -> Verification:
        """One try to prove something; `check` gives the subject's full name when it is proved.

        A proof that succeeded stands when its turn is repeated: a one-time code would not fit a second time.
        """
        now, counted = self._clock(), _subject(subject)
        if barred := await self.barred(conversation, subject, key):
            return barred
        if await self._store.read(lambda tx: _has_passed(tx, key)):
            return Verification("passed")
        proved = await check()

        def work(tx: Transaction) -> Verification:
            row = rows.lock(tx, conversation)
            if row is None:
                raise NotFound(conversation)
            # Asked again under the lock: of many tries at once only so many count.
            if barred := _barred(tx, conversation, counted, key, now):
                return barred
            query = sa.select(verification_tries.c.id).where(verification_tries.c.key == key)
            if not tx.execute(query).first():
                tx.execute(
                    verification_tries.insert().values(
                        conversation=conversation,
                        account_no=counted,
                        passed=proved is not None,
                        at=now,
                        key=key,
                    )
                )
            if proved is not None:
                update = conversations.update().where(conversations.c.id == conversation)
                tx.execute(update.values(locked_until=None))
                if grants:
                    _grant(tx, conversation, proved, now, row.session)
                return Verification("passed")
            lock, wrong = _lock(tx, conversation, now)
            if lock:
                update = conversations.update().where(conversations.c.id == conversation)
                tx.execute(update.values(locked_until=lock.locked_until))
                tx.ring(conversation, "owner")
            return lock or Verification("wrong", WRONG_TRIES - wrong)

        return await self._store.write(work)

    async def accounts(self, conversation: str) -> list[Access]:
        """Accounts that the conversation may see now, the latest verified first."""
        query = (
            sa.select(bindings.c.account_no, bindings.c.session, bindings.c.label)
            .join_from(bindings, conversations)
            .where(
                bindings.c.conversation == conversation,
                sa.or_(bindings.c.session.is_(None), bindings.c.session == conversations.c.session),
            )
            .order_by(bindings.c.verified_at.desc())
        )
        found = await self._store.read(lambda tx: tx.execute(query).all())
        return [Access(row.account_no, row.session is None, row.label) for row in found]

    async def require(self, conversation: str, account_no: str) -> None:
        """Raises NotVerified unless the conversation may see the account."""
        if account_no not in {access.account_no for access in await self.accounts(conversation)}:
            raise NotVerified(account_no)

    async def bind(self, conversation: str, account_no: str, label: str = "") -> None:
        """Keeps a verified account beyond this session, under the customer's name for it. NotVerified."""
        await self.require(conversation, account_no)
        mine = (bindings.c.conversation == conversation) & (bindings.c.account_no == account_no)
        kept: dict[str, str | None] = {"session": None, **({"label": label[:16]} if label else {})}
        await self._store.write(lambda tx: tx.execute(bindings.update().where(mine).values(kept)))

    async def unbind(self, conversation: str, account_no: str) -> None:
        """Forgets an account; an unknown one is no error."""
        mine = (bindings.c.conversation == conversation) & (bindings.c.account_no == account_no)
        await self._store.write(lambda tx: tx.execute(bindings.delete().where(mine)))


def _subject(number: str) -> str:
    """What tries are counted by: an account may be told with ten digits or thirteen; a work order keeps its letters."""
    return number[-10:] if number.isdecimal() else number


def _has_passed(tx: Transaction, key: str) -> bool:
    query = sa.select(verification_tries.c.passed).where(verification_tries.c.key == key)
    return bool(tx.execute(query).scalar())


def _lock(tx: Transaction, conversation: str, now: datetime) -> tuple[Verification | None, int]:
    """The lock that the last wrong tries brought, if any; and how many count towards the next one."""
    t = verification_tries
    mine = (t.c.conversation == conversation) & ~t.c.passed & (t.c.at > now - WRONG_WITHIN - LOCK)
    wrong = list(tx.execute(sa.select(t.c.at).where(mine).order_by(t.c.at.desc(), t.c.id.desc())).scalars())
    if (
        len(wrong) >= WRONG_TRIES
        and wrong[0] - wrong[WRONG_TRIES - 1] < WRONG_WITHIN
        and now < wrong[0] + LOCK
    ):
        return Verification("locked", 0, wrong[0] + LOCK), WRONG_TRIES
    return None, sum(at > now - WRONG_WITHIN for at in wrong)


def _subject_lock(tx: Transaction, subject: str, now: datetime) -> Verification | None:
    t = verification_tries
    wrong = (t.c.account_no == subject) & ~t.c.passed & (t.c.at > now - SUBJECT_WITHIN)
    query = sa.select(t.c.at).where(wrong).order_by(t.c.at.desc()).limit(SUBJECT_TRIES)
    found = list(tx.execute(query).scalars())
    return Verification("locked", 0, found[-1] + SUBJECT_WITHIN) if len(found) == SUBJECT_TRIES else None


def _barred(tx: Transaction, conversation: str, subject: str, key: str, now: datetime) -> Verification | None:
    t = verification_tries
    if tx.execute(sa.select(t.c.id).where(t.c.key == key)).first():
        return None
    lock = _lock(tx, conversation, now)[0] or _subject_lock(tx, subject, now)
    if lock:
        return lock
    recent = sa.select(t.c.account_no).where(t.c.conversation == conversation, t.c.at > now - ACCOUNTS_WITHIN)
    # Mistyped numbers of work orders are no accounts, and the other way round.
    tried = {
        other for other in tx.execute(recent.distinct()).scalars() if other.isdecimal() == subject.isdecimal()
    }
    if subject not in tried and len(tried) >= ACCOUNTS_LIMIT:
        return Verification("too_many_accounts")
    return None


def _grant(tx: Transaction, conversation: str, account_no: str, now: datetime, session: int) -> None:
    mine = (bindings.c.conversation == conversation) & (bindings.c.account_no == account_no)
    known = tx.execute(sa.select(bindings.c.session).where(mine)).one_or_none()
    if known is None:
        tx.execute(
            bindings.insert().values(
                conversation=conversation, account_no=account_no, verified_at=now, session=session
            )
        )
    else:
        kept = None if known.session is None else session
        tx.execute(bindings.update().where(mine).values(verified_at=now, session=kept))
