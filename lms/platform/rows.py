"""Rows of another table within one row: read in one statement what belongs together, on either database.

``rows_of(select(A.x, A.y))`` is a column that holds what the select finds as a list of lists, in its order. A journey to a
PostgreSQL server costs more than what it brings back.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Select, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class _List(FunctionElement[Any]):
    """The columns of one row, as a list in JSON."""

    type = JSON()
    inherit_cache = True
    name = "one_row"


class _All(FunctionElement[Any]):
    """All rows, as a list in JSON."""

    type = JSON()
    inherit_cache = True
    name = "all_rows"


class _Whole(FunctionElement[Any]):
    """The list with all rows, whose columns name their tables wherever it stands: in ``returning`` SQLAlchemy leaves them out."""

    type = JSON()
    inherit_cache = True
    name = "rows"


class _Json(FunctionElement[Any]):
    """What is kept as JSON, to stand in other JSON as what it is and not as a text."""

    type = JSON()
    inherit_cache = True
    name = "as_json"


@compiles(_List, "sqlite")
def _list_sqlite(element: _List, compiler: Any, **more: Any) -> str:
    return f"json_array({compiler.process(element.clauses, **more)})"


@compiles(_List, "postgresql")
def _list_postgresql(element: _List, compiler: Any, **more: Any) -> str:
    return f"json_build_array({compiler.process(element.clauses, **more)})"


@compiles(_All, "sqlite")
def _all_sqlite(element: _All, compiler: Any, **more: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **more)})"


@compiles(_All, "postgresql")
def _all_postgresql(element: _All, compiler: Any, **more: Any) -> str:
    return f"coalesce(json_agg({compiler.process(element.clauses, **more)}), '[]')"


@compiles(_Whole)
def _whole(element: _Whole, compiler: Any, **more: Any) -> str:
    return str(compiler.process(element.clauses, **{**more, "include_table": True}))


@compiles(_Json, "sqlite")
def _json_sqlite(element: _Json, compiler: Any, **more: Any) -> str:
    return f"json({compiler.process(element.clauses, **more)})"


@compiles(_Json, "postgresql")
def _json_postgresql(element: _Json, compiler: Any, **more: Any) -> str:
    return str(compiler.process(element.clauses, **more))


def rows_of(found: Select[*tuple[Any, ...]]) -> ColumnElement[Any]:
    """Return a column that holds all rows of a select, in its order, as lists; moments in it are read by ``moment``."""
    inner = found.subquery()
    columns = [_Json(column) if isinstance(column.type, JSON) else column for column in inner.c]
    return _Whole(select(_All(_List(*columns))).select_from(inner).scalar_subquery())


def moment(said: str) -> datetime:
    """Return a moment as ``rows_of`` brings it."""
    read = datetime.fromisoformat(said)
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
