"""What staff hold: since when, whether danger was said to them, and what the bot has not heard meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_UNHEARD = sa.text("unheard")


def upgrade() -> None:
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("alarmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("question", _ID, nullable=True))
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unheard", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_index(
            "ix_messages_unheard",
            ["conversation", "seq"],
            sqlite_where=_UNHEARD,
            postgresql_where=_UNHEARD,
        )


def downgrade() -> None:
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index("ix_messages_unheard")
        batch_op.drop_column("unheard")
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_column("question")
        batch_op.drop_column("alarmed_at")
        batch_op.drop_column("taken_at")
