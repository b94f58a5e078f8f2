"""Run by Alembic, never imported: the migrations, over the connection that `bot.store.migrating` holds."""

from alembic import context

from bot.store.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
