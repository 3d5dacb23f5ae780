"""Alembic's entrance: runs the migrations on the connection that it is handed, inside its transaction."""

from alembic import context

from lms.platform.database import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
)
context.run_migrations()
