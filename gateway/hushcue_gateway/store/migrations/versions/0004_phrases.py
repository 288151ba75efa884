"""Phrases, and what phones show to be a host's."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them. They name shows and hosts without a foreign key: those tables are written whole."""
    op.create_table(
        "phrases",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("show", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("sound", sa.String(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("changed_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_phrases"),
    )
    op.create_index("ix_phrases_show", "phrases", ["show"])
    op.create_table(
        "phones",
        sa.Column("host", sa.String(64), nullable=False),
        sa.Column("invite", sa.String()),
        sa.Column("invite_ends_at_ms", sa.BigInteger()),
        sa.Column("session", sa.String()),
        sa.Column("session_at_ms", sa.BigInteger()),
        sa.PrimaryKeyConstraint("host", name="pk_phones"),
    )
    op.create_index("ix_phones_invite", "phones", ["invite"])
    op.create_index("ix_phones_session", "phones", ["session"])


def downgrade() -> None:
    """Undo that."""
    for table in ("phones", "phrases"):
        op.drop_table(table)
