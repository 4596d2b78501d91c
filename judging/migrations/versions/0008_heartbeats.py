"""what the judges' tablets said of themselves last

Revision ID: 0008
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table of heartbeats."""
    op.create_table(
        "heartbeat",
        sa.Column("seat_id", _KEY, nullable=False),
        sa.Column("tablet", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("drafts", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("battery_percent", sa.Integer(), nullable=True),
        sa.Column("is_charging", sa.Boolean(), nullable=False),
        sa.Column("is_durable", sa.Boolean(), nullable=False),
        sa.Column("has_worker", sa.Boolean(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("id", _KEY, nullable=False),
        sa.CheckConstraint(
            "waiting >= 0 AND refused >= 0 AND kept >= 0 AND drafts >= 0",
            name=op.f("ck_heartbeat_counts_from_nought"),
        ),
        sa.CheckConstraint(
            "battery_percent BETWEEN 0 AND 100", name=op.f("ck_heartbeat_battery_range")
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"],
            ["seat.id"],
            name=op.f("fk_heartbeat_seat_id_seat"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heartbeat")),
        sa.UniqueConstraint("seat_id", "tablet", name=op.f("uq_heartbeat_seat_id_tablet")),
    )


def downgrade() -> None:
    """Forget them; nothing rests on a heartbeat."""
    op.drop_table("heartbeat")
