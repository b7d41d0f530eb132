"""Tells those who wait for it that an outage has ended, as far as the utility's records know (service process)."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from common.settings import ZONE
from service.conversations import rows
from service.face import Author
from service.notices.polling import look_every, one_by_one
from service.notices.quiet import is_quiet
from service.store import Store, Transaction
from service.store.tables import outage_watches
from service.utility.port import Outage, Utility, UtilityError, UtilityUnavailable

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
        """Tells everybody whose outage has ended, or is waited for in vain.

        Returns:
            How many were told.
        """
        query = sa.select(outage_watches).order_by(outage_watches.c.address)
        watches = await self._store.read(lambda tx: tx.execute(query).all())
        places = [list(waiting) for _, waiting in groupby(watches, key=lambda watch: watch.address)]
        return await one_by_one("looking for ended outages", places, self._look_at)

    async def _look_at(self, watches: Sequence[Any]) -> int:
        """Those who wait at one address."""
        now, told = self._clock(), 0
        try:
            known = await self._utility.known_outages(watches[0].address, now)
        except UtilityUnavailable:
            raise
        except UtilityError as error:  # trying again will hardly help, but waiting has an end
            logger.warning("the outages of an address cannot be looked up: %s", error)
            known = ()
        for watch in watches:
            waited_for = next((outage for outage in known if outage.id == watch.outage), None)
            if waited_for and waited_for.ended_at:
                told += await self._store.write(partial(self._tell, watch=watch, ended=waited_for))
            elif waited_for is None and now - watch.since > FORGET and not is_quiet(now):
                told += await self._store.write(partial(self._give_up, watch=watch))
        return told

    def _tell(self, tx: Transaction, watch: Any, ended: Outage) -> int:
        """The line is back; one house may still be dark (facts 9, trap 3), so it is asked, not told."""
        assert ended.ended_at is not None
        at = f"{ended.ended_at.astimezone(ZONE):%H:%M}"
        return self._say(
            tx,
            watch,
            f"{'、'.join(ended.places)}的线路已在{at}恢复送电（{ended.source}）。您家来电了吗？",
        )

    def _give_up(self, tx: Transaction, watch: Any) -> int:
        """He was promised to hear of the end, so he hears that nothing is known of it."""
        return self._say(
            tx,
            watch,
            f"您之前问的{watch.address}停电，系统里一直没查到恢复送电的消息，我先不再等了。您家现在来电了吗？",
        )

    def _say(self, tx: Transaction, watch: Any, text: str) -> int:
        mine = (outage_watches.c.conversation == watch.conversation) & (
            outage_watches.c.outage == watch.outage
        )
        row = rows.lock(tx, watch.conversation)
        if not tx.execute(outage_watches.delete().where(mine)).rowcount:
            return 0  # another process told it
        still_out = json.dumps({"outage_address": watch.address}, ensure_ascii=False)
        rows.say(
            tx,
            row,
            self._clock(),
            Author.BOT,
            text,
            buttons=[
                {"title": "来电了", "payload": "/report_power_back"},
                {"title": "还没电，要报修", "payload": f"/report_outage_home{still_out}"},
            ],
        )
        return 1
