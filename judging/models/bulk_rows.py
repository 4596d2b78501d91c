"""Very many rows put into a table by the quickest way that the driver has."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from judging.models.base import Base


def insert_rows(
    session: Session, model: type[Base], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows in the session's own transaction; values are plain, JSON is text already.

    Args:
        session: the database session; what it still holds is flushed first.
        model: the table.
        names: its columns, in the order of the values. Defaults of the model do not apply.
        rows: one sequence of values a row.
    """
    session.flush()
    table, columns = f'"{model.__tablename__}"', ", ".join(f'"{name}"' for name in names)
    driver: Any = session.connection().connection.driver_connection
    if session.get_bind().dialect.name == "sqlite":
        marks = ", ".join("?" * len(names))
        statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 (own names)
        driver.executemany(statement, rows)
        return
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
