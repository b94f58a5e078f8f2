from pathlib import Path

import pytest

from bot.store import StoreError
from bot.store.addresses import read_address


@pytest.mark.parametrize("written", ["", " ", ":memory:", "sqlite://", "sqlite:///", "sqlite:///:memory:"])
def test_nothing_is_a_database_in_memory(written: str) -> None:
    assert read_address(written).in_memory


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("state.db", "state.db"),
        ("sqlite:///state.db", "state.db"),
        ("/var/lib/bot/state.db", "/var/lib/bot/state.db"),
        ("sqlite:////var/lib/bot/50%?.db", "/var/lib/bot/50%?.db"),
    ],
)
def test_a_path_is_a_file(written: str, path: str) -> None:
    address = read_address(written)
    assert address.path == Path(path)
    assert address.url.database == path
    assert not address.in_memory


def test_a_path_may_begin_at_home() -> None:
    assert read_address("~/state.db").path == Path.home() / "state.db"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+asyncpg"])
def test_what_hosts_hand_out_is_a_server(scheme: str) -> None:
    address = read_address(f"{scheme}://ann:p%40ss@db.example.com:6543/bot?sslmode=require")
    assert address.url.drivername == "postgresql+psycopg"
    assert (address.url.username, address.url.password) == ("ann", "p@ss")
    assert (address.url.host, address.url.port, address.url.database) == ("db.example.com", 6543, "bot")
    assert address.url.query == {"sslmode": "require"}
    assert address.shown == "PostgreSQL at db.example.com, database bot"
    assert not address.in_memory


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("mysql://ann:s3cret@db/bot", "mysql:// is no address"),
        ("sqlite://state.db", "sqlite:// is no address"),
        ("postgres://ann:s3cret@db:port/bot", "cannot be read: write a file"),
        ("postgres://ann:@s3cret@db/bot", "write %40"),
        ("postgres://ann:@s3cret/@db/bot", "write %40"),
        ("postgres://ann:se@s3cret:@db/bot", "PostgreSQL"),
    ],
)
def test_an_address_that_cannot_be_read_is_refused_without_its_password(written: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as caught:
        read_address(written)
    assert "s3cret" not in str(caught.value)
