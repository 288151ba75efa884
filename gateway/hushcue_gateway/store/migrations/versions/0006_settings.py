"""Gains of single sources at single hosts, settings of the studio, what each person likes; volumes of every ear."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "source_gains",
        sa.Column("show", sa.String(64), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("host", sa.String(64), nullable=False),
        sa.Column("gain_db", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("show", "source", "host", name="pk_source_gains"),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
    )
    op.create_table(
        "preferences",
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account", name="pk_preferences"),
    )
    op.create_table(
        "ear_volumes",
        sa.Column("host", sa.String(64), nullable=False),
        sa.Column("volume_db", sa.Float(), nullable=False),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.Column("declared_db", sa.Float()),
        sa.PrimaryKeyConstraint("host", name="pk_ear_volumes"),
    )
    op.execute("INSERT INTO ear_volumes (host, volume_db, muted) SELECT host, volume_db, muted FROM phone_volumes")
    op.drop_table("phone_volumes")


def downgrade() -> None:
    """Undo that."""
    op.create_table(
        "phone_volumes",
        sa.Column("host", sa.String(64), nullable=False),
        sa.Column("volume_db", sa.Float(), nullable=False),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("host", name="pk_phone_volumes"),
    )
    op.execute("INSERT INTO phone_volumes (host, volume_db, muted) SELECT host, volume_db, muted FROM ear_volumes")
    for table in ("ear_volumes", "preferences", "settings", "source_gains"):
        op.drop_table(table)
