"""The one loop of all notices: look, wait, look again; and how it goes from row to row. Service process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

import sqlalchemy as sa

from service.store import outlasting
from service.utility.port import UtilityError, UtilityUnavailable

Row = TypeVar("Row")
logger = logging.getLogger(__name__)


async def look_every(seconds: float, doing: str, look: Callable[[], Awaitable[object]]) -> None:
    """Runs until cancelled; a database that is away for a while is waited for, and whatever fails is tried again.

    A notice that cannot be given is no reason to end the service, and with it every chat.

    Args:
        doing: what a log line says was to be done.
    """
    while True:
        try:
            with outlasting(doing):
                await look()
        except Exception:
            logger.exception("%s failed, trying again", doing)
        await asyncio.sleep(seconds)


async def one_by_one(doing: str, rows: Iterable[Row], do: Callable[[Row], Awaitable[int]]) -> int:
    """Does each row; one that fails keeps no other waiting. The round ends when the utility or the database is away.

    Returns:
        The sum of what was done.
    """
    done = 0
    for row in rows:
        try:
            done += await do(row)
        except UtilityUnavailable as error:
            logger.warning("%s: %s", doing, error)
            break
        except UtilityError as error:
            logger.warning("%s, one of them: %s", doing, error)
        except sa.exc.SQLAlchemyError:
            raise
        except Exception:
            logger.exception("%s failed for one, going on with the others", doing)
    return done
