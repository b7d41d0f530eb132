"""What the utility knows of a new ticket's place and account (service process)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from async_timeout import timeout

from service.utility.port import AccountNotFound, AreaClass, ServiceLevel, Utility, UtilityError

SECONDS = 5.0
ALARM_SECONDS = 1.0
"""A danger's order is made before anybody looks anything up for long."""
# Levels of the customer file whose faults go first (facts 2.5, 4.3).
_PREFERRED = frozenset((ServiceLevel.KEY, ServiceLevel.IMPORTANT))


@dataclass
class OnFile:
    """The answer.

    Attributes:
        area: code of the most exact place known.
        place: the same when it is an estate, village or road; None for a whole town.
        area_class: rural until it is known, the longer promise but one.
        account_place: where the account is, when the report itself names no place that is known; for staff only, since nobody
            need have proved that the account is his.
        preferred: the customer's level, if it is one whose faults go first.
        answered: False when the utility could not be asked.
    """

    area: str | None = None
    place: str | None = None
    area_class: AreaClass = AreaClass.RURAL
    account_place: str = ""
    preferred: ServiceLevel | None = None
    answered: bool = True


async def look_up(utility: Utility, address: str, account_no: str | None, seconds: float = SECONDS) -> OnFile:
    """Place and customer; a report never waits long for the utility's systems."""
    file = OnFile()
    try:
        async with timeout(seconds):
            area = await utility.resolve_area(address) if address else None
            if area:
                file.area, file.area_class = area.code, area.area_class
                file.place = area.code if area.place else None
            if account_no:
                account = await utility.find_account(account_no)
                file.preferred = account.service_level if account.service_level in _PREFERRED else None
                if not area:
                    file.area, file.area_class = account.area_code, account.area_class
                    file.account_place = account.address.text
    except AccountNotFound:
        pass
    except (UtilityError, asyncio.TimeoutError):
        file.answered = False
    return file
