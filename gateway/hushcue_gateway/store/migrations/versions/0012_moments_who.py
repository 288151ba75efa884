"""Who entered by hand what was entered by hand: everybody takes back their own."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""
    op.add_column("moments", sa.Column("who", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    """Undo that."""
    op.drop_column("moments", "who")
