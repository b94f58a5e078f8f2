"""What can be wrong with the database itself."""


class StoreError(ValueError):
    """The database cannot be used as it is (for the operator to mend); the message says what to do, and no password."""


class StoreUnavailableError(StoreError):
    """The database failed while the bot runs; the next try may succeed."""
