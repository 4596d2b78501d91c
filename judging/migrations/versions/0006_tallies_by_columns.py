"""the marks that a tally by columns rests on, and a quick way to the sheets that are not given

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NOT_GIVEN = sa.text("state <> 'given'")


def upgrade() -> None:
    """Make the table of blocks, and let a standing leave its working to them."""
    op.create_table(
        "tally_block",
        sa.Column("tally_id", _KEY, nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("states", sa.LargeBinary(), nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.Column("deductions", sa.Text(), nullable=True),
        sa.Column("id", _KEY, nullable=False),
        sa.CheckConstraint("first > 0 AND count > 0", name=op.f("ck_tally_block_has_lines")),
        sa.ForeignKeyConstraint(
            ["tally_id"], ["tally.id"], name=op.f("fk_tally_block_tally_id_tally")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_block")),
        sa.UniqueConstraint("tally_id", "first", name=op.f("uq_tally_block_tally_id_first")),
    )
    with op.batch_alter_table("standing") as batch_op:
        batch_op.alter_column("working", existing_type=sa.Text(), nullable=True)
    op.create_index(
        "ix_score_sheet_not_given",
        "score_sheet",
        ["appearance_id"],
        sqlite_where=_NOT_GIVEN,
        postgresql_where=_NOT_GIVEN,
    )


def downgrade() -> None:
    """Drop tallies by columns, which an older program cannot read; it counts them again."""
    op.drop_index("ix_score_sheet_not_given", "score_sheet")
    op.execute("DELETE FROM standing WHERE tally_id IN (SELECT tally_id FROM tally_block)")
    op.execute("UPDATE tally SET is_current = false WHERE id IN (SELECT tally_id FROM tally_block)")
    with op.batch_alter_table("standing") as batch_op:
        batch_op.alter_column("working", existing_type=sa.Text(), nullable=False)
    op.drop_table("tally_block")
