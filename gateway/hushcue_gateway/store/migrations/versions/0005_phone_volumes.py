"""How loud the page of each phone is to be."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "phone_volumes",
        sa.Column("host", sa.String(64), nullable=False),
        sa.Column("volume_db", sa.Float(), nullable=False),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("host", name="pk_phone_volumes"),
    )


def downgrade() -> None:
    """Undo that."""
    op.drop_table("phone_volumes")
