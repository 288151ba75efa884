"""The cue log, its receipts and recordings, and what is kept of them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.String(64)


def upgrade() -> None:
    op.create_table(
        "cues",
        sa.Column("id", ID, nullable=False),
        sa.Column("show", ID, nullable=False),
        sa.Column("who", ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", ID, nullable=False),
        sa.Column("source", ID, nullable=False),
        sa.Column("file", sa.String(), nullable=True),
        sa.Column("named", sa.JSON(), nullable=False),
        sa.Column("hosts", sa.JSON(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("again_of", sa.String(), nullable=True),
        sa.Column("asked_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("started_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("duration_ms", sa.Float(), nullable=True),
        sa.Column("clock_ns", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cues"),
    )
    op.create_index("ix_cues_asked_at_ms", "cues", ["asked_at_ms"])
    op.create_index("ix_cues_show_asked_at_ms_id", "cues", ["show", "asked_at_ms", "id"])
    op.create_table(
        "receipt_steps",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_receipt_steps"),
    )
    op.create_table(
        "retention",
        sa.Column("show", ID, nullable=False),
        sa.Column("record", sa.Boolean(), nullable=False),
        sa.Column("recordings_days", sa.Integer(), nullable=False),
        sa.Column("cues_days", sa.Integer(), nullable=False),
        sa.Column("notice_zh", sa.Text(), nullable=False),
        sa.Column("notice_en", sa.Text(), nullable=False),
        sa.Column("changed_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", ID, nullable=False),
        sa.PrimaryKeyConstraint("show", name="pk_retention"),
    )
    op.create_table(
        "receipts",
        sa.Column("cue", ID, nullable=False),
        sa.Column("host", ID, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("heard_percent", sa.Float(), nullable=True),
        sa.Column("delay_ms", sa.Float(), nullable=True),
        sa.Column("acknowledged_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("receipt", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["cue"], ["cues.id"], name="fk_receipts_cue_cues", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("cue", "host", name="pk_receipts"),
    )
    op.create_index("ix_receipts_host", "receipts", ["host"])
    op.create_table(
        "recordings",
        sa.Column("cue", ID, nullable=False),
        sa.Column("show", ID, nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("began_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("deleted_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["cue"], ["cues.id"], name="fk_recordings_cue_cues", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("cue", name="pk_recordings"),
    )
    op.create_index("ix_recordings_show", "recordings", ["show"])


def downgrade() -> None:
    for table in ("recordings", "receipts", "retention", "receipt_steps", "cues"):
        op.drop_table(table)
