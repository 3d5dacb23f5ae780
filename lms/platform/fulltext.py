"""Finding rows by the words of a text column: SQLite's FTS5 and PostgreSQL's text search, told to do the same.

Neither of them knows the languages of a course, so neither is asked to: the column holds words that are folded already,
with blanks between, and both take them as they are. A word is found by its beginning.

The statements are those of a migration too: whoever changes one writes another migration.
"""

from collections.abc import Sequence

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    cast,
    event,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY

LONGEST_WORD = 60  # letters; PostgreSQL takes none of more than 2 KB, and nobody looks for such a one
MOST_LETTERS = 200_000  # of the words of one row; PostgreSQL's index holds 1 MB for each
OF_ITS_OWN = "_words"  # what the names of tables and indexes begin with that are made here, after that of the table


def sqlite_statements(table: str) -> tuple[str, ...]:
    """Return what makes the index of ``table.words`` on SQLite, and keeps it up to date."""
    index = f"{table}{OF_ITS_OWN}"
    add = f"INSERT INTO {index}(rowid, words) VALUES (new.id, new.words);"  # noqa: S608 – names of ours
    remove = f"INSERT INTO {index}({index}, rowid, words) VALUES ('delete', old.id, old.words);"  # noqa: S608 – names of ours
    return (
        f"CREATE VIRTUAL TABLE {index} USING fts5(words, content='{table}', content_rowid='id', prefix='2 3',"
        " tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* M* Co'\")",
        f"CREATE TRIGGER {index}_added AFTER INSERT ON {table} BEGIN {add} END",
        f"CREATE TRIGGER {index}_removed AFTER DELETE ON {table} BEGIN {remove} END",
        f"CREATE TRIGGER {index}_changed AFTER UPDATE ON {table} BEGIN {remove} {add} END",
    )


def postgresql_statements(table: str) -> tuple[str, ...]:
    """Return what makes the index of ``table.words`` on PostgreSQL."""
    return (f"CREATE INDEX {table}{OF_ITS_OWN} ON {table} USING gin (array_to_tsvector(string_to_array(words, ' ')))",)


def statements_for(dialect: str, table: str) -> tuple[str, ...]:
    """Return what makes the index of ``table.words`` on this database."""
    return sqlite_statements(table) if dialect == "sqlite" else postgresql_statements(table)


def made_with(table: Table) -> None:
    """Have the index made whenever the table is made out of the models."""

    def make(_table: Table, connection: Connection, **_more: object) -> None:
        for statement in statements_for(connection.dialect.name, table.name):
            connection.exec_driver_sql(statement)

    event.listen(table, "after_create", make)


def is_of_an_index(name: str | None) -> bool:
    """Tell whether a table or index of the database was made here, so that no model knows of it."""
    return OF_ITS_OWN in (name or "")


def kept(words: Sequence[str]) -> str:
    """Return words as a column holds them by which a row is to be found: each once, and what is beyond measure left out."""
    return " ".join(dict.fromkeys(word[:LONGEST_WORD] for word in words))[:MOST_LETTERS].rstrip()


def holds_all(table: Table, words: Sequence[str], dialect: str) -> ColumnElement[bool]:
    """Return whether each of the words is in a row of the table, at least by its beginning; at least one must be asked for.

    Words are folded, so they are made of letters, digits and marks; what else one might hold would be quoted.
    """
    cut = [word[:LONGEST_WORD] for word in words]
    row, name = table.c, f"{table.name}{OF_ITS_OWN}"
    if dialect == "sqlite":
        index = Table(name, MetaData(), Column("rowid", Integer), Column(name, Text)).c
        sought = " AND ".join('"{}" *'.format(word.replace('"', '""')) for word in cut)
        return row.id.in_(select(index.rowid).where(index[name].op("MATCH", is_comparison=True)(sought)))
    sought = " & ".join("'{}':*".format(word.replace("\\", "\\\\").replace("'", "''")) for word in cut)
    there = func.array_to_tsvector(func.string_to_array(row.words, literal_column("' '")))
    return there.op("@@", is_comparison=True)(cast(sought, TSQUERY))
