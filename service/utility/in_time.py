"""One time budget for all that one answer needs of the utility, however many calls it takes. Runs in the service process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from async_timeout import timeout

from service.utility.port import UtilityUnavailable

# Less than what the actions wait for us (actions/client.py): a slow utility has to look like one that is away.
BUDGET_SECONDS = 6.0


@asynccontextmanager
async def in_time() -> AsyncIterator[None]:
    """Ends what is within when the budget is spent.

    Raises:
        UtilityUnavailable: then.
    """
    try:
        async with timeout(BUDGET_SECONDS):
            yield
    except asyncio.TimeoutError as error:
        raise UtilityUnavailable("the utility is too slow") from error
