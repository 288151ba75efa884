"""Bodypacks that people register, and how batteries went."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "bodypacks",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("registered", sa.Boolean(), nullable=False),
        sa.Column("registered_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("registered_by", sa.String(64), nullable=False),
        sa.Column("account", sa.String(), nullable=True),
        sa.Column("instead_of", sa.String(), nullable=True),
        sa.Column("configured_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("seen_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("ip", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_bodypacks"),
    )
    op.create_table(
        "battery_points",
        sa.Column("host", sa.String(64), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("millivolts", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("host", "at_ms", name="pk_battery_points"),
    )
    op.create_index("ix_battery_points_at_ms", "battery_points", ["at_ms"])


def downgrade() -> None:
    """Undo that."""
    op.drop_index("ix_battery_points_at_ms", "battery_points")
    op.drop_table("battery_points")
    op.drop_table("bodypacks")
