"""What a customer does with a work order of his: urge, add, take back, take up again, score. Service process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from common.masking import mask_proofs, numbers_in
from service.face import IllegalMove, Refused, Ticket
from service.store import Store, Transaction
from service.store.tables import tickets
from service.tickets import ticket_rows
from service.tickets.kinds import BizType, Sensitive
from service.tickets.lifecycle import Action, Status, is_open
from service.tickets.moving import make_move
from service.tickets.ticket_rows import CUSTOMER
from service.tickets.told import is_nameless, without_secrecy

URGE_PAUSE = timedelta(minutes=5)
OTHER_URGES = 2
_FINISHED = (Status.DONE.value, Status.CALLED_BACK.value, Status.ARCHIVED.value)


class CustomerMoves:
    """The part of the ticket book that customers use; an order of somebody else is NotFound. The same key again changes nothing."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    async def urge(self, conversation: str, number: str, key: str) -> Ticket:
        """Counts an urge of the customer's own open ticket.

        Raises:
            NotFound: not his.
            IllegalMove: it is closed.
            Refused: less than five minutes after the last one, or the third of what is no fault (facts 1.6).
        """

        def change(tx: Transaction, row: Any, now: datetime) -> None:
            if not is_open(Status(row.status)):
                raise IllegalMove(row.status)
            if row.urged_at and now - row.urged_at < URGE_PAUSE:
                raise Refused("刚刚已经催过了")
            if row.biz_type != BizType.FAULT.value and row.urges >= OTHER_URGES:
                raise Refused("已经催过两次")
            ticket_rows.change(tx, number, urges=tickets.c.urges + 1, urged_at=now)
            ticket_rows.record(tx, number, now, "催办", Status(row.status), CUSTOMER, key=key)

        return await self._change(conversation, number, key, change)

    async def add_note(
        self,
        conversation: str,
        number: str,
        text: str,
        key: str,
        media: str | None = None,
        address: str | None = None,
        phone: str | None = None,
        contact_name: str | None = None,
        nameless: bool = False,
        sensitive: Sequence[str] = (),
    ) -> Ticket:
        """Adds the customer's words or a photo, and what they change (`amend`). NotFound."""

        def change(tx: Transaction, row: Any, now: datetime) -> None:
            amend(tx, row, now, text, key, media, address, phone, contact_name, nameless, sensitive)

        return await self._change(conversation, number, key, change)

    async def cancel(self, conversation: str, number: str, key: str) -> Ticket:
        """Withdraws the customer's own ticket. NotFound, IllegalMove (a crew is there already)."""
        return await self._make(conversation, number, key, Action.CANCEL)

    async def reopen(self, conversation: str, number: str, key: str) -> Ticket:
        """The matter is not settled after all. NotFound, IllegalMove (archived, or still open)."""
        return await self._make(conversation, number, key, Action.REOPEN)

    async def rate(
        self,
        conversation: str,
        number: str,
        score: int,
        key: str,
        reason: str = "",
        manner: int | None = None,
    ) -> Ticket:
        """Keeps the customer's scores, 1 to 5, of result and manner (facts 7.2), and his reason; the last ones count.

        Raises:
            NotFound: not his.
            IllegalMove: it is not finished yet.
            ValueError: no such score.
        """
        if not all(1 <= given <= 5 for given in (score, manner or score)):
            raise ValueError(f"scores {score}, {manner}")
        note = f"{score}分" + (f"，态度{manner}分" if manner else "") + (f"：{reason}" if reason else "")

        def change(tx: Transaction, row: Any, now: datetime) -> None:
            if row.status not in _FINISHED:
                raise IllegalMove(row.status)
            ticket_rows.record(tx, number, now, "评价", Status(row.status), CUSTOMER, note=note, key=key)
            ticket_rows.change(tx, number, score=score)

        return await self._change(conversation, number, key, change)

    async def _make(self, conversation: str, number: str, key: str, action: Action) -> Ticket:
        return await self._change(
            conversation, number, key, lambda tx, row, now: make_move(tx, row, action, CUSTOMER, now, key=key)
        )

    async def _change(
        self, conversation: str, number: str, key: str, change: Callable[[Transaction, Any, datetime], None]
    ) -> Ticket:
        """Changes the customer's own order once for each key."""
        now = self._clock()

        def work(tx: Transaction) -> Ticket:
            row = ticket_rows.lock(tx, number, conversation)
            if not ticket_rows.is_noted(tx, key):
                change(tx, row, now)
                tx.ring(conversation, "ticket")
            return ticket_rows.get(tx, number)

        return await self._store.write(work)


def amend(
    tx: Transaction,
    row: Any,
    now: datetime,
    text: str,
    key: str,
    media: str | None = None,
    address: str | None = None,
    phone: str | None = None,
    contact_name: str | None = None,
    nameless: bool = False,
    sensitive: Sequence[str] = (),
    by: str = CUSTOMER,
) -> None:
    """Writes what is told later on a locked order.

    An address, a phone or a name given later takes the place of the first; a phone among the words is the contact of an order that has none.
    Of who wants to be nameless now, name and phone go; on a nameless order no phone is put for standing among the words.
    A special case told later (names of `kinds.Sensitive`) makes the order urgent. One that is closed stays as it was.
    """
    ticket_rows.record(
        tx, row.number, now, "补充", Status(row.status), by, note=mask_proofs(text), media=media, key=key
    )
    if not is_open(Status(row.status)):
        return
    hides = nameless or is_nameless(row)
    said = None if row.phone or hides else next(iter(numbers_in(text).phones), None)
    name = None if hides else contact_name and contact_name[: ticket_rows.NAME_LIMIT]
    told = {"address": address, "phone": phone or said, "contact_name": name}
    given: dict[str, Any] = {column: value for column, value in told.items() if value}
    details = without_secrecy(row) if phone and is_nameless(row) else dict(row.details or {})
    if nameless:
        details["匿名"] = "是"
        given |= {"phone": None, "contact_name": None}
    if address and row.address:
        given["summary"] = row.summary.replace(row.address, address)
    if sensitive:
        cases = [
            *details.get("特殊情况", "").split("、"),
            *(Sensitive[name.upper()].value for name in sensitive),
        ]
        details["特殊情况"] = "、".join(dict.fromkeys(filter(None, cases)))
        ticket_rows.make_urgent(tx, row, now)
    ticket_rows.change(tx, row.number, details=details, **given)
