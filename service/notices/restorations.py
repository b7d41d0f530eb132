"""Tells those who wait for it that an outage has ended, as far as the utility's records know (service process)."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from common.settings import ZONE
from service.conversations import rows
from service.face import Author
from service.notices.polling import look_every
from service.store import Store, Transaction
from service.store.tables import outage_watches
from service.utility.port import Outage, Utility, UtilityError

logger = logging.getLogger(__name__)

POLL_SECONDS = 60.0
# The utility's records show an ended outage for two hours; one that vanished unseen is not waited for for ever.
FORGET = timedelta(days=3)


class Restorations:
    """Keeps who waits for which outage, and tells them."""

    def __init__(self, store: Store, utility: Utility, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._utility = utility
        self._clock = clock

    async def wait_for(self, conversation: str, outage: str, address: str) -> None:
        """Notes that a customer wants to hear of the end; again is no error."""
        mine = (outage_watches.c.conversation == conversation) & (outage_watches.c.outage == outage)

        def work(tx: Transaction) -> None:
            if not tx.execute(sa.select(outage_watches.c.outage).where(mine)).first():
                tx.execute(
                    outage_watches.insert().values(
                        conversation=conversation, outage=outage, address=address, since=self._clock()
                    )
                )

        await self._store.write(work)

    async def run(self) -> None:
        """Looks for ended outages."""
        await look_every(POLL_SECONDS, "looking for ended outages", self.look)

    async def look(self) -> int:
        """Tells everybody whose outage has ended.

        Returns:
            How many were told.
        """
        told = 0
        for watch in await self._store.read(lambda tx: tx.execute(sa.select(outage_watches)).all()):
            try:
                known = await self._utility.known_outages(watch.address, self._clock())
            except UtilityError as error:
                logger.warning("outages cannot be looked up: %s", error)
                break
            ended = next((o for o in known if o.id == watch.outage and o.ended_at), None)
            if ended or self._clock() - watch.since > FORGET:
                told += await self._store.write(lambda tx, w=watch, o=ended: self._tell(tx, w, o))  # type: ignore[misc]
        return told

    def _tell(self, tx: Transaction, watch: Any, ended: Outage | None) -> int:
        gone = tx.execute(
            outage_watches.delete().where(
                outage_watches.c.conversation == watch.conversation, outage_watches.c.outage == watch.outage
            )
        )
        if not gone.rowcount or ended is None or ended.ended_at is None:
            return 0  # another process told it, or nothing is known
        place = "、".join(ended.places)
        still_out = json.dumps({"outage_address": watch.address}, ensure_ascii=False)
        # The line is back; one house may still be dark (facts 9, trap 3), so it is asked, not told.
        rows.say(
            tx,
            rows.lock(tx, watch.conversation),
            self._clock(),
            Author.BOT,
            f"{place}的线路已在{ended.ended_at.astimezone(ZONE):%H:%M}恢复送电（{ended.source}）。您家来电了吗？",
            buttons=[
                {"title": "来电了", "payload": "/report_power_back"},
                {"title": "还没电，要报修", "payload": f"/report_outage_home{still_out}"},
            ],
        )
        return 1
