"""Called by Alembic with the connection that ``store/migrate.py`` has opened."""

from alembic import context

from hushcue_gateway.store import models  # noqa: F401 - the tables register themselves
from hushcue_gateway.store.base import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes few things in place
    transactional_ddl=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
