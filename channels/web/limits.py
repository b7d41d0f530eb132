"""How much one visitor may send. Pure; runs in the service process, counted for that process only."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

TEXT_LIMIT = 2000  # characters of one message
FRAME_LIMIT = 64 * 1024  # characters of one socket frame; far above a full text in any JSON spelling
PICTURE_LIMIT = 10 * 1024 * 1024  # bytes, as `Media.save`
MESSAGES_A_MINUTE = 30
_WINDOW = timedelta(minutes=1)
_SWEEP_AT = 5000  # visitors remembered before the quiet ones are forgotten


class RateLimit:
    """At most `allowed` events a visitor in any minute."""

    def __init__(self, clock: Callable[[], datetime], allowed: int = MESSAGES_A_MINUTE) -> None:
        self._clock = clock
        self._allowed = allowed
        self._seen: dict[str, deque[datetime]] = {}

    def admit(self, customer: str) -> bool:
        """Counts one event; False when it is one too many (and then it does not count)."""
        now = self._clock()
        if len(self._seen) > _SWEEP_AT:
            self._seen = {who: times for who, times in self._seen.items() if times[-1] > now - _WINDOW}
        times = self._seen.setdefault(customer, deque())
        while times and times[0] <= now - _WINDOW:
            times.popleft()
        if len(times) >= self._allowed:
            return False
        times.append(now)
        return True
