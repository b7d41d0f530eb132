"""Quiet hours: what nobody has asked for waits until morning, except danger and outages (facts 8). Pure."""

from __future__ import annotations

from datetime import datetime

from common.settings import ZONE

FROM_HOUR, TO_HOUR = 21, 8


def is_quiet(now: datetime) -> bool:
    """Whether it is between 21:00 and 08:00 here."""
    hour = now.astimezone(ZONE).hour
    return hour >= FROM_HOUR or hour < TO_HOUR
