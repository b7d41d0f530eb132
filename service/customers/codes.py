"""A one-time code to the phone on file, for who does not know its last four digits (facts 5.1, 5.4). Service process.

Wrong codes count with all other wrong tries (access.py). An account that does not exist gets a code as well, which nobody
receives: the answers are the same (no enumeration).
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from service.conversations import rows
from service.customers.access import Customers, Verification
from service.face import NotFound
from service.store import Store, Transaction
from service.store.tables import one_time_codes as codes
from service.utility.in_time import in_time
from service.utility.port import AccountNotFound, Utility, UtilityError

VALID = timedelta(minutes=5)
TRIES = 3
# Nobody's phone is flooded by somebody else, and no conversation floods many.
SENT_LIMIT = 3
SENT_WITHIN = timedelta(hours=1)
TEXT = "验证码{code}，5分钟内有效，只填在您正在办事的供电客服对话里。别告诉任何人，供电公司不会打电话要。"


class _NoCode(Exception):
    """No code is valid any more."""


class Codes:
    """Sends codes and takes them back."""

    def __init__(
        self, store: Store, utility: Utility, customers: Customers, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._utility = utility
        self._customers = customers
        self._clock = clock
        self._hasher = PasswordHasher()

    async def send(self, conversation: str, account_no: str, key: str) -> Verification:
        """Sends a new code; the one before no longer counts. The same key sends none twice.

        Returns:
            `sent`, `too_often`, or why the conversation may not try now (as `Customers.verify`).

        Raises:
            UtilityError: it could not be sent; nothing is counted.
        """
        if barred := await self._customers.barred(conversation, account_no, key):
            return barred
        code = f"{secrets.randbelow(10**6):06d}"
        hashed = await asyncio.to_thread(self._hasher.hash, code)
        now, account = self._clock(), account_no[-10:]

        def note(tx: Transaction) -> str:
            if rows.lock(tx, conversation) is None:
                raise NotFound(conversation)
            if tx.execute(sa.select(codes.c.id).where(codes.c.key == key)).first():
                return "known"
            concerned = (codes.c.conversation == conversation) | (codes.c.account == account)
            recent = sa.select(sa.func.count()).where(concerned, codes.c.sent_at > now - SENT_WITHIN)
            if tx.execute(recent).scalar_one() >= SENT_LIMIT:
                return "too_often"
            values = {"conversation": conversation, "account": account, "code_hash": hashed, "key": key}
            tx.execute(codes.insert().values(sent_at=now, **values))
            return "new"

        noted = await self._store.write(note)
        if noted == "new":
            try:
                with suppress(AccountNotFound):
                    async with in_time():
                        await self._utility.text_phone(account_no, TEXT.format(code=code))
            except UtilityError:
                await self._store.write(lambda tx: tx.execute(codes.delete().where(codes.c.key == key)))
                raise
        return Verification("too_often" if noted == "too_often" else "sent")

    async def verify(self, conversation: str, account_no: str, code: str, key: str) -> Verification:
        """Checks a code and opens the account to this session.

        Returns:
            As `Customers.verify`, or `expired` when no code is valid any more: then nothing is counted.
        """

        async def check() -> str | None:
            code_hash = await self._store.write(lambda tx: self._take(tx, conversation, account_no))
            if not await asyncio.to_thread(self._fits, code_hash, code):
                return None
            async with in_time():
                proved = (await self._utility.find_account(account_no)).account_no
            used = codes.delete().where(codes.c.code_hash == code_hash)
            await self._store.write(lambda tx: tx.execute(used))
            return proved

        try:
            return await self._customers.prove(conversation, account_no, key, check)
        except _NoCode:
            return Verification("expired")

    def _take(self, tx: Transaction, conversation: str, account_no: str) -> str:
        """Hash of the newest code, if it is young enough and was not tried too often; else _NoCode.

        A try is counted before it is made, so that many at once gain nothing.
        """
        rows.lock(tx, conversation)
        mine = (codes.c.conversation == conversation) & (codes.c.account == account_no[-10:])
        query = sa.select(codes).where(mine).order_by(codes.c.sent_at.desc(), codes.c.id.desc()).limit(1)
        row = tx.execute(query).one_or_none()
        if row is None or row.tries >= TRIES or self._clock() - row.sent_at >= VALID:
            raise _NoCode
        tx.execute(codes.update().where(codes.c.id == row.id).values(tries=codes.c.tries + 1))
        return str(row.code_hash)

    def _fits(self, hashed: str, code: str) -> bool:
        try:
            return self._hasher.verify(hashed, code)
        except VerificationError:
            return False
