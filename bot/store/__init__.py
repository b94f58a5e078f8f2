"""What the bot remembers: in SQLite, or in PostgreSQL for several hosts. Each row belongs to a tenant, a workspace."""

from bot.store.errors import StoreError, StoreUnavailableError
from bot.store.records import Answer, ChannelSettings, Gap, Installation, Person, Subscription
from bot.store.store import Store, open_store

__all__ = [
    "Answer",
    "ChannelSettings",
    "Gap",
    "Installation",
    "Person",
    "Store",
    "StoreError",
    "StoreUnavailableError",
    "Subscription",
    "open_store",
]
