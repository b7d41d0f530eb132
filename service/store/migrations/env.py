"""Alembic's entry: runs the migrations on the connection that `Store.migrate` hands over."""

from typing import Any, Literal

from alembic import context

from service.store.tables import Instant, metadata


def render_item(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """A migration must not change when our types do: it names the plain SQL type."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Instant) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters tables by copying them
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
