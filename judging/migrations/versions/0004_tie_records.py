"""records of extra rounds, rulings and draws after ties, and what a tie was compared by

Revision ID: 0004
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table of records and the column of what was compared."""
    op.create_table(
        "tie_record",
        sa.Column("round_id", _KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.Column("entry_values", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=20), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("sealed_seed", sa.String(length=64), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=20), nullable=False),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
        sa.Column("id", _KEY, nullable=False),
        sa.CheckConstraint(
            "step IN ('extra_round', 'ruling', 'draw')", name=op.f("ck_tie_record_step_is_known")
        ),
        sa.CheckConstraint(
            "step = 'draw' OR settled_at IS NOT NULL", name=op.f("ck_tie_record_only_a_draw_waits")
        ),
        sa.CheckConstraint(
            "step <> 'draw' OR (seed IS NULL) = (settled_at IS NULL)",
            name=op.f("ck_tie_record_seed_is_told_when_drawn"),
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR length(withdrawn_reason) > 0",
            name=op.f("ck_tie_record_withdrawn_has_a_reason"),
        ),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_tie_record_record_has_a_reason")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_tie_record_round_id_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie_record")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_tie_record_round_id_number")),
    )
    op.add_column("standing", sa.Column("compared", sa.Text(), nullable=True))


def downgrade() -> None:
    """Drop both."""
    with op.batch_alter_table("standing", schema=None) as batch_op:
        batch_op.drop_column("compared")
    op.drop_table("tie_record")
