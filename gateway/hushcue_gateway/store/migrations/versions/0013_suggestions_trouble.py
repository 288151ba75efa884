"""Why a suggestion could not be said: it is told to people who look back."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""
    op.add_column("suggestions", sa.Column("trouble", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Undo that."""
    op.drop_column("suggestions", "trouble")
