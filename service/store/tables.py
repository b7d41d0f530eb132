"""Every table of the service, as SQLAlchemy Core; `migrations/` makes them. Times are stored in UTC and read with a zone."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """A point in time. SQLite keeps no zone, so UTC goes in and UTC with its zone comes out on both databases."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


OPEN = sa.text("state IN ('new', 'pending', 'sending')")
"""What still has to be done; the two work lists stay small, whatever the log's length. A query needs this very condition to be
served by the index: SQLite recognises no other."""

UNHEARD = sa.text("unheard")
"""What staff had and the bot has not heard; the same holds for its index."""

# SQLite counts rows by itself only for INTEGER keys.
_Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")

_HELD = sa.text("staff IS NOT NULL")
_QUEUED = sa.text("queued_at IS NOT NULL")
_ASKED = sa.text("asked_at IS NOT NULL")

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("customer", sa.String(128), nullable=False),
    sa.Column("session", sa.Integer, nullable=False, default=1),
    sa.Column("owner", sa.String(8), nullable=False, default="bot"),
    sa.Column("staff", sa.String(32)),
    sa.Column("queued_at", Instant),
    sa.Column("reason", sa.String(64)),
    sa.Column("urgent", sa.Boolean, nullable=False, default=False),
    sa.Column("packet", sa.JSON, nullable=False, default=dict),
    sa.Column("last_seq", sa.Integer, nullable=False, default=0),
    sa.Column("last_at", Instant),
    # When the bot put the question that is still open; NULL once it is answered or the customer was reminded.
    sa.Column("asked_at", Instant),
    # The form that asked it; empty for none.
    sa.Column("asked_form", sa.String(32), nullable=False, default=""),
    # When staff took it over; who loses his holder gets his place in the queue by it.
    sa.Column("taken_at", Instant),
    # When danger was said to a person who has not answered it yet; NULL for none.
    sa.Column("alarmed_at", Instant),
    # The bot's message with the question that its open form waits for; NULL for none.
    sa.Column("question", _Id),
    # Until when wrong tries keep this customer from proving who he is; for staff to see.
    sa.Column("locked_until", Instant),
    sa.Column("window_opened_at", Instant),
    sa.Column("window_messages", sa.Integer),
    sa.Column("window_seconds", sa.Integer),
    sa.Column("window_used", sa.Integer, nullable=False, default=0),
    sa.Column("dispatch_by", sa.String(32)),
    sa.Column("dispatch_until", Instant),
    sa.Column("deliver_by", sa.String(32)),
    sa.Column("deliver_until", Instant),
    sa.Column("created_at", Instant, nullable=False),
    sa.UniqueConstraint("channel", "customer"),
    # Few conversations are held by staff or wait for them or for an answer; the desk and the reminders look often.
    sa.Index("ix_conversations_staff", "staff", sqlite_where=_HELD, postgresql_where=_HELD),
    sa.Index("ix_conversations_queued", "queued_at", sqlite_where=_QUEUED, postgresql_where=_QUEUED),
    sa.Index("ix_conversations_asked", "asked_at", sqlite_where=_ASKED, postgresql_where=_ASKED),
)

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("id", _Id, primary_key=True, autoincrement=True),
    sa.Column("conversation", sa.String(32), sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("session", sa.Integer, nullable=False),
    sa.Column("author", sa.String(8), nullable=False),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("text", sa.Text, nullable=False, default=""),
    sa.Column("payload", sa.Text),
    sa.Column("event", sa.String(160)),
    sa.Column("buttons", sa.JSON, nullable=False, default=list),
    sa.Column("place", sa.JSON),
    sa.Column("media", sa.String(64)),
    sa.Column("media_ref", sa.String(256)),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("platform_id", sa.String(256)),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("reason", sa.String(200)),
    sa.Column("urgent", sa.Boolean, nullable=False, default=False),
    # The bot has not heard it: staff had the talk, or it waited for them (service/conversations/unheard.py).
    sa.Column("unheard", sa.Boolean, nullable=False, default=False, server_default=sa.false()),
    sa.Column("staff", sa.String(32)),
    sa.Column("in_reply_to", _Id),
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("next_try_at", Instant),
    sa.Column("at", Instant, nullable=False),
    sa.Column("done_at", Instant),
    sa.UniqueConstraint("channel", "platform_id"),
    sa.UniqueConstraint("conversation", "seq"),
    sa.Index("ix_messages_open", "conversation", "seq", sqlite_where=OPEN, postgresql_where=OPEN),
    sa.Index("ix_messages_unheard", "conversation", "seq", sqlite_where=UNHEARD, postgresql_where=UNHEARD),
)

media = sa.Table(
    "media",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("media_type", sa.String(32), nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
)

staff = sa.Table(
    "staff",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("username", sa.String(64), nullable=False, unique=True),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("password_hash", sa.String(256), nullable=False),
    sa.Column("failures", sa.Integer, nullable=False, default=0),
    sa.Column("locked_until", Instant),
)

staff_sessions = sa.Table(
    "staff_sessions",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("staff", sa.String(32), sa.ForeignKey("staff.id"), nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    # When its desk was last open; NULL before the first look.
    sa.Column("seen_at", Instant),
)

tickets = sa.Table(
    "tickets",
    metadata,
    sa.Column("number", sa.String(20), primary_key=True),
    sa.Column("conversation", sa.String(32), sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("topic", sa.String(32), nullable=False),
    sa.Column("biz_type", sa.String(16), nullable=False),
    sa.Column("category", sa.String(32), nullable=False),
    sa.Column("urgency", sa.String(8), nullable=False),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False, default=""),
    sa.Column("area", sa.String(32)),
    sa.Column("account_no", sa.String(16)),
    sa.Column("contact_name", sa.String(64)),
    sa.Column("phone", sa.String(20)),
    sa.Column("details", sa.JSON, nullable=False, default=dict),
    sa.Column("clocks", sa.JSON, nullable=False, default=dict),
    sa.Column("urges", sa.Integer, nullable=False, default=0),
    sa.Column("urged_at", Instant),
    sa.Column("score", sa.Integer),
    sa.Column("key", sa.String(80), nullable=False, unique=True),
    sa.Column("created_at", Instant, nullable=False),
    sa.Index("ix_tickets_conversation", "conversation"),
    sa.Index("ix_tickets_status", "status"),
)

ticket_events = sa.Table(
    "ticket_events",
    metadata,
    sa.Column("id", _Id, primary_key=True, autoincrement=True),
    sa.Column("ticket", sa.String(20), sa.ForeignKey("tickets.number"), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("action", sa.String(32), nullable=False),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("actor", sa.String(64), nullable=False),
    sa.Column("note", sa.Text, nullable=False, default=""),
    sa.Column("media", sa.String(64)),
    sa.Column("key", sa.String(80), unique=True),
    sa.Index("ix_ticket_events_ticket", "ticket"),
)

ticket_counters = sa.Table(
    "ticket_counters",
    metadata,
    sa.Column("day", sa.String(8), primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
)

outage_watches = sa.Table(
    "outage_watches",
    metadata,
    sa.Column("conversation", sa.String(32), sa.ForeignKey("conversations.id"), primary_key=True),
    sa.Column("outage", sa.String(64), primary_key=True),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("since", Instant, nullable=False),
)

bindings = sa.Table(
    "bindings",
    metadata,
    sa.Column("id", _Id, primary_key=True, autoincrement=True),
    sa.Column("conversation", sa.String(32), sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("account_no", sa.String(16), nullable=False),
    sa.Column("verified_at", Instant, nullable=False),
    # NULL: kept until unbound; otherwise the check was good for this session of the conversation only.
    sa.Column("session", sa.Integer),
    # What the customer calls it: 自己家, 父母家, 店里; empty for nothing.
    sa.Column("label", sa.String(16), nullable=False, default=""),
    sa.UniqueConstraint("conversation", "account_no"),
)

verification_tries = sa.Table(
    "verification_tries",
    metadata,
    sa.Column("id", _Id, primary_key=True, autoincrement=True),
    sa.Column("conversation", sa.String(32), sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("account_no", sa.String(16), nullable=False),
    sa.Column("passed", sa.Boolean, nullable=False),
    sa.Column("at", Instant, nullable=False),
    # The same try repeated after a crash counts once.
    sa.Column("key", sa.String(80), nullable=False, unique=True),
    sa.Index("ix_verification_tries_conversation", "conversation", "at"),
    sa.Index("ix_verification_tries_account_no", "account_no", "at"),
)

one_time_codes = sa.Table(
    "one_time_codes",
    metadata,
    sa.Column("id", _Id, primary_key=True, autoincrement=True),
    sa.Column("conversation", sa.String(32), sa.ForeignKey("conversations.id"), nullable=False),
    # The last ten digits, however the number was given.
    sa.Column("account", sa.String(10), nullable=False),
    sa.Column("code_hash", sa.String(128), nullable=False),
    sa.Column("sent_at", Instant, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("key", sa.String(80), nullable=False, unique=True),
    sa.Index("ix_one_time_codes_conversation", "conversation", "sent_at"),
    sa.Index("ix_one_time_codes_account", "account", "sent_at"),
)

inspections = sa.Table(
    "inspections",
    metadata,
    sa.Column("ticket", sa.String(20), sa.ForeignKey("tickets.number"), primary_key=True),
    sa.Column("conversation", sa.String(32), sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("account_no", sa.String(16)),
    sa.Column("day", sa.Date, nullable=False),
    # The customer's own words for the time of day; nobody has promised an hour.
    sa.Column("wish", sa.String(64), nullable=False),
    # NULL until the customer was reminded, or needs no reminder.
    sa.Column("reminded_at", Instant),
    sa.Index("ix_inspections_account_no", "account_no", "day"),
)
