"""The core's view of the web channel. Runs in the service process.

Nothing is sent here: the message log is the truth, and every open socket reads it (`channels.web.socket`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from service.face import Envelope, Outcome, Sent, ServiceError, StoredMessage

CHANNEL = "web"


class WebAdapter:
    """Implements `service.face.Adapter`; also knows which customers have a socket open in this process."""

    name = CHANNEL
    repeatable = True  # a second send changes nothing: the pages read the log

    def __init__(self) -> None:
        self._listeners: dict[str, set[Callable[[], None]]] = {}

    def plan(self, messages: Sequence[StoredMessage], remaining: int | None) -> list[Envelope]:
        """One envelope a message; the web sets no limit, so `remaining` is not looked at."""
        return [Envelope((message.id,), None) for message in messages]

    async def send(self, customer: str, envelope: Envelope) -> Sent:
        """Sent at once: it is in the log, where the customer's page reads it now or when it comes back."""
        return Sent(Outcome.SENT)

    async def typing(self, customer: str) -> None:
        """Shows the typing sign on every open page of the customer; waits for none of them."""
        for listener in tuple(self._listeners.get(customer, ())):
            listener()

    async def fetch(self, media_ref: str) -> tuple[bytes, str]:
        """The web has no references: pictures come with their bytes.

        Raises:
            ServiceError: always.
        """
        raise ServiceError("the web channel has no media references")

    @contextmanager
    def listening(self, customer: str, on_typing: Callable[[], None]) -> Iterator[None]:
        """Calls `on_typing` for the customer while the block runs; it must return at once."""
        listeners = self._listeners.setdefault(customer, set())
        listeners.add(on_typing)
        try:
            yield
        finally:
            listeners.discard(on_typing)
            if not listeners:
                self._listeners.pop(customer, None)
