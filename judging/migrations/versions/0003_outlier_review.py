"""questions to judges about sheets that stand apart

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table of questions."""
    op.create_table(
        "sheet_question",
        sa.Column("sheet_id", _KEY, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by", sa.String(length=20), nullable=False),
        sa.Column("is_by_hand", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=True),
        sa.Column("payload_digest", sa.String(length=64), nullable=False),
        sa.Column("device_time", sa.String(length=40), nullable=False),
        sa.Column("passed_over_at", sa.DateTime(), nullable=True),
        sa.Column("passed_over_reason", sa.String(length=500), nullable=False),
        sa.Column("id", _KEY, nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'confirmed', 'corrected', 'withdrawn')",
            name=op.f("ck_sheet_question_state_is_known"),
        ),
        sa.CheckConstraint(
            "(state IN ('confirmed', 'corrected')) = (answered_at IS NOT NULL)",
            name=op.f("ck_sheet_question_answered_has_a_time"),
        ),
        sa.CheckConstraint(
            "passed_over_at IS NULL OR length(passed_over_reason) > 0",
            name=op.f("ck_sheet_question_passed_over_has_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["score_sheet.id"], name=op.f("fk_sheet_question_sheet_id_score_sheet")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id", "revision"],
            ["sheet_revision.sheet_id", "sheet_revision.number"],
            name="fk_sheet_question_revision",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_question")),
        sa.UniqueConstraint("client_id", name=op.f("uq_sheet_question_client_id")),
        sa.UniqueConstraint("sheet_id", "revision", name="uq_sheet_question_once_a_revision"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("sheet_question")
