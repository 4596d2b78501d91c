"""what people read off paper sheets

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = "state IN ('draft', 'waiting', 'rejected')"


def upgrade() -> None:
    """Make the table of readings."""
    op.create_table(
        "paper_reading",
        sa.Column("seat_id", _KEY, nullable=False),
        sa.Column("appearance_id", _KEY, nullable=False),
        sa.Column("author", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("typed_at", sa.DateTime(), nullable=False),
        sa.Column("rejected_by", sa.String(length=20), nullable=False),
        sa.Column("rejected_reason", sa.String(length=500), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("id", _KEY, nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'waiting', 'rejected', 'agreed', 'outvoted')",
            name=op.f("ck_paper_reading_state_is_known"),
        ),
        sa.CheckConstraint(
            "(state IN ('agreed', 'outvoted')) = (revision IS NOT NULL)",
            name=op.f("ck_paper_reading_settled_has_a_revision"),
        ),
        sa.CheckConstraint(
            "(state = 'rejected') = (length(rejected_reason) > 0)",
            name=op.f("ck_paper_reading_rejected_has_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seat.id"], name=op.f("fk_paper_reading_seat_id_seat")
        ),
        sa.ForeignKeyConstraint(
            ["appearance_id"],
            ["appearance.id"],
            name=op.f("fk_paper_reading_appearance_id_appearance"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_reading")),
    )
    op.create_index(
        op.f("ix_paper_reading_appearance_id"), "paper_reading", ["appearance_id"]
    )
    op.create_index(
        "uq_paper_reading_open_one_a_person",
        "paper_reading",
        ["seat_id", "appearance_id", "author"],
        unique=True,
        sqlite_where=sa.text(_OPEN),
        postgresql_where=sa.text(_OPEN),
    )


def downgrade() -> None:
    """Drop the table; what became a score sheet stays one."""
    op.drop_table("paper_reading")
