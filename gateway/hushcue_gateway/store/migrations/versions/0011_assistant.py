"""Opportunities, suggestions, and what people set of the assistant."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _text(name: str, length: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length) if length else sa.String(), nullable=False)


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "opportunities",
        _text("id", 64),
        _text("show", 64),
        _text("airing", 64),
        _text("rule"),
        _text("product"),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        _text("key"),
        sa.Column("facts", sa.JSON(), nullable=False),
        _text("arm"),
        sa.Column("p_send", sa.Float(), nullable=False),
        _text("forced_by"),
        _text("why"),
        sa.Column("outcome", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_opportunities"),
    )
    op.create_index("ix_opportunities_airing", "opportunities", ["airing"])
    op.create_index("ix_opportunities_show_at_ms", "opportunities", ["show", "at_ms"])
    op.create_table(
        "suggestions",
        _text("id", 64),
        _text("opportunity", 64),
        _text("show", 64),
        _text("airing", 64),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        _text("rule"),
        _text("product"),
        sa.Column("hosts", sa.JSON(), nullable=False),
        _text("language"),
        _text("text"),
        _text("spoken"),
        _text("engine"),
        _text("voice"),
        sa.Column("seconds", sa.Float(), nullable=False),
        _text("state"),
        _text("why"),
        sa.Column("states", sa.JSON(), nullable=False),
        _text("decided_by"),
        _text("mode"),
        sa.Column("rephrased", sa.Boolean(), nullable=False),
        sa.Column("cues", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_suggestions"),
    )
    op.create_index("ix_suggestions_airing", "suggestions", ["airing"])
    op.create_index("ix_suggestions_opportunity", "suggestions", ["opportunity"])
    op.create_index("ix_suggestions_show_at_ms", "suggestions", ["show", "at_ms"])
    for table in ("assistant_settings", "shop_words"):
        op.create_table(
            table,
            _text("show", 64),
            sa.Column("value", sa.JSON(), nullable=False),
            sa.Column("changed_at_ms", sa.BigInteger(), nullable=False),
            _text("changed_by", 64),
            sa.PrimaryKeyConstraint("show", name=f"pk_{table}"),
        )


def downgrade() -> None:
    """Undo that."""
    for table in ("shop_words", "assistant_settings"):
        op.drop_table(table)
    op.drop_index("ix_suggestions_show_at_ms", "suggestions")
    op.drop_index("ix_suggestions_opportunity", "suggestions")
    op.drop_index("ix_suggestions_airing", "suggestions")
    op.drop_table("suggestions")
    op.drop_index("ix_opportunities_show_at_ms", "opportunities")
    op.drop_index("ix_opportunities_airing", "opportunities")
    op.drop_table("opportunities")
