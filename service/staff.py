"""Logins of the desk: Argon2 hashes, server-side sessions, a pause after wrong passwords. Implements `face.Staff`."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from common.settings import SettingsError
from service.face import Refused, StaffMember
from service.store import Store, Transaction
from service.store.tables import staff as table
from service.store.tables import staff_sessions

SESSION = timedelta(hours=12)
# How often it is noted that a desk is open.
SEEN_EVERY = timedelta(seconds=20)
# An open desk is asked for its session every quarter of a minute (desk/live.py), which is noted every SEEN_EVERY.
PRESENT = SEEN_EVERY + timedelta(seconds=60)
WRONG_TRIES = 5
PAUSE = timedelta(minutes=5)
PASSWORD_LENGTH = 8
NAME_LENGTH = 64
FIRST_NAME = "值班员"
"""The first member's name, until he is given his own: customers read it (“工作人员值班员已接入”)."""
_WRONG = "用户名或密码不对"


def is_there(now: datetime, member: Any = None) -> Any:
    """SQL condition: somebody, or this member (a value or a column), has the desk open."""
    is_open = (staff_sessions.c.seen_at > now - PRESENT) & (staff_sessions.c.expires_at > now)
    return sa.exists().where(is_open if member is None else is_open & (staff_sessions.c.staff == member))


class StaffBook:
    """Staff accounts and their sessions."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._hasher = PasswordHasher()
        # Checked for an unknown name too, so that the time taken does not tell which names exist.
        self._nobody = self._hasher.hash(secrets.token_hex(16))

    async def log_in(self, username: str, password: str) -> tuple[StaffMember, str]:
        """Opens a session; Refused with the same words for a wrong name and a wrong password."""
        now = self._clock()
        # A try counts before it is checked, so that many at once are not checked for nothing; the right one clears it.
        row = await self._store.write(lambda tx: _count_try(tx, username, now))
        right = await asyncio.to_thread(self._verify, row.password_hash if row else self._nobody, password)
        if row is None or not right:
            raise Refused(_WRONG)
        token = secrets.token_urlsafe(32)
        await self._store.write(lambda tx: _open_session(tx, row, token, now))
        return _member(row), token

    async def who(self, token: str) -> StaffMember | None:
        """The member of a live session, else None; notes that the desk is open."""
        now, is_this = self._clock(), staff_sessions.c.token_hash == _hash(token)
        query = (
            sa.select(table, staff_sessions.c.seen_at)
            .join_from(table, staff_sessions)
            .where(is_this, staff_sessions.c.expires_at > now)
        )
        row = await self._store.read(lambda tx: tx.execute(query).one_or_none())
        if row and (row.seen_at is None or now - row.seen_at >= SEEN_EVERY):
            seen = staff_sessions.update().where(is_this).values(seen_at=now)
            await self._store.write(lambda tx: tx.execute(seen))
        return _member(row) if row else None

    async def log_out(self, token: str) -> None:
        """Ends the session; an unknown one is no error."""
        gone = staff_sessions.delete().where(staff_sessions.c.token_hash == _hash(token))
        await self._store.write(lambda tx: tx.execute(gone))

    async def present(self) -> list[StaffMember]:
        """Who has the desk open, by name."""
        query = sa.select(table).where(is_there(self._clock(), table.c.id)).order_by(table.c.name)
        return [_member(row) for row in await self._store.read(lambda tx: tx.execute(query).all())]

    async def add(self, username: str, name: str, role: str, password: str) -> StaffMember:
        """Adds a member. Refused: the name is taken or unfit, the password too short."""
        _check_names(username, name)
        if len(password) < PASSWORD_LENGTH:
            raise Refused(f"密码至少 {PASSWORD_LENGTH} 位")
        values = {
            "id": uuid.uuid4().hex,
            "username": username,
            "name": name,
            "role": role,
            "password_hash": await asyncio.to_thread(self._hasher.hash, password),
        }
        try:
            await self._store.write(lambda tx: tx.execute(table.insert().values(**values)))
        except sa.exc.IntegrityError:
            raise Refused(f"用户名 {username} 已经有人用了") from None
        return StaffMember(values["id"], username, name, role)

    async def rename(self, username: str, name: str) -> None:
        """Gives a member another name, as customers and colleagues see it. Refused: unfit, no such member."""
        _check_names(username, name)
        renamed = table.update().where(table.c.username == username).values(name=name)
        if not await self._store.write(lambda tx: tx.execute(renamed).rowcount):
            raise Refused(f"没有用户 {username}")

    async def set_password(self, username: str, password: str) -> None:
        """Replaces a password and ends the member's sessions. Refused: too short, no such member."""
        if len(password) < PASSWORD_LENGTH:
            raise Refused(f"密码至少 {PASSWORD_LENGTH} 位")
        hashed = await asyncio.to_thread(self._hasher.hash, password)

        def work(tx: Transaction) -> None:
            row = _by_name(tx, username)
            if row is None:
                raise Refused(f"没有用户 {username}")
            tx.execute(
                table.update()
                .where(table.c.id == row.id)
                .values(password_hash=hashed, failures=0, locked_until=None)
            )
            tx.execute(staff_sessions.delete().where(staff_sessions.c.staff == row.id))

        await self._store.write(work)

    async def ensure_admin(self, password: str) -> str | None:
        """Makes the first user `admin` when nobody exists yet.

        Args:
            password: the operator's choice; empty for a random one.

        Raises:
            SettingsError: the operator's choice is too short.

        Returns:
            The random password, to be shown this once; None when the user exists or the operator chose.
        """
        if await self._store.read(lambda tx: tx.execute(sa.select(table.c.id)).first()):
            return None
        if password and len(password) < PASSWORD_LENGTH:
            raise SettingsError(f"LAIDIAN_ADMIN_PASSWORD takes at least {PASSWORD_LENGTH} characters")
        try:
            await self.add("admin", FIRST_NAME, "admin", chosen := password or random_password())
        except Refused:
            return None  # another process, started at the same time, was first
        return None if password else chosen

    def _verify(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False


def random_password() -> str:
    """One that nobody guesses and everybody can type."""
    return secrets.token_urlsafe(9)


def _check_names(username: str, name: str) -> None:
    if not (0 < len(username) <= NAME_LENGTH and 0 < len(name) <= NAME_LENGTH and username.isprintable()):
        raise Refused(f"用户名和姓名各要 1 到 {NAME_LENGTH} 个字")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _by_name(tx: Transaction, username: str) -> Any:
    return tx.execute(sa.select(table).where(table.c.username == username)).one_or_none()


def _member(row: Any) -> StaffMember:
    return StaffMember(row.id, row.username, row.name, row.role)


def _open_session(tx: Transaction, row: Any, token: str, now: datetime) -> None:
    tx.execute(staff_sessions.delete().where(staff_sessions.c.expires_at <= now))
    tx.execute(
        staff_sessions.insert().values(token_hash=_hash(token), staff=row.id, expires_at=now + SESSION)
    )
    tx.execute(table.update().where(table.c.id == row.id).values(failures=0, locked_until=None))


def _count_try(tx: Transaction, username: str, now: datetime) -> Any:
    """The member's row, or None for an unknown name; Refused while the name is locked."""
    row = tx.execute(sa.select(table).where(table.c.username == username).with_for_update()).one_or_none()
    if row is None:
        return None
    if row.locked_until and row.locked_until > now:
        raise Refused("密码错得太多了，请 5 分钟后再试")
    locks = row.failures + 1 >= WRONG_TRIES
    tx.execute(
        table.update()
        .where(table.c.id == row.id)
        .values(failures=0 if locks else row.failures + 1, locked_until=now + PAUSE if locks else None)
    )
    return row
