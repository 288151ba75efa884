"""Shows, hosts, roles and members."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "shows",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("declared", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_shows"),
    )
    op.create_table(
        "hosts",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("show", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("programme_db", sa.Float()),
        sa.Column("ducking_db", sa.Float()),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("declared", sa.JSON()),
        sa.ForeignKeyConstraint(["show"], ["shows.id"], name="fk_hosts_show_shows"),
        sa.PrimaryKeyConstraint("id", name="pk_hosts"),
    )
    op.create_index("ix_hosts_show", "hosts", ["show"])
    op.create_table(
        "roles",
        sa.Column("show", sa.String(), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("role", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["show"], ["shows.id"], name="fk_roles_show_shows", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("show", "id", name="pk_roles"),
    )
    op.create_table(
        "members",
        sa.Column("show", sa.String(), nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("role", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["show"], ["shows.id"], name="fk_members_show_shows", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("show", "account", name="pk_members"),
    )


def downgrade() -> None:
    """Undo that."""
    for table in ("members", "roles", "hosts", "shows"):
        op.drop_table(table)
