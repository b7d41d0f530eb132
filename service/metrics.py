"""What `/metrics` shows on the internal port, in Prometheus' text format."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

MESSAGES = Counter("laidian_messages_total", "Messages by channel and outcome", ["channel", "outcome"])
ANSWER_SECONDS = Histogram(
    "laidian_answer_seconds",
    "From taking a customer message to its stored answer",
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30),
)
WAITING = Gauge("laidian_waiting_conversations", "Conversations waiting for staff")
TICKETS = Counter("laidian_tickets_total", "Tickets made, by topic and urgency", ["topic", "urgency"])
