"""guard what is written once: journal rows, submitted revisions, frozen releases

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_REVISION_COLUMNS = (
    "sheet_id, number, client_id, replaces, state, rule_sheet_id, marks, judge_total, "
    "payload_digest, source, author, received_at"
)
#: trigger → (event, table)
GUARDS = {
    "journal_entry_no_update": ("UPDATE", "journal_entry"),
    "journal_entry_no_delete": ("DELETE", "journal_entry"),
    "sheet_revision_no_update": (f"UPDATE OF {_REVISION_COLUMNS}", "sheet_revision"),
    "sheet_revision_no_delete": ("DELETE", "sheet_revision"),
    "release_no_update": ("UPDATE OF round_id, number, document, digest", "release"),
    "release_no_delete": ("DELETE", "release"),
}


def upgrade() -> None:
    """Make the triggers."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger AS $$ BEGIN "
            "RAISE EXCEPTION '% is written once', TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
        )
    for name, (event, table) in GUARDS.items():
        op.execute(_create(name, event, table))


def _create(name: str, event: str, table: str) -> str:
    """Return the statement for one trigger on this database."""
    if op.get_bind().dialect.name == "postgresql":
        return (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
    )


def downgrade() -> None:
    """Drop the triggers."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, (_event, table) in GUARDS.items():
        op.execute(f"DROP TRIGGER {name} ON {table}" if is_postgresql else f"DROP TRIGGER {name}")
    if is_postgresql:
        op.execute("DROP FUNCTION refuse_change()")
