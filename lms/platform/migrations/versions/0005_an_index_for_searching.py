"""An index for searching: the words of what is found by them, on either database."""

from alembic import op

from lms.platform.fulltext import statements_for

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change; what was published before is filled in by ``lms library render``, which every start does."""
    for statement in statements_for(op.get_bind().dialect.name, "findable"):
        op.get_bind().exec_driver_sql(statement)
