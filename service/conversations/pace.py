"""How long things may take: leases, polls, patience. Pure; tests go faster."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """Seconds.

    Attributes:
        dispatch_lease, deliver_lease: after this a conversation falls free whose process no longer renews its lease.
        poll: how often is looked for work that nobody announced.
        typing: the customer sees that an answer is being written.
        danger: somebody in danger gets advice though the bot has not answered; its own normally comes well before.
        patience: a customer should not wonder longer than this whether anybody read him.
        first_pause, longest_pause: between tries to reach the bot.
        back_off: unit of the growing pauses between tries to send.
    """

    dispatch_lease: float = 15.0
    deliver_lease: float = 30.0
    poll: float = 1.0
    typing: float = 1.0
    danger: float = 1.0
    patience: float = 6.0
    first_pause: float = 0.2
    longest_pause: float = 3.0
    back_off: float = 1.0


PACE = Pace()
