"""honours of units and advisers, and their certificates

Revision ID: 0005
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OLD_KINDS = "kind IN ('award', 'participation')"
_KINDS = "kind IN ('award', 'participation', 'unit', 'adviser')"
_ONE_RECIPIENT = (
    "(contestant_id IS NULL) = (kind IN ('unit', 'adviser')) "
    "AND (entry_id IS NULL) = (contestant_id IS NULL) "
    "AND (contestant_id IS NULL) = (length(recipient) > 0)"
)
_VALID_HONOUR = "state = 'valid' AND contestant_id IS NULL"


def upgrade() -> None:
    """Make the table of honours, and let a certificate name its recipient itself."""
    op.create_table(
        "honour",
        sa.Column("round_id", _KEY, nullable=False),
        sa.Column("tally_id", _KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name_zh", sa.String(length=100), nullable=False),
        sa.Column("name_en", sa.String(length=100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ranking_group", sa.String(length=80), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("recipient_unit", sa.String(length=200), nullable=False),
        sa.Column("points", sa.String(length=40), nullable=False),
        sa.Column("working", sa.Text(), nullable=False),
        sa.Column("id", _KEY, nullable=False),
        sa.CheckConstraint("kind IN ('unit', 'adviser')", name=op.f("ck_honour_kind_is_known")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_honour_round_id_round")
        ),
        sa.ForeignKeyConstraint(
            ["tally_id"], ["tally.id"], name=op.f("fk_honour_tally_id_tally")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honour")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_honour_round_id_number")),
    )
    op.create_index(op.f("ix_honour_tally_id"), "honour", ["tally_id"])
    op.create_index(
        "uq_honour_current",
        "honour",
        ["tally_id", "key", "ranking_group", "recipient", "recipient_unit"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    with op.batch_alter_table("certificate") as batch_op:
        batch_op.add_column(_recipient("recipient"))
        batch_op.add_column(_recipient("recipient_unit"))
        batch_op.alter_column("entry_id", existing_type=_KEY, nullable=True)
        batch_op.alter_column("contestant_id", existing_type=_KEY, nullable=True)
        batch_op.drop_constraint(op.f("ck_certificate_kind_is_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_certificate_kind_is_known"), _KINDS)
        batch_op.create_check_constraint(op.f("ck_certificate_one_recipient"), _ONE_RECIPIENT)
    op.create_index(
        "uq_certificate_valid_honour",
        "certificate",
        ["round_id", "award_key", "recipient", "recipient_unit"],
        unique=True,
        sqlite_where=sa.text(_VALID_HONOUR),
        postgresql_where=sa.text(_VALID_HONOUR),
    )


def downgrade() -> None:
    """Drop honours and their certificates, which an older program cannot hold."""
    op.drop_index("uq_certificate_valid_honour", "certificate")
    op.execute("DELETE FROM certificate WHERE contestant_id IS NULL")
    with op.batch_alter_table("certificate") as batch_op:
        batch_op.drop_constraint(op.f("ck_certificate_one_recipient"), type_="check")
        batch_op.drop_constraint(op.f("ck_certificate_kind_is_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_certificate_kind_is_known"), _OLD_KINDS)
        batch_op.alter_column("contestant_id", existing_type=_KEY, nullable=False)
        batch_op.alter_column("entry_id", existing_type=_KEY, nullable=False)
        batch_op.drop_column("recipient_unit")
        batch_op.drop_column("recipient")
    op.drop_table("honour")


def _recipient(name: str) -> sa.Column[str]:
    """Return a column that is empty in the rows that there are."""
    return sa.Column(name, sa.String(length=200), nullable=False, server_default="")

