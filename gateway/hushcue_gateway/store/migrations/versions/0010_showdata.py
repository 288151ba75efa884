"""Show data: airings, what was told of them, products, and how long it is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "airings",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("show", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("speed", sa.Float(), nullable=False),
        sa.Column("began_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_ms", sa.BigInteger()),
        sa.Column("salt", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_airings"),
    )
    op.create_index("ix_airings_show_began_ms", "airings", ["show", "began_ms"])
    op.create_table(
        "products",
        sa.Column("show", sa.String(64), nullable=False),
        sa.Column("product", sa.String(64), nullable=False),
        sa.Column("sheet", sa.JSON(), nullable=False),
        sa.Column("changed_at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("show", "product", name="pk_products"),
    )
    op.create_table(
        "metrics",
        sa.Column("airing", sa.String(64), nullable=False),
        sa.Column("bucket", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("product", sa.String(64), nullable=False),
        sa.Column("src", sa.String(64), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.BigInteger()),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("airing", "bucket", "what", "product", "src", name="pk_metrics"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("airing", sa.String(64), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("viewer", sa.String(32), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("src", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
    )
    op.create_index("ix_comments_airing_at_ms", "comments", ["airing", "at_ms"])
    op.create_index("ix_comments_at_ms", "comments", ["at_ms"])
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("airing", sa.String(64), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("product", sa.String(64), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("src", sa.String(64), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_orders"),
    )
    op.create_index("ix_orders_airing_at_ms", "orders", ["airing", "at_ms"])
    op.create_table(
        "moments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("airing", sa.String(64), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("src", sa.String(64), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_moments"),
    )
    op.create_index("ix_moments_airing_at_ms", "moments", ["airing", "at_ms"])
    op.create_table(
        "ingest_seen",
        sa.Column("key", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_ingest_seen"),
    )
    op.create_index("ix_ingest_seen_at_ms", "ingest_seen", ["at_ms"])
    op.create_table(
        "data_retention",
        sa.Column("show", sa.String(64), nullable=False),
        sa.Column("comment_days", sa.Integer(), nullable=False),
        sa.Column("metric_days", sa.Integer(), nullable=False),
        sa.Column("changed_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("show", name="pk_data_retention"),
    )


def downgrade() -> None:
    """Undo that."""
    op.drop_table("data_retention")
    op.drop_index("ix_ingest_seen_at_ms", "ingest_seen")
    op.drop_table("ingest_seen")
    for name in ("moments", "orders"):
        op.drop_index(f"ix_{name}_airing_at_ms", name)
        op.drop_table(name)
    op.drop_index("ix_comments_at_ms", "comments")
    op.drop_index("ix_comments_airing_at_ms", "comments")
    op.drop_table("comments")
    op.drop_table("metrics")
    op.drop_table("products")
    op.drop_index("ix_airings_show_began_ms", "airings")
    op.drop_table("airings")
