"""Brings the tables of a database to this version. The caller holds a lock, so no other process does it meanwhile."""

from pathlib import Path

from sqlalchemy import Connection, inspect

from bot.store.errors import StoreError
from bot.store.tables import REVISION

_MIGRATIONS = Path(__file__).parent / "migrations"
_VERSION = "alembic_version"  # Alembic's name for its table


def bring_up_to_date(connection: Connection) -> None:
    """Run the migrations that are missing. Raises StoreError for a database of a later version, which stays as it is."""
    revision = _revision(connection)
    if revision != REVISION:
        _migrate(connection, revision)
    # A database that can only be read is found now, not with the first question.
    connection.exec_driver_sql(f"UPDATE {_VERSION} SET version_num = version_num")  # noqa: S608 - a constant


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSION):
        return None
    revision: str | None = connection.exec_driver_sql(f"SELECT version_num FROM {_VERSION}").scalar()  # noqa: S608
    return revision


def _migrate(connection: Connection, revision: str | None) -> None:
    from alembic.command import upgrade  # noqa: PLC0415 - it takes long to import, and few starts need it
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision not in known | {None}:
        raise StoreError(
            f"the database was made by a newer version of Commonplace (its revision {revision} is not known here): "
            "install that version, or name another database"
        )
    config.attributes["connection"] = connection
    upgrade(config, "head")
