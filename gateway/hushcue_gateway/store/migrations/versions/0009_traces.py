"""Link traces, and ceilings that were asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "link_traces",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("host", sa.String(64), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("taken_by", sa.String(64), nullable=False),
        sa.Column("frame_ms", sa.Integer(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_link_traces"),
    )
    op.create_index("ix_link_traces_host", "link_traces", ["host"])
    op.create_table(
        "ceilings",
        sa.Column("host", sa.String(64), nullable=False),
        sa.Column("ceiling_db", sa.Float(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("host", name="pk_ceilings"),
    )


def downgrade() -> None:
    """Undo that."""
    op.drop_table("ceilings")
    op.drop_index("ix_link_traces_host", "link_traces")
    op.drop_table("link_traces")
